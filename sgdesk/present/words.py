"""The words in which both faces speak of outcomes, steps and paths.

Colours and pictures are named here by key (`Tone`, `icon`), never chosen:
the window maps them to its palette, the terminal to its escape codes.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import Enum
from typing import assert_never

from sgdesk.delivery import (
    Accepted,
    Attempt,
    Cancelled,
    Deferred,
    NotSent,
    Outcome,
    Partial,
    Rejected,
    Unknown,
)
from sgdesk.route import Path, SmtpPath, Tls, WebApiPath
from sgdesk.sendgrid.hosts import is_sendgrid_host
from sgdesk.trace import DOING, Phase

SENDGRID = "SendGrid"
UNKNOWN = "Unknown"
TOTAL_MEANS = (
    "From the first step of this send to SendGrid's answer. Closing the connection is not counted."
)
_MOST_OF_ADDRESS = 24
CODE_MEANS = "The number by which the server puts its answer in short"
WIRE_MEANS = "Waiting for the network and for the server."
CLIENT_MEANS = "This program's own work during the send."
SERVER_MEANS = "What the server took to think, the way there and back taken off."


class Tone(Enum):
    """What a colour has to say."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeWords:
    """How a face shows an outcome: always the word, never the colour alone."""

    word: str
    tone: Tone
    icon: str
    """The name of a Lucide icon, without its ending."""
    mark: str
    """One character for text."""
    meaning: str
    """What is true of the mail now, in one sentence."""


CAPTURED_IN_JSON = (
    "Captured says that the practice inbox took the mail, which did not leave this computer; in "
    "--json its outcome is accepted, and practice is true."
)
"""For the help: the window's word beside the one that programs read."""
_CAPTURED = OutcomeWords(
    word="Captured",
    tone=Tone.GOOD,
    icon="inbox",
    mark="✓",
    meaning="The practice inbox took the mail. It did not leave this computer.",
)
_VALID = OutcomeWords(
    word="Valid, not sent",
    tone=Tone.GOOD,
    icon="shield-check",
    mark="✓",
    meaning=f"{SENDGRID} checked the mail and found it good. Nothing was sent.",
)
_ACCEPTED = OutcomeWords(
    word="Accepted",
    tone=Tone.GOOD,
    icon="check",
    mark="✓",
    meaning=f"{SENDGRID} took the mail. Delivery happens afterwards and can fail.",
)
_PARTIAL = OutcomeWords(
    word="Partly accepted",
    tone=Tone.WARN,
    icon="circle-alert",
    mark="◐",
    meaning="Some recipients were refused. For the others it was accepted.",
)
_REFUSED = OutcomeWords(
    word="Refused",
    tone=Tone.BAD,
    icon="x",
    mark="✕",
    meaning="The server said no. Nothing went out.",
)
_TRY_LATER = OutcomeWords(
    word="Try later",
    tone=Tone.WARN,
    icon="clock",
    mark="↻",
    meaning="The server cannot take it now. Nothing went out.",
)
_NOT_SENT = OutcomeWords(
    word="Not sent",
    tone=Tone.BAD,
    icon="unplug",
    mark="✕",
    meaning="The path failed before the mail was handed over. Nothing went out.",
)
_UNKNOWN = OutcomeWords(
    word=UNKNOWN,
    tone=Tone.WARN,
    icon="circle-help",
    mark="?",
    meaning=(
        "The mail was handed over, then no answer came. "
        "It may have been accepted; sending again may deliver it twice."
    ),
)
_CANCELLED = OutcomeWords(
    word="Cancelled",
    tone=Tone.NEUTRAL,
    icon="circle-slash",
    mark="–",
    meaning="Stopped before the mail was handed over. Nothing went out.",
)

MARKED = {
    "sent": OutcomeWords(
        word="Marked as sent",
        tone=Tone.NEUTRAL,
        icon="circle-check",
        mark="✓",
        meaning="You marked this mail as sent. Its answer never came.",
    ),
    "not_sent": OutcomeWords(
        word="Marked as not sent",
        tone=Tone.NEUTRAL,
        icon="circle-x",
        mark="✕",
        meaning="You marked this mail as not sent. Its answer never came.",
    ),
}
"""An unknown outcome on which the user has decided, by the history's word for that."""


def outcome_words(
    outcome: Outcome,
    *,
    practice: bool = False,
    decided: str | None = None,
    server: str = SENDGRID,
) -> OutcomeWords:
    """Give the words for an outcome; `practice` turns Accepted into Captured.

    `decided` is the history's word for what the user said of an unknown; `server` is who
    answered.
    """
    words = _words(outcome, practice=practice, decided=decided)
    return replace(words, meaning=words.meaning.replace(SENDGRID, server))


def place_words(attempt: Attempt) -> str:
    """Say where an attempt went, as `place_parts` does."""
    return " ".join(place_parts(attempt)).strip()


def place_parts(attempt: Attempt) -> tuple[str, str]:
    """Give the name that was asked for, and what was dialled in its place; mostly nothing."""
    # The practice inbox stands for a port of SendGrid, and listens at another.
    asked, dialled = attempt.endpoint.text, attempt.trace.peer or ""
    instead = f"in place of port {attempt.port}" if attempt.practice else ""
    if instead and isinstance(attempt.path, SmtpPath) and not dialled:
        return "the practice inbox", instead
    if not dialled or dialled.rpartition(":")[2] == str(attempt.port):
        return asked, ""
    if dialled.rpartition(":")[0].strip("[]") != attempt.host.strip("[]"):
        return asked, f"by way of {dialled}"
    return dialled, instead


def server_name(attempt: Attempt) -> str:
    """Name who answered: SendGrid, the practice inbox, or another server by its host."""
    if attempt.practice:
        return "The practice inbox"
    return SENDGRID if is_sendgrid_host(attempt.host) else attempt.host


def _words(outcome: Outcome, *, practice: bool, decided: str | None) -> OutcomeWords:
    if decided is not None:
        return MARKED[decided]
    match outcome:
        case Accepted(checked_only=True):
            return _VALID
        case Accepted():
            return _CAPTURED if practice else _ACCEPTED
        case Partial():
            return _PARTIAL
        case Rejected():
            return _REFUSED
        case Deferred():
            return _TRY_LATER
        case NotSent():
            return _NOT_SENT
        case Unknown():
            return _UNKNOWN
        case Cancelled():
            return _CANCELLED
        case _ as never:
            assert_never(never)


class PhaseGroup(Enum):
    """The six kinds of work in which a bar shows an attempt; the value is the colour key."""

    LOOKUP = "lookup"
    CONNECT = "connect"
    ENCRYPTION = "encryption"
    SIGN_IN = "sign_in"
    HAND_OVER = "hand_over"
    ANSWER = "answer"


GROUP_WORDS: dict[PhaseGroup, str] = {
    PhaseGroup.LOOKUP: "Look-up",
    PhaseGroup.CONNECT: "Connect",
    PhaseGroup.ENCRYPTION: "Encryption",
    PhaseGroup.SIGN_IN: "Sign-in",
    PhaseGroup.HAND_OVER: "Hand-over",
    PhaseGroup.ANSWER: "Answer",
}

LEGEND_WORDS = {**GROUP_WORDS, PhaseGroup.SIGN_IN: "Greeting, sign-in"}
"""A colour stands for all of its steps: of a silent server it must not blame the key."""

GROUPS: dict[Phase, PhaseGroup] = {
    Phase.RESOLVE: PhaseGroup.LOOKUP,
    Phase.CONNECT: PhaseGroup.CONNECT,
    # A proxy's answer is part of getting through to the server.
    Phase.PROXY: PhaseGroup.CONNECT,
    Phase.TLS: PhaseGroup.ENCRYPTION,
    Phase.STARTTLS: PhaseGroup.ENCRYPTION,
    # All that is said before the mail itself; what failed in it is named by its own step.
    Phase.GREETING: PhaseGroup.SIGN_IN,
    Phase.EHLO: PhaseGroup.SIGN_IN,
    Phase.AUTH: PhaseGroup.SIGN_IN,
    Phase.ENVELOPE: PhaseGroup.HAND_OVER,
    Phase.UPLOAD: PhaseGroup.HAND_OVER,
    Phase.REPLY: PhaseGroup.ANSWER,
    Phase.DOWNLOAD: PhaseGroup.ANSWER,
}

PHASE_WORDS: dict[Phase, str] = {
    Phase.RESOLVE: "Look-up",
    Phase.CONNECT: "Connect",
    Phase.PROXY: "Proxy",
    Phase.TLS: "Encryption",
    Phase.GREETING: "Greeting",
    Phase.EHLO: "Capabilities",
    Phase.STARTTLS: "Ask for encryption",
    Phase.AUTH: "Sign-in",
    Phase.ENVELOPE: "Envelope",
    Phase.UPLOAD: "Upload",
    Phase.REPLY: "Answer",
    Phase.DOWNLOAD: "Read the answer",
}
PHASE_TERMS: dict[Phase, str] = {
    Phase.RESOLVE: "DNS",
    Phase.CONNECT: "TCP",
    Phase.PROXY: "CONNECT or SOCKS",
    Phase.TLS: "TLS handshake",
    Phase.GREETING: "banner",
    Phase.EHLO: "EHLO",
    Phase.STARTTLS: "STARTTLS",
    Phase.AUTH: "AUTH",
    Phase.ENVELOPE: "MAIL, RCPT, DATA",
    Phase.UPLOAD: "body",
    Phase.REPLY: "final reply",
    Phase.DOWNLOAD: "response body",
}
"""The field's own term of each step, for the detail."""
PHASE_MEANS: dict[Phase, str] = {
    Phase.RESOLVE: "Finding the server's address by its name.",
    Phase.CONNECT: "Reaching the server.",
    Phase.PROXY: "Asking this network's proxy to pass the connection on.",
    Phase.TLS: "Agreeing on encryption, and checking that the server is who it says.",
    Phase.GREETING: "Waiting until the server says that it is ready.",
    Phase.EHLO: "Asking the server what it can do.",
    Phase.STARTTLS: "Asking the server to encrypt all that follows.",
    Phase.AUTH: "Showing the server the key.",
    Phase.ENVELOPE: "Saying who sends the mail and who gets it.",
    Phase.UPLOAD: "Handing over the mail itself.",
    Phase.REPLY: "Waiting for the server's yes or no.",
    Phase.DOWNLOAD: "Reading the rest of the answer.",
}
"""Each step in plain words."""


def group_word(group: PhaseGroup, phases: Collection[Phase]) -> str:
    """Name the work of these phases of a group; who never came to show a key did not sign in."""
    is_greeting = group is PhaseGroup.SIGN_IN and Phase.AUTH not in phases
    return PHASE_WORDS[Phase.GREETING] if is_greeting else GROUP_WORDS[group]


def doing_words(phase: Phase) -> str:
    """Say what is done in a step."""
    return DOING[phase].capitalize()


def percent_words(phase: Phase, fraction: float) -> str:
    """Give how much has been uploaded, of `fraction` (0 to 1), to stand behind what is done."""
    is_under_way = phase is Phase.UPLOAD and fraction > 0
    return f" {min(99, round(fraction * 100))} %" if is_under_way else ""


def progress_words(phase: Phase, fraction: float = 0.0) -> str:
    """Say what an attempt is doing, and how much has been uploaded."""
    return f"{doing_words(phase)}…{percent_words(phase, fraction)}"


def path_words(path: Path) -> str:
    """Name a path in a table, e.g. `SMTP 587`."""
    match path:
        case WebApiPath():
            return "Web API"
        case SmtpPath(port=port):
            return f"SMTP {port}"
        case _ as never:
            assert_never(never)


TLS_STARTS: dict[Tls, str] = {
    Tls.STARTTLS: "after the greeting (STARTTLS)",
    Tls.IMPLICIT: "from the start (TLS)",
    Tls.PLAIN: "no encryption",
}
"""When encryption begins, as it is chosen beside a port."""
TLS_WORDS: dict[Tls, str] = {
    Tls.STARTTLS: f"encryption {TLS_STARTS[Tls.STARTTLS]}",
    Tls.IMPLICIT: f"encrypted {TLS_STARTS[Tls.IMPLICIT]}",
    Tls.PLAIN: TLS_STARTS[Tls.PLAIN],
}


def path_sentence(path: Path) -> str:
    """Name a path with its kind of encryption, for a detail or a plan."""
    match path:
        case WebApiPath():
            return "Web API (HTTPS)"
        case SmtpPath(port=port, tls=tls):
            return f"SMTP {port}, {TLS_WORDS[tls]}"
        case _ as never:
            assert_never(never)


def people(count: int) -> str:
    """Count recipients in words: `1 person`, `3 people`."""
    return "1 person" if count == 1 else f"{count:,} people"


def short_address(address: str) -> str:
    """Give an address as a button has room for it; a long one says more by its domain."""
    if len(address) <= _MOST_OF_ADDRESS:
        return address
    half = _MOST_OF_ADDRESS // 2
    return f"{address[: half - 1]}…{address[-half:]}"


def all_of(count: int) -> str:
    """Speak of each of several: `both`, `all 3`."""
    return "both" if count == 2 else f"all {count:,}"


def practice_tag(simulated_ms: float | None = None) -> str:
    """Give the tag that practice times always carry."""
    return "practice" if not simulated_ms else f"practice, simulated {simulated_ms:.0f} ms"


def timing_quality(clock_is_kernel: bool, lag_ns: int, total_ns: int) -> str:
    """Say how far the times can be trusted.

    Kernel stamps are taken outside this program, so its own lateness does not matter to what
    is waited for; but what it wrote late is a part of the whole, told from a tenth of that on.
    With other stamps it does not matter where it is under a hundredth.
    """
    busy_ms = max(1, round(lag_ns / 1e6))
    if clock_is_kernel:
        is_told = lag_ns * 10 >= total_ns > 0
        return f"waits exact; this computer was busy {busy_ms} ms" if is_told else "exact"
    if busy_ms * 1e6 < total_ns / 100:
        return f"exact to {busy_ms} ms"
    return f"approximate (this window was busy {busy_ms} ms)"
