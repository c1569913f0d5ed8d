"""What was seen on another computer, as observations like those of a run of our own.

What could not be tested there is marked so, and counts neither as good nor as bad.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address

from sgdesk.diagnose.case import offers
from sgdesk.diagnose.elsewhere.lines import Shell
from sgdesk.diagnose.elsewhere.paste import read_paste
from sgdesk.diagnose.elsewhere.tested import Elsewhere
from sgdesk.diagnose.elsewhere.words import (
    of_connect_words,
    of_look_up_words,
    of_reply_words,
    of_tls_words,
    verify_code,
)
from sgdesk.diagnose.https_talk import judged
from sgdesk.diagnose.observation import (
    SHOWN_BYTES,
    Connected,
    Encrypted,
    HttpAnswered,
    LookedUp,
    Observation,
    Probe,
    Replied,
    Result,
    Role,
    Seen,
    Target,
    family_of,
)
from sgdesk.diagnose.verdict import diagnose
from sgdesk.errors import InputError
from sgdesk.route import Tls
from sgdesk.sendgrid.hosts import is_sendgrid_host
from sgdesk.trace import TlsFacts

_HEAD = re.compile(r"sgdesk-test [0-9]+ (\S+) ([0-9T:-]{19})Z")
_TEST = re.compile(r"test (api|smtp|web|control) (\S+):([0-9]{1,5}) (tls|starttls|plain)")
_STEP = re.compile(r"(\S+) (\S+) ([a-z0-9-]+) (ok|no|untested) ([0-9]{1,7}|-)(?: (.*))?")
_REPLY = re.compile(r"([0-9]{3})(?: (.*))?")
_STATUS = re.compile(r"HTTP/[0-9.]+ ([0-9]{3})\b")
_TLS = re.compile(r"code ([0-9]+|none) (roots|none)(?: (\S+))?(?: (\S+))?")
_DETAILS = ("tls-", "http-")
"""Steps that tell more of the one before."""
_CUT_AT = 290
"""A text this long may have been cut where it was printed."""
_REPLIES = {
    "greeting": Probe.GREETING,
    "ehlo": Probe.EHLO,
    "starttls": Probe.STARTTLS,
    "inner-ehlo": Probe.EHLO_TLS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One line, with what later lines tell more of it."""

    name: str
    state: str
    ms: float | None
    text: str
    more: dict[str, str]


def read_elsewhere(text: str) -> Elsewhere:
    """Judge what was pasted; raises `InputError` that says what is wrong with it."""
    paste = read_paste(text)
    head = _HEAD.match(paste.lines[0])
    if head is None:
        raise _unknown(1, paste.lines[0])
    try:
        tested_at = datetime.fromisoformat(head[2]).replace(tzinfo=UTC)
        shell = Shell(head[1])
    except ValueError as error:
        raise _unknown(1, paste.lines[0]) from error
    targets, ways = _sorted(paste.lines)
    seen: list[Observation] = []
    for (where, address), steps in ways.items():
        for place, target in targets.items():
            if where in (place, target.host):
                seen += _Way(target, address, tested_at).observations(steps)
    asked = tuple(t for t in targets.values() if t.role in (Role.API, Role.SMTP))
    return Elsewhere(
        diagnosis=diagnose(asked, seen),
        tested_at=tested_at,
        shell=shell,
        tests=paste.tests,
    )


Ways = dict[tuple[str, str], list[_Step]]


def _sorted(lines: Sequence[str]) -> tuple[dict[str, Target], Ways]:
    """Give what was to be tested by `host:port`, and the steps by place and address."""
    targets: dict[str, Target] = {}
    ways: Ways = {}
    for number, line in enumerate(lines[1:], start=2):
        if (test := _TEST.fullmatch(line)) is not None:
            targets.setdefault(f"{test[2]}:{test[3]}", _target(*test.groups()))
            continue
        match = _STEP.fullmatch(line)
        known = {*targets, *(t.host for t in targets.values())}
        if match is None or match[1] not in known:
            raise _unknown(number, line)
        where, address, name, state, ms, text = match.groups("")
        steps = ways.setdefault((where, address), [])
        if name.startswith(_DETAILS) and steps:
            steps[-1].more[name] = text
            continue
        steps.append(
            _Step(
                name=name,
                state=state,
                ms=None if ms == "-" else float(ms),
                text=text,
                more={},
            )
        )
    return targets, ways


def _target(role: str, host: str, port: str, tls: str) -> Target:
    return Target(
        role=Role(role),
        host=host.strip("[]"),
        port=int(port),
        tls=Tls(tls),
        means_sendgrid=role != "control" and is_sendgrid_host(host),
    )


class _Way:
    """One address of one way, step by step as far as a run of our own would have gone."""

    def __init__(self, target: Target, address: str, tested_at: datetime) -> None:
        self._target = target
        self._address = address
        self._tested_at = tested_at
        self._goes_on = True

    def observations(self, steps: Sequence[_Step]) -> Iterator[Observation]:
        """Give what was seen, up to where the way ends."""
        for step in steps:
            if not self._goes_on:
                return
            if step.name == "look-up":
                # A number has one family, and was not looked up.
                if step.state == "ok" or not _is_address(self._target.host):
                    yield self._look_up(step)
            elif step.name == "connect":
                yield self._connect(step)
            elif step.name in _REPLIES:
                yield from self._reply(step, _REPLIES[step.name])
            elif step.name == "tls":
                yield self._tls(step)
            elif step.name == "http":
                yield self._http(step)

    def _note(self, probe: Probe, result: Result, seen: Seen, ms: float | None) -> Observation:
        if result not in (Result.OK, Result.NEEDS_KEY):
            self._goes_on = False
        return Observation(
            id=f"{probe.value} {self._target.name} {self._address}",
            probe=probe,
            target=self._target,
            result=result,
            ms=ms,
            seen=seen,
        )

    def _look_up(self, step: _Step) -> Observation:
        family = self._address
        if step.state == "ok":
            found = tuple(dict.fromkeys(each for each in step.text.split() if _is_address(each)))
            seen = LookedUp(
                family=family, addresses=found, is_literal=_is_address(self._target.host)
            )
            return self._note(Probe.LOOK_UP, Result.OK, seen, step.ms)
        result, name = of_look_up_words(step.text)
        return self._note(Probe.LOOK_UP, result, LookedUp(family=family, error=name), step.ms)

    def _connect(self, step: _Step) -> Observation:
        result, name = Result.OK, ""
        if step.state != "ok":
            result, name = of_connect_words(step.text)
        if step.state == "untested":
            result, name = Result.NOT_TESTED, ""
        family = family_of(self._address)
        seen = Connected(address=self._address, family=family, error=name)
        return self._note(Probe.CONNECT, result, seen, step.ms)

    def _reply(self, step: _Step, probe: Probe) -> Iterator[Observation]:
        target = self._target
        if step.state == "untested" or (probe is Probe.STARTTLS and target.tls is Tls.PLAIN):
            # Encryption may still have been tried, by a tool that can do nothing else.
            return
        if step.state != "ok" and step.text == "not offered":
            # Said by a tool that asks for the list and does not show it.
            yield self._note(Probe.EHLO, Result.OK, Replied(code=250), step.ms)
            self._goes_on = False
            return
        if step.state != "ok":
            result, name = of_reply_words(step.text)
            yield self._note(probe, result, Replied(error=name), step.ms)
            return
        match = _REPLY.fullmatch(step.text)
        code, said = (int(match[1]), match[2] or "") if match else (None, step.text)
        is_list = probe in (Probe.EHLO, Probe.EHLO_TLS)
        lines = tuple(said.split(",")) if is_list else (said,)
        first = step.text.encode()[:SHOWN_BYTES]
        seen = Replied(first_bytes=first, code=code, lines=lines)
        result = Result.REFUSED if code is not None and code >= 400 else Result.OK
        if code is None or (probe is Probe.STARTTLS and not self._offered):
            result = Result.CHANGED
        yield self._note(probe, result, seen, step.ms)
        self._offered = is_list and offers("\n".join(lines), "STARTTLS")
        last = Probe.EHLO if target.tls is Tls.PLAIN else Probe.EHLO_TLS
        if probe is last and result is Result.OK and offers("\n".join(lines), "AUTH"):
            yield self._note(Probe.AUTH, Result.NEEDS_KEY, Replied(), None)

    _offered = False

    def _tls(self, step: _Step) -> Observation:
        if step.state == "untested":
            return self._note(Probe.TLS, Result.NOT_TESTED, Encrypted(), None)
        match = _TLS.fullmatch(step.text) if step.state == "ok" else None
        if match is None:
            result, name, code = of_tls_words(step.text)
            issuer = step.more.get("tls-issuer")
            facts = _facts("", "", issuer, step.more.get("tls-names", "")) if issuer else None
            seen = Encrypted(facts=facts, verify_code=code, error=name)
            return self._note(Probe.TLS, result, seen, step.ms)
        names = step.more.get("tls-names", "")
        facts = _facts(match[3] or "", match[4] or "", step.more.get("tls-issuer"), names)
        code = int(match[1]) if match[1] != "none" else None
        if code == 0 and not _is_for(self._target.host, names):
            code = verify_code("NameMismatch")
        if match[2] == "none" or code is None:
            why = "no issuers are known there"
            return self._note(
                Probe.TLS, Result.NOT_TESTED, Encrypted(facts=facts, error=why), step.ms
            )
        result = Result.OK if code == 0 else Result.NOT_VERIFIED
        facts = replace(facts, verified=code == 0)
        seen = Encrypted(
            facts=facts,
            verify_code=code or None,
            error="" if code == 0 else f"verify code {code}",
        )
        return self._note(Probe.TLS, result, seen, step.ms)

    def _http(self, step: _Step) -> Observation:
        probe = Probe.PORTAL if self._target.role is Role.WEB else Probe.SCOPES
        if step.state != "ok":
            result, name = of_reply_words(step.text)
            return self._note(probe, result, HttpAnswered(error=name), step.ms)
        status = _STATUS.match(step.text)
        headers = tuple(
            (name.removeprefix("http-"), value[:SHOWN_BYTES])
            for name, value in step.more.items()
            if name != "http-body"
        )
        body = step.more.get("http-body", "") if status else step.text
        seen = HttpAnswered(
            status=int(status[1]) if status else None,
            headers=headers,
            first_bytes=body.encode()[:SHOWN_BYTES],
            error="" if status else "not HTTP",
            skew_s=self._skew_s(dict(headers).get("date", "")),
        )
        return self._note(probe, judged(seen, probe), seen, step.ms)

    def _skew_s(self, said: str) -> float | None:
        """Give how far the server's clock is ahead: the test began within seconds of the answer."""
        try:
            return round((parsedate_to_datetime(said) - self._tested_at).total_seconds(), 1)
        except (ValueError, TypeError, OverflowError):
            return None


def _facts(version: str, cipher: str, issuer: str | None, names: str) -> TlsFacts:
    return TlsFacts(
        version=version,
        cipher=cipher,
        issuer=", ".join(re.split(r"(?<!\\),", issuer)) if issuer else None,
        subject=", ".join(_dns_names(names)[:3]) or None,
        verified=False,
    )


def _dns_names(names: str) -> list[str]:
    return re.findall(r"DNS:([^\s,]+)", names)


def _is_for(host: str, names: str) -> bool:
    """Say whether a certificate's names fit (RFC 9525 section 6.3); one without is not judged."""
    given = [name.lower() for name in _dns_names(names)]
    if not given or len(names) >= _CUT_AT or _is_address(host):
        return True
    own = host.lower().rstrip(".")
    return own in given or f"*.{own.partition('.')[2]}" in given


def _is_address(text: str) -> bool:
    try:
        ip_address(text.partition("%")[0].strip("[]"))
    except ValueError:
        return False
    return True


def _unknown(number: int, line: str) -> InputError:
    return InputError(
        f"The line sg{number:03d} is none that sgdesk's lines print.",
        why=f'It says "{line[:60]}".',
        remedy="Run the lines again, and copy what they print.",
    )
