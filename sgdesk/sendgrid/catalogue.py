"""The catalogue of replies: from (path, phase, code, words) to what they mean.

The tables stand in `catalogue_smtp.py` with its rows in `smtp_rows.py` and in
`catalogue_http.py`. Failures without an answer have no row, but a name in
`catalogue_failures.py`, `catalogue_proxies.py` or `tls_alerts.py`.
"""

from sgdesk.sendgrid import catalogue_smtp
from sgdesk.sendgrid.catalogue_http import HTTP_ROWS
from sgdesk.sendgrid.entries import CatalogueEntry, PathKind, ReplyRow
from sgdesk.sendgrid.smtp_rows import SMTP_ROWS


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
