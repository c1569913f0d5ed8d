"""What is known of an attempt when it ends, to say in words what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sgdesk.delivery import Problem, ServerError
from sgdesk.message import Message
from sgdesk.pieces import encoded_size
from sgdesk.route import Endpoint, Route, SmtpPath, overridden, parse_proxy
from sgdesk.routing import stays_here
from sgdesk.sendgrid.entries import SHORTER, CatalogueEntry
from sgdesk.sendgrid.hosts import MESSAGE_BYTES, is_sendgrid_host, who_answers
from sgdesk.sizes import size_text
from sgdesk.trace import DOING, Phase, TlsFacts
from sgdesk.wire.transcript import Transcript

_BEFORE_SESSION = (Phase.RESOLVE, Phase.CONNECT, Phase.PROXY, Phase.TLS)
_WAY_THERE = (Phase.RESOLVE, Phase.CONNECT, Phase.PROXY)
_BEFORE_KEY = (*_BEFORE_SESSION, Phase.GREETING, Phase.EHLO, Phase.STARTTLS)
_OF_A_REQUEST = (Phase.UPLOAD, Phase.REPLY, Phase.DOWNLOAD)
_NAMED = 3
"""How many of several names or errors an explanation quotes."""
_LONGEST = 300
"""Characters of a server's words that an explanation repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """One attempt as its problem may need it: where it went and what it carried."""

    route: Route
    sender: str = ""
    """The From address."""
    tls: TlsFacts | None = None
    """What the handshake showed, of a certificate that was refused too."""
    size_bytes: int | None = None
    limit_bytes: int | None = None
    largest_file: tuple[str, int] | None = None
    """Name and size in bytes of the largest file that goes along, before it is encoded."""
    refused_address: str = ""
    """The recipient that the answer names as the wrong one."""
    is_warm: bool = False
    """On a reused connection."""
    half_said: str = ""
    """The beginning of an answer whose rest did not come in time."""
    asking: str = ""
    """What a request is for that carries no message, e.g. `asking about the key`."""

    @property
    def endpoint(self) -> Endpoint:
        """Give the host and port that the route means."""
        return self.route.endpoint

    def dialled(self, phase: Phase) -> Endpoint:
        """Give the host and port that a step has to do with.

        On the way there it is what was dialled in the place of the server (`--connect-to`); the
        practice inbox goes by the port that its user named.
        """
        if phase in _WAY_THERE and not self.route.practice:
            return overridden(self.endpoint, self.route)
        return self.endpoint

    @property
    def means_sendgrid(self) -> bool:
        """Say whether SendGrid, or the local one that stands in for it, is at the other end."""
        return self.route.practice or is_sendgrid_host(self.endpoint.host)

    def step_words(self, phase: Phase) -> str:
        """Say what was being done in a phase."""
        return self.asking if self.asking and phase in _OF_A_REQUEST else DOING[phase]

    def seconds(self, phase: Phase) -> float:
        """Give the time limit, in seconds, that holds in a phase."""
        route = self.route
        if phase in _BEFORE_SESSION:
            return min(route.connect_timeout, route.total_timeout)
        return route.total_timeout


def problem(
    entry: CatalogueEntry,
    about: Circumstances,
    phase: Phase,
    *,
    code: int | None = None,
    reply: str = "",
    errors: Sequence[ServerError] = (),
    words: Mapping[str, str] | None = None,
) -> Problem:
    """Fill an entry with the attempt's facts; `words` adds to them or overrules them."""
    dialled = about.dialled(phase)
    host, port = dialled.host, dialled.port
    step = about.step_words(phase)
    known = {
        **who_answers(host, practice=about.route.practice),
        "elsewhere": _elsewhere(about),
        "host": host,
        "port": str(port),
        "proxy": _proxy_text(about.route),
        "sender": about.sender,
        "seconds": f"{about.seconds(phase):g}",
        "issuer": (about.tls.issuer_name if about.tls else None) or "",
        "named": _named(about.tls.good_for if about.tls else ()),
        "not_sent": "Not sent, and the key was not sent" if phase in _BEFORE_KEY else "",
        "step": step,
        "doing": step.capitalize(),
        "Handed": "The last part of the message was on its way"
        if phase is Phase.UPLOAD
        else "The whole message was handed over",
        "address": about.refused_address,
        **_what_is_large(about),
        "less": _less(about, reply, errors),
        "reply": _one_line(reply),
        "said": _quoted_each(errors) or _quoted(_with_code(code, reply, about, phase)),
        "half": _one_line(about.half_said),
        "code": str(code or ""),
        "size": _size_text(about.size_bytes),
        "limit": _size_text(_limit(about)),
        "too_large": _too_large(about, errors),
    }
    filled = entry.filled({**known, **(words or {})})
    is_smtp = isinstance(about.route.path, SmtpPath)
    return Problem(
        id=filled.id_for(is_smtp=is_smtp),
        title=filled.title,
        explanation=filled.explanation,
        remedy=filled.remedy,
        source=filled.source_for(is_smtp=is_smtp),
    )


def _elsewhere(about: Circumstances) -> str:
    """Name what else may lead there; nothing for what holds of SMTP as a rule.

    A check has asked by the other path, too.
    """
    if about.asking:
        return "again" if stays_here(about.route) else "another network"
    if isinstance(about.route.path, SmtpPath):
        return ""
    return "SMTP" if stays_here(about.route) else "another network, or SMTP"


def cleaned(said: Problem | None, transcript: Transcript) -> Problem | None:
    """Take the attempt's secrets out: a server, or a proxy, may repeat what it was given."""
    if said is None:
        return None
    clean = transcript.clean
    return replace(said, title=clean(said.title), explanation=clean(said.explanation))


def _named(names: Sequence[str]) -> str:
    """Name the first servers of a certificate; it may be good for a hundred."""
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _proxy_text(route: Route) -> str:
    """Name the proxy by host and port, without the login that its address may hold."""
    return "" if route.proxy is None else parse_proxy(route.proxy).endpoint.text


def largest_file(message: Message) -> tuple[str, int] | None:
    """Give name and size of the file to look at first when a mail is too large."""
    sizes = [(file.filename, len(file.content)) for file in message.attachments]
    return max(sizes, key=lambda file: file[1], default=None)


def _what_is_large(about: Circumstances) -> dict[str, str]:
    """Say what makes a mail large, and what would make it smaller; nothing where it is unknown."""
    if about.largest_file is not None:
        name, size = about.largest_file
        grown = size_text(encoded_size(size))
        return {"files": f"Files grow by a third when mailed: {name} becomes {grown}."}
    if about.size_bytes is None:
        return {}
    return {
        "files": "No file goes along: what counts is its text.",
        "smaller": SHORTER,
    }


def _limit(about: Circumstances) -> int | None:
    return about.limit_bytes or (MESSAGE_BYTES if about.means_sendgrid else None)


def _too_large(about: Circumstances, errors: Sequence[ServerError]) -> str:
    """Name the limit, unless it is not what the mail met."""
    size, limit = about.size_bytes, _limit(about)
    if size is None:
        return ""
    if limit is None:
        return f"The mail has {size_text(size)}, more than the server takes"
    if size < limit:
        if is_too_large_for_proxy(about, errors):
            return "The mail is too large for a proxy on the way"
        return "The server calls the mail too large"
    return f"The mail has {size_text(size)}; the limit is {size_text(limit)}"


def _less(about: Circumstances, reply: str, errors: Sequence[ServerError]) -> str:
    """Say who refuses a mail that is below the limit."""
    size, limit = about.size_bytes, _limit(about)
    if size is None or limit is None or size >= limit:
        return ""
    if not is_too_large_for_proxy(about, errors):
        said = f"It said: {_quoted(reply)} " if reply else ""
        return f"It has {size_text(size)}, and the limit is {size_text(limit)}. {said}"
    return (
        f"It has {size_text(size)}, and SendGrid takes less than {size_text(limit)}. "
        "A proxy on the way accepts less. "
    )


def _size_text(size: int | None) -> str:
    return "" if size is None else size_text(size)


def is_too_large_for_proxy(about: Circumstances, errors: Sequence[ServerError]) -> bool:
    """Say whether somebody in between called a mail too large that is below SendGrid's limit.

    An answer with `errors` is SendGrid's own, and so is its no.
    """
    size, limit = about.size_bytes, _limit(about)
    is_below = size is not None and limit is not None and size < limit
    is_by_api = about.means_sendgrid and not isinstance(about.route.path, SmtpPath)
    return is_below and is_by_api and not errors


def _with_code(code: int | None, reply: str, about: Circumstances, phase: Phase) -> str:
    """Give an SMTP reply as it came; a status of HTTP says nothing beside its text."""
    is_smtp = isinstance(about.route.path, SmtpPath) and phase is not Phase.PROXY
    return f"{code} {reply}".rstrip() if is_smtp and code is not None else reply


def _quoted(reply: str, field: str = "") -> str:
    """Quote a server's words to end a sentence; a full stop of its own needs no second."""
    line = _one_line(reply)
    if not line:
        return ""
    if field:
        return f'"{line}" (field {_one_line(field)}).'
    return f'"{line}"' if line.endswith((".", "!", "?")) else f'"{line}".'


def _quoted_each(errors: Sequence[ServerError]) -> str:
    """Quote errors one by one, each with its field, as far as there is room for them."""
    said = [_quoted(error.message, error.field) for error in errors if error.message.strip()]
    shown = " ".join(said[:_NAMED])
    return f"{shown} And {len(said) - _NAMED} more." if len(said) > _NAMED else shown


def _one_line(reply: str) -> str:
    line = " ".join(reply.split())
    if len(line) <= _LONGEST:
        return line
    # Cut between words: half an address or name is not known as one.
    head = line[: _LONGEST - 1]
    return (head.rpartition(" ")[0] or head) + "…"
