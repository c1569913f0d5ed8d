"""What can be made to go wrong in the local SendGrid, in words and as the faults that do it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from typing import Any

from sgdesk.route import Path, WebApiPath

MOST_DISTANCE_MS = 5_000


class Kind(Enum):
    """What goes wrong."""

    DISTANCE = "distance"
    SILENCE = "silence"
    BLOCKED = "blocked"
    REFUSE = "refuse"
    RESET = "reset"
    STRIP = "strip"
    CERTIFICATE = "certificate"
    RECIPIENT = "recipient"
    KEY = "key"
    REPLY = "reply"


class Where(Enum):
    """On which way; SMTP by the local SendGrid's own names for its listeners."""

    EVERYWHERE = ""
    WEB_API = "webapi"
    SMTP = "smtp"
    STARTTLS = "starttls"
    TLS = "tls"
    PLAIN = "plain"


class Step(Enum):
    """When in a send."""

    CONNECT = "connect"
    SIGN_IN = "sign_in"
    ANSWER = "answer"


class Certificate(Enum):
    """What is wrong with it."""

    HOST = "host"
    CA = "ca"
    EXPIRED = "expired"


WHERE_WORDS = {
    Where.EVERYWHERE: "on every path",
    Where.WEB_API: "on the Web API",
    Where.SMTP: "on every SMTP port",
    # The local SendGrid has one port for all that begin without encryption.
    Where.STARTTLS: "on 587, 2525 and 25",
    Where.TLS: "on 465",
    Where.PLAIN: "on SMTP without encryption",
}
STEP_WORDS = {
    # The local SendGrid takes the connection; only one that is refused never opens.
    Step.CONNECT: "once connected",
    Step.SIGN_IN: "at sign-in",
    Step.ANSWER: "after the mail",
}
CERTIFICATE_WORDS = {
    Certificate.HOST: "certificate of another host",
    Certificate.CA: "certificate of an unknown issuer",
    Certificate.EXPIRED: "expired certificate",
}
FITTING_STEPS: Mapping[Kind, tuple[Step, ...]] = {
    Kind.SILENCE: (Step.CONNECT, Step.SIGN_IN, Step.ANSWER),
    Kind.RESET: (Step.CONNECT, Step.SIGN_IN, Step.ANSWER),
    Kind.REPLY: (Step.SIGN_IN, Step.ANSWER),
}
"""The kinds that ask when; the others have a moment of their own."""
FITTING_WHERE: Mapping[Kind, tuple[Where, ...]] = {
    # Networks block mail ports, and let the Web API through as any page.
    Kind.BLOCKED: (
        Where.SMTP,
        Where.STARTTLS,
        Where.TLS,
        Where.PLAIN,
        Where.WEB_API,
    ),
    Kind.STRIP: (Where.STARTTLS,),
    Kind.CERTIFICATE: (Where.EVERYWHERE, Where.WEB_API, Where.STARTTLS, Where.TLS),
    # One request of the Web API is taken or refused as a whole.
    Kind.RECIPIENT: (Where.SMTP, Where.STARTTLS, Where.TLS, Where.PLAIN),
    # A status of HTTP is no reply of SMTP, nor the other way round.
    Kind.REPLY: (Where.WEB_API, Where.SMTP, Where.STARTTLS, Where.TLS, Where.PLAIN),
}
"""The kinds that make no sense everywhere; the first place is the one to begin with."""
FIRST_STEP: Mapping[Kind, Step] = {Kind.SILENCE: Step.CONNECT}
"""When it happens if nobody chose; the others after the mail, where most is to be learnt."""
_ENCRYPTED_FIRST = frozenset({Where.WEB_API, Where.TLS})
"""There the limit of a connection holds, of which encryption is a part."""
FIRST_REPLY = "451 4.7.1 Please try again later"
FIRST_STATUS = "503 Please try again later"
_NO_KEY = "The provided authorization grant is invalid, expired, or revoked"
"""SendGrid's words for a key that it does not know, the same on both ways."""
FIRST_REFUSAL = "550 5.1.1 The mailbox does not exist"

_POINTS = {
    # At sign-in SMTP has a command of its own; the Web API has its key in the request.
    Step.CONNECT: {"smtp": "connect", "webapi": "connect"},
    Step.SIGN_IN: {"smtp": "auth", "webapi": "request"},
    Step.ANSWER: {"smtp": "reply", "webapi": "reply"},
}
_LETS_THROUGH = frozenset({Kind.DISTANCE, Kind.RECIPIENT})
"""The kinds under which another mail may well arrive."""
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")
_REFUSAL = re.compile(r"[45][0-5]\d(?: .*)?")
_SMTP_REPLY = re.compile(r"[2-5][0-5]\d(?: .*)?")
"""RFC 5321, section 4.2."""
_STATUSES = frozenset(status.value for status in HTTPStatus if status >= HTTPStatus.OK)
_STATUS = re.compile(r"(\d{3})(?: .*)?")

Fault = Mapping[str, object]
"""As `sgdesk/sandbox/faults.py` describes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """One thing that goes wrong until it is stopped."""

    kind: Kind = Kind.DISTANCE
    where: Where = Where.EVERYWHERE
    step: Step = Step.ANSWER
    distance: str = "80"
    """Milliseconds there and back, as typed."""
    certificate: Certificate = Certificate.HOST
    reply: str = FIRST_REPLY
    """As typed: a code and words."""
    recipient: str = ""
    """The address that is refused, as typed."""

    @classmethod
    def of(cls, kind: Kind) -> "Simulation":
        """Give a kind with what it begins with."""
        where = FITTING_WHERE.get(kind, (Where.EVERYWHERE,))[0]
        reply = FIRST_STATUS if where is Where.WEB_API else FIRST_REPLY
        return cls(
            kind=kind,
            where=where,
            step=FIRST_STEP.get(kind, Step.ANSWER),
            reply=FIRST_REFUSAL if kind is Kind.RECIPIENT else reply,
        )

    @property
    def problem(self) -> str:
        """Say why this cannot be simulated; nothing when it can."""
        if self.kind is Kind.DISTANCE and self._distance_ms is None:
            return f"The distance is a whole number of milliseconds, 1 to {MOST_DISTANCE_MS:,}."
        if self.kind is Kind.RECIPIENT:
            if _ADDRESS.fullmatch(self._address) is None:
                return "Type the address that is to be refused, such as grace@example.com."
            if _REFUSAL.fullmatch(self._line) is None:
                return "A refusal begins with a code of three digits from 400 on, such as 550."
        elif self.kind is Kind.REPLY and self.where is Where.WEB_API:
            status = _STATUS.fullmatch(self._line)
            if status is None or int(status[1]) not in _STATUSES:
                return "On the Web API a reply begins with an HTTP status, such as 401 or 503."
        elif self.kind is Kind.REPLY and _SMTP_REPLY.fullmatch(self._line) is None:
            return "On SMTP a reply begins with a code of three digits, such as 451 or 550."
        return ""

    @property
    def words(self) -> str:
        """Say what goes wrong and where, e.g. `no answer on 587`."""
        where = WHERE_WORDS[self.where]
        match self.kind:
            case Kind.DISTANCE:
                return f"{self._distance_ms} ms distance {where}"
            case Kind.SILENCE if self.step is Step.CONNECT:
                return f"no answer {where}"
            case Kind.SILENCE:
                return f"no answer {STEP_WORDS[self.step]} {where}"
            case Kind.BLOCKED:
                return f"no connection {where}"
            case Kind.REFUSE:
                return f"connection refused {where}"
            case Kind.RESET:
                return f"connection cut {STEP_WORDS[self.step]} {where}"
            case Kind.STRIP:
                return f"encryption removed {where}"
            case Kind.CERTIFICATE:
                return f"{CERTIFICATE_WORDS[self.certificate]} {where}"
            case Kind.RECIPIENT:
                return f"{self._address} refused with {self._line[:3]} {where}"
            case Kind.KEY:
                return f"key refused {where}"
            case Kind.REPLY:
                return f"reply {self._line[:3]} {STEP_WORDS[self.step]} {where}"

    def is_in_the_way(self, path: Path, met: str) -> bool:
        """Say whether a send by this path runs into it; `met` is what was simulated the last time.

        What lets other mail through is in the way of that one alone which met it.
        """
        if self.kind in _LETS_THROUGH and met != self.words:
            return False
        if self.where is Where.EVERYWHERE:
            return True
        if isinstance(path, WebApiPath):
            return self.where is Where.WEB_API
        return self.where is Where.SMTP or self.where.value == path.tls.value

    @property
    def note(self) -> str:
        """Say what to know of it; nothing where its words say all."""
        if self.kind is Kind.DISTANCE:
            return "Added to every exchange, there and back, but not to connecting."
        if self.kind is Kind.RESET and self.step is Step.CONNECT:
            return "The connection opens and is cut before anything is said."
        if self.kind is not Kind.RECIPIENT:
            return ""
        return (
            'Choose "One mail, all see each other" in Write: of "One mail each" the server sees '
            "the first address only."
        )

    def wait_note(self, connect_s: float, total_s: float) -> str:
        """Say how silence is met and when the window gives up, by the limits of the settings."""
        if self.kind is Kind.BLOCKED:
            limit = f"{min(connect_s, total_s):g} s"
            return f"Nothing comes back. The window gives up after {limit}, see Settings."
        if self.kind is not Kind.SILENCE:
            return ""
        soon, late = f"{min(connect_s, total_s):g} s", f"{total_s:g} s"
        met = "The server takes the connection, then says nothing"
        limit = late
        if self.step is Step.ANSWER:
            met = "The mail is handed over, then no answer comes, so its result is Unknown"
        elif self.step is Step.SIGN_IN:
            met = "The server gets the key, then says nothing"
        elif self.where in _ENCRYPTED_FIRST:
            limit = soon
        elif self.where in (Where.EVERYWHERE, Where.SMTP) and soon != late:
            first = "465" if self.where is Where.SMTP else "the Web API and 465"
            limit = f"{soon} on {first}, {late} elsewhere"
        return f"{met}. The window gives up after its limit, {limit}, see Settings."

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Give what to post; only for one without a `problem`."""
        match self.kind:
            case Kind.DISTANCE:
                return (self._fault("connect", {"distance_ms": self._distance_ms}),)
            case Kind.SILENCE:
                return self._at_step("silence", "silence")
            case Kind.BLOCKED:
                return (self._fault("connect", "drop"),)
            case Kind.REFUSE:
                return (self._fault("connect", "refuse"),)
            case Kind.RESET:
                return self._at_step("reset", "reset")
            case Kind.STRIP:
                return (self._fault("ehlo", "strip_starttls"),)
            case Kind.CERTIFICATE:
                kind = self.certificate.value
                return (self._fault("tls", {"wrong_certificate": kind}),)
            case Kind.RECIPIENT:
                fault = self._fault("rcpt", {"reply": f"{self._line}\r\n"}, "smtp")
                return ({**fault, "when": {**fault["when"], "recipient": self._address}},)
            case Kind.KEY:
                errors = [{"field": None, "message": _NO_KEY, "help": None}]
                return self._at_step(
                    {"reply": f"535 Authentication failed: {_NO_KEY}\r\n"},
                    {
                        "reply": {
                            "status": HTTPStatus.UNAUTHORIZED.value,
                            "body": {"errors": errors},
                        }
                    },
                    step=Step.SIGN_IN,
                )
            case Kind.REPLY:
                return self._at_step({"reply": f"{self._line}\r\n"}, {"reply": self._answer})

    @property
    def _line(self) -> str:
        return " ".join(self.reply.split())

    @property
    def _address(self) -> str:
        return self.recipient.strip()

    @property
    def _answer(self) -> Fault:
        """Give the words as SendGrid gives its own; without any, its own answer."""
        status, _, words = self._line.partition(" ")
        if not words or int(status) < HTTPStatus.BAD_REQUEST:
            return {"status": int(status)}
        return {"status": int(status), "body": {"errors": [{"message": words}]}}

    @property
    def _distance_ms(self) -> int | None:
        text = self.distance.strip()
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_DISTANCE_MS:
            return None
        return int(text)

    def _at_step(
        self, smtp: object, webapi: object, *, step: Step | None = None
    ) -> tuple[Fault, ...]:
        points = _POINTS[step or self.step]
        return tuple(
            self._fault(points[path], action, path)
            for path, action in (("smtp", smtp), ("webapi", webapi))
            if self.where is Where.EVERYWHERE or (self.where is Where.WEB_API) == (path == "webapi")
        )

    def _fault(self, at: str, action: object, path: str = "") -> dict[str, Any]:
        when: dict[str, object] = {"path": path} if path else {}
        if self.where in (Where.WEB_API, Where.SMTP):
            when["path"] = self.where.value
        elif self.where is not Where.EVERYWHERE:
            when["listener"] = self.where.value
        return {"at": at, "action": action, "when": when}
