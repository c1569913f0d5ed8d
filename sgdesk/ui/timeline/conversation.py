"""The Conversation tab: the redacted dialogue, who said what in colour and in words."""

import re

from PySide6.QtCore import Signal
from PySide6.QtGui import (
    QResizeEvent,
    QShowEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sgdesk.present.copied_dialogue import WHOLE_MAIL, CopyWords
from sgdesk.present.dialogue import MARK
from sgdesk.present.ticket import COPIED_FOR_TICKET, COPY_FOR_TICKET, COPY_FOR_TICKET_WHY
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.copied import Copied
from sgdesk.ui.widgets.long_text import LongText
from sgdesk.ui.widgets.surface import button, paragraph, row, rule


class Conversation(LongText):
    """Show a transcript: `C:` lines are ours, `S:` lines the server's."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            "conversation",
            "Conversation with the server",
            "C is this computer, S is the server; keys are masked",
        )
        self._sides = _Sides(self.document(), theme)
        self._went_to: int | None = None
        """How far it was scrolled to what went wrong; the user may have gone on from there."""

    def go_to_trouble(self) -> None:
        """Bring the first remark on what went wrong into sight, if it stands there by now."""
        self._went_to = None
        found = self.document().find(f"*: {MARK}")
        if not found.isNull():
            found.clearSelection()
            self.setTextCursor(found)
            self._center()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Only now it is known how much is in sight."""
        super().showEvent(event)
        if self._is_there:
            self._center()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Keep in sight what was."""
        was_there = self._is_there
        super().resizeEvent(event)
        if was_there:
            self._center()

    @property
    def _is_there(self) -> bool:
        return self._went_to is not None and self._went_to == self.verticalScrollBar().value()

    def _center(self) -> None:
        self.centerCursor()
        self._went_to = self.verticalScrollBar().value()


class ConversationTab(QWidget):
    """Show what was said, say that it is not for a ticket, and copy it.

    Signals: `ticket_wanted()`; answer it with `take_ticket`.
    """

    ticket_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.words = Conversation(theme)
        self._copy = button(
            "Copy", name="copy-conversation", why="Put the whole conversation into the clipboard"
        )
        icons.put(self._copy, "copy", "muted")
        self._copy.clicked.connect(self._take)
        self._ticket = button(
            COPY_FOR_TICKET, name="copy-conversation-safe", why=COPY_FOR_TICKET_WHY
        )
        self._ticket.clicked.connect(self.ticket_wanted)
        self._said = Copied()
        self._said.setWordWrap(True)
        self._copies = WHOLE_MAIL
        self._note = paragraph(WHOLE_MAIL.before, "hint")
        # In the same place: beside what was copied it would look like said of that.
        self._said.says.connect(self._note.setHidden)
        beside = QWidget()
        in_turn = row(self._said, self._note, spacing=0)
        in_turn.setStretch(1, 1)
        beside.setLayout(in_turn)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        line = row(self._copy, self._ticket, beside, margins=(14, 4, 14, 4), spacing=10)
        # However little is said beside them, the buttons keep their size.
        line.setStretch(2, 1)
        whole.addLayout(line)
        whole.addWidget(rule())
        whole.addWidget(self.words, 1)

    def show_dialogue(
        self,
        dialogue: str,
        instead: str = "Nothing was said.",
        copies: CopyWords = WHOLE_MAIL,
    ) -> None:
        """Show another one, at what went wrong; without any, `instead` says why.

        `copies` say what a copy of it takes along.
        """
        self._copies = copies
        self._note.setText(copies.before)
        is_other = dialogue != self.words.text
        self.words.show_text(dialogue or instead)
        if is_other:
            self.words.go_to_trouble()
        self._said.clear()
        self._note.setVisible(bool(dialogue))
        self._copy.setEnabled(bool(dialogue))

    def take_ticket(self, text: str) -> None:
        """Put the result as a text for a ticket into the clipboard, and say so."""
        self._said.take(text, COPIED_FOR_TICKET)

    def _take(self) -> None:
        self._said.take(self.words.text, self._copies.after)


_REFUSES = re.compile(r"S: (?:HTTP/\S+ )?[45]\d\d\b")


class _Sides(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        theme.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:  # noqa: N802  # Qt's name
        ink = {"C:": "syntax_tag", "S:": "syntax_value"}.get(text[:2], "muted")
        if _REFUSES.match(text) or text.startswith(f"*: {MARK}"):
            ink = "bad"
        look = QTextCharFormat()
        look.setForeground(self._theme.colour(ink))
        self.setFormat(0, len(text), look)
