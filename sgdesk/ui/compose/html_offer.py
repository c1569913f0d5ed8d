"""HTML source that stands in plain writing: one press makes the mail of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sgdesk.present.things.thing import Thing
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.surface import LINK_PX, PADDING_PX, button, paragraph, row


class HtmlOffer(QWidget):
    """Say it below the mail, where it moves none of the lines that are written in.

    Signals: `taken()`, when the source is to be the mail.
    """

    taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("html-offer")
        self._words = paragraph("", "warning")
        self._use = button("", name="use-as-html", why="", kind="link")
        self._use.clicked.connect(self.taken)
        whole = row(self._words, self._use, margins=(14, 4, PADDING_PX - LINK_PX, 0))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.hide()

    def show_for(self, source: Thing | None) -> None:
        """Offer what mends this; nothing while there is no source."""
        if source is None or source.fix is None:
            self.hide()
        elif self.isHidden():
            self._words.setText(source.words)
            self._use.setText(source.fix.text)
            self._use.setToolTip(source.fix.why)
            self.show()
            announce(self, source.words)
