"""From what was said in SMTP transactions to one outcome; pure.

One message may need several transactions on one session (a mail for each
recipient, where the server does not make the copies itself).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from sgdesk.delivery import (
    Accepted,
    Cancelled,
    Deferred,
    NotSent,
    Outcome,
    Partial,
    RecipientResult,
    Rejected,
    Unknown,
)
from sgdesk.sendgrid import catalogue_failures as failures
from sgdesk.sendgrid import catalogue_smtp
from sgdesk.trace import Phase
from sgdesk.transport.answers import Verdict, classify_smtp
from sgdesk.transport.circumstances import Circumstances, problem
from sgdesk.transport.classify import classify_exception
from sgdesk.transport.replies import Reply
from sgdesk.transport.transaction import Exchange

_TO_NOBODY = {
    catalogue_smtp.RECIPIENT.id: failures.DATA_WITHOUT_RECIPIENTS,
    catalogue_smtp.RECIPIENT_LATER.id: failures.ALL_LATER,
}
"""What is said in place of a recipient's own entry when there are several, and nobody was taken."""
_NAMED = 3
"""How many recipients of a kind an explanation names."""
_WORST_FIRST: tuple[type[Outcome], ...] = (
    Unknown,
    Cancelled,
    Rejected,
    Deferred,
    NotSent,
    Partial,
    Accepted,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailOutcome:
    """How one transaction, or all of a message together, ended."""

    verdict: Verdict
    reply: Reply | None = None
    """The reply that decided; `None` when none came."""
    recipients: tuple[RecipientResult, ...] = ()


def judge(
    exchange: Exchange,
    addresses: Sequence[str],
    *,
    failure: BaseException | None,
    phase: Phase,
    about: Circumstances,
) -> MailOutcome:
    """Judge one transaction; `failure` is the exception that ended it, in `phase`."""
    verdict, reply = _decide(exchange, len(addresses), failure, phase, about)
    recipients = _recipients(exchange, addresses, verdict, reply)
    refused = [r for r in recipients if r.accepted is False]
    if isinstance(verdict.outcome, Accepted) and refused:
        verdict = _partial(recipients, about, phase)
    return MailOutcome(verdict=verdict, reply=reply, recipients=recipients)


def unsent(addresses: Sequence[str], verdict: Verdict, reply: Reply | None = None) -> MailOutcome:
    """Give the outcome of a mail whose transaction never began."""
    results = tuple(RecipientResult(address=address, accepted=False) for address in addresses)
    return MailOutcome(verdict=verdict, reply=reply, recipients=results)


def merge(mails: Sequence[MailOutcome], about: Circumstances) -> MailOutcome:
    """Make one outcome of a message's several transactions.

    What may have been delivered twice outweighs all; otherwise a message that
    went out to some is `Partial`, and one that went out to nobody ends like
    the worst of its mails.
    """
    if len(mails) == 1:
        return mails[0]
    recipients = tuple(result for mail in mails for result in mail.recipients)
    worst = min(mails, key=lambda mail: _WORST_FIRST.index(type(mail.verdict.outcome)))
    refused = [result for result in recipients if result.accepted is False]
    if not refused or len(refused) == len(recipients):
        return replace(worst, recipients=recipients)
    if isinstance(worst.verdict.outcome, Unknown):
        return replace(worst, verdict=_naming(worst.verdict, recipients), recipients=recipients)
    verdict = _partial(recipients, about, Phase.REPLY)
    return replace(worst, verdict=verdict, recipients=recipients)


def _partial(recipients: Sequence[RecipientResult], about: Circumstances, phase: Phase) -> Verdict:
    """Tell who did not get it; where nobody was refused for good, nobody has to be corrected."""
    left_out = [result for result in recipients if result.accepted is False]
    entry = failures.SOME_REFUSED
    if all(result.is_put_off for result in left_out):
        entry = failures.SOME_LATER
    elif all(result.is_put_off or result.was_not_asked for result in left_out):
        entry = failures.SOME_NOT_REACHED
    words = _counts(recipients)
    return Verdict(outcome=Partial(), problem=problem(entry, about, phase, words=words))


def _naming(verdict: Verdict, recipients: Sequence[RecipientResult]) -> Verdict:
    """Say of whom it is unknown, where the message was one mail for each."""
    if verdict.problem is None:
        return verdict
    kinds = (("Accepted for", True), ("Not known for", None), ("Not sent to", False))
    sentences = []
    for words, kind in kinds:
        named = [result.address for result in recipients if result.accepted is kind]
        if named:
            more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
            sentences.append(f"{words} {', '.join(named[:_NAMED])}{more}.")
    explanation = " ".join((verdict.problem.explanation, *sentences))
    return replace(verdict, problem=replace(verdict.problem, explanation=explanation))


def _decide(
    exchange: Exchange,
    count: int,
    failure: BaseException | None,
    phase: Phase,
    about: Circumstances,
) -> tuple[Verdict, Reply | None]:
    if exchange.final is not None:
        code, text = exchange.final.code, exchange.final.text
        return classify_smtp(phase, code, text, committed=True, about=about), exchange.final
    decisive = None if exchange.is_committed else _decisive(exchange, count)
    if decisive is None:
        lost = failure or ConnectionResetError("the connection ended")
        committed = exchange.is_committed
        return classify_exception(lost, phase=phase, committed=committed, about=about), None
    command, reply = decisive
    step = Phase.ENVELOPE if command else Phase.UPLOAD
    verdict = classify_smtp(
        step,
        reply.code,
        reply.text,
        committed=False,
        about=about,
        command=command,
        flaw=reply.flaw,
    )
    entry = _TO_NOBODY.get(verdict.problem.id) if verdict.problem else None
    if command == "RCPT" and count > 1 and entry is not None:
        kind = (reply.code or 0) // 100
        alike = [each for each in exchange.recipients if (each.code or 0) // 100 == kind]
        words = {"refused": str(len(alike)), "total": str(count)}
        named = problem(entry, about, step, code=reply.code, reply=reply.text, words=words)
        verdict = replace(verdict, problem=named)
    return verdict, reply


def _decisive(exchange: Exchange, count: int) -> tuple[str, Reply] | None:
    """Find the reply that ended a transaction before its body was out, and what it answered."""
    if exchange.early is not None:
        return "", exchange.early
    said = [("MAIL", exchange.mail)] if exchange.mail else []
    said += [("RCPT", reply) for reply in exchange.recipients]
    said += [("DATA", exchange.data)] if exchange.data else []
    for command, reply in said:
        if reply.is_last:
            return command, reply
    refusal = exchange.refusal
    if refusal and refusal[0] == "RCPT" and len(exchange.recipients) < count:
        return None
    return refusal


def _recipients(
    exchange: Exchange, addresses: Sequence[str], verdict: Verdict, reply: Reply | None
) -> tuple[RecipientResult, ...]:
    """Give each recipient its own reply; one that was fine until the message failed gets that."""
    went_out = isinstance(verdict.outcome, Accepted)
    may_have = None if isinstance(verdict.outcome, Unknown) else went_out
    results = []
    for address, own in zip_longest(addresses, exchange.recipients[: len(addresses)]):
        # Where the mail never got its answer, what was said of them before is all there is.
        keeps_own = went_out or (may_have is None and reply is None)
        shown = own if own is not None and (keeps_own or not own.is_yes) else reply
        results.append(
            RecipientResult(
                address=address,
                accepted=may_have if own is not None and own.is_yes else False,
                code=shown.code if shown else None,
                reply=shown.text if shown else "",
            )
        )
    return tuple(results)


def _counts(recipients: Sequence[RecipientResult]) -> dict[str, str]:
    refused = [result for result in recipients if result.accepted is False]
    went_to = [result.address for result in recipients if result.accepted is not False]
    few = len(went_to) <= _NAMED
    named = "; ".join(
        r.address if r.was_not_asked else f'{r.address}: "{r.code} {r.reply}"'
        for r in refused[:_NAMED]
    )
    more = f"; and {len(refused) - _NAMED} more" if len(refused) > _NAMED else ""
    return {
        "refused": str(len(refused)),
        "total": str(len(recipients)),
        "accepted": ", ".join(went_to) if few else f"{len(went_to)} people",
        "reply": " ".join((named + more).split()),
    }
