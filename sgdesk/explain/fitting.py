"""Find the symptoms that a text shows, and fit their causes to the port and host it tells of."""

import re
from collections.abc import Iterator

from sgdesk.diagnose.finding import Certainty
from sgdesk.explain import causes
from sgdesk.explain.finding import Cause, Finding, Line
from sgdesk.explain.symptom import CERTAIN, LIKELY, Symptom
from sgdesk.explain.symptoms import SYMPTOMS
from sgdesk.explain.veil import Veiled
from sgdesk.sendgrid.hosts import is_known_host

_START_TLS_PORTS = (25, 587, 2525)
_ADJUSTED: tuple[tuple[Cause, tuple[int, ...], Cause, Certainty], ...] = (
    (causes.TLS_TOO_EARLY, _START_TLS_PORTS, causes.TLS_TOO_EARLY, CERTAIN),
    (causes.TLS_TOO_EARLY, (465,), causes.NOT_TLS, LIKELY),
    (causes.TIMED_OUT, (25,), causes.PORT_25, CERTAIN),
    (causes.TIMED_OUT, (465, 587, 2525, 443), causes.TIMED_OUT, LIKELY),
    (causes.SILENT, (465,), causes.PLAIN_ON_465, CERTAIN),
    (causes.SILENT, (443,), causes.LOST, LIKELY),
    (causes.CUT_OFF, (465,), causes.PLAIN_ON_465, LIKELY),
    (causes.REFUSED, (25,), causes.PORT_25, LIKELY),
)
"""What a port makes of a cause."""
_PORT = re.compile(
    r"(?:\b[\w.-]+\.[a-z0-9]+\.?\]?:|\bport[\"']?[:= ]+[\"']?|\.[a-z]{2,}, )(\d{2,5})\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b(?:[\w-]+\.)+[a-z]{2,}\b", re.IGNORECASE)
_LOCAL = re.compile(r"localhost|127\.0\.0\.\d|\[?::1\b")
_AROUND = 4
"""Lines around the words in which their port and host are looked for."""


def explain_symptoms(veiled: Veiled, *, vague: bool) -> Iterator[Finding]:
    """Give the causes of what programs print, in telling words or in `vague` ones."""
    for symptom in SYMPTOMS:
        if symptom.vague is not vague or (at := _place(veiled, symptom)) is None:
            continue
        number = veiled.number(at)
        evidence = (Line(number=number, text=veiled.quote(number, at)),)
        port, host, local = _where(veiled, number)
        for cause, certainty in symptom.causes:
            fits, sure = _adjusted(cause, certainty, port, host, local=local)
            if symptom.vague:
                # A port makes no guess of it surer.
                sure = certainty
            words = _words(port, host)
            yield Finding(cause=fits.filled(words), certainty=sure, evidence=evidence)


def _place(veiled: Veiled, symptom: Symptom) -> int | None:
    """Give where the words of a symptom stand first; nothing where they mean something else."""
    places = []
    for words in symptom.words:
        at = veiled.lower.find(words)
        if at >= 0 and not any(
            other in veiled.line(veiled.number(at)).lower() for other in symptom.without
        ):
            places.append(at)
    return min(places, default=None)


def _where(veiled: Veiled, number: int) -> tuple[int | None, str, bool]:
    """Give port and host that the words speak of, the nearest line first."""
    port: int | None = None
    host, local = "", False
    for step in sorted(range(-_AROUND, _AROUND + 1), key=abs):
        line = veiled.line(number + step)[:2000]
        ports = (int(each[1]) for each in _PORT.finditer(line))
        port = port or next((each for each in ports if each in _MAIL_PORTS), None)
        names = (each[0].lower() for each in _NAME.finditer(line))
        host = host or next((name for name in names if _is_server(name)), "")
        local = local or _LOCAL.search(line.lower()) is not None
    return port, host, local and not host


_MAIL_PORTS = (25, 443, 465, 587, 2525)


def _is_server(name: str) -> bool:
    """Say whether a name is a mail server's or SendGrid's, and not a file or a class."""
    return name.startswith(("smtp.", "mail.", "api.")) or "grid" in name


def _adjusted(
    cause: Cause, certainty: Certainty, port: int | None, host: str, *, local: bool
) -> tuple[Cause, Certainty]:
    """Make a cause surer, or another, by the port and host that the text tells."""
    if cause is causes.REFUSED and local:
        return causes.LOCAL_MAIL, CERTAIN
    if cause is causes.NO_SUCH_NAME and host:
        if is_known_host(host):
            return causes.NAME_HIDDEN, LIKELY
        return (cause, CERTAIN) if "grid" in host else (cause, certainty)
    for known, ports, instead, sure in _ADJUSTED:
        if cause is known and port in ports:
            return instead, sure
    return cause, certainty


def _words(port: int | None, host: str) -> dict[str, str]:
    known = {"Port": f"Port {port}", "port": f"port {port}"} if port else {}
    return {**known, "host": host}
