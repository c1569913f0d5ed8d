"""One message on one SMTP session: rendered, checked against the offer, sent, judged.

A message is one transaction, or several when each recipient's mail is made
here and not by the server.
"""

from collections.abc import Sequence
from dataclasses import replace

from sgdesk.delivery import NotSent
from sgdesk.message import Message
from sgdesk.render import render_mime
from sgdesk.render.mime import new_stamp
from sgdesk.route import Route
from sgdesk.sendgrid import catalogue_failures as failures
from sgdesk.trace import Phase, TlsFacts
from sgdesk.transport.answers import Verdict
from sgdesk.transport.base import Mark
from sgdesk.transport.circumstances import Circumstances, largest_file, problem
from sgdesk.transport.classify import answer_in, classify_exception
from sgdesk.transport.envelope import Envelope, Offer, pieces, stuffed
from sgdesk.transport.mail_outcome import MailOutcome, judge, merge, unsent
from sgdesk.transport.session import Session, SessionRefusedError
from sgdesk.transport.transaction import Exchange
from sgdesk.wire.recorder import Recorder

_NOTHING = Offer()


class Mailing:
    """Carry one message and know at every moment how far it came."""

    def __init__(self, message: Message, route: Route) -> None:
        """Render, before anything is dialled; raises `MessageError`."""
        self._message = message
        self._route = route
        self._stamp = new_stamp()
        self._mails = render_mime(message, smtpapi=route.smtpapi, stamp=self._stamp)
        self._exchanges: list[Exchange] = []
        self._offer = _NOTHING
        self._body: tuple[bytes, bytes] | None = None
        self._ahead: Envelope | None = None
        # Ten megabytes take 15 ms: now, and not while the server waits for the envelope.
        self._stuffed_body(self._mails[0].body)

    async def send(
        self,
        session: Session,
        *,
        mark: Mark,
        recorder: Recorder,
        following: "Mailing | None" = None,
    ) -> int:
        """Send what the offer allows; give the number of transactions begun.

        The envelope of `following` goes out behind the body, if both messages
        are one transaction each and the server pipelines.
        Raises `SessionRefusedError` when the server cannot carry the message,
        `ConnectionError` when the connection ends.
        """
        try:
            self._fit(session.offer)
        except SessionRefusedError:
            # Not a byte of it has left: the step at which it stopped, all the same.
            recorder.begin(Phase.ENVELOPE)
            raise
        ahead = following.first_envelope(session.offer) if following else None
        for mail in self._mails:
            if self._ahead is not None and session.transaction.is_ahead:
                envelope = self._ahead
            else:
                envelope = Envelope.of(mail, session.offer)
            body = pieces(stuffed(mail.head), self._stuffed_body(mail.body))
            self._exchanges.append(Exchange())
            await session.transaction.send(
                envelope,
                body,
                self._exchanges[-1],
                mark=mark,
                recorder=recorder,
                following=ahead if len(self._mails) == 1 else None,
            )
        return len(self._exchanges)

    def starts_over(self) -> bool:
        """Forget a transaction to which nothing was answered; false when there is none such."""
        if len(self._exchanges) != 1 or self._exchanges[0] != Exchange():
            return False
        self._exchanges.clear()
        return True

    def first_envelope(self, offer: Offer) -> Envelope | None:
        """Give the envelope to send ahead; `None` when this message must wait for its turn."""
        try:
            self._fit(offer)
        except SessionRefusedError:
            return None
        if len(self._mails) != 1:
            return None
        self._ahead = Envelope.of(self._mails[0], offer)
        return self._ahead

    def outcome(
        self,
        failure: BaseException | None,
        phase: Phase,
        *,
        tls: TlsFacts | None,
        is_warm: bool,
        half_said: str = "",
    ) -> MailOutcome:
        """Judge what was done; `failure` is what stopped it in `phase`, if anything did.

        `half_said` is the beginning of an answer whose rest was waited for in vain.
        """
        largest = max(len(mail.head) + len(mail.body) for mail in self._mails)
        about = Circumstances(
            route=self._route,
            sender=self._message.sender.email,
            tls=tls,
            size_bytes=largest,
            largest_file=largest_file(self._message),
            limit_bytes=self._offer.size_limit,
            is_warm=is_warm,
            half_said=half_said,
        )
        begun = len(self._exchanges)
        outcomes = [
            self._for_everyone(
                judge(
                    exchange,
                    mail.recipients,
                    failure=failure if number == begun else None,
                    phase=phase,
                    about=about,
                )
            )
            for number, (mail, exchange) in enumerate(
                zip(self._mails, self._exchanges, strict=False), start=1
            )
        ]
        rest = [address for mail in self._mails[begun:] for address in mail.recipients]
        if rest:
            outcomes.append(self._for_everyone(self._not_begun(rest, failure, phase, about)))
        return merge(outcomes, about)

    def _not_begun(
        self,
        addresses: Sequence[str],
        failure: BaseException | None,
        phase: Phase,
        about: Circumstances,
    ) -> MailOutcome:
        if isinstance(failure, SessionRefusedError):
            named = problem(failure.entry, about, phase)
            return unsent(addresses, Verdict(outcome=NotSent(), problem=named))
        stopped = failure or ConnectionResetError("the connection ended before this mail")
        verdict = classify_exception(stopped, phase=phase, committed=False, about=about)
        return unsent(addresses, verdict, answer_in(stopped))

    def _fit(self, offer: Offer) -> None:
        """Refuse before a byte of the envelope what the server said it cannot carry."""
        self._offer = offer
        if any(mail.needs_smtputf8 for mail in self._mails):
            if not offer.smtputf8:
                raise SessionRefusedError(failures.NO_SMTPUTF8)
            self._mails = render_mime(
                self._message, smtpapi=self._route.smtpapi, smtputf8=True, stamp=self._stamp
            )
        limit = offer.size_limit
        if limit is not None and any(len(m.head) + len(m.body) > limit for m in self._mails):
            raise SessionRefusedError(failures.TOO_LARGE)

    def _for_everyone(self, outcome: MailOutcome) -> MailOutcome:
        """Give the one envelope recipient's result to all whom X-SMTPAPI names."""
        private = self._message.has_private_copies
        if not (self._route.smtpapi and private and outcome.recipients):
            return outcome
        result = outcome.recipients[0]
        named = (replace(result, address=to.address.email) for to in self._message.to)
        return replace(outcome, recipients=tuple(named))

    def _stuffed_body(self, body: bytes) -> bytes:
        """Stuff a body once for all copies that share it."""
        if self._body is None or self._body[0] is not body:
            self._body = (body, stuffed(body))
        return self._body[1]
