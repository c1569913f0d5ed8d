"""A small sheet that asks for a few words: of a link, a button, an image."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from sgdesk.ui.widgets.sheet import Sheet
from sgdesk.ui.widgets.surface import button, column, label, paragraph, row
from sgdesk.ui.widgets.tick_box import TickBox


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What may be put into a blank by one press."""

    text: str
    value: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """One line to fill in."""

    id: str
    title: str
    """With its mnemonic."""
    why: str
    value: str = ""
    placeholder: str = ""
    or_nothing: str = ""
    """With its mnemonic, what to tick instead of filling it in; one of the two is asked for."""
    is_nothing: bool = False
    """Whether that is ticked."""
    offer: Offer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is to be said of what was typed so far."""

    text: str
    """Empty for nothing."""
    is_taken: bool
    """Whether it can be accepted as it is."""


Judge = Callable[[Mapping[str, str]], Remark]


class AskingSheet(Sheet):
    """Ask, and give what was typed.

    Signals: `answered(object)`, a dict by the blanks' ids, when it was accepted.
    """

    answered = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        name: str,
        title: str,
        blanks: Sequence[Blank],
        *,
        accept: str,
        hint: str = "",
        judge: Judge | None = None,
    ) -> None:
        """`judge` says something of the answers at each letter; before that stands the hint."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(440)
        self.fields: dict[str, QLineEdit] = {}
        self.ticks: dict[str, TickBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for blank in blanks:
            self._put_blank(grid, name, blank)
        buttons = self._make_buttons(name, accept)
        self._hint, self._judge = hint, judge
        self._more = paragraph(hint, "hint")
        self._more.setObjectName(f"{name}-more")
        self._more.setVisible(bool(hint) or judge is not None)
        # A word that comes while one types moves no button.
        self._more.setMinimumHeight(self._more.fontMetrics().lineSpacing())
        self.setLayout(
            column(
                label(title, "heading"),
                grid,
                self._more,
                4,
                buttons,
                margins=(22, 20, 22, 18),
                spacing=12,
            )
        )

        self._fit()

    def _make_buttons(self, name: str, accept: str) -> QHBoxLayout:
        cancel = button("Cancel", name=f"{name}-cancel", why="Leave it as it is (Esc)")
        cancel.clicked.connect(self.reject)
        take = button(accept, name=f"{name}-accept", why=f"{accept} (Return)", kind="primary")
        take.setDefault(True)
        take.clicked.connect(self.accept)
        self._take = take
        self.accepted.connect(self._report)
        self.finished.connect(self.deleteLater)
        return row(None, cancel, take)

    def _put_blank(self, grid: QGridLayout, name: str, blank: Blank) -> None:
        field = _field(f"{name}-{blank.id}", blank)
        words = label(blank.title, "field")
        words.setBuddy(field)
        at = grid.rowCount()
        grid.addWidget(words, at, 0)
        grid.addLayout(_with_offer(f"{name}-{blank.id}", field, blank.offer), at, 1)
        self.fields[blank.id] = field
        field.textChanged.connect(self._fit)
        if blank.or_nothing:
            tick = TickBox(blank.or_nothing)
            tick.setObjectName(f"{name}-{blank.id}-nothing")
            tick.setToolTip("It carries no meaning: screen readers pass over it")
            tick.setChecked(blank.is_nothing)
            tick.toggled.connect(self._fit)
            self.ticks[blank.id] = tick
            grid.addWidget(tick, at + 1, 1)

    def _fit(self) -> None:
        """Ask for words or for the tick that says that there are none."""
        for key, tick in self.ticks.items():
            field, other = self.fields[key], tick.text().replace("&", "")
            field.setEnabled(not tick.isChecked())
            field.setPlaceholderText("" if tick.isChecked() else f"Needed, or tick {other}")
        is_filled = all(
            tick.isChecked() or self.fields[key].text().strip() for key, tick in self.ticks.items()
        )
        remark = Remark(text="", is_taken=True)
        if self._judge is not None:
            remark = self._judge(self.answers())
        self._more.setText(remark.text or self._hint)
        self._take.setEnabled(is_filled and remark.is_taken)

    def answers(self) -> dict[str, str]:
        """Give what stands in the blanks, by their ids; nothing where that was ticked."""
        return {
            key: "" if key in self.ticks and self.ticks[key].isChecked() else field.text()
            for key, field in self.fields.items()
        }

    async def ask(self) -> dict[str, str] | None:
        """Open it and wait for the answers; `None` when it was closed without."""
        answered: asyncio.Future[dict[str, str] | None] = asyncio.get_running_loop().create_future()

        def settle(result: int) -> None:
            if not answered.done():
                answered.set_result(self.answers() if result else None)

        self.finished.connect(settle)
        self.open()
        try:
            return await answered
        except asyncio.CancelledError:
            self.close()
            raise

    def _report(self) -> None:
        self.answered.emit(self.answers())


def _with_offer(name: str, field: QLineEdit, offer: Offer | None) -> QHBoxLayout:
    if offer is None:
        return row(field)
    take = button(offer.text, name=f"{name}-offer", why=offer.why, kind="link")
    take.clicked.connect(partial(_put, field, offer.value))
    return row(field, take)


def _put(field: QLineEdit, value: str) -> None:
    field.setText(value)
    field.setFocus()


def _field(name: str, blank: Blank) -> QLineEdit:
    field = QLineEdit(blank.value)
    field.setObjectName(name)
    field.setAccessibleName(blank.title.replace("&&", "+").replace("&", ""))
    field.setToolTip(blank.why)
    field.setPlaceholderText(blank.placeholder)
    # What is proposed goes with the first letter typed.
    field.selectAll()
    return field
