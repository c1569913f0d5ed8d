"""A diagnosis in words: the matrix of ways and steps, and the `--json` document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sgdesk.diagnose.case import ARRIVED, Case
from sgdesk.diagnose.finding import Certainty, Severity
from sgdesk.diagnose.observation import (
    Connected,
    Encrypted,
    HttpAnswered,
    Keyed,
    LookedUp,
    Observation,
    Probe,
    Replied,
    Result,
    Role,
    Target,
)
from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.present.words import Tone, path_words
from sgdesk.route import Tls
from sgdesk.settings import Settings, Source

SCHEMA = "sgdesk.diagnose/1"
COLUMNS: tuple[tuple[str, tuple[Probe, ...]], ...] = (
    ("Look-up", (Probe.LOOK_UP,)),
    ("Connect", (Probe.CONNECT, Probe.PROXY)),
    ("Greeting", (Probe.GREETING, Probe.EHLO)),
    ("Encryption", (Probe.STARTTLS, Probe.TLS, Probe.EHLO_TLS)),
    ("Sign-in", (Probe.AUTH, Probe.SCOPES, Probe.KEY)),
)
"""The matrix's columns with the steps that each sums up, in their order."""
SLOW_MS = {Probe.LOOK_UP: 1000.0, Probe.CONNECT: 1000.0, Probe.GREETING: 5000.0}

RESULT_WORDS: dict[Result, str] = {
    Result.OK: "ok",
    Result.NO_ANSWER: "no answer",
    Result.REFUSED: "refused",
    Result.UNREACHABLE: "no way there",
    Result.FORBIDDEN: "forbidden here",
    Result.CUT_OFF: "cut off",
    Result.CHANGED: "changed on the way",
    Result.NOT_VERIFIED: "not verified",
    Result.NOT_FOUND: "not found",
    # Not that one is missing: under a good verdict that would read as a fault.
    Result.NEEDS_KEY: "not tried",
    Result.LATER: "asks to wait",
    Result.FAULT: "has a fault",
    Result.NOT_TESTED: "not tested",
}
STEP_WORDS: dict[Probe, str] = {
    Probe.LOOK_UP: "Look-up",
    Probe.CONNECT: "Connect",
    Probe.PROXY: "Proxy",
    Probe.GREETING: "Greeting",
    Probe.EHLO: "EHLO",
    Probe.STARTTLS: "STARTTLS",
    Probe.TLS: "Encryption",
    Probe.EHLO_TLS: "EHLO when encrypted",
    Probe.AUTH: "Sign-in",
    Probe.SCOPES: "GET /v3/scopes",
    Probe.PORTAL: "GET /",
    Probe.WALK: "Test",
    Probe.KEY: "Key",
    Probe.AGAIN: "Connect again",
    Probe.LARGE: "Large question",
    Probe.PLAIN: "Listen without encryption",
    Probe.TLS_FIRST: "Encrypt at once",
    Probe.OTHER_NAME: "Encryption for another name",
    Probe.OTHER_STORE: "Encryption by public issuers",
    Probe.PROXY_FOUND: "Proxy in the settings of this computer",
}
_KEY_KEPT = "not shown"
"""Of a key that cannot be one, or is not for that server."""
FAMILY_WORDS = {"ipv4": "IPv4", "ipv6": "IPv6"}
CERTAINTY_WORDS = {
    Certainty.CERTAIN: "Certain",
    Certainty.LIKELY: "Likely",
    Certainty.POSSIBLE: "Possible",
}
SEVERITY_TONES = {
    Severity.ERROR: Tone.BAD,
    Severity.WARNING: Tone.WARN,
    Severity.INFO: Tone.NEUTRAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One step of one way."""

    mark: str
    words: str
    tone: Tone
    evidence: tuple[str, ...] = ()
    """Ids of the observations behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One way."""

    target: Target
    name: str
    cells: tuple[Cell, ...]
    """As many as `COLUMNS`."""


NOT_REACHED = Cell(mark="", words="not reached", tone=Tone.NEUTRAL)
_NOT_TESTED = Cell(mark="", words=RESULT_WORDS[Result.NOT_TESTED], tone=Tone.NEUTRAL)
NO_STEP = Cell(mark="", words="–", tone=Tone.NEUTRAL)
"""Of a way that has no such step."""


def matrix(diagnosis: Diagnosis) -> tuple[Row, ...]:
    """Give the rows."""
    case = Case(diagnosis.observations)
    suspect = {
        each
        for finding in diagnosis.findings
        if finding.severity in (Severity.ERROR, Severity.WARNING)
        for each in finding.evidence
    }
    return tuple(
        Row(
            target=target,
            name=path_words(target.path),
            cells=_cells(case, target, suspect),
        )
        for target in diagnosis.targets
    )


def _cells(case: Case, target: Target, suspect: set[str]) -> tuple[Cell, ...]:
    """Give the cells in the order of the columns, made in the order of the way's own steps."""
    made: dict[str, Cell] = {}
    stopped = False
    missing = NOT_REACHED if case.best(target, Probe.WALK) is None else _NOT_TESTED
    for title, probes in _in_own_order(target):
        found = [o for probe in probes if (o := case.best(target, probe)) is not None]
        failed = next((o for o in found if o.result not in ARRIVED), None)
        if stopped or not found:
            made[title] = missing
            continue
        stopped = failed is not None
        if failed is not None and failed.result is Result.NOT_TESTED:
            missing = _NOT_TESTED
        made[title] = _cell(failed or _telling(title, found), found, suspect)
    return tuple(made.get(title, NO_STEP) for title, _ in COLUMNS)


def _in_own_order(target: Target) -> Iterator[tuple[str, tuple[Probe, ...]]]:
    """Give the columns that a way has, in the order in which it meets them.

    Where encryption comes first, the server greets and lists what it can behind it.
    """
    steps = dict(COLUMNS)
    if target.role is Role.API:
        del steps["Greeting"]
    elif target.tls is Tls.IMPLICIT:
        steps = {
            "Look-up": steps["Look-up"],
            "Connect": steps["Connect"],
            "Encryption": (Probe.TLS,),
            "Greeting": (Probe.GREETING, Probe.EHLO_TLS),
            "Sign-in": steps["Sign-in"],
        }
    if target.tls is Tls.PLAIN:
        del steps["Encryption"]
    if not target.signs_in:
        del steps["Sign-in"]
    yield from steps.items()


def _telling(title: str, found: Sequence[Observation]) -> Observation:
    """Choose of the steps of one cell the one whose time is shown."""
    if title == "Encryption":
        return next((o for o in found if o.probe is Probe.TLS), found[-1])
    # Where the key was tried, that is what there is to say.
    return found[-1] if title == "Sign-in" else found[0]


def _cell(shown: Observation, found: Sequence[Observation], suspect: set[str]) -> Cell:
    evidence = tuple(o.id for o in found)
    words = RESULT_WORDS[shown.result]
    if shown.result in (Result.NEEDS_KEY, Result.NOT_TESTED):
        return Cell(mark="", words=words, tone=Tone.NEUTRAL, evidence=evidence)
    if shown.result is Result.LATER:
        return Cell(mark="!", words=words, tone=Tone.WARN, evidence=evidence)
    if isinstance(shown.seen, Keyed) and _was_kept(shown.seen, shown.result):
        words = _KEY_KEPT
    if shown.result is not Result.OK:
        return Cell(mark="✕", words=words, tone=Tone.BAD, evidence=evidence)
    marked = [o for o in found if o.id in suspect]
    if any(o.least_ms > SLOW_MS.get(o.probe, o.least_ms) for o in found):
        return Cell(mark="!", words=f"slow, {_ms(shown.ms)}", tone=Tone.WARN, evidence=evidence)
    if marked and shown.probe in (Probe.GREETING, Probe.EHLO, Probe.EHLO_TLS):
        return Cell(mark="!", words=RESULT_WORDS[Result.CHANGED], tone=Tone.WARN, evidence=evidence)
    if shown.probe is Probe.TLS:
        word = "verified, but read" if marked else "verified"
        tone = Tone.WARN if marked else Tone.GOOD
        return Cell(mark="!" if marked else "✓", words=word, tone=tone, evidence=evidence)
    if shown.probe is Probe.KEY:
        return Cell(mark="✓", words="key taken", tone=Tone.GOOD, evidence=evidence)
    return Cell(mark="✓", words=f"ok {_ms(shown.ms)}".strip(), tone=Tone.GOOD, evidence=evidence)


def _was_kept(seen: Keyed, result: Result) -> bool:
    """Say whether the key was refused here, and never shown to the server."""
    return result is Result.REFUSED and seen.code is None


def _ms(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f} ms" if value >= 1 else "< 1 ms"


def detail(observation: Observation) -> str:
    """Say in one line what was seen."""
    if observation.result is Result.NO_ANSWER and not getattr(observation.seen, "error", ""):
        within = "" if observation.ms is None else f" within {observation.ms / 1000:.1f} s"
        return f"no answer{within}"
    if observation.result is Result.NOT_TESTED:
        return getattr(observation.seen, "error", "") or "no tool for it there"
    seen = observation.seen
    match seen:
        case LookedUp():
            code = f" ({seen.error})" if seen.error else ""
            return ", ".join(seen.addresses) or f"{RESULT_WORDS[observation.result]}{code}"
        case Connected():
            rtt = "" if seen.rtt_ms is None else f"round trip {seen.rtt_ms:.1f} ms"
            again = f"tried {seen.tries} times" if seen.tries > 1 else ""
            return ", ".join(filter(None, (seen.address, seen.error, rtt, again)))
        case Replied():
            first = seen.lines[0] if seen.lines else ""
            said = first if seen.code is None else f"{seen.code} {first}"
            return ", ".join(filter(None, (said.strip(), seen.error)))
        case Encrypted():
            facts = seen.facts
            version = facts.version if facts else ""
            issuer = f"issued by {facts.issuer}" if facts and facts.issuer else ""
            return ", ".join(filter(None, (seen.error, version, issuer)))
        case HttpAnswered():
            status = "" if seen.status is None else str(seen.status)
            return ", ".join(filter(None, (status, seen.error, _clock(seen.skew_s))))
        case Keyed():
            return _of_key(seen, observation.result)


def _clock(skew_s: float | None) -> str:
    """Say how far the server's clock is off, beyond the second in which it tells the time."""
    if skew_s is None or abs(skew_s) < _CLOCK_TELLS_S:
        return ""
    return f"server's clock {abs(skew_s):.0f} s {'ahead' if skew_s > 0 else 'behind'}"


_CLOCK_TELLS_S = 2.0


def _of_key(seen: Keyed, result: Result) -> str:
    """Say what a server said to the key, and what the key let us see."""
    code = "" if seen.code is None else str(seen.code)
    said = f"{code} {seen.reply}".strip() or ("taken" if result is Result.OK else "")
    said = _KEY_KEPT if _was_kept(seen, result) else said
    senders = seen.verified_senders
    known = "" if senders is None else f"{senders} verified sender{'' if senders == 1 else 's'}"
    left = "" if seen.sends_left is None else f"{seen.sends_left:,} sends left"
    may = {True: "may send", False: "may not send", None: ""}[seen.may_send]
    return ", ".join(filter(None, (said, may, known, left)))


def evidence_line(observation: Observation) -> str:
    """Say where and how something was seen; a look-up is one for all ports of its server."""
    what = STEP_WORDS[observation.probe]
    if isinstance(observation.seen, LookedUp):
        where = f"{observation.target.host} {FAMILY_WORDS[observation.seen.family]}"
    else:
        where = observation.target.text
    return f"{what} {where}: {detail(observation)}".removesuffix(": ")


def hosts_line(settings: Settings, diagnosis: Diagnosis) -> str:
    """Name the servers that were tested, and who has chosen them where it was not SendGrid."""
    chosen = [
        resolved.where or resolved.source.value
        for key in ("api_url", "smtp_host", "connect_to", "proxy")
        for resolved in (settings.source(key),)
        if resolved.source is not Source.DEFAULT
    ]
    by = f" (set by {', '.join(dict.fromkeys(chosen))})" if chosen else ""
    return servers_line(diagnosis.targets, diagnosis.observations, by)


def servers_line(
    targets: Sequence[Target], observations: Sequence[Observation], by: str = ""
) -> str:
    """Name the servers that were tested, and those of others; `by` follows the first."""
    hosts = dict.fromkeys(target.host for target in targets)
    others = dict.fromkeys(o.target.text for o in observations if o.target.role is Role.CONTROL)
    also = f"; of others: {', '.join(others)}" if others else ""
    return f"Tested: {', '.join(hosts)}{by}{also}."


def diagnosis_json(diagnosis: Diagnosis) -> dict[str, Any]:
    """Give the `--json` document."""
    verdict = diagnosis.verdict
    return {
        "schema": SCHEMA,
        "verdict": {
            "headline": verdict.headline,
            "use": None if verdict.use is None else verdict.use.text,
            "confidence": verdict.certainty.value,
        },
        "findings": [
            {
                "id": f.id,
                "title": f.title,
                "severity": f.severity.value,
                "confidence": f.certainty.value,
                "explanation": f.explanation,
                "remedy": f.remedy,
                "evidence": list(f.evidence),
                "settled_by": f.settled_by or None,
                "source": f.source,
            }
            for f in diagnosis.findings
        ],
        "observations": [observation_json(o) for o in diagnosis.observations],
    }


def observation_json(observation: Observation) -> dict[str, Any]:
    """Give one observation for the document and for `--events`."""
    return {
        "id": observation.id,
        "probe": observation.probe.value,
        "target": observation.target.text,
        "result": observation.result.value,
        "ms": observation.ms,
        "detail": detail(observation),
    }
