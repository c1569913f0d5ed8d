"""One refused call: the answer, and below it what was asked."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sgdesk.present.refused_calls import NO_MAIL, OpenCall
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.copied import Copied
from sgdesk.ui.widgets.long_text import LongText
from sgdesk.ui.widgets.surface import button, column, label, paragraph, row, rule


class CallView(QWidget):
    """Show what a program asked and why it got no."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._title = paragraph("", "sentence")
        self._reason = paragraph("", "error")
        self._facts = paragraph("", "hint")
        self._no_mail = paragraph(NO_MAIL, "hint")
        self._copy = button(
            "Copy both", name="copy-call", why="Put request and answer into the clipboard"
        )
        icons.put(self._copy, "copy", "muted")
        self._copy.clicked.connect(self._take)
        self._said = Copied()
        self.answer = LongText("call-answer", "Answer", "What the practice inbox answered")
        self.request = LongText(
            "call-request", "Request", "What the program asked; keys are masked"
        )
        # In a small window each line of its own would take one from the answer.
        below = row(self._no_mail, self._said)
        below.setStretch(0, 1)
        facts = row(column(self._facts, below, spacing=4), self._copy)
        facts.setStretch(0, 1)
        head = column(
            self._title,
            self._reason,
            facts,
            spacing=4,
            margins=(14, 12, 14, 6),
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        for title, text, share in (("Answer", self.answer, 2), ("Request", self.request, 3)):
            whole.addWidget(rule())
            whole.addLayout(row(label(title, "muted"), None, margins=(14, 5, 14, 3)))
            whole.addWidget(text, share)

    def show_call(self, call: OpenCall) -> None:
        """Show another one."""
        self._title.setText(call.title)
        self._reason.setText(call.reason)
        self._facts.setText(call.facts)
        self.answer.show_text(call.answer)
        self.request.show_text(call.request)
        self._said.clear()

    def _take(self) -> None:
        self._said.take(f"{self.request.text.rstrip()}\n\n{self.answer.text.rstrip()}\n")
