"""Rules about what a mail server says before encryption, and what devices do to it.

Source: RFC 5321 and RFC 3207; the ESMTP inspection of Cisco's ASA, which masks
the banner and unknown words with asterisks and X's.
"""

import re
from collections.abc import Iterator

from sgdesk.diagnose.case import Case, is_loopback
from sgdesk.diagnose.finding import SETTLE_OTHERS, Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import Encrypted, Observation, Probe, Replied, Result, Target
from sgdesk.diagnose.rules.order import is_shaken
from sgdesk.diagnose.rules.replies import best_of, first_line
from sgdesk.diagnose.rules.saying import capital, does, ids, instead, ports, targets, whom

SLOW_GREETING_MS = 5000.0
_MASKED = re.compile(r"\*{8,}")
_SMTP = "RFC 5321 section 3.1"
_CISCO = "Cisco ASA manual, ESMTP inspection"


def no_greeting(case: Case) -> Iterator[Finding]:
    """Connected, and nobody speaks."""
    silent = [
        o
        for o in best_of(case, Probe.GREETING, Result.NO_ANSWER)
        if not any(map(is_shaken, case.seen(o.target, Probe.TLS_FIRST)))
    ]
    if silent:
        elsewhere = instead(case, silent)
        yield Finding(
            id="D-SMTP-1",
            layer=Layer.MAIL,
            severity=Severity.ERROR,
            certainty=Certainty.LIKELY,
            title=f"{capital(ports(silent))} {does(silent, 'takes', 'take')} connections and "
            f"{does(silent, 'stays', 'stay')} silent",
            explanation="A mail server speaks first. Something between here and the server holds "
            "the connection, or a program on this computer does that scans mail.",
            remedy=elsewhere,
            source=_SMTP,
            evidence=ids(silent),
            targets=targets(silent),
            settled_by=SETTLE_OTHERS,
        )


def cut_before_greeting(case: Case) -> Iterator[Finding]:
    """Connected, and hung up at once: so fast at times that the connect itself has failed."""
    greetings = best_of(case, Probe.GREETING, Result.CUT_OFF)
    connects = [o for t in case.ways if (o := case.best(t, Probe.CONNECT)) is not None]
    cut = [*greetings, *(o for o in connects if o.result is Result.CUT_OFF)]
    if cut:
        yield Finding(
            id="D-TCP-6",
            layer=Layer.MAIL,
            severity=Severity.ERROR,
            certainty=Certainty.LIKELY,
            title=f"{capital(ports(cut))} {does(cut, 'takes', 'take')} connections and "
            f"{does(cut, 'closes', 'close')} them",
            explanation="The connection came about and was ended before the server had spoken. "
            "Firewalls that look into mail do that.",
            remedy=instead(case, cut),
            source=_SMTP,
            evidence=ids(cut),
            targets=targets(cut),
            settled_by=SETTLE_OTHERS,
        )


def cut_after_greeting(case: Case) -> Iterator[Finding]:
    """The talk was ended, or fell silent, in its midst."""
    for probe in (Probe.EHLO, Probe.STARTTLS, Probe.EHLO_TLS):
        cut = [*best_of(case, probe, Result.CUT_OFF), *best_of(case, probe, Result.NO_ANSWER)]
        if cut:
            said = "STARTTLS" if probe is Probe.STARTTLS else "EHLO"
            yield Finding(
                id="D-TCP-6",
                layer=Layer.MAIL,
                severity=Severity.ERROR,
                certainty=Certainty.LIKELY,
                title=f"The connection is stopped after {said}",
                explanation=f"The server greeted; after {said} "
                + (
                    "the connection was ended."
                    if cut[0].result is Result.CUT_OFF
                    else "nothing came any more."
                )
                + " A device that looks into mail stands in between.",
                remedy=instead(case, cut),
                source=_SMTP,
                evidence=ids(cut),
                targets=targets(cut),
                settled_by=SETTLE_OTHERS,
            )


def not_mail(case: Case) -> Iterator[Finding]:
    """What answers speaks something else."""
    other = best_of(case, Probe.GREETING, Result.CHANGED)
    if other:
        first = first_line(other[0])
        yield Finding(
            id="D-SMTP-8",
            layer=Layer.MAIL,
            severity=Severity.ERROR,
            certainty=Certainty.CERTAIN,
            title=f"What answers on {ports(other)} is no mail server",
            explanation=f'It said "{first}".{_speaker(other[0])}',
            remedy="If this network has a sign-in page, sign in first. " + instead(case, other),
            source=_SMTP,
            evidence=ids(other),
            targets=targets(other),
        )


def greeted_with_no(case: Case) -> Iterator[Finding]:
    """The server refuses to talk."""
    refused = best_of(case, Probe.GREETING, Result.REFUSED)
    if refused:
        yield Finding(
            id="D-SMTP-GREETING",
            layer=Layer.MAIL,
            severity=Severity.ERROR,
            certainty=Certainty.LIKELY,
            title=f"The server on {ports(refused)} refuses this computer",
            explanation=f'It greeted with "{first_line(refused[0])}".',
            remedy="Try again later. If it stays so: " + instead(case, refused),
            source="RFC 5321 section 3.1",
            evidence=ids(refused),
            targets=targets(refused),
        )


def slow_greeting(case: Case) -> Iterator[Finding]:
    """The greeting takes its time: a tarpit, or a device that looks into mail."""
    late = [o for o in best_of(case, Probe.GREETING, Result.OK) if o.least_ms > SLOW_GREETING_MS]
    if late:
        yield Finding(
            id="D-SMTP-1",
            layer=Layer.MAIL,
            severity=Severity.WARNING,
            certainty=Certainty.LIKELY,
            title=f"{capital(ports(late))} {does(late, 'greets', 'greet')} only after "
            f"{late[0].least_ms / 1000:.0f} s",
            explanation="Something makes mail connections wait. Programs with short time limits "
            "give up before.",
            remedy=instead(case, late),
            source="RFC 5321 section 4.5.3.2.1",
            evidence=ids(late),
            targets=targets(late),
            settled_by=SETTLE_OTHERS,
        )


def masked(case: Case) -> Iterator[Finding]:
    """A device has put asterisks over the greeting."""
    hidden = [
        o
        for o in best_of(case, Probe.GREETING, Result.OK)
        if isinstance(o.seen, Replied) and _MASKED.search(" ".join(o.seen.lines))
    ]
    if hidden:
        yield Finding(
            id="D-SMTP-3",
            layer=Layer.MAIL,
            severity=Severity.WARNING
            if all(map(case.seems_to_work, targets(hidden)))
            else Severity.ERROR,
            certainty=Certainty.CERTAIN,
            title=f"A firewall inspects mail on {ports(hidden)}",
            explanation="It has masked the server's greeting with asterisks. Such devices damage "
            "mail connections, and often remove encryption.",
            remedy=f"Ask the administrator to switch off SMTP inspection for {whom(hidden)}. "
            + instead(case, hidden),
            source=_CISCO,
            evidence=ids(hidden),
            targets=targets(hidden),
        )


def diverted(case: Case) -> Iterator[Finding]:
    """Another mail server answers in SendGrid's place."""
    others: list[Observation] = []
    proved = unproved = False
    for o in best_of(case, Probe.GREETING, Result.OK):
        target = o.target
        if not isinstance(o.seen, Replied) or not target.means_sendgrid:
            continue
        line = " ".join(o.seen.lines)
        if _is_sendgrids(line) or _MASKED.search(line) or _is_vouched_for(case, target):
            continue
        others.append(o)
        unproved = unproved or case.is_untested(target)
        shown = case.best(target, Probe.TLS)
        proved = proved or (shown is not None and shown.result is Result.NOT_VERIFIED)
    if others:
        yield Finding(
            id="D-SMTP-2",
            layer=Layer.MAIL,
            severity=Severity.ERROR,
            certainty=_as_proved(proved=proved, unproved=unproved),
            title=f"Mail on {ports(others)} is diverted to another server",
            explanation=f'It greets with "{first_line(others[0])}", which is not SendGrid'
            + (", and cannot show SendGrid's certificate." if proved else "."),
            remedy="Your provider may do this; ask it to stop. " + instead(case, others),
            source="SendGrid documentation, Getting started with the SMTP API",
            evidence=ids(others),
            targets=targets(others),
        )


def hello_refused(case: Case) -> Iterator[Finding]:
    """EHLO itself is not known or not liked."""
    refused = [
        *best_of(case, Probe.EHLO, Result.REFUSED),
        *best_of(case, Probe.EHLO_TLS, Result.REFUSED),
    ]
    if refused:
        yield Finding(
            id="D-SMTP-6",
            layer=Layer.MAIL,
            severity=Severity.ERROR,
            certainty=Certainty.LIKELY,
            title=f"The server on {ports(refused)} does not take EHLO",
            explanation=f'It answered "{first_line(refused[0])}". Without EHLO there is neither '
            "encryption nor sign-in.",
            remedy=instead(case, refused),
            source="RFC 5321 section 4.1.1.1",
            evidence=ids(refused),
            targets=targets(refused),
        )


RULES = (
    no_greeting,
    cut_before_greeting,
    cut_after_greeting,
    not_mail,
    greeted_with_no,
    slow_greeting,
    masked,
    diverted,
    hello_refused,
)


def _is_sendgrids(line: str) -> bool:
    return line.startswith("SG ESMTP") or "sendgrid" in line.lower()


def _is_vouched_for(case: Case, target: Target) -> bool:
    """Say whether a certificate of the right name came after all, from a public issuer."""
    shown = case.best(target, Probe.TLS)
    return (
        shown is not None
        and shown.result is Result.OK
        and isinstance(shown.seen, Encrypted)
        and shown.seen.facts is not None
        and (not shown.seen.facts.private_issuer or is_loopback(target))
    )


def _as_proved(*, proved: bool, unproved: bool) -> Certainty:
    """Say how sure it is that another server answers: a certificate could have vouched for it."""
    if proved:
        return Certainty.CERTAIN
    return Certainty.POSSIBLE if unproved else Certainty.LIKELY


_SPEAKERS = (
    ("HTTP/", "a web server"),
    ("<html", "a web server"),
    ("<!doctype", "a web server"),
    ("SSH-", "an SSH server"),
    ("* OK", "an IMAP server, from which mail is read"),
    ("+OK", "a POP3 server, from which mail is read"),
    ("\x15\x03", "a server that speaks TLS from the start"),
    ("\x16\x03", "a server that speaks TLS from the start"),
)


def _speaker(seen: Observation) -> str:
    """Say what speaks so; nothing where it is not known."""
    first = seen.seen.first_bytes.decode("latin-1") if isinstance(seen.seen, Replied) else ""
    said = (first or first_line(seen)).lstrip().lower()
    who = next((who for word, who in _SPEAKERS if said.startswith(word.lower())), "")
    return f" That is {who}." if who else ""
