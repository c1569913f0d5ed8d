"""To whom a mail went, when, which way and how long it took, under what became of it."""

from PySide6.QtWidgets import QWidget

from sgdesk.delivery import Attempt
from sgdesk.present.log import LogRow
from sgdesk.present.times import day_and_time
from sgdesk.present.words import path_sentence, place_words
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.surface import column

_MEANS = "To whom, when, as whom, by which path, to which server, and how long it took"


class FactsLines(QWidget):
    """Show them in one line, or where little else is said in two."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("facts-lines")
        self.first, self.second = ElidedLabel("hint"), ElidedLabel("hint")
        for each in (self.first, self.second):
            each.setAccessibleDescription(_MEANS)
        self._in_one: tuple[str, ...] = ("",)
        self._in_two: tuple[tuple[str, ...], ...] = (("",), ("",))
        self.setLayout(column(self.first, self.second, spacing=0))
        self.break_up(in_two=False)

    def show_attempt(self, attempt: Attempt, log_row: LogRow) -> None:
        """Say it of another attempt."""
        where, path = place_words(attempt), log_row.path
        when = day_and_time(attempt.trace.started_at)
        account = "" if attempt.practice else log_row.account
        to = (f"To {log_row.first}" if log_row.first else "", when, account)
        behind = (where, log_row.total, *log_row.tags)
        whole = _joined(*to, path_sentence(attempt.path), *behind)
        # Path, total and time are never cut, then what the time is of; last of all who and where:
        # the table says it, too.
        last = (path, log_row.total, when, *log_row.tags)
        rest = (to[0], account, where)
        self._in_one = (whole, _joined(*to, path, *behind), _joined(*last, *rest))
        ways = (path_sentence(attempt.path), path)
        self._in_two = (
            (_joined(*to), _joined(when, to[0], account)),
            (*(_joined(way, *behind) for way in ways), _joined(path, *behind[1:], where)),
        )
        self.setToolTip(f"{_MEANS}:\n{whole}")
        self.break_up(in_two=self.second.isVisibleTo(self))

    def break_up(self, *, in_two: bool) -> None:
        """Say it in two lines or in one."""
        lines = self._in_two if in_two else (self._in_one, ("",))
        for each, texts in zip((self.first, self.second), lines, strict=True):
            each.show_text(*texts)
            each.setToolTip(self.toolTip())
        self.second.setVisible(in_two)


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))
