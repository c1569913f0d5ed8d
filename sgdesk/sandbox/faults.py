"""Faults on request: what goes wrong, where, and how often. Counted, never random.

A fault is posted as `{"at": POINT, "action": ACTION, "when": {...}}`.

`action` is one action or a list of them, done in order; each is a word
(`"close"`) or an object with one key:

    {"delay_ms": N}        think that long, right before the answer is written
    close                  FIN, after what was already answered
    reset                  RST (SO_LINGER 0), after what was already answered
    silence                never answer, keep the connection open
    refuse                 at `connect`: nobody listens until the fault is cleared
    {"reply": TEXT}        these characters in place of the real reply (CRLF included)
    {"reply": {"status", "headers", "body"}}   this HTTP answer in place of the real one
    {"raw": BASE64}        these bytes in place of the real reply, on either path
    strip_starttls         at `ehlo`: STARTTLS is missing from the list
    {"wrong_certificate": KIND}    at `tls`: `host`, `ca` or `expired`
    accept_then_close      at `reply`: keep the message, close instead of answering
    {"distance_ms": RTT}   at `connect`: half of it in each direction from then on

`when` narrows: `path` (`smtp`, `webapi`), `listener`, `recipient` (at `rcpt`),
`nth` (from the n-th time on, default 1), `count` (for how many times, default
for ever), `bytes` (at `body`: after how many of them, default 1).
"""

import base64
import binascii
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, get_args

from sgdesk.errors import InputError
from sgdesk.sandbox.options import LISTENERS

Path = Literal["smtp", "webapi"]
WrongCertificateKind = Literal["host", "ca", "expired"]


class Point(StrEnum):
    """Where a fault can strike; one vocabulary for both paths."""

    CONNECT = "connect"
    TLS = "tls"
    GREETING = "greeting"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    REQUEST = "request"
    """HTTP: before the request's body is read."""
    BODY = "body"
    """While the message is being uploaded."""
    REPLY = "reply"
    """After the final dot, or after the whole request was read."""
    IDLE = "idle"
    """Right after that answer, on the connection that was kept."""
    QUIT = "quit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """Think for a while, then go on."""

    ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Send FIN."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset:
    """Send RST."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Say nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """Listen no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawReply:
    """Bytes in place of the real reply."""

    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpReply:
    """An HTTP answer in place of the real one."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str | None
    """`None`: SendGrid's own body for that status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StripStarttls:
    """Leave STARTTLS out of the EHLO list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongCertificate:
    """Show a certificate that must not be believed."""

    kind: WrongCertificateKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptThenClose:
    """Keep the message and say nothing about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """Delay bytes in each direction by half of `rtt_ms`."""

    rtt_ms: float


Action = (
    Delay
    | Close
    | Reset
    | Silence
    | Refuse
    | RawReply
    | HttpReply
    | StripStarttls
    | WrongCertificate
    | AcceptThenClose
    | Distance
)

_ONLY_AT: Mapping[type, frozenset[Point]] = {
    Refuse: frozenset({Point.CONNECT}),
    Distance: frozenset({Point.CONNECT}),
    StripStarttls: frozenset({Point.EHLO}),
    WrongCertificate: frozenset({Point.TLS}),
    AcceptThenClose: frozenset({Point.REPLY}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Which of the occasions at a point are meant."""

    path: Path | None = None
    listener: str | None = None
    recipient: str | None = None
    nth: int = 1
    count: int | None = None
    bytes: int = 1


@dataclass(slots=True, kw_only=True)
class Fault:
    """One posted fault and how often its occasion has come."""

    number: int
    at: Point
    actions: tuple[Action, ...]
    when: When
    posted: Mapping[str, Any]
    seen: int = field(default=0)

    def to_json(self) -> dict[str, Any]:
        """Give the fault as it was posted, with its id and its count."""
        return {"id": self.number, "seen": self.seen, **self.posted}

    def is_due(self) -> bool:
        """Count one more occasion and say whether this one is meant."""
        self.seen += 1
        first, count = self.when.nth, self.when.count
        return self.seen >= first and (count is None or self.seen < first + count)


class FaultBook:
    """The faults now in force."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._numbers = itertools.count(1)

    def add(self, posted: Mapping[str, Any]) -> Fault:
        """Put a fault in force; raises `InputError` with what is wrong with it."""
        fault = parse(posted, next(self._numbers))
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Put everything right again."""
        self._faults.clear()

    def to_json(self) -> list[dict[str, Any]]:
        """List the faults in force."""
        return [fault.to_json() for fault in self._faults]

    def refused_listeners(self) -> set[str]:
        """Name the listeners at which nobody shall listen."""
        return {
            listener
            for fault in self._faults
            if any(isinstance(action, Refuse) for action in fault.actions)
            for listener in LISTENERS
            if listener != "control" and _is_for_listener(fault.when, listener)
        }

    def take(
        self, at: Point, *, path: Path, listener: str, recipient: str | None = None
    ) -> tuple[Action, ...]:
        """Count one occasion at a point and give what is to go wrong, in order."""
        return tuple(
            action
            for fault in self._matching(at, path, listener, recipient)
            for action in fault.actions
        )

    def take_body(self, *, path: Path, listener: str) -> tuple[int, tuple[Action, ...]]:
        """Count one upload; give after how many bytes what is to go wrong."""
        for fault in self._matching(Point.BODY, path, listener, None):
            return fault.when.bytes, fault.actions
        return 0, ()

    def _matching(self, at: Point, path: Path, listener: str, recipient: str | None) -> list[Fault]:
        return [
            fault
            for fault in self._faults
            if fault.at is at
            and fault.when.path in (None, path)
            and fault.when.listener in (None, listener)
            and (fault.when.recipient is None or fault.when.recipient == recipient)
            and fault.is_due()
        ]


def _is_for_listener(when: When, listener: str) -> bool:
    path = "webapi" if listener in {"https", "http"} else "smtp"
    return when.listener in (None, listener) and when.path in (None, path)


def parse(posted: Mapping[str, Any], number: int) -> Fault:
    """Read one posted fault; raises `InputError`."""
    try:
        at = Point(posted.get("at", ""))
    except ValueError as exc:
        known = ", ".join(Point)
        raise InputError(f"No such point: {posted.get('at')!r}. There are: {known}.") from exc
    unknown = set(posted) - {"at", "action", "when"}
    if unknown:
        raise InputError(f"Unknown members: {', '.join(sorted(unknown))}.")
    given = posted.get("action")
    actions = tuple(
        action
        for item in (given if isinstance(given, list) else [given])
        for action in _parse_actions(item)
    )
    if not actions:
        raise InputError("A fault needs an action.")
    for action in actions:
        if at not in _ONLY_AT.get(type(action), frozenset(Point)):
            raise InputError(f"{type(action).__name__} makes no sense at {at}.")
    return Fault(
        number=number,
        at=at,
        actions=actions,
        when=_parse_when(posted.get("when") or {}),
        posted=json.loads(json.dumps(posted)),
    )


def _parse_when(given: Mapping[str, Any]) -> When:
    try:
        when = When(**given)
    except TypeError as exc:
        raise InputError(f"`when` cannot be read: {exc}.") from exc
    for name, value, low in (
        ("nth", when.nth, 1),
        ("count", when.count, 1),
        ("bytes", when.bytes, 0),
    ):
        if value is not None and (type(value) is not int or value < low):
            raise InputError(f"`when.{name}` must be an integer of at least {low}.")
    if when.path not in (None, *get_args(Path)):
        raise InputError(f"No such path: {when.path!r}.")
    if when.listener not in (None, *LISTENERS):
        raise InputError(f"No such listener: {when.listener!r}.")
    return when


def _parse_actions(item: Any) -> list[Action]:
    if isinstance(item, str) and item in _WORDS:
        return [_WORDS[item]]
    if isinstance(item, Mapping):
        # "Think, then fail" may stand in one object, whatever the order of its keys.
        keys = sorted(item, key=lambda key: key != "delay_ms")
        return [_parse_action(key, item[key]) for key in keys]
    raise InputError(f"An action is a word or an object, not {item!r}.")


_WORDS: Mapping[str, Action] = {
    "close": Close(),
    "reset": Reset(),
    "silence": Silence(),
    "refuse": Refuse(),
    "strip_starttls": StripStarttls(),
    "accept_then_close": AcceptThenClose(),
    "wrong_certificate": WrongCertificate(kind="host"),
}


def _parse_action(name: str, value: Any) -> Action:
    match name:
        case "delay_ms":
            return Delay(ms=_milliseconds(name, value))
        case "distance_ms":
            return Distance(rtt_ms=_milliseconds(name, value))
        case "wrong_certificate" if value is not True:
            if value not in get_args(WrongCertificateKind):
                raise InputError(f"No such wrong certificate: {value!r}.")
            return WrongCertificate(kind=value)
        case "raw":
            try:
                return RawReply(content=base64.b64decode(value, validate=True))
            except (binascii.Error, TypeError, ValueError) as exc:
                raise InputError("`raw` must be base64.") from exc
        case "reply":
            return _parse_reply(value)
    if name in _WORDS and value is True:
        return _WORDS[name]
    raise InputError(f"No such action: {name!r}: {value!r}.")


def _parse_reply(value: Any) -> Action:
    if isinstance(value, str):
        return RawReply(content=value.encode("utf-8"))
    if isinstance(value, Mapping) and type(value.get("status")) is int:
        body = value.get("body")
        return HttpReply(
            status=value["status"],
            headers=tuple((str(k), str(v)) for k, v in (value.get("headers") or {}).items()),
            body=body if isinstance(body, str) or body is None else json.dumps(body),
        )
    raise InputError("`reply` must be text, or an object with an integer `status`.")


def _milliseconds(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3_600_000:
        raise InputError(f"`{name}` must be a number of milliseconds.")
    return float(value)
