"""Routes, and reading a proxy's URL."""

import pytest

from sgdesk.errors import InputError
from sgdesk.route import Endpoint, Route, SmtpPath, Tls, WebApiPath, parse_proxy


@pytest.mark.parametrize(
    ("url", "endpoint", "resolves"),
    [
        ("http://proxy.example.com:3128", Endpoint(host="proxy.example.com", port=3128), True),
        ("proxy.example.com:3128", Endpoint(host="proxy.example.com", port=3128), True),
        ("http://proxy.example.com", Endpoint(host="proxy.example.com", port=8080), True),
        ("SOCKS5://[2001:db8::1]:9050", Endpoint(host="2001:db8::1", port=9050), False),
        ("socks5h://proxy.example.com", Endpoint(host="proxy.example.com", port=1080), True),
    ],
)
def test_a_proxy_is_read(url: str, endpoint: Endpoint, resolves: bool) -> None:
    proxy = parse_proxy(url)

    assert (proxy.endpoint, proxy.resolves) == (endpoint, resolves)


def test_a_login_is_read_and_never_shown() -> None:
    proxy = parse_proxy("http://us%40er:p%3Ass@proxy.example.com")

    assert (proxy.username, proxy.secret) == ("us@er", "p:ss")
    assert "p:ss" not in repr(proxy)


@pytest.mark.parametrize(
    "url",
    [
        "https://u:canary@proxy.example.com",
        "socks4://u:canary@p",
        "http://",
        "http:/u:canary@h:1",
        "http://u:canary@h:x",
        "http://u:canary#1@h",
        "http://u:canary\udcff@h",
        "socks5h://\udcff:canary@h",
        f"socks5h://u:{'canary' * 50}@h",
        f"socks5://{'u' * 256}:canary@h",
    ],
)
def test_other_kinds_are_refused_without_showing_the_login(url: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_proxy(url)

    assert "canary" not in str(refused.value)


def test_a_route_shows_no_login_of_its_proxy() -> None:
    assert "canary" not in repr(Route(path=WebApiPath(), proxy="http://u:canary@p.example.com"))


@pytest.mark.parametrize(
    ("route", "endpoint"),
    [
        (
            Route(path=SmtpPath(port=587, tls=Tls.STARTTLS)),
            Endpoint(host="smtp.sendgrid.net", port=587),
        ),
        (Route(path=WebApiPath()), Endpoint(host="api.sendgrid.com", port=443)),
        (
            Route(path=WebApiPath(), api_url="http://127.0.0.1:8080/x"),
            Endpoint(host="127.0.0.1", port=8080),
        ),
        (Route(path=WebApiPath(), api_url="http://a.test"), Endpoint(host="a.test", port=80)),
    ],
)
def test_a_route_means_one_endpoint(route: Route, endpoint: Endpoint) -> None:
    assert route.endpoint == endpoint
