"""What went wrong or needs a look, where the work is, with the button that mends it."""

from typing import Literal

from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.capped import MOST_LOW_PX, CappedWords
from sgdesk.ui.widgets.surface import button, column, paragraph, restyle, row
from sgdesk.ui.widgets.tab_order import tab_as_laid_out

NoticeKind = Literal["bad", "warn", "good", "note"]


class Notice(QFrame):
    """A coloured strip with a title, an explanation and buttons; hidden until it says something.

    One that closes has a button more, which puts it away.
    """

    def __init__(
        self,
        name: str,
        *,
        buttons_beside: bool = False,
        closes: bool = False,
        is_capped: bool = False,
    ) -> None:
        """`buttons_beside` puts the buttons at the right, for a strip that has the room.

        In one that `is_capped` a long text scrolls, and leaves room to what is below.
        """
        super().__init__()
        self.setObjectName(name)
        # With a frame from the start, or the words move by its width the second time.
        self.setProperty("notice", "note")
        self._title = paragraph("", "title")
        self._text: QLabel = paragraph("")
        self._whole = ""
        self._is_low = False
        self._details = button(
            "Details", name=f"{name}-details", why="All of it, with its names", kind="link"
        )
        self._details.clicked.connect(self._say_whole)
        self._details.hide()
        self._capped = _capped(name, self._text) if is_capped else None
        said = self._capped or self._text
        self._buttons = row(spacing=8)
        self._buttons.addStretch(1)
        self.lasts = False
        """It is no matter of one mail, so another mail does not put it away."""
        self._away = button(
            "Close", name=f"{name}-close", why="Put this message away", kind="quiet"
        )
        self._away.clicked.connect(self.clear)
        if not closes:
            self._away.hide()
        margins = (12, 9, 12, 9)
        if buttons_beside:
            words = column(self._title, said, spacing=4)
            beside = row(
                words, self._details, self._buttons, self._away, spacing=8, margins=margins
            )
            beside.setStretch(0, 1)
            self.setLayout(beside)
        else:
            below = row(self._buttons, self._details, self._away)
            self.setLayout(column(self._title, said, below, spacing=6, margins=margins))
        self.hide()

    @property
    def text(self) -> str:
        """Give everything it says; nothing once it is put away."""
        return "" if self.isHidden() else f"{self._title.text()} {self._text.text()}".strip()

    def say(
        self,
        kind: NoticeKind,
        title: str,
        text: str = "",
        *,
        whole: str = "",
        buttons: tuple[QPushButton, ...] = (),
        lasts: bool = False,
    ) -> None:
        """Show the words; the buttons are the notice's from now on.

        The `whole` text is for who asks for details.
        """
        self.lasts = lasts
        self._whole = whole
        self._details.setVisible(bool(whole) and whole != text)
        restyle(self, "notice", kind)
        self.setAccessibleName(f"{title} {text}")
        self._title.setText(title)
        self._set_text(text)
        self._drop_buttons()
        for position, widget in enumerate(buttons):
            self._buttons.insertWidget(position, widget)
        if buttons:
            tab_as_laid_out(self)
        self.show()
        if self.isVisible():
            announce(self, self.text)

    def set_low(self, low: bool) -> None:
        """Take one line where there is little height and the rest is in its details."""
        self._is_low = low
        self._fit()

    def _say_whole(self) -> None:
        self._details.hide()
        self._set_text(self._whole)
        announce(self, self._whole)

    def _set_text(self, text: str) -> None:
        self._text.setText(text)
        self._fit()

    def _fit(self) -> None:
        is_put_off = self._is_low and not self._details.isHidden()
        is_shown = bool(self._text.text()) and not is_put_off
        self._text.setVisible(is_shown)
        if self._capped:
            self._capped.setVisible(is_shown)
            self._capped.fit()

    def retitle(self, title: str) -> None:
        """Say something else in the title, e.g. how far it is; the rest stays."""
        self.setAccessibleName(title)
        self._title.setText(title)

    def clear(self) -> None:
        """Say nothing and take no room."""
        self._drop_buttons()
        self.hide()

    def _drop_buttons(self) -> None:
        while self._buttons.count() > 1:
            item = self._buttons.takeAt(0)
            widget: QWidget | None = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()


def _capped(name: str, text: QLabel) -> CappedWords:
    words = CappedWords(f"{name}-words", column(text, None))
    words.set_most(MOST_LOW_PX)
    return words
