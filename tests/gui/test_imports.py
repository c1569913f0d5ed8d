"""What PySide6 does that costs time, and that the window keeps it from doing so."""

import subprocess
import sys

_SCRIPT = """
import linecache, sys
from sgdesk.ui.imports import spare_sources
{call}
import PySide6.QtWidgets
import calendar, fractions
print(sum(name.endswith(("calendar.py", "fractions.py")) for name in linecache.cache))
"""


_FIRST_PAINT = """
from PySide6 import QtCore
from sgdesk.ui import main
from sgdesk.ui.options import GuiOptions
paint = main.wait_for_paint
def stop(application, window):
    paint(application, window)
    print(window.has_painted, "Qt" in vars(QtCore))
    raise SystemExit
main.wait_for_paint = stop
main.run(GuiOptions(width=900, height=600))
"""


def _sources_read(call: str) -> int:
    script = _SCRIPT.format(call=call)
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return int(ran.stdout)


def test_pyside_reads_the_source_of_what_is_imported_after_it() -> None:
    """If this fails, PySide6 has stopped doing so, and `sgdesk/ui/imports.py` can go."""
    assert _sources_read("") == 2


def test_the_window_spares_itself_that() -> None:
    assert _sources_read("spare_sources()") == 0


def test_enumerations_of_the_qt_namespace_are_not_made_before_the_first_paint() -> None:
    """Making them takes a sixth of the time that a bare window needs to be seen."""
    ran = subprocess.run(
        [sys.executable, "-c", _FIRST_PAINT],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert ran.stdout == "True False\n"
