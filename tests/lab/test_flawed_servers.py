"""Networks whose names, addresses, certificates or answers have a flaw, each with its verdict."""

import random

import pytest

from tests.lab.test_broken_networks import (
    AT_ONCE,
    SEED,
    Case,
    Make,
    Said,
    assert_replay,
    assert_verdict,
    said_of,
)
from tests.support.broken_network import Network, at_places
from tests.support.far_end import (
    API_6,
    API_ADDRESS,
    API_HOST,
    API_PORT,
    MAIL_6,
    MAIL_ADDRESS,
    MAIL_HOST,
    PROXY_PORT,
    STARTTLS_PORTS,
    TLS_PORT,
)

LONGER = ("--max-seconds", "8")


def _everywhere(flaw: str) -> dict[int, str]:
    """Give every port the same flaw of its encryption."""
    return {
        **dict.fromkeys(STARTTLS_PORTS, f"{flaw} mail"),
        TLS_PORT: f"{flaw} mail over tls",
        API_PORT: f"{flaw} api",
    }


def certificate_expired(_rng: random.Random) -> Case:
    # No server says what time it is, so that the clock is the likeliest cause and not the only one.
    network = Network(ports=_everywhere("expired"))
    return Case(network=network, top="D-TLS-7", confidence="likely", use=None)


def certificate_not_yet_valid(_rng: random.Random) -> Case:
    network = Network(ports=_everywhere("future"))
    return Case(network=network, top="D-TLS-7", confidence="likely", use=None)


def certificate_of_another_host(_rng: random.Random) -> Case:
    network = Network(ports={API_PORT: "other api"})
    return Case(network=network, top="D-TLS-8", confidence="certain", use="smtp:587:starttls")


def only_old_tls(_rng: random.Random) -> Case:
    network = Network(ports=_everywhere("old"))
    return Case(network=network, top="D-TLS-6", confidence="certain", use=None)


def clock_two_hours_off(_rng: random.Random) -> Case:
    network = Network(ports={API_PORT: "api two hours off"})
    return Case(network=network, top="D-TLS-7", confidence="certain", use="webapi")


def web_api_asks_to_wait(_rng: random.Random) -> Case:
    network = Network(ports={API_PORT: "api asks to wait"})
    return Case(network=network, top="D-HTTP-11", confidence="certain", use="webapi")


def proxy_wants_a_login(_rng: random.Random) -> Case:
    network = Network(ports={PROXY_PORT: "proxy"})
    options = (*LONGER, "--proxy", f"http://{MAIL_ADDRESS}:{PROXY_PORT}")
    return Case(network=network, top="D-HTTP-1", confidence="certain", use=None, options=options)


def slow_resolver(_rng: random.Random) -> Case:
    network = Network(slow_names=True)
    return Case(network=network, top="D-DNS-4", confidence="certain", use="webapi", options=LONGER)


def only_ipv6(_rng: random.Random) -> Case:
    network = Network(hosts={API_HOST: [API_6], MAIL_HOST: [MAIL_6]})
    return Case(network=network, top="D-IP6-2", confidence="certain", use="webapi")


def ipv6_broken(_rng: random.Random) -> Case:
    network = Network(
        hosts={API_HOST: [API_ADDRESS, API_6], MAIL_HOST: [MAIL_ADDRESS, MAIL_6]},
        filters=("meta nfproto ipv6 tcp dport != 53 drop",),
    )
    return Case(network=network, top="D-IP6-1", confidence="certain", use="webapi", options=LONGER)


CASES: tuple[Make, ...] = (
    certificate_expired,
    certificate_not_yet_valid,
    certificate_of_another_host,
    only_old_tls,
    clock_two_hours_off,
    web_api_asks_to_wait,
    proxy_wants_a_login,
    slow_resolver,
    only_ipv6,
    ipv6_broken,
)


@pytest.fixture(scope="module")
def said() -> dict[str, Said]:
    """What was said of each network."""
    return dict(at_places(said_of, CASES, at_once=AT_ONCE))


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_each_network_has_its_verdict(said: dict[str, Said], make: Make) -> None:
    assert SEED
    assert_verdict(said[make.__name__])


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_each_report_is_played_to_the_same_verdict_elsewhere(
    said: dict[str, Said], make: Make
) -> None:
    assert_replay(said[make.__name__], is_played=make is not proxy_wants_a_login)
