"""From settings and a path to a route."""

from typing import Any

import pytest

from sgdesk.errors import InputError
from sgdesk.route import Endpoint, Family, Override, SmtpPath, Tls, WebApiPath, parse_path
from sgdesk.routing import PracticePorts, make_route, parse_override, practice_route
from sgdesk.settings import resolve

SMTP = SmtpPath(port=587, tls=Tls.STARTTLS)
API = WebApiPath()
PORTS = PracticePorts(
    api_url="https://localhost:4001",
    smtp_host="localhost",
    starttls=4002,
    tls=4003,
    plain=4004,
    ca_file="/tmp/ca.pem",
)


def test_defaults_lead_to_sendgrid() -> None:
    route = make_route(resolve(), API)

    assert (route.api_url, route.smtp_host) == ("https://api.sendgrid.com", "smtp.sendgrid.net")
    assert (route.connect_timeout, route.total_timeout) == (10.0, 60.0)
    assert not route.practice
    assert not route.allow_plaintext_auth


def test_region_picks_both_hosts_and_a_named_host_overrules_it() -> None:
    picked = make_route(resolve(flags={"region": "eu"}), API)
    named = make_route(resolve(flags={"region": "eu", "smtp_host": "relay.example.org"}), API)

    eu_api = "https://api.eu.sendgrid.com"
    assert (picked.api_url, picked.smtp_host) == (eu_api, "smtp.eu.sendgrid.net")
    assert (named.api_url, named.smtp_host) == (eu_api, "relay.example.org")


def test_every_setting_reaches_the_route() -> None:
    route = make_route(
        resolve(
            flags={
                "connect_to": ("smtp.sendgrid.net:587=192.0.2.1:2525",),
                "ca_file": "/ca.pem",
                "family": "ipv6",
                "pipelining": False,
                "authenticate": False,
                "username": "relay",
                "allow_plaintext_auth": True,
                "timeout": 7.0,
                "connect_timeout": 3.0,
            }
        ),
        SMTP,
    )

    assert route.overrides == (
        Override(
            target=Endpoint(host="smtp.sendgrid.net", port=587),
            address=Endpoint(host="192.0.2.1", port=2525),
        ),
    )
    assert (route.ca_file, route.family, route.username) == ("/ca.pem", Family.IPV6, "relay")
    assert (route.pipelining, route.authenticate, route.allow_plaintext_auth) == (
        False,
        False,
        True,
    )
    assert (route.total_timeout, route.connect_timeout) == (7.0, 3.0)


@pytest.mark.parametrize(
    ("host", "choice", "understood"),
    [
        ("smtp.sendgrid.net", "auto", True),
        ("SMTP.EU.SendGrid.NET.", "auto", True),
        ("smtp.sendgrid.net", "off", False),
        ("relay.example.org", "auto", False),
        ("relay.example.org", "on", True),
        ("notsendgrid.net", "auto", False),
        ("smtp.sendgrid.net.example.org", "auto", False),
    ],
)
def test_only_sendgrid_is_taken_to_read_smtpapi(host: str, choice: str, understood: bool) -> None:
    settings = resolve(flags={"smtp_host": host, "smtpapi": choice})

    assert make_route(settings, SMTP).smtpapi is understood


@pytest.mark.parametrize(
    "text",
    ["[2001:db8::1]:587=[2001:db8::2]:25", "a.test:587=b.test:25", "a.test.:587=bücher.test:25"],
)
def test_override_is_read(text: str) -> None:
    override = parse_override(text)

    assert (override.target.port, override.address.port) == (587, 25)
    assert "[" not in override.target.host


@pytest.mark.parametrize(
    "text",
    [
        *("", "a:1", "a:1=", "a=b", "a:0=b:1", "a:1=b:99999", ":1=b:2", "a:1=b:x", "a:1=b:²"),
        *("a:1=b:2=c:3", "a:1=b c:2", "a:1=http://b:2", "a/b:1=c:2"),
    ],
)
def test_override_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_override(text)


PROXY = "http://user:hidden@proxy.example.org:3128"


@pytest.mark.parametrize(
    ("places", "host", "used"),
    [
        ({"environ": {"HTTPS_PROXY": PROXY}}, "smtp.sendgrid.net", True),
        ({"environ": {"all_proxy": PROXY}}, "smtp.sendgrid.net", True),
        ({"environ": {"HTTPS_PROXY": PROXY}}, "localhost", False),
        ({"environ": {"HTTPS_PROXY": PROXY}}, "127.0.0.1", False),
        ({"environ": {"HTTPS_PROXY": PROXY}}, "::1", False),
        ({"environ": {"HTTPS_PROXY": PROXY}}, "mail.localhost.", False),
        ({"environ": {"HTTPS_PROXY": PROXY}}, "notlocalhost", True),
        ({"flags": {"proxy": PROXY}}, "127.0.0.1", True),
        ({"environ": {"HTTPS_PROXY": PROXY, "NO_PROXY": "*"}}, "smtp.sendgrid.net", False),
        ({"environ": {"HTTPS_PROXY": PROXY, "NO_PROXY": "x, .a.test"}}, "smtp.a.test", False),
        ({"environ": {"HTTPS_PROXY": PROXY, "NO_PROXY": "a.test"}}, "smtp.a.test", False),
        ({"environ": {"HTTPS_PROXY": PROXY, "NO_PROXY": "grid.net"}}, "smtp.sendgrid.net", True),
        ({"environ": {"HTTPS_PROXY": PROXY, "NO_PROXY": "*.a.test"}}, "smtp.A.test.", False),
        ({"environ": {"HTTPS_PROXY": PROXY, "NO_PROXY": "a.test:443"}}, "a.test", False),
        ({"environ": {"HTTPS_PROXY": PROXY, "NO_PROXY": "192.0.2.0/24"}}, "192.0.2.9", False),
        ({"environ": {"HTTPS_PROXY": PROXY, "NO_PROXY": "192.0.2.0/24"}}, "198.51.100.9", True),
        ({"environ": {"HTTPS_PROXY": PROXY, "NO_PROXY": "2001:db8::1"}}, "[2001:db8::1]", False),
        ({"environ": {"HTTPS_PROXY": PROXY, "NO_PROXY": ","}}, "smtp.sendgrid.net", True),
        ({"environ": {"https_proxy": PROXY, "HTTPS_PROXY": "http://other"}}, "x.test", True),
        ({"environ": {"https_proxy": "", "all_proxy": PROXY}}, "x.test", True),
        ({"environ": {"http_proxy": PROXY}}, "x.test", False),
    ],
)  # fmt: skip
def test_proxy_is_used_where_it_is_meant(places: dict[str, Any], host: str, used: bool) -> None:
    flags = {"smtp_host": host, **places.pop("flags", {})}

    assert make_route(resolve(flags=flags, **places), SMTP).proxy == (PROXY if used else None)


def test_exemption_looks_at_the_host_of_the_path() -> None:
    environ = {"HTTPS_PROXY": PROXY, "NO_PROXY": "api.sendgrid.com"}
    settings = resolve(environ=environ)

    assert make_route(settings, API).proxy is None
    assert make_route(settings, SMTP).proxy == PROXY


@pytest.mark.parametrize("proxy", ["https://p.test", "ftp://p.test", "http:///x", "http://p:x"])
def test_unusable_proxy_is_refused_without_being_shown(proxy: str) -> None:
    with pytest.raises(InputError) as caught:
        make_route(resolve(flags={"proxy": proxy}), API)

    assert proxy not in str(caught.value)
    assert "--proxy" in str(caught.value)


@pytest.mark.parametrize("url", ["api.sendgrid.com", "ftp://x.test", "https://", "https://x:y"])
def test_unusable_api_address_is_refused(url: str) -> None:
    with pytest.raises(InputError):
        make_route(resolve(flags={"api_url": url}), API)


@pytest.mark.parametrize(
    ("path", "listens"),
    [("smtp:587", 4002), ("smtp:2525", 4002), ("smtp:465", 4003), ("smtp:25:plain", 4004)],
)
def test_practice_keeps_the_port_that_was_named(path: str, listens: int) -> None:
    route = practice_route(resolve(environ={"HTTPS_PROXY": PROXY}), parse_path(path), PORTS)

    (override,) = route.overrides
    assert (route.path.text, override.address.port) == (parse_path(path).text, listens)
    assert override.target == Endpoint(host="localhost", port=int(path.split(":")[1]))
    assert (route.practice, route.proxy, route.ca_file) == (True, None, "/tmp/ca.pem")


def test_practice_understands_smtpapi_unless_told_otherwise() -> None:
    assert practice_route(resolve(), SMTP, PORTS).smtpapi
    assert not practice_route(resolve(flags={"smtpapi": "off"}), SMTP, PORTS).smtpapi
