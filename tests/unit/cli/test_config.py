"""How a setting's value is shown."""

import pytest

from sgdesk.cli.config import shown_value
from sgdesk.settings import Resolved, Source


@pytest.mark.parametrize(
    ("proxy", "shown"),
    [
        ("", ""),
        ("http://proxy.example.org:3128", "http://proxy.example.org:3128"),
        ("socks5h://user:canary@proxy.example.org", "socks5h://••••@proxy.example.org"),
        ("user:canary@proxy.example.org:3128", "••••@proxy.example.org:3128"),
        ("http://user:can@ry@proxy.example.org", "http://••••@proxy.example.org"),
        ("http://user:canary@[bad", "http://••••@[bad"),
    ],
)
def test_login_of_a_proxy_is_hidden(proxy: str, shown: str) -> None:
    resolved = Resolved(value=proxy, source=Source.ENVIRONMENT)

    assert shown_value("proxy", resolved) == shown


def test_login_in_an_address_is_hidden() -> None:
    resolved = Resolved(value="http://user:canary@api.example.com", source=Source.ENVIRONMENT)

    assert shown_value("api_url", resolved) == "http://••••@api.example.com"


def test_at_sign_of_another_setting_is_no_login() -> None:
    resolved = Resolved(value="me@example.com", source=Source.FILE)

    assert shown_value("sender", resolved) == "me@example.com"
