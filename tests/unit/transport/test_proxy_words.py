"""What is said of a proxy that lets nothing through."""

import pytest

from sgdesk.delivery import Problem
from sgdesk.route import Route, WebApiPath
from sgdesk.trace import Phase
from sgdesk.transport.circumstances import Circumstances
from sgdesk.transport.classify import classify_exception
from sgdesk.wire.errors import DialError
from sgdesk.wire.proxy import ProxyLoginError, ProxyRefusedError, ProxyStrangeError


def named(cause: ProxyRefusedError, proxy: str = "http://proxy.example.net:8407") -> Problem:
    """Give what is said of a dial that the proxy ended so."""
    failed = DialError(Phase.PROXY, cause, f"The proxy proxy.example.net port 8407: {cause}")
    failed.__cause__ = cause
    about = Circumstances(route=Route(path=WebApiPath(), proxy=proxy))
    said = classify_exception(failed, phase=Phase.PROXY, committed=False, about=about).problem
    assert said is not None
    return said


@pytest.mark.parametrize(
    ("login", "title"),
    [
        ("", "The proxy wants a user name and password"),
        ("u:p@", "The proxy does not take the user name and password"),
    ],
)
def test_a_login_that_a_proxy_does_not_take_is_told_from_none(login: str, title: str) -> None:
    said = named(ProxyLoginError("answered 407 Login"), f"http://{login}proxy.example.net:8407")

    assert said.title == title


def test_what_is_no_proxy_is_told_from_one_that_says_no() -> None:
    said = named(ProxyStrangeError("did not speak SOCKS5 but version 4"))

    assert said.title == "The proxy proxy.example.net:8407 does not answer as a proxy"
    assert said.explanation.endswith("It did not speak SOCKS5 but version 4.")


def test_a_refusal_is_quoted_and_its_port_is_no_code() -> None:
    said = named(ProxyRefusedError("answered code 99, which has no meaning in SOCKS5"))

    assert said.title == "The proxy does not let api.sendgrid.com through"
    assert said.explanation.endswith("It answered code 99, which has no meaning in SOCKS5.")
