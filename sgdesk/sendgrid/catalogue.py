"""The catalogue of replies: from (path, phase, code, words) to what they mean.

The tables stand in `catalogue_smtp.py`, `catalogue_http.py` and, for failures
without an answer, `catalogue_failures.py`.
"""

from sgdesk.sendgrid import catalogue_smtp
from sgdesk.sendgrid.catalogue_http import HTTP_ROWS
from sgdesk.sendgrid.catalogue_smtp import SMTP_ROWS
from sgdesk.sendgrid.entries import CatalogueEntry, PathKind, ReplyRow

__all__ = ["find"]


def find(
    path: PathKind, phase: str, code: int | None, text: str, *, command: str = ""
) -> CatalogueEntry:
    """Give the entry of an unwelcome reply; every reply has one, unknown words too.

    `phase` is a phase word such as `auth`; `command` the SMTP verb that was
    answered, where one phase holds several. Texts still have their braces.
    """
    rows: tuple[ReplyRow, ...] = SMTP_ROWS if path == "smtp" else HTTP_ROWS
    lower = text.lower()
    for row in rows:
        if row.matches(phase, code, lower, command):
            return row.entry
    return catalogue_smtp.MALFORMED if code is None else catalogue_smtp.UNEXPECTED
