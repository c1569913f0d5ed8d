"""Calls that were refused, with the answer: what a program that is being written wants to see."""

import json
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sgdesk.clock import wall_utc
from sgdesk.sandbox.faults import Path
from sgdesk.sandbox.mailbox import make_message_id
from sgdesk.sandbox.relay import Connection
from sgdesk.secret import MARK, Secret, without_keys

REFUSED = 400
"""From this code on an answer of either path is a no."""
CALLS_LIMIT = 500
BYTES_LIMIT = 65_536
"""Of one request, and of one answer; more is not kept."""
LINES_LIMIT = 200
"""Of an SMTP dialogue before its refusal."""
MAIL_LINES_LIMIT = 100
"""Of a mail in it, so that what was said before still stands there."""
_MECHANISMS = frozenset(
    {"PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2", "OAUTHBEARER", "SCRAM-SHA-1", "SCRAM-SHA-256"}
)
"""Whatever else is named may be a key whose mechanism was forgotten."""


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
    """The application; each call that it answers by a no is kept."""

    def __init__(self, application: ASGIApp, refusals: Refusals) -> None:
        self._application = application
        self._refusals = refusals

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
            begun.extend([message] if message["type"] == "http.response.start" else [])
            _take(answer, message)
            await send(message)

        await self._application(scope, hear, say)
        if begun and begun[0]["status"] >= REFUSED:
            self._note(scope, begun[0], bytes(body), bytes(answer))

    def _note(self, scope: Scope, begun: Message, body: bytes, answer: bytes) -> None:
        connection: Connection = scope["state"]["connection"]
        status, said = int(begun["status"]), answer.decode("utf-8", "replace")
        call = f"{scope['method']} {scope['path']}"
        first = f"HTTP/1.1 {status} {_phrase(status)}".rstrip()
        self._refusals.note(
            path="webapi",
            listener=connection.listener,
            code=status,
            call=call,
            reason=_reason(said) or _phrase(status),
            head="\n".join((f"{call} HTTP/{scope['http_version']}", *_headers(scope["headers"]))),
            body=body.decode("utf-8", "backslashreplace"),
            answer="\n".join((first, *_headers(begun.get("headers", ())), "", said)),
        )


class Spoken:
    """One SMTP conversation, so far as it was said in commands and replies."""

    def __init__(self, refusals: Refusals, connection: Connection) -> None:
        self._refusals = refusals
        self._listener = connection.listener
        self._lines: deque[str] = deque(maxlen=LINES_LIMIT)
        self._asked = ""

    def ask(self, command: str, arg: str | None = "") -> None:
        """Take a command; what stands behind AUTH, save its mechanism, is a secret."""
        self._asked = command
        if command == "AUTH":
            mechanism = (arg or "").partition(" ")[0]
            arg = f"{mechanism} {MARK}" if mechanism.upper() in _MECHANISMS else MARK
        self._lines.append(f"C: {command} {arg or ''}".rstrip())

    def sign_in(self, login: bytes, key: bytes) -> None:
        """Say who signs in, without showing what was given in the place of user name or key."""
        who = "user name apikey" if login == b"apikey" else "not the user name apikey"
        masked = Secret(key.decode("utf-8", "replace")).masked
        self._lines.append(f"*: {who}, key {masked}")

    def hand_over(self, mail: bytes) -> None:
        """Take the mail that came after DATA."""
        self._asked = "the mail"
        lines = mail[:BYTES_LIMIT].decode("utf-8", "backslashreplace").splitlines()
        self._lines.extend(f"C: {line}" for line in lines[:MAIL_LINES_LIMIT])
        if len(lines) > MAIL_LINES_LIMIT:
            self._lines.append(f"C: … {len(mail):,} bytes in all")

    def answer(self, reply: str) -> None:
        """Take a reply, and keep what it refuses."""
        said = reply.strip()
        if said[:1] in ("4", "5") and said[:3].isdigit():
            self._refusals.note(
                path="smtp",
                listener=self._listener,
                code=int(said[:3]),
                call=self._asked or ("a command" if self._lines else "the connection"),
                reason=" ".join(said[3:].lstrip(" -").split()),
                head="\n".join(self._lines),
                answer=said,
            )
        self._lines.extend(f"S: {line}" for line in said.splitlines())
        self._asked = ""


def _take(into: bytearray, message: Message) -> None:
    part = message.get("body", b"")
    into += part[: max(0, BYTES_LIMIT - len(into))]


def _headers(pairs: Iterable[Sequence[bytes]]) -> list[str]:
    """Write headers; of a key its beginning alone."""
    return [
        f"{name.decode('latin-1')}: {_masked(name, value.decode('latin-1'))}"
        for name, value in pairs
    ]


def _masked(name: bytes, value: str) -> str:
    if name.lower() not in (b"authorization", b"proxy-authorization"):
        return value
    scheme, _, key = value.partition(" ")
    # Without a scheme the key stands alone, which is a mistake of its own to be seen.
    return f"{scheme} {Secret(key).masked}" if key else Secret(value).masked


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
