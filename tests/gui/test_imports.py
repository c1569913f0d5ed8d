"""What PySide6 does to imports that come after it, and that the window keeps it from doing so."""

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
