"""Reading a proxy's URL, and what the environment says of proxies."""

import pytest

from sgdesk.errors import InputError
from sgdesk.route import Endpoint
from sgdesk.wire.proxy import parse_proxy, proxy_for


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
    ["https://u:canary@proxy.example.com", "socks4://u:canary@p", "http://", "http://u:canary@h:x"],
)
def test_other_kinds_are_refused_without_showing_the_login(url: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_proxy(url)

    assert "canary" not in str(refused.value)


@pytest.mark.parametrize(
    ("environ", "host", "proxy"),
    [
        ({}, "example.com", None),
        ({"HTTPS_PROXY": "http://p:1"}, "example.com", "http://p:1"),
        ({"https_proxy": "http://q:1", "HTTPS_PROXY": "http://p:1"}, "example.com", "http://q:1"),
        ({"ALL_PROXY": "socks5h://p"}, "example.com", "socks5h://p"),
        ({"https_proxy": "", "all_proxy": "socks5h://p"}, "example.com", "socks5h://p"),
        ({"http_proxy": "http://p:1"}, "example.com", None),
        ({"all_proxy": "p", "no_proxy": "*"}, "example.com", None),
        ({"all_proxy": "p", "no_proxy": "example.com"}, "example.com", None),
        ({"all_proxy": "p", "NO_PROXY": "example.com"}, "smtp.example.com", None),
        ({"all_proxy": "p", "no_proxy": " .example.com , "}, "smtp.EXAMPLE.com.", None),
        ({"all_proxy": "p", "no_proxy": "*.example.com"}, "smtp.example.com", None),
        ({"all_proxy": "p", "no_proxy": "example.com:443"}, "example.com", None),
        ({"all_proxy": "p", "no_proxy": "example.com"}, "badexample.com", "p"),
        ({"all_proxy": "p", "no_proxy": "192.0.2.0/24"}, "192.0.2.9", None),
        ({"all_proxy": "p", "no_proxy": "192.0.2.0/24"}, "198.51.100.9", "p"),
        ({"all_proxy": "p", "no_proxy": "::1"}, "[::1]", None),
        ({"all_proxy": "p", "no_proxy": "127.0.0.1,localhost"}, "localhost", None),
        ({"all_proxy": "p", "no_proxy": ","}, "example.com", "p"),
    ],
)
def test_the_environment_names_a_proxy(
    environ: dict[str, str], host: str, proxy: str | None
) -> None:
    assert proxy_for(host, environ) == proxy
