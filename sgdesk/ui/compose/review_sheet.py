"""The Review sheet before live mail: to whom, from whom, and what to look at first."""

import asyncio
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from sgdesk.present.review import Review
from sgdesk.present.things.thing import Thing
from sgdesk.ui.compose.people_sheet import PeopleSheet
from sgdesk.ui.compose.thing_row import ThingRow
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.icon_label import IconLabel
from sgdesk.ui.widgets.scroll import ScrollArea
from sgdesk.ui.widgets.sheet import Sheet
from sgdesk.ui.widgets.surface import button, column, label, paragraph, row, rule

WIDTH_PX = 600
MOST_WARNINGS_PX = 230


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAnswer:
    """What the user wants done."""

    kind: Literal["send", "back", "fix", "show", "edit"]
    thing: Thing | None = None
    """What is to be mended or gone to."""


class ReviewSheet(Sheet):
    """Show a `Review` and wait for the answer; Esc goes back."""

    def __init__(self, parent: QWidget, shown: Review, icons: Icons) -> None:
        super().__init__(parent)
        self.setObjectName("review")
        self.setWindowTitle("sgdesk")
        self.setAccessibleName(shown.title)
        self.setFixedWidth(WIDTH_PX)
        self._review = shown
        self._answer = ReviewAnswer(kind="back")
        self._scroll = ScrollArea()
        self._back = button("Back", name="review-back", why="Go on writing; nothing is sent (Esc)")
        self._send = button(
            shown.send_text, name="review-send", why="Send it now", kind="primary", once=True
        )
        icons.put(self._send, "send", "on_accent")
        self._back.clicked.connect(self.reject)
        self._send.clicked.connect(self._take_send)
        self._choose_default()
        edit = button(
            "Edit as new", name="review-edit", why="Put the mail into Write and mend it there"
        )
        edit.clicked.connect(self._take_edit)
        if shown.can_mend:
            edit.hide()
        warnings: list[QWidget | int] = [self._warnings(icons)] if shown.warnings else []
        everybody = button(
            "Show all", name="review-all", why="List everybody, with a search", kind="link"
        )
        everybody.clicked.connect(self._show_all)
        manner = paragraph(shown.manner, "muted")
        manner.setVisible(bool(shown.manner))
        to_whom = [row(label(shown.domains, "hint"), everybody, None)] if shown.domains else []
        everybody.setHidden(len(shown.people) < 2)
        self.setLayout(
            column(
                paragraph(shown.title, "heading"),
                manner,
                rule(),
                paragraph(shown.origin),
                paragraph(shown.recipients, "title"),
                *to_whom,
                *warnings,
                4,
                row(edit, None, self._back, self._send, spacing=8),
                margins=(22, 18, 22, 16),
                spacing=8,
            )
        )

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Give the warnings the height of their words, which only now have their font."""
        super().showEvent(event)
        whole = self.layout()
        if whole is None:
            return
        whole.activate()
        inside = self._scroll.widget()
        layout = inside.layout() if inside is not None else None
        if layout is not None:
            needed = layout.heightForWidth(self._scroll.width()) + 2
            height = min(MOST_WARNINGS_PX, needed)
            # Said outright: a bar that is there takes width, and so keeps itself needed.
            fits = needed <= MOST_WARNINGS_PX
            self._scroll.setVerticalScrollBarPolicy(
                Qt.ScrollBarPolicy.ScrollBarAlwaysOff
                if fits
                else Qt.ScrollBarPolicy.ScrollBarAsNeeded
            )
            self._scroll.setFixedHeight(height)
            holder = self._scroll.parentWidget()
            if holder is not None:
                # Else the sheet is as high as the list was before.
                holder.setFixedHeight(height + 2)
        whole.invalidate()
        self.setFixedHeight(whole.totalHeightForWidth(WIDTH_PX))

    async def ask(self) -> ReviewAnswer:
        """Open it and wait for the answer."""
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def settle() -> None:
            if not answered.done():
                answered.set_result(None)

        self.finished.connect(settle)
        self.open()
        (self._back if self._review.goes_back else self._send).setFocus(
            Qt.FocusReason.OtherFocusReason
        )
        try:
            await answered
        finally:
            self.close()
            self.deleteLater()
        return self._answer

    def _choose_default(self) -> None:
        goes_back = self._review.goes_back
        # Return answers with the button that has the keyboard, else with the safe one.
        (self._back if goes_back else self._send).setDefault(True)

    def _warnings(self, icons: Icons) -> QWidget:
        holder = QFrame()
        holder.setProperty("notice", "warn")
        holder.setObjectName("review-warnings")
        inside = QWidget()
        inside.setObjectName("scrolled")
        shown = self._review
        rows = column(margins=(12, 8, 8, 8), spacing=8)
        for at, thing in enumerate(shown.warnings):
            each = ThingRow(at, thing, can_mend=shown.can_mend)
            each.place_wanted.connect(self._take_show)
            each.fix_wanted.connect(self._take_fix)
            picture = IconLabel(icons, "triangle-alert", "warn", 16)
            # Beside the first line of its words.
            marked = row(column(picture, None, margins=(0, 2, 0, 0)), each, spacing=12)
            marked.setStretch(1, 1)
            rows.addLayout(marked)
        rows.addStretch(1)
        inside.setLayout(rows)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        holder.setLayout(row(self._scroll))
        return holder

    def _show_all(self) -> None:
        sheet = PeopleSheet(self, "Recipients", self._review.people, are_settled=True)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _take_send(self) -> None:
        self._answer = ReviewAnswer(kind="send")
        self.accept()

    def _take_edit(self) -> None:
        self._answer = ReviewAnswer(kind="edit")
        self.accept()

    def _take_fix(self, thing: Thing) -> None:
        self._answer = ReviewAnswer(kind="fix", thing=thing)
        self.accept()

    def _take_show(self, thing: Thing) -> None:
        self._answer = ReviewAnswer(kind="show", thing=thing)
        self.accept()
