"""A message on its way: the delivery, its attempts, and how each ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from sgdesk.message import Message
from sgdesk.route import Endpoint, Path, Route
from sgdesk.trace import Phase, Trace

DeliveryId = NewType("DeliveryId", str)
AttemptId = NewType("AttemptId", str)


def short_id(attempt_id: AttemptId) -> str:
    """Give the beginning of an attempt's id, by which people find it in the history."""
    return attempt_id[:8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The server took the message for every recipient; delivery comes later, or not at all."""

    checked_only: bool = False
    """SendGrid checked it in its sandbox mode (200) and sends nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """SMTP only: some recipients were refused, the message was accepted for the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A permanent no from the server; nothing went out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """A temporary no from the server; nothing went out."""

    retry_after_s: float | None = None
    """What the server asked for; `None` when it named no time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSent:
    """The path failed before the commit point; sending again is safe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """The path failed after the whole message was handed over and before the answer.

    Never retried without the user: it may deliver twice.
    """

    after: Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """The user stopped it before the commit point; after it, a cancel is `Unknown`."""


Outcome = Accepted | Partial | Rejected | Deferred | NotSent | Unknown | Cancelled

OUTCOME_WORDS: dict[type[Outcome], str] = {
    Accepted: "accepted",
    Partial: "partial",
    Rejected: "rejected",
    Deferred: "deferred",
    NotSent: "not_sent",
    Unknown: "unknown",
    Cancelled: "cancelled",
}
"""The `outcome` words of the command line's JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why an attempt ended badly, in words for the user; `id` is stable."""

    id: str
    title: str
    explanation: str
    remedy: str
    source: str
    """The SendGrid page or RFC that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerError:
    """One error of a Web API answer, as it came."""

    message: str
    field: str = ""
    """The part of the request that it is about, e.g. `personalizations.0.to`; often none."""
    help: str = ""
    """The address of a page on it; often none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientResult:
    """What the server said of one recipient."""

    address: str
    accepted: bool | None
    """`None` when the recipient was taken and the answer to the mail never came: it may have
    been delivered, so sending it again may deliver it twice."""
    code: int | None = None
    reply: str = ""

    @property
    def is_put_off(self) -> bool:
        """Say whether the server said "not now" (4yz, RFC 5321 section 4.2.1), not "never"."""
        return self.accepted is False and self.code is not None and 400 <= self.code < 500

    @property
    def was_not_asked(self) -> bool:
        """Say whether the conversation ended before the server judged this recipient."""
        return self.accepted is False and self.code is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try to hand a message over, with the server's words as they came."""

    id: AttemptId
    delivery_id: DeliveryId
    path: Path
    host: str
    port: int
    outcome: Outcome
    trace: Trace
    code: int | None = None
    """The SMTP or HTTP code that decided the outcome; `None` when none came."""
    enhanced_code: str | None = None
    """RFC 3463, when the server sent one; never guessed."""
    reply: str = ""
    errors: tuple[ServerError, ...] = ()
    """What a Web API answer says one by one; `reply` holds the messages of all."""
    message_id: str | None = None
    """SMTP's `queued as` id or the API's `X-Message-Id`."""
    recipients: tuple[RecipientResult, ...] = ()
    problem: Problem | None = None
    transcript: str = ""
    """The redacted dialogue, one `C:`/`S:` line each."""
    practice: bool = False
    smtpapi: bool = True
    """Whether the server was taken to read X-SMTPAPI; without it SMTP loses what `losses` names."""
    simulated_ms: float | None = None
    """The distance that the local SendGrid pretended to have, there and back; usually none."""
    simulated: str = ""
    """What else it was asked to let go wrong on this way, e.g. `no answer on 587`."""

    @property
    def endpoint(self) -> Endpoint:
        """Give the name and port that were asked for; an override may have led elsewhere."""
        return Endpoint(host=self.host, port=self.port)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to be handed over by one route."""

    id: DeliveryId
    message: Message
    route: Route
    created_at: datetime
    group_id: str = ""
    """Equal for deliveries of one message by several paths, so that they stand together."""
    account: str = ""
    """Who it is sent as: the profile's name, `Practice` for the local SendGrid; or nothing."""
