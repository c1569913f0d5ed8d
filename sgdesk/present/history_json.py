"""The history as JSON: the form in which both faces export it.

Field names are a public contract: add to them, never rename.
"""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

import orjson

from sgdesk.present.attempt_json import attempt_json, utc_text

if TYPE_CHECKING:
    from sgdesk.store import HistoryRow

SCHEMA = "sgdesk.history/1"


def row_json(row: "HistoryRow", *, with_transcript: bool = False) -> dict[str, object]:
    """Give one row: the attempt as `send --json` has it, and what is known of its message."""
    value: dict[str, object] = {
        **attempt_json(row.attempt),
        "created_at": utc_text(row.created_at),
        "group_id": row.group_id,
        "account": row.account,
        "sender": row.sender,
        "to": list(row.recipients),
        "recipient_count": row.recipient_count,
        "subject": row.subject,
        "decided": row.decided,
    }
    if with_transcript:
        value["transcript"] = row.attempt.transcript
    return value


def rows_bytes(rows: "Iterable[HistoryRow]") -> bytes:
    """Give rows as JSON, one a line, without what stands around them."""
    return b",\n".join(_bytes(row_json(row)) for row in rows)


def _bytes(value: object) -> bytes:
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        # Half a character, as a server's JSON may hold, which only ASCII can name.
        return json.dumps(value).encode()
