"""Read a posted fault, strictly: one that cannot strike as written is refused at once."""

import base64
import binascii
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from sgdesk.errors import InputError
from sgdesk.sandbox.faults import (
    ONLY_AT,
    ONLY_BY,
    AcceptThenClose,
    Action,
    Close,
    Delay,
    Distance,
    Drop,
    Fault,
    HttpReply,
    Path,
    Point,
    RawReply,
    Refuse,
    Reset,
    Silence,
    StripStarttls,
    When,
    WrongCertificate,
    WrongCertificateKind,
    path_of,
)
from sgdesk.sandbox.options import LISTENERS

_LEAST = {"nth": 1, "count": 1, "bytes": 0}
WHEN_MEMBERS = ("path", "listener", "recipient", *_LEAST)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A header's name: RFC 9110, section 5.6.2."""
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
"""A header's value as one line of Latin-1: RFC 9110, section 5.5."""
_FRAMING = {"content-length", "transfer-encoding"}


def read_fault(posted: Mapping[str, Any], number: int) -> Fault:
    """Read one posted fault; raises `InputError`."""
    known = ", ".join(Point)
    if "at" not in posted:
        raise InputError(f"A fault needs `at`, one of: {known}.")
    try:
        at = Point(posted["at"])
    except ValueError as exc:
        raise InputError(f"No such point: {posted['at']!r}. There are: {known}.") from exc
    unknown = set(posted) - {"at", "action", "when"}
    if unknown:
        raise InputError(f"Unknown members: {', '.join(sorted(unknown))}.")
    given = posted.get("action")
    actions = tuple(
        action
        for item in (given if isinstance(given, list) else [given])
        for action in _read_actions(item)
    )
    if not actions:
        raise InputError(f"A fault needs an `action`, such as: {', '.join(WORDS)}.")
    for action in actions:
        if at not in ONLY_AT.get(type(action), frozenset(Point)):
            raise InputError(f"{type(action).__name__} makes no sense at {at}.")
        if isinstance(action, Drop) and sys.platform == "win32":
            raise InputError("Windows answers every connection here: use refuse.")
    return Fault(
        number=number,
        at=at,
        actions=actions,
        when=_settled(_read_when(posted.get("when")), at, actions),
        posted=json.loads(json.dumps(posted)),
    )


def _settled(when: When, at: Point, actions: tuple[Action, ...]) -> When:
    """Give `when` with the one path on which all of the fault can strike, if it is one alone."""
    if when.recipient is not None and at is not Point.RCPT:
        raise InputError(f"`when.recipient` makes no sense at {at}, only at rcpt.")
    named = {when.path, path_of(when.listener) if when.listener else None}
    possible = {ONLY_BY.get(at), *(ONLY_BY.get(type(action)) for action in actions)}
    paths = (named | possible) - {None}
    if len(paths) > 1:
        raise InputError(f"{at} with this action cannot happen where `when` says.")
    return replace(when, path=paths.pop()) if paths else when


def _read_when(given: Any) -> When:
    if given is None:
        return When()
    if not isinstance(given, Mapping):
        raise InputError(f"`when` is an object with some of: {', '.join(WHEN_MEMBERS)}.")
    unknown = set(given) - set(WHEN_MEMBERS)
    if unknown:
        raise InputError(
            f"`when` knows no {', '.join(sorted(unknown))}, only {', '.join(WHEN_MEMBERS)}."
        )
    for name, least in _LEAST.items():
        value = given.get(name, least)
        if name == "count" and value is None:
            continue
        if type(value) is not int or value < least:
            raise InputError(f"`when.{name}` must be an integer of at least {least}.")
    if given.get("path") not in (None, *get_args(Path)):
        raise InputError(f"No such path: {given['path']!r}.")
    if given.get("listener") not in (None, *LISTENERS) or given.get("listener") == "control":
        raise InputError(f"No such listener: {given['listener']!r}.")
    if not isinstance(given.get("recipient"), str | None):
        raise InputError("`when.recipient` must be an address.")
    return When(**given)


def _read_actions(item: Any) -> list[Action]:
    if isinstance(item, str) and item in WORDS:
        return [WORDS[item]]
    if isinstance(item, Mapping):
        # "Think, then fail" may stand in one object, whatever the order of its keys.
        keys = sorted(item, key=lambda key: key != "delay_ms")
        return [_read_action(key, item[key]) for key in keys]
    raise InputError(f"No such action: {item!r}. There are: {', '.join(WORDS)}, and objects.")


WORDS: Mapping[str, Action] = {
    "close": Close(),
    "reset": Reset(),
    "silence": Silence(),
    "refuse": Refuse(),
    "drop": Drop(),
    "strip_starttls": StripStarttls(),
    "accept_then_close": AcceptThenClose(),
    "wrong_certificate": WrongCertificate(kind="host"),
}


def _read_action(name: str, value: Any) -> Action:
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
            return _read_reply(value)
    if name in WORDS and value is True:
        return WORDS[name]
    raise InputError(f"No such action: {name!r}: {value!r}.")


def _read_reply(value: Any) -> Action:
    if isinstance(value, str):
        return RawReply(content=_utf8("reply", value))
    if not isinstance(value, Mapping) or type(value.get("status")) is not int:
        raise InputError("`reply` must be text, or an object with an integer `status`.")
    unknown = set(value) - {"status", "headers", "body"}
    if unknown:
        raise InputError(f"`reply` has status, headers and body, no {', '.join(sorted(unknown))}.")
    if not 200 <= value["status"] <= 599:
        # What is no final answer (RFC 9110, section 15) goes out as it is written.
        raise InputError(
            "`reply.status` must be between 200 and 599; send others as text or `raw`."
        )
    body = value.get("body")
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    _utf8("reply.body", text or "")
    return HttpReply(status=value["status"], headers=_read_headers(value.get("headers")), body=text)


def _read_headers(given: Any) -> tuple[tuple[str, str], ...]:
    if given is None:
        return ()
    if not isinstance(given, Mapping):
        raise InputError("`reply.headers` must be an object of names and values.")
    headers = [(name, str(value) if type(value) is int else value) for name, value in given.items()]
    for name, value in headers:
        if not _TOKEN.fullmatch(name):
            raise InputError(f"{name!r} cannot be the name of a header.")
        if name.lower() in _FRAMING:
            raise InputError(f"{name} belongs to the server; send another one as text or `raw`.")
        if not isinstance(value, str) or not _VALUE.fullmatch(value):
            raise InputError(f"`reply.headers.{name}` must be one line of Latin-1 text.")
    return tuple(headers)


def _utf8(name: str, text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as exc:
        raise InputError(f"`{name}` holds half a character, which UTF-8 cannot write.") from exc


def _milliseconds(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3_600_000:
        raise InputError(f"`{name}` must be a number of milliseconds.")
    return float(value)
