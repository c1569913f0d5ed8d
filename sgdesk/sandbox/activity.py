"""Email Activity of the local SendGrid: what became of captured mail.

A recipient whose part before the @ is `bounced` refuses its mail; everybody else gets it.
Source: the official OpenAPI file, "Filter messages" and "Retrieve message by message ID"; of the
query language the one form that finds a mail by its id.
"""

import re
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from sgdesk.sandbox.account_calls import AccountCalls
from sgdesk.sandbox.errors_v3 import error_response
from sgdesk.sandbox.mailbox import Mailbox

NO_SUCH_USER = "550 5.1.1 The mail account does not exist"
_BY_ID = re.compile(r'\s*msg_id\s*(?:=|LIKE)\s*"([A-Za-z0-9_.=-]+)%?"\s*', re.IGNORECASE)
_FIELD = re.compile(r"\s*\(?\s*(\w+)")
_SAME_OF_ALL: dict[str, Any] = {
    "api_key_id": "local",
    "asm_group_id": 1,
    "originating_ip": "127.0.0.1",
    "outbound_ip": "192.0.2.25",
    "outbound_ip_type": "shared",
    "teammate": "",
    "template_id": "",
    "unique_args": "{}",
}
"""What only the account of a real mail knows."""
_LEAST, _MOST, _USUAL = 1, 1000, 10


class ActivityCalls:
    """Answers about captured mail."""

    def __init__(self, calls: AccountCalls, mailbox: Mailbox) -> None:
        self._calls = calls
        self._mailbox = mailbox

    async def messages(self, request: Request) -> Response:
        """`GET /v3/messages`, the newest first."""
        query = request.query_params.get("query", "")
        wanted = _BY_ID.fullmatch(query)
        limit = _limit(request.query_params.get("limit"))
        if wanted is None or limit is None:
            return error_response(400, f"invalid syntax: {_complaint(query, limit)}")
        found = [row for row in self._rows() if row["msg_id"].startswith(wanted[1])]
        shown = [_short(row) for row in reversed(found)][:limit]
        return self._calls.told(request, lambda _: {"messages": shown})

    async def message(self, request: Request) -> Response:
        """`GET /v3/messages/{msg_id}`."""
        asked = request.path_params["msg_id"]
        found = [row for row in self._rows() if row["msg_id"] == asked]
        if not found:
            return error_response(404)
        return self._calls.told(request, lambda _: _long(found[0]))

    def _rows(self) -> list[dict[str, Any]]:
        rows = []
        for number, event in enumerate(self._mailbox.events):
            mail = self._mailbox.get(event["sg_message_id"].partition(".")[0])
            if mail is not None:
                rows.append(_row(mail.summary(), event, number))
        return rows


def _row(mail: dict[str, Any], event: dict[str, Any], number: int) -> dict[str, Any]:
    at = datetime.fromtimestamp(event["timestamp"], UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    to = str(event["email"])
    events = [_event(event["event"], at, event.get("reason"))]
    if event["event"] == "processed":
        is_refused = to.partition("@")[0].partition("+")[0].lower() == "bounced"
        name, reason = ("bounced", NO_SUCH_USER) if is_refused else ("delivered", None)
        events.append(_event(name, at, reason))
    is_delivered = events[-1]["event_name"] == "delivered"
    return {
        "from_email": mail["from"],
        # As the Event Webhook has it, and for each recipient another.
        "msg_id": f"{event['sg_message_id']}-{number}",
        "subject": mail["subject"],
        "to_email": to,
        "status": "delivered" if is_delivered else "not_delivered",
        "last_event_time": at,
        "events": events,
        **_SAME_OF_ALL,
        "categories": event.get("category", []),
    }


def _event(name: str, at: str, reason: str | None) -> dict[str, Any]:
    """Give one with all that the official file asks of each, whatever it is of."""
    event = {
        "event_name": name,
        "processed": at,
        "bounce_type": "hard" if name == "bounced" else "soft",
        "http_user_agent": "",
        "mx_server": "" if name in ("processed", "dropped") else "mx.example.com",
    }
    return event if reason is None else {**event, "reason": reason}


def _short(row: dict[str, Any]) -> dict[str, Any]:
    names = ("from_email", "msg_id", "subject", "to_email", "status", "last_event_time")
    return {**{name: row[name] for name in names}, "opens_count": 0, "clicks_count": 0}


def _long(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "last_event_time"}


def _limit(text: str | None) -> int | None:
    if text is None:
        return _USUAL
    limit = int(text) if text.isascii() and text.isdigit() else 0
    return limit if _LEAST <= limit <= _MOST else None


def _complaint(query: str, limit: int | None) -> str:
    if limit is None:
        return f"'limit' must be from {_LEAST} to {_MOST}"
    field = _FIELD.match(query)
    return f"'{field[1] if field else ''}' is not a known field"
