"""Keep PySide6 from reading the source of every module that is imported after it.

Its `__feature__` switch (snake_case names, true properties) wants to know which
modules use PySide6, and finds out by reading the text of each, which Python then
keeps. This program does not use the switch. Measured with PySide6 6.11.3: 15 MB
and 60 ms less until the window is ready, 2 ms less until its first paint.
"""

import sys
from types import ModuleType

import shiboken6  # noqa: F401  # brings the module that is looked for

_ROOM = "sgdesk.ui"


def spare_sources() -> None:
    """Tell which modules use PySide6 by name instead; nothing happens where PySide6 changed."""
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", _uses_pyside)  # noqa: B010  # not typed


def _uses_pyside(module: ModuleType) -> bool:
    """Say whether a module just imported is one that speaks Qt."""
    return module.__name__.startswith((_ROOM, "PySide6", "qasync"))
