"""More networks as a run would see them: the rarer ones; each with what must be said of it."""

import random
from collections.abc import Iterable
from dataclasses import replace

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
    Seen,
    Target,
)
from sgdesk.route import Tls
from tests.support.networks import (
    PORTS,
    SILENT,
    UNREACHABLE,
    Expected,
    Make,
    Scene,
    at,
    network,
    shuffled,
)
from tests.support.seen import API, FACTS, HELLO, Stop, mail, replaced, walked

CERTAIN, LIKELY, POSSIBLE = Certainty.CERTAIN, Certainty.LIKELY, Certainty.POSSIBLE
TRANSLATED = {API.host: "64:ff9b::340:6f09", "smtp.sendgrid.net": "64:ff9b::341c:4d04"}


def noted(probe: Probe, target: Target, result: Result, seen: Seen, ms: float = 1.0) -> Observation:
    """Give one observation beside those of a way."""
    return Observation(
        id=f"{probe.value} {target.name}",
        probe=probe,
        target=target,
        result=result,
        ms=ms,
        seen=seen,
    )


def _at_each(
    probe: Probe, targets: Iterable[Target], result: Result, seen: Seen
) -> list[Observation]:
    return [noted(probe, target, result, seen) for target in targets]


def answered_nearer(rng: random.Random) -> Scene:
    """A relay takes connections at once; whatever is asked goes all the way."""
    far = rng.uniform(60, 140)
    seen = [
        replace(o, seen=replace(o.seen, rtt_ms=1.5)) if isinstance(o.seen, Connected) else o
        for o in network(rng, rtt_ms=far)
    ]
    return seen, Expected(top="D-TCP-NEAR", certainty=CERTAIN, use="webapi", severity=Severity.INFO)


def limited_25(rng: random.Random) -> Scene:
    """The second or third connection to port 25 hangs."""
    tries = rng.randint(1, 3)
    again = noted(
        Probe.AGAIN,
        mail(25),
        Result.NO_ANSWER,
        Connected(address="52.28.77.4", family="ipv4", tries=tries),
        2000.0,
    )
    expected = Expected(top="D-TCP-5", certainty=LIKELY, use="webapi", severity=Severity.WARNING)
    return [*network(rng), again], expected


def carrier_addresses(rng: random.Random) -> Scene:
    """The resolver gives an address of the provider's inner network."""
    wrong = f"100.{rng.randint(64, 127)}.{rng.randint(0, 255)}.9"
    ways = [walked(API)]
    for port in PORTS:
        way = walked(mail(port), stop=SILENT)
        ways.append(replaced(way, Probe.LOOK_UP, LookedUp(family="ipv4", addresses=(wrong,))))
    return shuffled(rng, ways), Expected(top="D-DNS-3", certainty=LIKELY, use="webapi")


def only_ipv6(rng: random.Random) -> Scene:
    """A network that makes addresses up and has no IPv4."""
    seen = []
    for o in network(rng):
        address = TRANSLATED[o.target.host]
        if isinstance(o.seen, LookedUp):
            o = replace(o, seen=replace(o.seen, family="ipv6", addresses=(address,)))
        elif isinstance(o.seen, Connected):
            o = replace(o, seen=replace(o.seen, family="ipv6", address=address))
        seen.append(o)
    expected = Expected(top="D-IP6-2", certainty=LIKELY, use="webapi", severity=Severity.INFO)
    return seen, expected


def list_cut_short(rng: random.Random) -> Scene:
    """A device takes words out of the list while it can read it."""
    gone = rng.sample(("8BITMIME", "PIPELINING", "SIZE 31457280"), rng.randint(1, 3))
    ways = [walked(API), walked(mail(465))]
    for port in (587, 2525, 25):
        left = tuple(line for line in HELLO if line not in gone)
        ways.append(replaced(walked(mail(port)), Probe.EHLO, Replied(code=250, lines=left)))
    expected = Expected(top="D-SMTP-5", certainty=CERTAIN, use="webapi", severity=Severity.WARNING)
    return shuffled(rng, ways), expected


def smaller_size(rng: random.Random) -> Scene:
    """Whoever opens the encryption writes another list, and it ends before it is encrypted."""
    size = rng.choice((10_240_000, 1_048_576))
    other = tuple(f"SIZE {size}" if line.startswith("SIZE") else line for line in HELLO)
    ways = [walked(API), *(walked(mail(port)) for port in (587, 2525, 25))]
    facts = replace(FACTS, issuer="O=Example Corp", private_issuer="ab" * 32)
    way = replaced(walked(mail(465)), Probe.EHLO_TLS, Replied(code=250, lines=other))
    ways.append(replaced(way, Probe.TLS, Encrypted(facts=facts)))
    expected = Expected(top="D-SMTP-5", certainty=LIKELY, use="webapi", severity=Severity.WARNING)
    return shuffled(rng, ways), expected


def no_sign_in(rng: random.Random) -> Scene:
    """The list that came encrypted has no AUTH."""
    bare = Replied(code=250, lines=tuple(line for line in HELLO if not line.startswith("AUTH")))
    way = replaced(walked(mail(587), stop=at(Probe.AUTH, Result.OK)), Probe.EHLO_TLS, bare)
    ways = [walked(API), [o for o in way if o.probe is not Probe.AUTH], walked(mail(2525))]
    return shuffled(rng, ways), Expected(top="D-SMTP-5", certainty=LIKELY, use="smtp:2525:starttls")


def tls_on_587(rng: random.Random) -> Scene:
    """The user chose encryption from the start where there is a greeting first."""
    port = rng.choice((587, 2525, 25))
    wrong = replace(mail(port), tls=Tls.IMPLICIT)
    seen = Encrypted(error="WRONG_VERSION_NUMBER")
    way = walked(wrong, stop=Stop(probe=Probe.TLS, result=Result.CHANGED, seen=seen))
    heard = Replied(first_bytes=b"220 SG ESMTP\r\n", lines=("220 SG ESMTP",))
    plain = noted(Probe.PLAIN, wrong, Result.OK, heard)
    return [*walked(API), *way, plain], Expected(top="D-TLS-1", certainty=CERTAIN, use="webapi")


def plain_on_465(rng: random.Random) -> Scene:
    """The user chose STARTTLS where encryption comes first."""
    wrong = replace(mail(465), tls=rng.choice((Tls.STARTTLS, Tls.PLAIN)))
    way = walked(wrong, stop=at(Probe.GREETING, Result.NO_ANSWER))
    shaken = noted(Probe.TLS_FIRST, wrong, Result.OK, Encrypted(facts=FACTS))
    return [*walked(API), *way, shaken], Expected(top="D-TLS-2", certainty=CERTAIN, use="webapi")


def old_store(rng: random.Random) -> Scene:
    """The system knows nobody of the chain, and the public list does."""
    seen = Encrypted(facts=replace(FACTS, verified=False), verify_code=20, error="no issuer")
    stop = Stop(probe=Probe.TLS, result=Result.NOT_VERIFIED, seen=seen)
    good = _at_each(Probe.OTHER_STORE, (API, *map(mail, PORTS)), Result.OK, Encrypted(facts=FACTS))
    expected = Expected(top="D-TLS-5", certainty=CERTAIN, use=None)
    return [*network(rng, dict.fromkeys(PORTS, stop), stop), *good], expected


def filter_of_names(rng: random.Random) -> Scene:
    """The handshake is cut for SendGrid's names, and for no other."""
    cut = at(Probe.TLS, Result.CUT_OFF)
    seen = Encrypted(facts=FACTS, verify_code=62, error="mismatch")
    passed = noted(Probe.OTHER_NAME, API, Result.NOT_VERIFIED, seen)
    return [*network(rng, api=cut), passed], Expected(
        top="D-TLS-9", certainty=CERTAIN, use="smtp:587:starttls"
    )


def handshake_cut(rng: random.Random) -> Scene:
    """The handshake is cut, whoever is asked for."""
    cut = at(Probe.TLS, Result.CUT_OFF)
    seen = [*network(rng, api=cut), noted(Probe.OTHER_NAME, API, Result.CUT_OFF, Encrypted())]
    return seen, Expected(top="D-TLS-9", certainty=LIKELY, use="smtp:587:starttls")


def large_lost(rng: random.Random) -> Scene:
    """Large packets vanish on every way."""
    lost = _at_each(Probe.LARGE, (API, *map(mail, PORTS)), Result.NO_ANSWER, Replied())
    return [*network(rng), *lost], Expected(top="D-TCP-8", certainty=CERTAIN, use=None)


def proxy_left_out(rng: random.Random) -> Scene:
    """Nothing opens, and the settings of the computer name a proxy."""
    seen = Connected(address="proxy.example.org:3128", family="")
    found = noted(Probe.PROXY_FOUND, API, Result.OK, seen)
    stops = dict.fromkeys(PORTS, SILENT)
    expected = Expected(top="D-HTTP-2", certainty=LIKELY, use=None)
    return [found, *network(rng, stops, SILENT)], expected


def _proxied(rng: random.Random, result: Result, error: str) -> list[Observation]:
    targets = [API, *map(mail, PORTS)]
    rng.shuffle(targets)
    seen = Connected(address="proxy.example.org", family="ipv4", error=error, proxied=True)
    return _at_each(Probe.PROXY, targets, result, seen)


def proxy_forbids(rng: random.Random) -> Scene:
    """The proxy lets no mail port through."""
    words = rng.choice(("answered 403 Forbidden", "answered 502 Bad Gateway"))
    seen = [o for o in _proxied(rng, Result.CUT_OFF, words) if o.target is not API]
    return [*walked(API), *seen], Expected(top="D-HTTP-3", certainty=CERTAIN, use="webapi")


def proxy_gone(rng: random.Random) -> Scene:
    """The proxy's address answers nobody."""
    result, error = rng.choice(
        ((Result.REFUSED, "ECONNREFUSED"), (Result.NO_ANSWER, ""), (Result.NOT_FOUND, "EAI_NONAME"))
    )
    expected = Expected(top="D-HTTP-4", certainty=CERTAIN, use=None)
    return _proxied(rng, result, error), expected


def too_old(rng: random.Random) -> Scene:
    """No version of TLS in common."""
    error = rng.choice(("TLSV1_ALERT_PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL"))
    stop = Stop(probe=Probe.TLS, result=Result.CHANGED, seen=Encrypted(error=error))
    expected = Expected(top="D-TLS-6", certainty=CERTAIN, use=None)
    return network(rng, dict.fromkeys(PORTS, stop), stop), expected


def read_by_the_company(rng: random.Random) -> Scene:
    """Trusted on this computer, and signed by nobody public."""
    facts = replace(FACTS, issuer="O=Example Corp", private_issuer="ab" * 32)
    seen = [
        replace(o, seen=replace(o.seen, facts=facts)) if isinstance(o.seen, Encrypted) else o
        for o in network(rng)
    ]
    expected = Expected(top="D-TLS-4", certainty=LIKELY, use="webapi", severity=Severity.WARNING)
    return seen, expected


def clock_off(rng: random.Random) -> Scene:
    """The clock is wrong by minutes, and nothing has failed of it."""
    skew = rng.choice((-1, 1)) * rng.uniform(310, 80_000)
    seen = [
        replace(o, seen=replace(o.seen, skew_s=skew)) if isinstance(o.seen, HttpAnswered) else o
        for o in network(rng)
    ]
    expected = Expected(top="D-TLS-7", certainty=CERTAIN, use="webapi", severity=Severity.WARNING)
    return seen, expected


def wrong_host(rng: random.Random) -> Scene:
    """Another server's certificate is shown for the Web API."""
    seen = Encrypted(facts=replace(FACTS, subject="CN=other.example"), verify_code=62)
    stop = Stop(probe=Probe.TLS, result=Result.NOT_VERIFIED, seen=seen)
    expected = Expected(top="D-TLS-8", certainty=CERTAIN, use="smtp:587:starttls")
    return network(rng, api=stop), expected


def starttls_refused(rng: random.Random) -> Scene:
    """Offered, and then not done."""
    no = Replied(code=rng.choice((454, 502)), lines=("TLS not available",))
    stop = Stop(probe=Probe.STARTTLS, result=Result.REFUSED, seen=no)
    expected = Expected(top="D-TLS-10", certainty=LIKELY, use="smtp:2525:starttls")
    return network(rng, {587: stop}), expected


def ehlo_refused(rng: random.Random) -> Scene:
    """Only the oldest greeting is known."""
    no = Replied(code=rng.choice((500, 502, 550)), lines=("command not recognized",))
    stop = Stop(probe=Probe.EHLO, result=Result.REFUSED, seen=no)
    expected = Expected(top="D-SMTP-6", certainty=LIKELY, use="smtp:465:tls")
    return network(rng, dict.fromkeys((587, 2525, 25), stop)), expected


def no_mail_server(rng: random.Random) -> Scene:
    """Something else listens."""
    line = rng.choice(("SSH-2.0-OpenSSH_9.6", "HTTP/1.1 400 Bad Request", "\x15\x03\x01"))
    stop = Stop(
        probe=Probe.GREETING,
        result=Result.CHANGED,
        seen=Replied(first_bytes=line.encode(), lines=(line,)),
    )
    expected = Expected(top="D-SMTP-8", certainty=CERTAIN, use="smtp:2525:starttls")
    return network(rng, {587: stop}), expected


def refused_greeting(rng: random.Random) -> Scene:
    """The server does not want to talk."""
    no = Replied(code=rng.choice((421, 554)), lines=("no",))
    stop = Stop(probe=Probe.GREETING, result=Result.REFUSED, seen=no)
    expected = Expected(top="D-SMTP-GREETING", certainty=LIKELY, use="smtp:2525:starttls")
    return network(rng, {587: stop}), expected


def slow_names(rng: random.Random) -> Scene:
    """Looking up takes seconds."""
    seen = [
        replace(o, ms=rng.uniform(1100, 4000)) if o.probe is Probe.LOOK_UP else o
        for o in network(rng)
    ]
    expected = Expected(top="D-DNS-4", certainty=LIKELY, use="webapi", severity=Severity.WARNING)
    return seen, expected


def wrong_name(rng: random.Random) -> Scene:
    """The endings of the two names were swapped."""
    wrong = mail(rng.choice((587, 465)), "smtp.sendgrid.com")
    seen = LookedUp(family="ipv4", error="EAI_NONAME")
    stop = Stop(probe=Probe.LOOK_UP, result=Result.NOT_FOUND, seen=seen)
    expected = Expected(top="D-DNS-2", certainty=CERTAIN, use="webapi")
    return [*walked(API), *walked(wrong, stop=stop)], expected


def dead_ipv6(rng: random.Random) -> Scene:
    """Addresses of IPv6 exist and lead nowhere."""
    seen = network(rng)
    six = Connected(address="2600::1", family="ipv6")
    first = next(o for o in seen if o.probe is Probe.CONNECT)
    seen.append(replace(first, id="six", result=Result.NO_ANSWER, seen=six))
    expected = Expected(top="D-IP6-1", certainty=CERTAIN, use="webapi", severity=Severity.WARNING)
    return seen, expected


def asked_to_wait(rng: random.Random) -> Scene:
    """The Web API says 429."""
    stop = Stop(probe=Probe.SCOPES, result=Result.LATER, seen=HttpAnswered(status=429))
    expected = Expected(top="D-HTTP-11", certainty=CERTAIN, use="webapi", severity=Severity.WARNING)
    return network(rng, api=stop), expected


def faulty_web_api(rng: random.Random) -> Scene:
    """The Web API says 503."""
    seen = HttpAnswered(status=rng.choice((500, 502, 503)))
    stop = Stop(probe=Probe.SCOPES, result=Result.FAULT, seen=seen)
    expected = Expected(top="D-HTTP-12", certainty=LIKELY, use="smtp:587:starttls")
    return network(rng, api=stop), expected


def tarpit(rng: random.Random) -> Scene:
    """Greetings come after many seconds."""
    seen = [
        replace(o, ms=rng.uniform(5500, 9000)) if o.probe is Probe.GREETING else o
        for o in network(rng)
    ]
    expected = Expected(top="D-SMTP-1", certainty=LIKELY, use="webapi", severity=Severity.WARNING)
    return seen, expected


def number_without_ipv4(rng: random.Random) -> Scene:
    """A fixed address on a network that has IPv6 alone."""
    port = rng.choice((587, 2525))
    fixed = mail(port, "52.28.77.4")
    way = walked(fixed, stop=UNREACHABLE)
    literal = LookedUp(family="ipv4", addresses=(fixed.host,), is_literal=True)
    api = [
        replace(
            o,
            seen=LookedUp(family="ipv6", addresses=(TRANSLATED[API.host],))
            if o.probe is Probe.LOOK_UP
            else Connected(address=TRANSLATED[API.host], family="ipv6")
            if o.probe is Probe.CONNECT
            else o.seen,
        )
        for o in walked(API)
    ]
    seen = [*api, *replaced(way, Probe.LOOK_UP, literal)]
    return seen, Expected(top="D-IP6-2", certainty=CERTAIN, use="webapi")


ODD_SCENES: tuple[Make, ...] = (
    answered_nearer,
    limited_25,
    carrier_addresses,
    only_ipv6,
    list_cut_short,
    smaller_size,
    no_sign_in,
    tls_on_587,
    plain_on_465,
    old_store,
    filter_of_names,
    handshake_cut,
    large_lost,
    proxy_left_out,
    proxy_forbids,
    proxy_gone,
    too_old,
    read_by_the_company,
    clock_off,
    wrong_host,
    starttls_refused,
    ehlo_refused,
    no_mail_server,
    refused_greeting,
    slow_names,
    wrong_name,
    dead_ipv6,
    asked_to_wait,
    faulty_web_api,
    tarpit,
    number_without_ipv4,
)
