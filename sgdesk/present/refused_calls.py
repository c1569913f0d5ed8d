"""A call that the practice inbox refused, as its program's author wants to see it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sgdesk.present.log_filter import PATHS
from sgdesk.present.times import time_of_day
from sgdesk.present.words import all_of

if TYPE_CHECKING:
    # Its client is dear to import; here only its values are read.
    from sgdesk.present.inbox import InboxRow
    from sgdesk.sandbox.client import RefusedCall, RefusedEntry

NO_MAIL = "A call that was refused, not a mail."
_DOORS = {
    "https": "HTTPS",
    "http": "HTTP without encryption",
    "starttls": "the port for 587 and 2525",
    "tls": "the port for 465",
    "plain": "the port for 25",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCall:
    """One refused call, opened."""

    title: str
    reason: str
    facts: str
    """When it came, and by which path."""
    request: str
    answer: str
    """Its first line and its words, then the headers, which rarely matter."""


_FIRST_REFUSAL = 500


def call_title(call: "RefusedEntry") -> str:
    """Say in a line what was refused or put off, and with which code."""
    # By SMTP 4yz is to be tried again (RFC 5321 section 4.2.1); a status of HTTP says no.
    is_put_off = call.path == "smtp" and call.code < _FIRST_REFUSAL
    return f"{'Put off' if is_put_off else 'Refused'} {call.code}: {call.call}"


def open_call(call: "RefusedCall") -> OpenCall:
    """Lay out request and answer to be read; a body that is no JSON stays as it came."""
    entry = call.entry
    door = _DOORS.get(entry.listener, entry.listener)
    head, _, said = call.answer.partition("\n\n")
    first, _, headers = head.partition("\n") if entry.path == "webapi" else (head, "", "")
    return OpenCall(
        title=call_title(entry),
        reason=entry.reason,
        facts=f"{time_of_day(entry.received_at)} · {PATHS[entry.path]} · {door}",
        request="\n\n".join(filter(None, (call.head, _laid_out(call.body)))),
        answer="\n\n".join(filter(None, (first, _laid_out(said), headers))),
    )


def delete_words(rows: "Sequence[InboxRow]") -> tuple[str, str]:
    """Ask whether all is to be deleted, and say what is, mails and refused calls by themselves."""
    calls = sum(row.is_call for row in rows)
    mails = len(rows) - calls
    counts = ((mails, "mail"), (calls, "refused call"))
    what = " and ".join(
        f"{count:,} {one if count == 1 else one + 's'}" for count, one in counts if count
    )
    if calls:
        return f"Delete {what}?", f"Delete {what}"
    title = "Delete the captured mail?" if mails == 1 else f"Delete {all_of(mails)} captured mails?"
    return title, f"Delete {what}"


def _laid_out(text: str) -> str:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return json.dumps(value, indent=2, ensure_ascii=False)
