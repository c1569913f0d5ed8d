"""Rows of one or two fields, with an empty one at the end for the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.surface import button, column, keep_room, label, row
from sgdesk.ui.widgets.tab_order import tab_as_laid_out

_GAP_PX = 5
Values = tuple[str, ...]
MOST_SHOWN = 100
"""More rows than anybody writes; those of a file that has thousands would hold up the window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field of each row."""

    id: str
    title: str
    why: str
    placeholder: str
    stretch: int = 1


class FieldRows(QWidget):
    """Edit a list of values or pairs.

    A value that a line cannot show as it is, e.g. one with a line break, stays
    what it was until its field is changed. Beyond `MOST_SHOWN` rows are kept and counted;
    each that is taken away brings one of them into sight.
    Signals: `edited()`.
    """

    edited = Signal()

    def __init__(self, name: str, columns: Sequence[Column], icons: Icons) -> None:
        super().__init__()
        self.setObjectName(name)
        self._columns = tuple(columns)
        self._icons = icons
        self._rows: list[_Row] = []
        self._rest: tuple[Values, ...] = ()
        """What is kept and not shown."""
        self._layout = QVBoxLayout()
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP_PX)
        self._more = label("", "hint")
        drop = button("Remove them", name=f"{name}-more", why="Keep what is shown", kind="link")
        drop.clicked.connect(self._drop_rest)
        self._beyond = QWidget()
        self._beyond.setLayout(row(self._more, drop, None, spacing=4))
        self.setLayout(column(self._layout, self._beyond))
        self.spare = _Spare(self)
        self.set_rows(())

    def rows(self) -> tuple[Values, ...]:
        """Give the rows in which something stands."""
        return (*(values for row in self._rows if any(values := row.values())), *self._rest)

    def set_rows(self, rows: Sequence[Values]) -> None:
        """Replace all of them."""
        while self._rows:
            self._drop(self._rows[-1])
        for values in rows[:MOST_SHOWN]:
            self._add(values)
        self._rest = tuple(rows[MOST_SHOWN:])
        self._add_empty()

    def first_field(self) -> QLineEdit:
        """Give the field for the keyboard to go to."""
        return self._rows[0].fields[0]

    def _add(self, values: Values) -> None:
        row = _Row(self.objectName(), len(self._rows), self._columns, values, self._icons)
        row.changed.connect(self._report)
        row.removal_requested.connect(self._remove)
        self._rows.append(row)
        self._layout.addWidget(row)

    def _add_empty(self) -> None:
        self._add(("",) * len(self._columns))
        self._settle()

    def _settle(self) -> None:
        """Fit what depends on all rows."""
        self._show_removes()
        self._more.setText(f"{len(self._rest):,} more are kept with the mail.")
        self._beyond.setVisible(bool(self._rest))
        self.spare.setVisible(len(self._rows) == 1)
        tab_as_laid_out(self)

    def _drop_rest(self) -> None:
        self._rest = ()
        self._settle()
        self._rows[-1].fields[0].setFocus()
        self.edited.emit()

    def _drop(self, row: "_Row") -> None:
        self._rows.remove(row)
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _remove(self, row: "_Row") -> None:
        at = self._rows.index(row)
        self._drop(row)
        if self._rest:
            # It stands above the empty one.
            self._drop(self._rows[-1])
            self._add(self._rest[0])
            self._rest = self._rest[1:]
            self._add_empty()
        self._settle()
        self._rows[min(at, len(self._rows) - 1)].fields[0].setFocus()
        self.edited.emit()

    def _report(self) -> None:
        if any(self._rows[-1].values()):
            self._add_empty()
        self.edited.emit()

    def _show_removes(self) -> None:
        for each in self._rows:
            each.show_remove(shown=each is not self._rows[-1])


class _Spare(QWidget):
    """The room of a second row, until there is one: what stands below keeps its place."""

    def __init__(self, rows: FieldRows) -> None:
        super().__init__(rows)
        self._of = rows
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Ask for what one more row takes."""
        return QSize(0, self._of.first_field().sizeHint().height() + _GAP_PX)


class _Row(QWidget):
    changed = Signal()
    removal_requested = Signal(object)

    def __init__(
        self, name: str, at: int, columns: Sequence[Column], values: Values, icons: Icons
    ) -> None:
        super().__init__()
        self.fields: list[QLineEdit] = []
        self._exact = values
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for blank, value in zip(columns, values, strict=True):
            field = QLineEdit(value)
            field.setObjectName(f"{name}-{blank.id}-{at}")
            field.setAccessibleName(f"{blank.title} {at + 1}")
            # Below a row that is filled in, an example would look like one more.
            first = f"Another {blank.title.lower()}" if not self.fields else ""
            field.setPlaceholderText(first if at else blank.placeholder)
            field.setToolTip(blank.why)
            field.setCursorPosition(0)
            field.textChanged.connect(self.changed)
            layout.addWidget(field, blank.stretch)
            self.fields.append(field)
        self._shown = tuple(field.text() for field in self.fields)
        self._remove: QPushButton = button(
            "", name=f"{name}-remove-{at}", why="Take this row away", kind="quiet"
        )
        self._remove.setProperty("tool", True)
        self._remove.setAccessibleName(f"Remove {columns[0].title.lower()} {at + 1}")
        icons.put(self._remove, "x")
        self._remove.clicked.connect(self._ask)
        keep_room(self._remove)
        layout.addWidget(self._remove)

    def values(self) -> Values:
        """Give what stands in the fields."""
        return tuple(
            exact if field.text() == shown else field.text()
            for field, shown, exact in zip(self.fields, self._shown, self._exact, strict=True)
        )

    def show_remove(self, *, shown: bool) -> None:
        """Offer to take the row away; the empty one at the end stays."""
        self._remove.setVisible(shown)

    def _ask(self) -> None:
        self.removal_requested.emit(self)
