"""Networks as a run would see them, each with what must be said of it; drawn by seed."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from sgdesk.diagnose.finding import Certainty, Severity
from sgdesk.diagnose.observation import (
    Connected,
    Encrypted,
    HttpAnswered,
    LookedUp,
    Observation,
    Probe,
    Replied,
    Result,
    Role,
    Target,
)
from sgdesk.route import Tls
from tests.support.seen import API, FACTS, HELLO, Stop, control, mail, replaced, walked

PORTS = (587, 2525, 465, 25)
SILENT = Stop(probe=Probe.CONNECT, result=Result.NO_ANSWER, ms=10_000.0)
UNREACHABLE = Stop(
    probe=Probe.CONNECT,
    result=Result.UNREACHABLE,
    seen=Connected(address="52.28.77.4", family="ipv4", error="EHOSTUNREACH"),
)


def refused(ms: float) -> Stop:
    """Give a connect that was answered with a reset."""
    seen = Connected(address="52.28.77.4", family="ipv4", error="ECONNREFUSED")
    return Stop(probe=Probe.CONNECT, result=Result.REFUSED, seen=seen, ms=ms)


def at(probe: Probe, result: Result) -> Stop:
    """Give a step that goes wrong."""
    return Stop(probe=probe, result=result)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What must be concluded."""

    top: str
    certainty: Certainty
    use: str | None
    severity: Severity = Severity.ERROR


Scene = tuple[list[Observation], Expected]
Make = Callable[[random.Random], Scene]


def network(
    rng: random.Random,
    stops: dict[int, Stop] | None = None,
    api: Stop | None = None,
    rtt_ms: float | None = None,
) -> list[Observation]:
    """Give all five ways, each up to where it stops."""
    rtt = rtt_ms if rtt_ms is not None else rng.uniform(8, 120)
    ways = [walked(API, rtt, api)]
    ways += [walked(mail(port), rtt, (stops or {}).get(port)) for port in PORTS]
    return shuffled(rng, ways)


def shuffled(rng: random.Random, ways: list[list[Observation]]) -> list[Observation]:
    """Mix the ways as they come in a run: each in its order, by turns of chance."""
    left = [list(way) for way in ways if way]
    mixed = []
    while left:
        way = rng.choice(left)
        mixed.append(way.pop(0))
        left = [each for each in left if each]
    return mixed


def some(rng: random.Random, ports: tuple[int, ...], at_most: int) -> list[int]:
    """Draw one or several ports."""
    return rng.sample(ports, rng.randint(1, at_most))


def only_25_silent(rng: random.Random) -> Scene:
    """The block that most providers have."""
    expected = Expected(
        top="D-TCP-1", certainty=Certainty.LIKELY, use="webapi", severity=Severity.INFO
    )
    return network(rng, {25: SILENT}), expected


def some_ports_silent(rng: random.Random) -> Scene:
    """Submission ports are dropped, another is open."""
    dropped = some(rng, (587, 2525, 465), 2)
    left = [port for port in (587, 2525, 465) if port not in dropped]
    tls = "tls" if left[0] == 465 else "starttls"
    expected = Expected(top="D-TCP-1", certainty=Certainty.LIKELY, use=f"smtp:{left[0]}:{tls}")
    return network(rng, dict.fromkeys((*dropped, 25), SILENT)), expected


def all_mail_silent(rng: random.Random) -> Scene:
    """Every mail port is dropped."""
    expected = Expected(top="D-TCP-1", certainty=Certainty.LIKELY, use="webapi")
    return network(rng, dict.fromkeys(PORTS, SILENT)), expected


def all_mail_silent_elsewhere_too(rng: random.Random) -> Scene:
    """Somebody else's mail server does not answer either: now it is certain."""
    seen = network(rng, dict.fromkeys(PORTS, SILENT))
    seen += walked(control(rng.choice(PORTS)), stop=SILENT)
    return seen, Expected(top="D-TCP-1", certainty=Certainty.CERTAIN, use="webapi")


def all_mail_silent_only_here(rng: random.Random) -> Scene:
    """Somebody else's mail server answers on that port: it may be SendGrid."""
    seen = network(rng, dict.fromkeys(PORTS, SILENT)) + walked(control(rng.choice(PORTS)))
    return seen, Expected(top="D-TCP-1", certainty=Certainty.LIKELY, use="webapi")


def all_mail_refused(rng: random.Random) -> Scene:
    """A firewall answers every mail port with a reset."""
    stops = dict.fromkeys(PORTS, refused(rng.uniform(0.1, 2)))
    expected = Expected(top="D-TCP-2", certainty=Certainty.LIKELY, use="webapi")
    return network(rng, stops, rtt_ms=rng.uniform(10, 90)), expected


def some_refused(rng: random.Random) -> Scene:
    """One of them is."""
    port = rng.choice((2525, 465))
    expected = Expected(top="D-TCP-2", certainty=Certainty.LIKELY, use="smtp:587:starttls")
    return network(rng, {port: refused(30.0)}), expected


def mail_unreachable(rng: random.Random) -> Scene:
    """A router says that it is forbidden."""
    expected = Expected(top="D-TCP-3", certainty=Certainty.LIKELY, use="webapi")
    return network(rng, dict.fromkeys(PORTS, UNREACHABLE)), expected


def forbidden_here(rng: random.Random) -> Scene:
    """This computer's own firewall."""
    seen = Connected(address="52.28.77.4", family="ipv4", error="EPERM")
    stop = Stop(probe=Probe.CONNECT, result=Result.FORBIDDEN, seen=seen, ms=0.1)
    expected = Expected(top="D-TCP-4", certainty=Certainty.CERTAIN, use="webapi")
    return network(rng, dict.fromkeys(PORTS, stop)), expected


def nothing_at_all(rng: random.Random) -> Scene:
    """No port answers, the Web API's neither."""
    expected = Expected(top="D-TCP-9", certainty=Certainty.POSSIBLE, use=None)
    return network(rng, dict.fromkeys(PORTS, SILENT), SILENT), expected


def no_route(rng: random.Random) -> Scene:
    """The system knows of no way out."""
    expected = Expected(top="D-TCP-3", certainty=Certainty.LIKELY, use=None)
    return network(rng, dict.fromkeys(PORTS, UNREACHABLE), UNREACHABLE), expected


def only_mail(rng: random.Random) -> Scene:
    """The web goes through a proxy that is not set."""
    expected = Expected(top="D-HTTP-2", certainty=Certainty.LIKELY, use="smtp:587:starttls")
    return network(rng, api=SILENT), expected


def no_resolver(rng: random.Random) -> Scene:
    """No name server answers."""
    seen = LookedUp(family="ipv4", error="EAI_AGAIN")
    stop = Stop(probe=Probe.LOOK_UP, result=Result.NO_ANSWER, seen=seen)
    expected = Expected(top="D-DNS-1", certainty=Certainty.CERTAIN, use=None)
    return network(rng, dict.fromkeys(PORTS, stop), stop), expected


def lying_resolver(rng: random.Random) -> Scene:
    """The mail server's name is said to be an address of a private network."""
    wrong = rng.choice(("10.0.0.7", "192.168.1.1", "127.0.0.1", "100.64.3.2", "0.0.0.0"))
    ways = [walked(API)]
    for port in PORTS:
        way = walked(mail(port), stop=SILENT)
        ways.append(replaced(way, Probe.LOOK_UP, LookedUp(family="ipv4", addresses=(wrong,))))
    expected = Expected(top="D-DNS-3", certainty=Certainty.LIKELY, use="webapi")
    return shuffled(rng, ways), expected


def silent_server(rng: random.Random) -> Scene:
    """Connections are taken and nobody speaks."""
    port = rng.choice((587, 2525))
    expected = Expected(
        top="D-SMTP-1",
        certainty=Certainty.LIKELY,
        use=f"smtp:{2525 if port == 587 else 587}:starttls",
    )
    return network(rng, {port: at(Probe.GREETING, Result.NO_ANSWER)}), expected


def cut_before_greeting(rng: random.Random) -> Scene:
    """Connections are taken and closed."""
    expected = Expected(top="D-TCP-6", certainty=Certainty.LIKELY, use="smtp:465:tls")
    stop = at(Probe.GREETING, Result.CUT_OFF)
    return network(rng, dict.fromkeys((25, 587, 2525), stop)), expected


def cut_while_connecting(rng: random.Random) -> Scene:
    """The reset comes before anybody has looked whether the connect succeeded."""
    expected = Expected(top="D-TCP-6", certainty=Certainty.LIKELY, use="smtp:465:tls")
    stops = (at(Probe.CONNECT, Result.CUT_OFF), at(Probe.GREETING, Result.CUT_OFF))
    return network(rng, {port: rng.choice(stops) for port in (25, 587, 2525)}), expected


def everything_cut_while_connecting(rng: random.Random) -> Scene:
    """Every connection is taken and closed, the Web API's too."""
    stop = at(Probe.CONNECT, Result.CUT_OFF)
    expected = Expected(top="D-TCP-6", certainty=Certainty.LIKELY, use=None)
    return network(rng, dict.fromkeys(PORTS, stop), stop), expected


def reset_after_ehlo(rng: random.Random) -> Scene:
    """The talk is ended in its midst."""
    expected = Expected(top="D-TCP-6", certainty=Certainty.LIKELY, use="smtp:465:tls")
    stop = at(Probe.EHLO, Result.CUT_OFF)
    return network(rng, dict.fromkeys((25, 587, 2525), stop)), expected


def masked_greeting(rng: random.Random) -> Scene:
    """A device has masked the greeting and the word STARTTLS."""
    ways = [walked(API), walked(mail(465))]
    for port in (587, 2525, 25):
        way = walked(mail(port), stop=at(Probe.STARTTLS, Result.CHANGED))
        way = replaced(way, Probe.GREETING, Replied(code=220, lines=("*" * rng.randint(12, 60),)))
        hidden = (*(line for line in HELLO if line != "STARTTLS"), "XXXXXXXA")
        ways.append(replaced(way, Probe.EHLO, Replied(code=250, lines=hidden)))
    expected = Expected(top="D-SMTP-3", certainty=Certainty.CERTAIN, use="smtp:465:tls")
    return shuffled(rng, ways), expected


def stripped(rng: random.Random) -> Scene:
    """STARTTLS is gone, without a trace."""
    ports = some(rng, (587, 2525, 25), 3)
    ways = [walked(API), *(walked(mail(port)) for port in PORTS if port not in ports)]
    for port in ports:
        way = walked(mail(port), stop=at(Probe.STARTTLS, Result.CHANGED))
        bare = tuple(line for line in HELLO if line != "STARTTLS")
        ways.append(replaced(way, Probe.EHLO, Replied(code=250, lines=bare)))
    left = next(port for port in (587, 2525, 465) if port not in ports)
    tls = "tls" if left == 465 else "starttls"
    expected = Expected(top="D-SMTP-4", certainty=Certainty.LIKELY, use=f"smtp:{left}:{tls}")
    return shuffled(rng, ways), expected


def diverted(rng: random.Random) -> Scene:
    """The provider's own server answers on some ports."""
    name = rng.choice(("mx1.provider.example", "smtp.isp.example", "relay7.example.net"))
    ways = [walked(API), walked(mail(465)), walked(mail(2525))]
    for port in (587, 25):
        stop = Stop(
            probe=Probe.TLS,
            result=Result.NOT_VERIFIED,
            seen=Encrypted(
                facts=replace(FACTS, subject=f"CN={name}"), verify_code=62, error="mismatch"
            ),
        )
        way = walked(mail(port), stop=stop)
        ways.append(replaced(way, Probe.GREETING, Replied(code=220, lines=(f"{name} ESMTP",))))
    expected = Expected(top="D-SMTP-2", certainty=Certainty.CERTAIN, use="smtp:2525:starttls")
    return shuffled(rng, ways), expected


def intercepted(rng: random.Random) -> Scene:
    """Every certificate is made out by somebody in between."""
    issuer = rng.choice(("CN=Example Web Shield", "O=Example Corp", "CN=Gateway CA"))
    facts = replace(FACTS, issuer=issuer, verified=False)
    seen = Encrypted(facts=facts, verify_code=rng.choice((19, 20, 21)), error="not trusted")
    stop = Stop(probe=Probe.TLS, result=Result.NOT_VERIFIED, seen=seen)
    expected = Expected(top="D-TLS-3", certainty=Certainty.CERTAIN, use=None)
    return network(rng, dict.fromkeys(PORTS, stop), stop), expected


def wrong_clock(rng: random.Random) -> Scene:
    """Certificates seem to be out of date, and a `Date` in plain text says why."""
    seen = Encrypted(facts=FACTS, verify_code=rng.choice((9, 10)), error="not valid")
    stop = Stop(probe=Probe.TLS, result=Result.NOT_VERIFIED, seen=seen)
    portal = Target(role=Role.WEB, host=API.host, port=80, tls=Tls.PLAIN)
    answer = HttpAnswered(status=301, skew_s=rng.choice((-7200.0, 7200.0, 86_400.0)))
    page = Observation(
        id="portal", probe=Probe.PORTAL, target=portal, result=Result.OK, ms=1, seen=answer
    )
    expected = Expected(top="D-TLS-7", certainty=Certainty.CERTAIN, use=None)
    return [*network(rng, dict.fromkeys(PORTS, stop), stop), page], expected


def sign_in_page(rng: random.Random) -> Scene:
    """A Wi-Fi that shows its own page first."""
    portal = Target(role=Role.WEB, host=API.host, port=80, tls=Tls.PLAIN)
    answer = HttpAnswered(status=302, headers=(("location", "http://login.wifi.example/"),))
    page = Observation(
        id="portal", probe=Probe.PORTAL, target=portal, result=Result.OK, ms=1, seen=answer
    )
    cut = at(Probe.TLS, Result.CUT_OFF)
    seen = [*network(rng, dict.fromkeys(PORTS, SILENT), cut), page]
    return seen, Expected(top="D-HTTP-5", certainty=Certainty.CERTAIN, use=None)


def proxy_wants_login(rng: random.Random) -> Scene:
    """The proxy answers 407."""
    seen = Connected(address="proxy", family="ipv4", error="answered 407 Authentication Required")
    stop = Observation(
        id="proxy", probe=Probe.PROXY, target=API, result=Result.CUT_OFF, ms=3, seen=seen
    )
    ways = [[*walked(API)[1:2], stop], *(walked(mail(port)) for port in PORTS)]
    expected = Expected(top="D-HTTP-1", certainty=Certainty.CERTAIN, use="smtp:587:starttls")
    return shuffled(rng, ways), expected


def page_for_answer(rng: random.Random) -> Scene:
    """Something else answers inside a good encryption."""
    seen = HttpAnswered(status=200, headers=(("content-type", "text/html"),), first_bytes=b"<html>")
    stop = Stop(probe=Probe.SCOPES, result=Result.CHANGED, seen=seen)
    expected = Expected(top="D-HTTP-6", certainty=Certainty.LIKELY, use="smtp:587:starttls")
    return network(rng, api=stop), expected


SCENES: tuple[Make, ...] = (
    only_25_silent,
    some_ports_silent,
    all_mail_silent,
    all_mail_silent_elsewhere_too,
    all_mail_silent_only_here,
    all_mail_refused,
    some_refused,
    mail_unreachable,
    forbidden_here,
    nothing_at_all,
    no_route,
    only_mail,
    no_resolver,
    lying_resolver,
    silent_server,
    cut_before_greeting,
    cut_while_connecting,
    everything_cut_while_connecting,
    reset_after_ehlo,
    masked_greeting,
    stripped,
    diverted,
    intercepted,
    wrong_clock,
    sign_in_page,
    proxy_wants_login,
    page_for_answer,
)
