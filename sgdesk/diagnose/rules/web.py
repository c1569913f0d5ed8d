"""Rules about the Web API: proxies, sign-in pages, and answers that are not SendGrid's.

Source: RFC 9110 (407, CONNECT), RFC 6585 (511), RFC 8952 (captive portals).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from sgdesk.diagnose.case import Case
from sgdesk.diagnose.finding import Certainty, Finding, Layer, Severity
from sgdesk.diagnose.observation import Connected, HttpAnswered, Observation, Probe, Replied, Result
from sgdesk.diagnose.rules.saying import ids, targets, whom

_NETWORK_LOGIN = 511
_LOGIN_WORDS = ("answered 407", "login")
_STRANGE_WORDS = ("did not speak", "without an answer", "without end")
"""What `wire/proxy.py` says of what is no proxy of the kind that was asked for."""
_HTTP = "RFC 9110"
_STATUS_LINE = re.compile(r"HTTP/1\.\d (\d{3})\b")
_LOCATION = re.compile(r"^location:(.*)$", re.IGNORECASE | re.MULTILINE)


def sign_in_page(case: Case) -> Iterator[Finding]:
    """A network that wants somebody to sign in first, on whatever port it shows its page."""
    for o in case.observations:
        page = as_page(o)
        if page is None or not _is_page(o, page):
            continue
        if _is_in_the_way(case) or page.status == _NETWORK_LOGIN:
            yield _signs_in_first(o, page)
            return
        if _may_be_in_the_way(case) and o.probe is Probe.PORTAL and _leads_away(o, page):
            yield replace(_signs_in_first(o, page), certainty=Certainty.POSSIBLE)
            return


def _signs_in_first(shown: Observation, page: HttpAnswered) -> Finding:
    there = _leads_away(shown, page)
    # Inside an encryption that was found good no network can show its page.
    is_theirs = bool(there) and shown.probe is not Probe.SCOPES
    return Finding(
        id="D-HTTP-5",
        layer=Layer.NAMES,
        severity=Severity.ERROR,
        certainty=Certainty.CERTAIN
        if page.status == _NETWORK_LOGIN or is_theirs
        else Certainty.LIKELY,
        title="This network wants you to sign in first",
        explanation=f"A page was shown in place of {_whose(shown)} answer"
        + (f", at {there}." if there else "."),
        remedy="Open a web browser, sign in to the network, then run again.",
        source="RFC 8952",
        evidence=(shown.id,),
    )


def _is_in_the_way(case: Case) -> bool:
    api = case.api
    return not case.working() if api is None else not case.seems_to_work(api)


def _may_be_in_the_way(case: Case) -> bool:
    """Say whether only encryption could tell, and nothing there could try it."""
    return case.api is not None and case.is_untested(case.api)


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
            explanation="No connection to the proxy came about, so nothing behind it was tried.",
            remedy="Check the proxy's address (--proxy, or the variables HTTPS_PROXY and "
            "ALL_PROXY), or leave it out on a network that needs none.",
            source=_HTTP,
            evidence=ids(absent),
            targets=targets(absent),
        )
    for o in failed:
        if _has_spoken(o):
            yield _refused_by_proxy(o)


def proxy_not_used(case: Case) -> Iterator[Finding]:
    """Nothing of the web opens, and this computer's settings name a proxy."""
    found = list(case.all_seen(Probe.PROXY_FOUND))
    api = case.api
    if not found or api is None or case.opens(api) or case.best(api, Probe.CONNECT) is None:
        return
    named = found[0].seen.address if isinstance(found[0].seen, Connected) else ""
    failed = case.seen(api, Probe.CONNECT)
    yield Finding(
        id="D-HTTP-2",
        layer=Layer.CONNECT,
        severity=Severity.ERROR,
        certainty=Certainty.LIKELY,
        title="This network needs its proxy, and it is not used",
        explanation=f"The Web API cannot be reached directly, and this computer's settings name "
        f"the proxy {named}, which was left out.",
        remedy=f"Use it: --proxy http://{named}, or take the server out of NO_PROXY.",
        source=_HTTP,
        evidence=(*ids(found), *ids(failed)),
        targets=(api,),
    )


def not_sendgrid(case: Case) -> Iterator[Finding]:
    """Something else answered inside a good encryption."""
    api = case.api
    answered = case.best(api, Probe.SCOPES) if api is not None else None
    if answered is None or not isinstance(answered.seen, HttpAnswered):
        return
    status = answered.seen.status
    if answered.result is Result.FAULT:
        yield _fault(answered)
    elif answered.result is Result.LATER:
        yield _too_many(answered)
    elif answered.result is Result.CHANGED and not _is_page(answered, answered.seen):
        said = f"status {status}" if status is not None else "something that is not HTTP"
        yield Finding(
            id="D-HTTP-6",
            layer=Layer.HTTP,
            severity=Severity.ERROR,
            certainty=Certainty.LIKELY,
            title=f"Something else answers in place of {_whose(answered)} Web API",
            explanation=f"It gave {said}. A question without a key is answered with 401 and a list "
            "of errors.",
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


RULES = (sign_in_page, proxy_fails, proxy_not_used, not_sendgrid)


def _whose(observation: Observation) -> str:
    """Name whose answer was expected, as in `SendGrid's`."""
    return f"{whom((observation,))}'s"


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
        title=f"{whom((answered,))} asks to slow down",
        explanation="Too many requests came from here in a short time.",
        remedy="Wait a minute, then run again.",
        source="SendGrid documentation, Rate limits",
        evidence=(answered.id,),
        targets=(answered.target,),
    )


def _fault(answered: Observation) -> Finding:
    seen = answered.seen if isinstance(answered.seen, HttpAnswered) else HttpAnswered()
    between = dict(seen.headers).get("via", "")
    return Finding(
        id="D-HTTP-12",
        layer=Layer.HTTP,
        severity=Severity.ERROR,
        certainty=Certainty.LIKELY,
        title="A proxy on the way has a fault"
        if between
        else f"{whom((answered,))} has a temporary fault",
        explanation=f"The answer was {seen.status}"
        + (f", and it came through {between}." if between else "."),
        remedy="Try again in some minutes, or use SMTP.",
        source=_HTTP,
        evidence=(answered.id,),
        targets=(answered.target,),
    )


def as_page(observation: Observation) -> HttpAnswered | None:
    """Give an answer of the web, also where a mail server was asked; `None` for any other."""
    seen = observation.seen
    if isinstance(seen, HttpAnswered):
        return seen if seen.status is not None else None
    if observation.probe is not Probe.GREETING or not isinstance(seen, Replied):
        return None
    head = seen.first_bytes.decode("latin-1")
    status = _STATUS_LINE.match(head)
    place = _LOCATION.search(head)
    if status is None:
        return None
    headers = (("location", place[1].strip()),) if place else ()
    return HttpAnswered(status=int(status[1]), headers=headers)


def _is_page(observation: Observation, page: HttpAnswered) -> bool:
    """Say whether it is a sign-in page; inside encryption a page alone may be anything."""
    kind = dict(page.headers).get("content-type", "")
    shown = observation.probe is Probe.PORTAL and page.status == 200 and "html" in kind
    return shown or page.status == _NETWORK_LOGIN or bool(_leads_away(observation, page))


def _leads_away(observation: Observation, page: HttpAnswered) -> str:
    """Give the host to which a redirect leads, where that is not the same name or its parent."""
    if page.status not in (301, 302, 303, 307, 308):
        return ""
    try:
        host = urlsplit(dict(page.headers).get("location", "")).hostname or ""
    except ValueError:
        return ""
    own = observation.target.host.lower()
    parent = own.partition(".")[2]
    return "" if not host or host in (own, parent) or host.endswith(f".{parent}") else host
