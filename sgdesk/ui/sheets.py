"""Sheets over the window: opened with `open()`, never `exec()`, so that the loop goes on."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from sgdesk.ui.widgets.sheet import Sheet
from sgdesk.ui.widgets.surface import button, column, label, paragraph, row, rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One button of a question."""

    id: str
    text: str
    why: str
    is_default: bool = False
    is_danger: bool = False
    """Something is lost by it; it is red."""


class Question(Sheet):
    """A sentence, what follows from it, and buttons; Esc gives the last answer.

    The first answer stands at the right, as what goes on does in every sheet.

    Where Return gives the last answer too, the first is the one to be careful with: it is
    red, and none is filled.
    """

    def __init__(
        self, parent: QWidget, name: str, title: str, text: str, answers: Sequence[Answer]
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle("sgdesk")
        self.setAccessibleName(title)
        self.setMinimumWidth(460)
        self.answer = answers[-1].id
        self._default: QWidget | None = None
        is_careful = answers[-1].is_default
        buttons = row(None, spacing=8)
        for choice in reversed(answers):
            kind = "primary" if choice.is_default and not is_careful else ""
            # It may open under the pointer of a double click, which has read nothing.
            widget = button(
                choice.text, name=f"{name}-{choice.id}", why=choice.why, kind=kind, once=True
            )
            if choice.is_danger or (is_careful and choice is answers[0]):
                widget.setProperty("danger", True)
            widget.setProperty("answer", choice.id)
            widget.setDefault(choice.is_default)
            self._default = widget if choice.is_default else self._default
            widget.clicked.connect(self._take)
            buttons.addWidget(widget)
        self._title = paragraph(title, "heading")
        self._text = paragraph(text)
        self.setLayout(
            column(self._title, self._text, 12, buttons, margins=(22, 20, 22, 18), spacing=8)
        )

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Be as high as its words, which only now have their font and their width."""
        super().showEvent(event)
        self._fit_height()

    def reword(self, title: str, text: str) -> None:
        """Ask it otherwise, when what it is about has moved on."""
        if (title, text) != (self._title.text(), self._text.text()):
            self.setAccessibleName(title)
            self._title.setText(title)
            self._text.setText(text)
            self._fit_height()

    def _fit_height(self) -> None:
        whole = self.layout()
        if whole is not None:
            whole.activate()
            self.setFixedHeight(whole.totalHeightForWidth(self.width()))

    async def ask(self) -> str:
        """Open it and wait for the answer's id."""
        answered: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        def settle() -> None:
            if not answered.done():
                answered.set_result(self.answer)

        self.finished.connect(settle)
        self.open()
        if self._default is not None:
            self._default.setFocus(Qt.FocusReason.OtherFocusReason)
        try:
            return await answered
        finally:
            self.close()
            self.deleteLater()

    def _take(self) -> None:
        chosen = self.sender()
        if chosen is not None:
            self.answer = str(chosen.property("answer"))
        self.accept()


class ShortcutsSheet(Sheet):
    """The keys and what they do."""

    def __init__(self, parent: QWidget, rows: Sequence[tuple[str, str]]) -> None:
        """`rows` are what an action does and its keys."""
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle("Keyboard shortcuts")
        self.setAccessibleName("Keyboard shortcuts")
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setColumnMinimumWidth(2, 20)
        grid.setVerticalSpacing(8)
        half = (len(rows) + 1) // 2
        for at, (title, keys) in enumerate(rows):
            line, side = at % half, (at // half) * 3
            grid.addWidget(label(title), line, side)
            grid.addWidget(label(keys, "muted"), line, side + 1)
        close = button("Close", name="shortcuts-close", why="Back to the window (Esc)")
        close.clicked.connect(self.accept)
        self.setLayout(
            column(
                label("Keyboard shortcuts", "heading"),
                rule(),
                grid,
                row(None, close),
                margins=(22, 18, 22, 16),
                spacing=12,
            )
        )
