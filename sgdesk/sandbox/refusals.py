"""Calls that were refused, with the answer: what a program that is being written wants to see.

The answer to a mail that was taken is kept with the mail.
"""

import json
from collections import deque
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sgdesk.clock import wall_utc
from sgdesk.sandbox.faults import Path
from sgdesk.sandbox.mailbox import Mailbox, make_message_id
from sgdesk.sandbox.relay import Connection
from sgdesk.sandbox.request_head import RequestHead, header_lines, masked
from sgdesk.secret import without_keys

REFUSED = 400
"""From this code on an answer of either path is a no."""
CALLS_LIMIT = 500
BYTES_LIMIT = 65_536
"""Of one request, and of one answer; more is not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedCall:
    """One request or command that was answered by a no."""

    id: str
    path: Path
    listener: str
    received_at: str
    code: int
    call: str
    """What was asked, e.g. `POST /v3/mail/send` or `AUTH`."""
    reason: str
    """The answer in one line."""
    head: str
    """The HTTP request without its body, or the SMTP dialogue; no key in it is whole."""
    body: str
    answer: str

    def summary(self) -> dict[str, Any]:
        """Give what a list shows."""
        return {
            "id": self.id,
            "path": self.path,
            "listener": self.listener,
            "received_at": self.received_at,
            "code": self.code,
            "call": self.call,
            "reason": self.reason,
        }

    def to_json(self) -> dict[str, Any]:
        """Give everything."""
        return {**self.summary(), "head": self.head, "body": self.body, "answer": self.answer}


class Refusals:
    """The last of them."""

    def __init__(self) -> None:
        self._calls: deque[RefusedCall] = deque(maxlen=CALLS_LIMIT)

    def note(
        self,
        *,
        path: Path,
        listener: str,
        code: int,
        call: str,
        reason: str,
        head: str,
        body: str = "",
        answer: str,
    ) -> None:
        """Keep one, with every key in it masked."""
        self._calls.append(
            RefusedCall(
                id=make_message_id(),
                path=path,
                listener=listener,
                received_at=wall_utc().isoformat(),
                code=code,
                call=without_keys(call),
                reason=without_keys(reason),
                head=without_keys(head),
                body=without_keys(body),
                answer=without_keys(answer),
            )
        )

    def summaries(self) -> list[dict[str, Any]]:
        """List them, oldest first."""
        return [call.summary() for call in self._calls]

    def get(self, call_id: str) -> RefusedCall | None:
        """Give one."""
        return next((call for call in self._calls if call.id == call_id), None)

    def clear(self) -> None:
        """Forget them."""
        self._calls.clear()


class NotingApi:
    """The application; each call that it answers by a no is kept, and the answer to each mail."""

    def __init__(self, application: ASGIApp, refusals: Refusals, mailbox: Mailbox) -> None:
        self._application = application
        self._refusals = refusals
        self._mailbox = mailbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        body, answer = bytearray(), bytearray()
        begun: list[Message] = []

        async def hear() -> Message:
            message = await receive()
            _take(body, message)
            return message

        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                begun.append(message)
                self._note_taken(message)
            _take(answer, message)
            await send(message)

        await self._application(scope, hear, say)
        if begun and begun[0]["status"] >= REFUSED and not _is_diagnosis(scope):
            self._note(scope, begun[0], bytes(body), bytes(answer))

    def _note_taken(self, begun: Message) -> None:
        mail_id = dict(begun.get("headers", ())).get(b"x-message-id")
        if mail_id is not None:
            self._mailbox.note_answer(mail_id.decode("latin-1"), without_keys(_answer_head(begun)))

    def _note(self, scope: Scope, begun: Message, body: bytes, answer: bytes) -> None:
        connection: Connection = scope["state"]["connection"]
        head: RequestHead = scope["state"]["head"]
        status, said = int(begun["status"]), answer.decode("utf-8", "replace")
        call = f"{scope['method']} {scope['path']}"
        self._refusals.note(
            path="webapi",
            listener=connection.listener,
            code=status,
            call=call,
            reason=_reason(said) or _phrase(status),
            head=head.text(masked),
            body=body.decode("utf-8", "backslashreplace"),
            answer=f"{_answer_head(begun)}\n\n{said}",
        )


def _answer_head(begun: Message) -> str:
    status = int(begun["status"])
    first = f"HTTP/1.1 {status} {_phrase(status)}".rstrip()
    return "\n".join((first, *header_lines(begun.get("headers", ()), masked)))


def _is_diagnosis(scope: Scope) -> bool:
    """Say whether `sgdesk diagnose` asks without a key, where the no is what it asks for."""
    headers = dict(scope["headers"])
    is_keyless = b"authorization" not in headers
    is_ours = bytes(headers.get(b"user-agent", b"")).startswith(b"sgdesk/")
    return bool(is_keyless and is_ours and scope["path"] == "/v3/scopes")


def _take(into: bytearray, message: Message) -> None:
    part = message.get("body", b"")
    into += part[: max(0, BYTES_LIMIT - len(into))]


def _reason(answer: str) -> str:
    """Give the messages of an answer in SendGrid's form, or its first line."""
    try:
        errors = json.loads(answer)["errors"]
        return " ".join(str(error["message"]) for error in errors)
    except (ValueError, KeyError, TypeError):
        return answer.strip().partition("\n")[0][:200]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
