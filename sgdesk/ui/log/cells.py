"""What the cells of the log say: as text, to a screen reader, and when they are pointed at."""

from enum import IntEnum

from sgdesk.present.log import SENT_SINCE, LogRow
from sgdesk.present.sending import SendingRow
from sgdesk.present.times import day_and_time
from sgdesk.present.words import CODE_MEANS, TOTAL_MEANS

Entry = SendingRow | LogRow


class Column(IntEnum):
    """The columns, left to right."""

    TIME = 0
    PATH = 1
    ACCOUNT = 2
    TO = 3
    SUBJECT = 4
    RESULT = 5
    CODE = 6
    TOTAL = 7
    BAR = 8


HEADINGS = {
    Column.TIME: ("Time", "When the send began"),
    Column.PATH: ("Path", "The way the mail took: the Web API, or SMTP with its port"),
    Column.ACCOUNT: ("Account", "Who it was sent as; Practice never leaves this computer"),
    Column.TO: ("To", "One address, or how many people"),
    Column.SUBJECT: ("Subject", "What the mail is about"),
    Column.RESULT: ("Result", "Did it go?"),
    Column.CODE: ("Code", CODE_MEANS),
    Column.TOTAL: ("Total", TOTAL_MEANS),
    Column.BAR: (
        "Where the time went",
        "The six kinds of work, on one time axis for all rows; "
        "a bar much longer than the others is cut and says its time. Practice and live times "
        "share no axis: beside the one for the selected row the others are faint",
    ),
}

TOLD = frozenset({Column.PATH, Column.RESULT, Column.CODE, Column.TOTAL})
"""Cells that say less than their tool-tips do."""

SINCE_MEANS = f"{SENT_SINCE.capitalize()}: a later send of the same mail was accepted."


def cell_text(entry: Entry, column: Column) -> str:
    """Give one cell as text."""
    match column:
        case Column.TIME:
            return entry.time
        case Column.PATH:
            return entry.path
        case Column.ACCOUNT:
            return "" if isinstance(entry, SendingRow) else entry.account
        case Column.TO:
            return entry.recipients
        case Column.SUBJECT:
            return entry.subject
        case Column.RESULT:
            return entry.step if isinstance(entry, SendingRow) else entry.result_text
        case Column.CODE:
            return "" if isinstance(entry, SendingRow) else entry.code
        case Column.TOTAL:
            return "" if isinstance(entry, SendingRow) else entry.total
        case Column.BAR:
            if isinstance(entry, SendingRow):
                return ""
            return ", ".join((entry.bar.text, *entry.tags))


def spoken_text(entry: Entry, column: Column) -> str:
    """Give one cell as a screen reader says it: several people by name."""
    if column is Column.TO and isinstance(entry, LogRow) and entry.people:
        return f"{entry.recipients}: {', '.join(entry.people.splitlines())}"
    return cell_text(entry, column)


def tool_tip(entry: Entry, column: Column) -> str:
    """Say what a cell means, or show what its width may have cut off."""
    if isinstance(entry, SendingRow):
        return entry.step
    match column:
        case Column.RESULT:
            since = SINCE_MEANS if entry.is_sent_since else ""
            return "\n".join(filter(None, (entry.result.meaning, entry.problem, since)))
        case Column.TOTAL:
            return TOTAL_MEANS
        case Column.BAR:
            return "\n".join(filter(None, (entry.bar.text, ", ".join(entry.tags))))
        case Column.TIME:
            return day_and_time(entry.started_at)
        case Column.PATH:
            way = HEADINGS[column][1]
            return "\n".join(filter(None, (entry.path, f"{way}.", entry.account)))
        case Column.CODE if entry.code:
            return f"{entry.code}: {CODE_MEANS.lower()}.\n{entry.result.meaning}"
        case Column.TO:
            return "\n".join(filter(None, (entry.recipients, entry.people)))
        case _:
            return cell_text(entry, column)
