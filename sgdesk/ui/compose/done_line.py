"""What became of the mail that was just sent, where the eyes are."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.icon_label import IconLabel
from sgdesk.ui.widgets.surface import LINK_PX, QUIET_PX, button, paragraph, restyle, row

_TICK_PX = 16


class DoneLine(QWidget):
    """Say it in plain words until something else is typed.

    Signals: `mail_wanted()`, to look at the mail as it arrived in practice; `results_wanted()`;
    `stop_told(bool)`, with other words, whether they say why nothing was sent.
    """

    mail_wanted = Signal()
    results_wanted = Signal()
    stop_told = Signal(bool)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("done-line")
        self._tick = IconLabel(icons, "circle-check", "good", _TICK_PX)
        self._tick.hide()
        self.tells_of_send = False
        """Whether it says now that all of the mail went out."""
        self._words = paragraph("", "hint")
        self._look = button(
            "Look at it",
            name="done-mail",
            why="Open the mail in the practice inbox, as it arrived there",
            kind="link",
        )
        self._look.clicked.connect(self.mail_wanted)
        see = button(
            "See Results",
            name="done-results",
            why="The mail, who got it, each step with its time, and the answer",
            kind="link",
        )
        see.clicked.connect(self.results_wanted)
        self._see = see
        line = row(
            self._tick,
            self._words,
            self._look,
            see,
            spacing=6,
            margins=(0, 4, QUIET_PX - LINK_PX, 0),
        )
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    def show_words(
        self,
        words: str,
        *,
        has_result: bool = True,
        has_mail: bool = False,
        is_sent: bool = False,
    ) -> None:
        """Say it; no words hide the line. `has_mail` says that the mail can be looked at."""
        self.tells_of_send = is_sent
        self._words.setText(words)
        self._tick.setVisible(is_sent)
        role = "done" if is_sent else "hint"
        restyle(self._words, "role", role if has_result else "warning")
        self._see.setVisible(has_result)
        self._look.setVisible(has_mail)
        self.setVisible(bool(words))
        announce(self, words)
        self.stop_told.emit(bool(words) and not has_result)
