"""From what a server said, or how a path failed, to one outcome.

Total on purpose: each reply code, status and exception class has its place.
The stage decides before the code, and the words before the code's first digit.

- After the commit point (the write of the body's last byte) only a readable
  yes or no decides; everything else is `Unknown`.
- Before it, a failed path is `NotSent`, and a server's no is `Rejected` or
  `Deferred`.

Sources: RFC 5321 sections 4.2.1 and 4.5.3.2, RFC 2920, SendGrid's pages on SMTP
errors and on API status codes.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from sgdesk.clock import wall_ns, wall_utc
from sgdesk.delivery import (
    Accepted,
    Deferred,
    NotSent,
    Outcome,
    Problem,
    Rejected,
    ServerError,
    Unknown,
)
from sgdesk.sendgrid import catalogue, catalogue_failures, catalogue_http, catalogue_smtp
from sgdesk.sendgrid.entries import CatalogueEntry, Needs
from sgdesk.trace import Phase
from sgdesk.transport.circumstances import Circumstances, is_too_large_for_proxy, problem
from sgdesk.transport.replies import Flaw, Reply

_OPENING = (Phase.CONNECT, Phase.TLS, Phase.GREETING, Phase.EHLO, Phase.STARTTLS)
"""A permanent no here means that this is no way in: the message was not judged."""
_FLAWED = {"cut": catalogue_smtp.HALF_ANSWER, "endless": catalogue_smtp.ENDLESS}
_PROXY_LOGIN = 407
_TAKEN, _CHECKED = 202, 200
_PLACE = re.compile(r"personalizations\.(\d{1,4})\.(to|cc|bcc)\.(\d{1,4})\b")
_BELIEVED_S = 7 * 24 * 3600.0
"""Rates are counted anew within minutes; a longer wait is a slip of whoever set the header."""
_NAMED_S = 100 * 365 * 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How an attempt ended, and why if it did not end well."""

    outcome: Outcome
    problem: Problem | None = None


def classify_smtp(
    phase: Phase,
    code: int | None,
    text: str,
    *,
    committed: bool,
    about: Circumstances,
    command: str = "",
    flaw: Flaw = "",
) -> Verdict:
    """Judge one SMTP reply; `code` is `None` for bytes that are no reply.

    `flaw` says why they are none, where that is known.
    `command` is the verb that was answered (`MAIL`, `RCPT`, `DATA`).
    `committed` says whether the reply came after the final dot.
    """
    if committed and Reply(code, text).is_yes:
        return Verdict(outcome=Accepted())
    if committed and (code is None or not 400 <= code < 600):
        entry: CatalogueEntry = catalogue_smtp.UNREADABLE_FINAL
        outcome: Outcome = Unknown(after=Phase.REPLY)
    else:
        entry = catalogue.find("smtp", phase.value, code, text, command=command)
        if phase is Phase.UPLOAD and code is None:
            entry = catalogue_smtp.TOO_EARLY
        elif flaw:
            entry = _FLAWED[flaw]
        outcome = _smtp_outcome(phase, code, entry.needs, committed=committed)
    return Verdict(outcome=outcome, problem=problem(entry, about, phase, code=code, reply=text))


def _smtp_outcome(phase: Phase, code: int | None, needs: Needs, *, committed: bool) -> Outcome:
    if code is None or not 400 <= code < 600 or (needs == "mending" and phase in _OPENING):
        return NotSent()
    return _no(needs, committed=committed)


def _no(needs: Needs, *, committed: bool, wait: float | None = None) -> Outcome:
    """Judge a no by its words before its digits: SendGrid says 451 to used-up sends, too."""
    if needs == "mending":
        return Rejected()
    # To a whole mail "not now" is all that it can mean.
    is_later = needs == "waiting" or committed
    return Deferred(retry_after_s=wait) if is_later else NotSent()


def classify_http(
    code: int,
    body: bytes,
    *,
    headers: Mapping[str, str],
    check_only: bool,
    committed: bool,
    about: Circumstances,
) -> Verdict:
    """Judge one HTTP answer to `mail/send`.

    `headers` has lower-case names, or looks names up in any case. `committed`
    says whether the whole request had left when the answer came: a yes before
    that is no answer to this mail.
    """
    if committed and is_yes(code, check_only):
        return Verdict(outcome=Accepted(checked_only=code == _CHECKED))
    words = server_words(body)
    wait = retry_after_s(headers)
    errors = server_errors(body)
    entry = catalogue.find("webapi", Phase.REPLY.value, code, words)
    outcome = _http_outcome(code, body, entry.needs, committed=committed, wait=wait)
    if entry is catalogue_http.TOO_LARGE and is_too_large_for_proxy(about, errors):
        # What is refused for its size was not passed on (RFC 9110 section 15.5.14).
        outcome = NotSent()
    if isinstance(outcome, Unknown) and code >= 500:
        is_portal = entry is catalogue_http.PORTAL
        entry = catalogue_http.PORTAL_LATE if is_portal else catalogue_http.GATEWAY
    elif isinstance(outcome, NotSent) and not 400 <= code < 600:
        entry = catalogue_http.TOO_EARLY
    said = problem(
        entry,
        about,
        Phase.REPLY,
        code=code,
        reply=words,
        errors=errors,
        words={"when": _when_words(headers)},
    )
    verdict = Verdict(outcome=outcome, problem=said)
    return of_check(verdict, about) if check_only else verdict


def of_check(verdict: Verdict, about: Circumstances) -> Verdict:
    """Judge a check alike, save that what became of it leaves nobody in doubt of a mail."""
    if not isinstance(verdict.outcome, Unknown):
        return verdict
    said = problem(catalogue_failures.CHECK_UNANSWERED, about, verdict.outcome.after)
    return Verdict(outcome=NotSent(), problem=said)


def is_yes(code: int, check_only: bool) -> bool:
    """Say whether a status is SendGrid's yes to a whole request; 200 is one to a check alone."""
    return code == _TAKEN or (code == _CHECKED and check_only)


def _http_outcome(
    code: int, body: bytes, needs: Needs, *, committed: bool, wait: float | None
) -> Outcome:
    if code == _PROXY_LOGIN:
        # It comes from a proxy on the way, which has passed nothing on (RFC 9110 section 15.5.8).
        return NotSent()
    # A gateway's page, a redirect or a bare 200 says nothing of the mail behind it.
    is_answer = 400 <= code < 500 or (500 <= code < 600 and (not committed or _is_sendgrids(body)))
    if not is_answer:
        return Unknown(after=Phase.REPLY) if committed else NotSent()
    return _no(needs, committed=committed, wait=wait)


def _errors(body: bytes) -> list[object] | None:
    try:
        parsed: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(parsed, dict):
        return None
    errors = parsed.get("errors")
    return errors if isinstance(errors, list) and errors else None


def _is_sendgrids(body: bytes) -> bool:
    return _errors(body) is not None


def server_words(body: bytes) -> str:
    """Give every message of SendGrid's error body, or the body as text when it is none.

    Both shapes are read: objects with `message`, and the older plain strings. Half a
    character (JSON can name one, `"\\ud800"`) stays the escape that it came as.
    """
    if _errors(body) is None:
        return body.decode("utf-8", "replace").strip()
    return "; ".join(error.message for error in server_errors(body) if error.message)


def server_errors(body: bytes, *, most: int | None = None) -> tuple[ServerError, ...]:
    """Give SendGrid's errors one by one, with the field and the page that they name.

    Either may be missing, `null`, or the text `null`, as SendGrid's own examples print it.
    `most` are the characters for which there is room; nothing is cut in its middle.
    """
    read = (
        ServerError(
            message=_text(error.get("message")),
            field=_text(error.get("field")),
            help=_text(error.get("help")),
        )
        if isinstance(error, dict)
        else ServerError(message=_text(error))
        for error in _errors(body) or ()
    )
    kept: list[ServerError] = []
    used = 0
    for error in read:
        used += len(error.message) + len(error.field) + len(error.help)
        if most is not None and used > most:
            break
        kept.append(error)
    return tuple(kept)


def _text(value: object) -> str:
    if not isinstance(value, str) or value == "null":
        return ""
    return value.encode("utf-8", "backslashreplace").decode()


def refused_address(request: bytes, answer: bytes) -> str:
    """Give the recipient that an answer finds fault with, where it names a place of the request.

    SendGrid names it as `personalizations.0.to.1.email`.
    """
    for error in _errors(answer) or ():
        field = error.get("field") if isinstance(error, dict) else None
        place = _PLACE.match(field) if isinstance(field, str) else None
        if place is not None:
            sent: Any = json.loads(request)
            try:
                found = sent["personalizations"][int(place[1])][place[2]][int(place[3])]["email"]
            except (LookupError, TypeError):
                continue
            return str(found)
    return ""


def _when_words(headers: Mapping[str, str]) -> str:
    """Say from when on it takes more, in this computer's zone; nothing where it did not say."""
    asked = _asked_s(headers)
    if asked is None:
        return ""
    now = wall_utc().astimezone()
    if asked > _BELIEVED_S:
        named = f"{now + timedelta(seconds=asked):%Y-%m-%d}" if asked < _NAMED_S else "a time"
        return f"It named {named}, too far off to be meant; wait a minute at least."
    at = now + timedelta(seconds=asked)
    day = "" if at.date() == now.date() else f"{at:%Y-%m-%d} "
    return f"It takes more from {day}{at:%H:%M:%S}."


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Give the wait in seconds that the headers ask for.

    `None` when none can be read, or none that can be meant.
    """
    asked = _asked_s(headers)
    return asked if asked is not None and asked <= _BELIEVED_S else None


def _asked_s(headers: Mapping[str, str]) -> float | None:
    """Read the wait in seconds, however long; never negative.

    `Retry-After` holds seconds or a date; SendGrid itself sends
    `X-RateLimit-Reset`, Unix seconds. `None` when neither can be read.
    """
    now_s = wall_ns() / 1e9
    asked = headers.get("retry-after", "").strip()
    wait: float | None = None
    if asked.isascii() and asked.isdigit():
        wait = float(asked)
    elif asked:
        try:
            wait = parsedate_to_datetime(asked).timestamp() - now_s
        except (ValueError, OverflowError):
            wait = None
    reset = headers.get("x-ratelimit-reset", "").strip()
    if wait is None and reset.isascii() and reset.isdigit() and len(reset) < 16:
        wait = float(reset) - now_s
    return None if wait is None else max(wait, 0.0)
