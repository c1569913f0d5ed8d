"""What is typed while the window still loads lands where it was meant to."""

import os
import subprocess
import sys

from tests.support.xvfb import x_server

_TYPING_AT_ONCE = """
import subprocess
from PySide6.QtCore import QTimer
from sgdesk.ui import main
from sgdesk.ui.options import GuiOptions

paint, serve = main.wait_for_paint, main.run_loop

def type_at_once(application, window):
    paint(application, window)
    subprocess.run(["xdotool", "type", "--delay", "1", "ada@example.com"], check=True)

def serve_and_tell(application, window, start, write, *others):
    def tell():
        timer.tries -= 1
        if write.compose.head.text("to") or not timer.tries:
            timer.stop()
            print(repr(write.compose.head.text("to")))
            QTimer.singleShot(0, window.close)

    timer = QTimer(interval=50)
    timer.tries = 60
    timer.timeout.connect(tell)
    timer.start()
    return serve(application, window, start, write, *others)

main.wait_for_paint, main.run_loop = type_at_once, serve_and_tell
main.run(GuiOptions(view="write"))
"""


def test_letters_typed_at_the_first_paint_stand_in_the_field() -> None:
    environ = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    with x_server() as display:
        done = subprocess.run(
            [sys.executable, "-c", _TYPING_AT_ONCE],
            env=environ | {"DISPLAY": display},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert done.stdout == "'ada@example.com'\n", done.stderr
