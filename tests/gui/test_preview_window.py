"""What the first preview does to a window on a real display."""

import os
import subprocess
import sys

from tests.support.xvfb import x_server

_FIRST_PREVIEW = """
from PySide6.QtCore import QElapsedTimer
from sgdesk.ui.doors import add_write, draw_icons
from sgdesk.ui.icons import Icons
from sgdesk.ui.main import make_application, wait_for_paint
from sgdesk.ui.options import GuiOptions
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.window import MainWindow

application = make_application(GuiOptions())
theme = Theme(application, Look.LIGHT)
icons = Icons(theme)
window = MainWindow(icons)
window.show()
wait_for_paint(application, window)
draw_icons(icons)
write = add_write(window, theme, icons)
before = int(window.winId())
write.preview.show_html("<p>Hello</p>", {})
write.preview.draw_now()
clock = QElapsedTimer()
clock.start()
while clock.elapsed() < 1_000:
    application.processEvents()
print(write.preview.findChild(object, "faithfulPreview") is not None, int(window.winId()) == before)
"""


def test_first_preview_leaves_the_window_on_the_screen() -> None:
    environ = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    with x_server() as display:
        done = subprocess.run(
            [sys.executable, "-c", _FIRST_PREVIEW],
            env=environ | {"DISPLAY": display, "QTWEBENGINE_DISABLE_SANDBOX": "1"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    # Qt swaps the window for another when the engine draws with the graphics card.
    assert done.stdout == "True True\n", done.stderr
