"""When and which way a mail went, how long that took and to whom, under what became of it."""

from PySide6.QtWidgets import QWidget

from sgdesk.delivery import Attempt
from sgdesk.present.log import LogRow
from sgdesk.present.times import day_and_time
from sgdesk.present.words import path_sentence, place_parts, place_words
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.surface import column

_MEANS = "When, by which path, how long it took, to whom, as whom, and to which server"


class FactsLines(QWidget):
    """Show them in one order for every row: in one line, else where there is room in two.

    Where there is none, whole facts are left out from the end, then the people are cut: the table
    says them, too, and the tool-tip all of them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("facts-lines")
        self.first, self.second = ElidedLabel("hint"), ElidedLabel("hint")
        for each in (self.first, self.second):
            each.setAccessibleDescription(_MEANS)
        self._head = ""
        self._rest: tuple[str, ...] = ("",)
        """Longest first."""
        self.setLayout(column(self.first, self.second, spacing=0))
        self.break_up(room=0, may_take_two=False)

    def show_attempt(self, attempt: Attempt, log_row: LogRow) -> None:
        """Say it of another attempt."""
        when = day_and_time(attempt.trace.started_at)
        to = f"To {log_row.first}" if log_row.first else ""
        account = "" if attempt.practice else log_row.account
        took = (log_row.total, *log_row.tags)
        self._head = _joined(when, log_row.path, *took)
        # In practice the server is this computer, as the tag says; its port stands under Answer.
        place = "" if attempt.practice else place_words(attempt)
        named, _ = place_parts(attempt)
        # What was dialled says nothing without the port that it stands for.
        short = named if place and named == attempt.endpoint.text else ""
        self._rest = tuple(
            _joined(*kept)
            for kept in (
                (to, account, place),
                (to, account, short),
                (to, account),
                (to,),
            )
        )
        whole = _joined(when, path_sentence(attempt.path), *took, self._rest[0])
        self.setToolTip(f"{_MEANS}:\n{whole}")
        self.break_up(room=0, may_take_two=self.second.isVisibleTo(self))

    def break_up(self, *, room: int, may_take_two: bool) -> None:
        """Say it in one line of `room` pixels, or in two where it needs and may take them."""
        said = [_joined(self._head, rest) for rest in self._rest]
        in_two = may_take_two and self.first.fontMetrics().horizontalAdvance(said[0]) > room
        self.first.show_text(*([self._head] if in_two else said))
        self.second.show_text(*(self._rest if in_two else [""]))
        for each in (self.first, self.second):
            each.setToolTip(self.toolTip())
        self.second.setVisible(in_two)


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))
