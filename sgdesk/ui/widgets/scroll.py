"""A room that scrolls, and outlives the questions of a screen reader."""

from PySide6 import QtWidgets
from PySide6.QtCore import Qt


class QWidget(QtWidgets.QScrollArea):
    """A `QScrollArea` that is told of as a plain widget, hence the name.

    Qt looks up by the name of its class what a screen reader gets of a widget. What it has for
    a `QScrollArea` counts bars in sight alone as children, and crashes the process when it is
    asked for one that has just gone: the reader counts, a sheet closes, the reader asks.

    What is in it takes its width and has no frame around it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


ScrollArea = QWidget
