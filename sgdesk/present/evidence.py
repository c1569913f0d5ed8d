"""What was seen at one step of a diagnosis: error name, time, bytes, certificate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sgdesk.diagnose.observation import (
    Connected,
    Encrypted,
    HttpAnswered,
    Keyed,
    LookedUp,
    Observation,
    Replied,
    Result,
)
from sgdesk.present.certificate import Facts, certificate_facts
from sgdesk.present.diagnosis import FAMILY_WORDS, RESULT_WORDS, STEP_WORDS
from sgdesk.present.words import Tone
from sgdesk.trace import TlsFacts

_ERROR = ("Error", "The name that the system or OpenSSL gives to what went wrong.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One observation."""

    title: str
    result: str
    tone: Tone
    facts: Facts


def evidence(observations: Iterable[Observation], now: datetime) -> tuple[Evidence, ...]:
    """Word what was seen; `now` says which certificates have run out."""
    return tuple(_evidence(each, now) for each in observations)


def _evidence(observation: Observation, now: datetime) -> Evidence:
    result = observation.result
    tone = {Result.OK: Tone.GOOD, Result.LATER: Tone.WARN}.get(result, Tone.BAD)
    means = "How long this step took."
    took = _took(observation.ms)
    if observation.is_cut:
        took += ", ended by the time limit of the test"
    return Evidence(
        title=f"{STEP_WORDS[observation.probe]}, {_where(observation)}",
        result=RESULT_WORDS[result],
        tone=Tone.NEUTRAL if result in (Result.NEEDS_KEY, Result.NOT_TESTED) else tone,
        facts=tuple(f for f in (*_facts(observation, now), ("Time", took, means)) if f[1]),
    )


def _took(ms: float | None) -> str:
    if ms is None:
        return ""
    return f"{ms:.1f} ms" if ms < 1000 else f"{ms / 1000:.1f} s"


def _where(observation: Observation) -> str:
    match observation.seen:
        case LookedUp(family=family):
            return f"{observation.target.host} ({FAMILY_WORDS[family]})"
        case Connected(address=address) if address and address != observation.target.host:
            return f"{observation.target.text} at {address}"
        case _:
            return observation.target.text


def _facts(observation: Observation, now: datetime) -> Facts:
    seen = observation.seen
    match seen:
        case LookedUp():
            given = "\n".join(seen.addresses)
            return (("Addresses", given, "What the name server gave."), (*_named(seen.error),))
        case Connected():
            rtt = "" if seen.rtt_ms is None else f"{seen.rtt_ms:.1f} ms"
            again = f"{seen.tries}" if seen.tries > 1 else ""
            return (
                ("Address", seen.address, "The address that was connected to."),
                _named(seen.error),
                ("Round trip", rtt, "The way there and back, as the system measured it."),
                ("Tries", again, "A failure that came at once was tried once more."),
            )
        case Replied():
            return (*_reply(seen), _named(seen.error))
        case Encrypted():
            code = "" if seen.verify_code is None else f"{seen.verify_code}"
            number = ("OpenSSL code", code, "OpenSSL's number for what is wrong with it.")
            return (_named(seen.error), number, *_tls(seen.facts, now))
        case HttpAnswered():
            return _http(seen)
        case Keyed():
            return _keyed(seen)


def _named(error: str) -> tuple[str, str, str]:
    return (_ERROR[0], error, _ERROR[1])


def _reply(seen: Replied) -> Facts:
    code = "" if seen.code is None else f"{seen.code} "
    said = "\n".join(f"{code}{line}" for line in seen.lines)
    raw = "" if said and seen.code is not None else shown_bytes(seen.first_bytes)
    return (
        ("Answer", said, "The server's own words, line by line."),
        ("First bytes", raw, "What came, as it came; it is no reply of a mail server."),
    )


def _tls(facts: TlsFacts | None, now: datetime) -> Facts:
    if facts is None:
        return ()
    agreed = ", ".join(filter(None, (facts.version, facts.cipher)))
    shown = (("Encryption", agreed, "Version and cipher that both sides agreed on."),)
    return (*shown, *certificate_facts(facts, now))


def _http(seen: HttpAnswered) -> Facts:
    status = "" if seen.status is None else f"{seen.status}"
    headers = "\n".join(f"{name}: {value}" for name, value in seen.headers)
    # Never "-0 s": a whole number has no such.
    skew = "" if seen.skew_s is None else f"{round(seen.skew_s):+d} s"
    return (
        ("Status", status, "The number of the HTTP answer."),
        _named(seen.error),
        ("Headers", headers, "Those that tell who answered."),
        ("First bytes", shown_bytes(seen.first_bytes), "Of the answer, as they came."),
        ("Clock", skew, "How far the server's clock is ahead of this computer's."),
    )


def _keyed(seen: Keyed) -> Facts:
    code = "" if seen.code is None else f"{seen.code} "
    may = {True: "yes", False: "no", None: ""}[seen.may_send]
    senders = "" if seen.verified_senders is None else f"{seen.verified_senders}"
    left = "" if seen.sends_left is None else f"{seen.sends_left:,}"
    means = seen.problem.title if seen.problem is not None else ""
    return (
        ("Answer", f"{code}{seen.reply}".strip(), "The server's own words to the key."),
        ("Means", means, "What these words stand for."),
        ("May send", may, "Whether the permission Mail Send is among the key's."),
        ("Verified senders", senders, "Single senders; domains are not counted."),
        ("Sends left", left, "What is left of the plan."),
    )


def shown_bytes(data: bytes) -> str:
    """Show bytes as text, what cannot be read as its number; a line for each line."""
    lines: Sequence[bytes] = data.split(b"\n") if data else ()
    shown = [_shown_line(line, is_last=at == len(lines) - 1) for at, line in enumerate(lines)]
    return "\n".join(shown).rstrip("\n")


def _shown_line(line: bytes, *, is_last: bool) -> str:
    end = "" if is_last else "\\n"
    if not is_last and line.endswith(b"\r"):
        line, end = line[:-1], "\\r\\n"
    return "".join(chr(b) if 32 <= b < 127 else f"\\x{b:02x}" for b in line) + end
