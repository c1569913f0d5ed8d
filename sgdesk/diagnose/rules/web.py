"""Rules about the Web API: proxies, sign-in pages, and answers that are not SendGrid's.

Source: RFC 9110 (407, CONNECT), RFC 6585 (511), RFC 8952 (captive portals).
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from sgdesk.diagnose.case import Case
from sgdesk.diagnose.finding import Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import Connected, HttpAnswered, Observation, Probe, Result
from sgdesk.diagnose.rules.saying import ids, targets

_NETWORK_LOGIN = 511
_LOGIN_WORDS = ("answered 407", "login")
_STRANGE_WORDS = ("did not speak", "without an answer", "without end")
"""What `wire/proxy.py` says of what is no proxy of the kind that was asked for."""
_HTTP = "RFC 9110"


def sign_in_page(case: Case) -> Iterator[Finding]:
    """A network that wants somebody to sign in first."""
    for o in case.observations:
        if o.probe is not Probe.PORTAL or not isinstance(o.seen, HttpAnswered):
            continue
        if not _is_page(o):
            continue
        api = case.api
        blocked = api is not None and not case.works(api)
        if blocked or o.seen.status == _NETWORK_LOGIN:
            yield Finding(
                id="D-HTTP-5",
                layer=Layer.NAMES,
                severity=Severity.ERROR,
                certainty=Certainty.CERTAIN
                if o.seen.status == _NETWORK_LOGIN or _leads_away(o)
                else Certainty.LIKELY,
                title="This network wants you to sign in first",
                explanation="A page was shown in place of SendGrid's answer"
                + (f", at {_leads_away(o)}." if _leads_away(o) else "."),
                remedy="Open a web browser, sign in to the network, then run again.",
                source="RFC 8952",
                evidence=(o.id,),
            )
            return


def proxy_fails(case: Case) -> Iterator[Finding]:
    """The proxy is not there, wants a login, or does not let SendGrid through."""
    failed = [o for o in case.all_seen(Probe.PROXY) if isinstance(o.seen, Connected)]
    absent = [o for o in failed if not _has_spoken(o)]
    if absent:
        yield Finding(
            id="D-HTTP-4",
            layer=Layer.CONNECT,
            severity=Severity.ERROR,
            certainty=Certainty.CERTAIN,
            title="The proxy cannot be reached",
            explanation="No connection to the proxy came about, so SendGrid was never tried.",
            remedy="Check the proxy's address (--proxy, or the variables HTTPS_PROXY and "
            "ALL_PROXY), or leave it out on a network that needs none.",
            source=_HTTP,
            evidence=ids(absent),
            targets=targets(absent),
        )
    for o in failed:
        if _has_spoken(o):
            yield _refused_by_proxy(o)


def not_sendgrid(case: Case) -> Iterator[Finding]:
    """Something else answered inside a good encryption."""
    api = case.api
    answered = case.best(api, Probe.SCOPES) if api is not None else None
    if answered is None or not isinstance(answered.seen, HttpAnswered):
        return
    status = answered.seen.status
    if answered.result is Result.CHANGED and status is not None and 500 <= status < 600:
        yield _fault(answered, status)
    elif answered.result is Result.CHANGED and status == 429:
        yield _too_many(answered)
    elif answered.result is Result.CHANGED:
        said = f"status {status}" if status is not None else "something that is not HTTP"
        yield Finding(
            id="D-HTTP-6",
            layer=Layer.HTTP,
            severity=Severity.ERROR,
            certainty=Certainty.LIKELY,
            title="Something else answers in place of SendGrid's Web API",
            explanation=f"It gave {said}, and SendGrid answers a question without a key with 401 "
            "and a list of errors.",
            remedy="Check the address of the Web API; ask the network's administrator.",
            source="SendGrid documentation, Authentication",
            evidence=(answered.id,),
            targets=(answered.target,),
        )
    elif answered.result in (Result.NO_ANSWER, Result.CUT_OFF):
        yield Finding(
            id="D-HTTP-14",
            layer=Layer.HTTP,
            severity=Severity.ERROR,
            certainty=Certainty.POSSIBLE,
            title="The Web API takes the question and gives no answer",
            explanation="The connection is encrypted and verified, and then "
            + ("nothing came." if answered.result is Result.NO_ANSWER else "was cut off."),
            remedy="Run again. If it stays so, use SMTP.",
            source=_HTTP,
            evidence=(answered.id,),
            targets=(answered.target,),
            settled_by="Run again from another network",
        )


RULES = (sign_in_page, proxy_fails, not_sendgrid)


def _has_spoken(observation: Observation) -> bool:
    """Say whether the proxy was there to say no, and did."""
    silent = (Result.REFUSED, Result.NO_ANSWER, Result.UNREACHABLE, Result.NOT_FOUND)
    return observation.result not in silent


def _refused_by_proxy(refused: Observation) -> Finding:
    said = refused.seen.error if isinstance(refused.seen, Connected) else ""
    host, port = refused.target.host, refused.target.port
    title = f"The proxy does not let {host} through"
    remedy = f"Ask its administrator to allow {host} port {port}."
    login = any(words in said for words in _LOGIN_WORDS)
    if login:
        title = "The proxy wants a user name and password"
        remedy = "Put them into the proxy's address (http://user:password@host:port)."
    elif any(words in said for words in _STRANGE_WORDS):
        title = "The proxy does not answer as a proxy"
        remedy = "Check its address, port and kind (http or socks5)."
    return Finding(
        id="D-HTTP-1" if login else "D-HTTP-3",
        layer=Layer.HTTP,
        severity=Severity.ERROR,
        certainty=Certainty.CERTAIN,
        title=title,
        explanation=f"It {said}." if said else "It closed the connection.",
        remedy=remedy,
        source=_HTTP,
        evidence=(refused.id,),
        targets=(refused.target,),
    )


def _too_many(answered: Observation) -> Finding:
    return Finding(
        id="D-HTTP-11",
        layer=Layer.HTTP,
        severity=Severity.WARNING,
        certainty=Certainty.CERTAIN,
        title="SendGrid asks to slow down",
        explanation="Too many requests came from here in a short time.",
        remedy="Wait a minute, then run again.",
        source="SendGrid documentation, Rate limits",
        evidence=(answered.id,),
        targets=(answered.target,),
    )


def _fault(answered: Observation, status: int) -> Finding:
    headers = dict(answered.seen.headers) if isinstance(answered.seen, HttpAnswered) else {}
    between = headers.get("via", "")
    return Finding(
        id="D-HTTP-12",
        layer=Layer.HTTP,
        severity=Severity.ERROR,
        certainty=Certainty.LIKELY,
        title="A proxy on the way has a fault" if between else "SendGrid has a temporary fault",
        explanation=f"The answer was {status}"
        + (f", and it came through {between}." if between else "."),
        remedy="Try again in some minutes, or use SMTP.",
        source=_HTTP,
        evidence=(answered.id,),
        targets=(answered.target,),
    )


def _is_page(observation: Observation) -> bool:
    seen = observation.seen
    if not isinstance(seen, HttpAnswered) or seen.status is None:
        return False
    kind = dict(seen.headers).get("content-type", "")
    page = seen.status == 200 and "html" in kind
    return page or seen.status == _NETWORK_LOGIN or bool(_leads_away(observation))


def _leads_away(observation: Observation) -> str:
    """Give the host to which a redirect leads, where that is not the same name or its parent."""
    seen = observation.seen
    if not isinstance(seen, HttpAnswered) or seen.status not in (301, 302, 303, 307, 308):
        return ""
    host = urlsplit(dict(seen.headers).get("location", "")).hostname or ""
    own = observation.target.host.lower()
    parent = own.partition(".")[2]
    return "" if not host or host in (own, parent) or host.endswith(f".{parent}") else host
