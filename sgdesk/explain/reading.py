"""Find in a text what servers answered, in whatever program's words it is told.

Gives code, words, and at which step it was said, as far as the text tells. It reads a text that
is veiled already.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sgdesk.explain.veil import Veiled
from sgdesk.sendgrid.catalogue_http import HTTP_ROWS
from sgdesk.sendgrid.entries import PathKind
from sgdesk.sendgrid.smtp_rows import SMTP_ROWS

_MOST = 60
"""Different answers that are read; a log of a day repeats a few."""
_AROUND = 400
"""Characters before an answer in which the step is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One unwelcome answer of a server."""

    path: PathKind
    phase: str
    command: str
    """The SMTP verb that was answered; empty where it is not told."""
    code: int | None
    words: str
    host: str
    at: int
    """Its place in the veiled text."""


_SMTP_CODES = r"(?:4(?:03|21|32|5[0-5])|5(?:0[0-4]|2[13]|3[0458]|4[12]|5\d))"
_SMTP = re.compile(
    rf"(?<![\w.:#$/-])(?:\(?code[:=] ?)?({_SMTP_CODES})(?:[ -]|(?:, ?b?[\"']))"
    r"[ ]?([^\n\"]{3,300})"
)
_BEGINS = re.compile(
    r"(?:^|[\"'(\[:<>=~*!|,-]\s?|said: |said |\] |message |failed |login |error )$", re.IGNORECASE
)
"""What stands before a code that is a server's; any other number is no reply."""
_ENDS = re.compile(r"\\r|\\n|<br|\"|'\)|', |'$| \(in reply to| \(code|; from=| in /| !! | >> |\]$")
_RESPONSE = re.compile(
    r"(?:server response was|server replied|server message|remote host said):[ ]*"
    r"(?![245]\d\d[ -])(?:[45]\.\d\.\d+ )?([^\n\"]{3,300})",
    re.IGNORECASE,
)
"""An answer whose code the program keeps to itself."""
_HTTP_CODES = r"(4(?:0[0-9]|1[0135]|29|51)|50[0-4]|511)"
_HTTP = re.compile(rf"(?<![\w.]){_HTTP_CODES}(?!\d|\.\d)")
_NAMES_STATUS = re.compile(
    r"(?:http(?:/[\d.]+)?[\"']? (?:error |status )?:?|status[ _]?code[\"']?(?: is| of)? ?[:=]? ?"
    r"[\"']?|status[\"']?[:=] ?|resulted in a .|error '|\bcode[\"']?[:=] ?[\"']?|failed: |\[|"
    r"(?:unauthorized|forbidden|request|large|found|error|unavailable|gateway|timeout) \()$"
)
"""What stands before a status."""
_STATUS_SAID = re.compile(
    r" (?:client error|server error|proxy auth|unauthorized|forbidden|too many requests)"
)
"""What follows one that has nothing before it."""
_STATUS_WORD = re.compile(
    r"status ?code[\"']?[:=] ?[\"']?(Unauthorized|Forbidden|BadRequest|"
    r"TooManyRequests|RequestEntityTooLarge)",
    re.IGNORECASE,
)
_STATUS_WORDS = {
    "unauthorized": 401,
    "forbidden": 403,
    "badrequest": 400,
    "toomanyrequests": 429,
    "requestentitytoolarge": 413,
}
_MESSAGE = re.compile(
    r"[\"']?message[\"']?\s*(?::|=>?)\s*(?:\"([^\"\n]{4,300})\"|'((?:[^'\n]|'(?=\w)){4,300})')"
)
_PLAIN_ERRORS = re.compile(r"errors[\"']?\s*:\s*\[\s*\"([^\"\n]{4,300})\"")
_WEB = re.compile(
    "|".join(
        (
            r"api\.(?:eu\.)?sendgrid",
            r"sendgrid\.com/api",
            "/v3/",
            "@sendgrid/",
            "python_http_client",
            r"com\.sendgrid",
            "sendgrid-ruby",
            "guzzle",
            "axios",
            r"requests\.exceptions",
            "httpx",
            '"errors"',
            "errors:",
            "curl error",
            "mailer: sendgrid",
            "api_reference/web_api",
            "http/[12]",
            "http error",
        )
    )
)
"""What only the Web API's errors speak of."""
_REASONS = ("bad request", "unauthorized", "forbidden", "error", "not found", "too many requests")
"""What clients call an error by its status alone; the server's words stand elsewhere."""
_NEAR = 1500
"""Characters between a status and the message that goes with it."""

_STEPS: tuple[tuple[str, str, str], ...] = (
    ("sasl authentication failed", "auth", ""),
    ("authentication", "auth", ""),
    ("authenticator", "auth", ""),
    ("command: 'auth", "auth", ""),
    ("password command failed", "auth", ""),
    ("username command failed", "auth", ""),
    ("in reply to mail from", "envelope", "MAIL"),
    ("mail from command failed", "envelope", "MAIL"),
    ("after mail from", "envelope", "MAIL"),
    ("senderrefused", "envelope", "MAIL"),
    ("in reply to rcpt to", "envelope", "RCPT"),
    ("reject: rcpt", "envelope", "RCPT"),
    ("rcpt to command failed", "envelope", "RCPT"),
    ("after rcpt to", "envelope", "RCPT"),
    ("recipientsrefused", "envelope", "RCPT"),
    ("end of data", "reply", "DATA"),
    ("data end", "reply", "DATA"),
    ("dataerror", "reply", "DATA"),
    ("in reply to ehlo", "ehlo", "EHLO"),
    ("starttls failed", "starttls", "STARTTLS"),
    ("in reply to starttls", "starttls", "STARTTLS"),
)
"""Words of programs that tell at which step it was said."""
_COMMAND = re.compile(
    r"(?<!\d[ -])(?<!AUTH )\b(AUTH (?:PLAIN|LOGIN)|MAIL FROM|RCPT TO|DATA|STARTTLS|EHLO|HELO)\b"
)
_COMMANDS = {
    "AUTH": "auth",
    "MAIL": "envelope",
    "RCPT": "envelope",
    "DATA": "reply",
    "STARTTLS": "starttls",
    "EHLO": "ehlo",
    "HELO": "ehlo",
}
_HOST = re.compile(
    r"(?:host|server|to|H=|relay=)[ =]?\"?(?:ssl://|tls://)?\[?((?:[\w-]+\.)+[a-z]{2,})",
    re.IGNORECASE,
)
_AMBIGUOUS = {"could not authenticate": "failed: could not authenticate"}
"""PHPMailer says the short form of every refused sign-in."""
_KNOWN = tuple(
    (_AMBIGUOUS.get(row.text, row.text), row.phases[0] if row.phases else "reply")
    for row in SMTP_ROWS
    if not row.codes and not row.commands and len(row.text) >= 12
)
"""Words that only such an answer has, wherever they stand."""


def read(veiled: Veiled) -> tuple[Said, ...]:
    """Give the answers in a text, each once, in their order."""
    is_web = _WEB.search(veiled.lower) is not None
    answers = [*_smtp(veiled, is_web), *_unnumbered(veiled, is_web)]
    if is_web:
        answers += _http(veiled)
    found: dict[tuple[object, ...], Said] = {}
    for each in sorted(answers, key=lambda said: said.at):
        found.setdefault((each.path, each.phase, each.command, each.code, each.words.lower()), each)
        if len(found) == _MOST:
            break
    if not found:
        return tuple(_loose(veiled, is_web))
    return tuple(found.values())


def _smtp(veiled: Veiled, is_web: bool) -> Iterator[Said]:
    text = veiled.text
    count = 0
    for match in _SMTP.finditer(text):
        code, words = int(match[1]), _trimmed(match[2])
        before = text[max(0, match.start() - 24) : match.start()]
        begins = not before or before.endswith("\n") or _BEGINS.search(before.rsplit("\n", 1)[-1])
        if not begins or (is_web and 500 <= code < 505) or not re.search(r"[A-Za-z]{2}", words):
            continue
        if code == 403 and (is_web or "authorized" not in words):
            continue
        phase, command = _step(veiled, match.start(), code, words)
        yield _said(veiled, "smtp", phase, command, code, words, match.start())
        count += 1
        if count > _MOST * 50:
            return


_DOTNET = {
    "must issue a starttls": 530,
    "mailbox unavailable": 550,
    "transaction failed": 554,
    "service not available": 421,
    "error in processing": 451,
    "insufficient system storage": 452,
    "exceeded storage allocation": 552,
}
"""What .NET says in the place of a code; the first is a server's, which has but one."""


def _unnumbered(veiled: Veiled, is_web: bool) -> Iterator[Said]:
    if is_web:
        return
    for match in _RESPONSE.finditer(veiled.text):
        words = _trimmed(match[1])
        line = veiled.line(veiled.number(match.start())).lower()
        code = next((number for told, number in _DOTNET.items() if told in line), None)
        phase, command = _step(veiled, match.start(), code, words)
        yield _said(veiled, "smtp", phase, command, code, words, match.start(1))


def _loose(veiled: Veiled, is_web: bool) -> Iterator[Said]:
    """Give SendGrid's own words where they stand alone, as somebody quotes them."""
    for words, phase in _KNOWN:
        at = veiled.lower.find(words)
        if at >= 0:
            said = _trimmed(veiled.text[at : at + 200].split("\n", 1)[0])
            path: PathKind = "webapi" if is_web else "smtp"
            yield _said(veiled, path, "reply" if is_web else phase, "", None, said, at)


def _http(veiled: Veiled) -> list[Said]:
    text = veiled.text
    lower = veiled.lower
    statuses = [
        (match.start(), int(match[1]))
        for match in _HTTP.finditer(text)
        if _NAMES_STATUS.search(lower[max(0, match.start() - 32) : match.start()])
        or _STATUS_SAID.match(lower, match.end())
    ]
    statuses += [(m.start(), _STATUS_WORDS[m[1].lower()]) for m in _STATUS_WORD.finditer(text)]
    messages = [(match.start(), match[1] or match[2]) for match in _MESSAGE.finditer(text)]
    messages += [(match.start(), match[1]) for match in _PLAIN_ERRORS.finditer(text)]
    messages = [each for each in messages if each[1].lower() not in _REASONS]
    answers = [
        _said(veiled, "webapi", "reply", "", _nearest(statuses, at), words, at)
        for at, words in messages[: _MOST * 5]
    ]
    for at, code in statuses[: _MOST * 5]:
        if not any(abs(at - other) < _NEAR for other, _ in messages):
            words, place = _following(veiled, at)
            answers.append(_said(veiled, "webapi", "reply", "", code, words, place))
    return answers


def _nearest(statuses: Sequence[tuple[int, int]], at: int) -> int | None:
    near = [(abs(place - at), code) for place, code in statuses if abs(place - at) < _NEAR]
    return min(near)[1] if near else None


def _following(veiled: Veiled, at: int) -> tuple[str, int]:
    """Give the words that go with a status, and their place: on its line or a neighbour of it.

    Only words of the catalogue count; a program's own and the frames of a trace are none.
    """
    number = veiled.number(at)
    for step in (0, -1, 1):
        line = veiled.line(number + step)
        if any(row.text and row.text in line.lower() for row in HTTP_ROWS):
            return _trimmed(line), max(0, veiled.text.find(line, max(0, at - len(line) - 400)))
    return "", at


def _step(veiled: Veiled, at: int, code: int | None, words: str) -> tuple[str, str]:
    """Tell at which step an answer came, from the words of the program around it."""
    if code in (535, 534) or words.lower().startswith("authentication failed"):
        return "auth", "AUTH"
    number = veiled.number(at)
    begin, end = max(0, at - _AROUND), at + _AROUND
    line = veiled.line(number).lower()
    here = line if len(line) < 2 * _AROUND else veiled.lower[begin:end]
    near = "\n".join(veiled.line(number + step)[:_AROUND] for step in (-1, 1)).lower()
    for around in (here.replace(words.lower(), ""), near):
        for told, phase, command in _STEPS:
            if told in around:
                return phase, command
    spoken = [each[1] for each in _COMMAND.finditer(veiled.text, max(0, at - _AROUND), at)]
    if spoken:
        verb = spoken[-1].split()[0]
        return _COMMANDS[verb], verb
    # RFC 3463 section 3.2: what is wrong is an address of a recipient.
    return ("envelope", "RCPT") if re.match(r"[45]\.1\.[0-6]\b", words) else ("reply", "")


def _said(
    veiled: Veiled, path: PathKind, phase: str, command: str, code: int | None, words: str, at: int
) -> Said:
    host = _HOST.search(veiled.line(veiled.number(at))[:600])
    return Said(
        path=path,
        phase=phase,
        command=command,
        code=code,
        words=veiled.clean(words),
        host=host[1].lower() if host else "",
        at=at,
    )


def _trimmed(words: str) -> str:
    """Cut off what the program adds behind a server's words."""
    end = _ENDS.search(words)
    return (words[: end.start()] if end else words).strip(" .,;'")[:200]
