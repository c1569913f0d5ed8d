"""Draw each hostile mail with a host's name in it, for the browser engine's own log to be read.

A process of its own, because the engine is told at its start where to write that log.
"""

import sys

from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from sgdesk.ui.doors import make_renderer
from sgdesk.ui.preview.renderer import Picture
from tests.support.hostile_mail import hostile_mails

HOST = "opened.example.com"
LATE_MS = 600
"""Time for what a page puts off."""


def main() -> None:
    """Draw them one after the other, and say how many were drawn."""
    application = QApplication([])
    window = QWidget()
    renderer, is_faithful = make_renderer(window)
    assert is_faithful
    layout = QVBoxLayout(window)
    layout.addWidget(renderer.widget())
    window.resize(600, 400)
    window.show()
    drawn: list[bool] = []
    renderer.reports.drawn.connect(lambda: drawn.append(True))
    mails = hostile_mails(80, "file:///nothing", host=HOST)
    for html in mails.values():
        drawn.clear()
        renderer.show_mail(Picture(html=f"{html}<p>seen</p>"), stay=False)
        while not drawn:
            QTest.qWait(5)
    QTest.qWait(LATE_MS)
    sys.stdout.write(f"{len(mails)}\n")
    window.deleteLater()
    application.sendPostedEvents(window, QEvent.Type.DeferredDelete)


if __name__ == "__main__":
    main()
