"""What is said of ways and senders, and of whose servers it is true."""

import pytest

from sgdesk.account.account import Account
from sgdesk.present.path_choices import PATH_WHY, SMTP_WHY, WEBAPI_WHY
from sgdesk.present.whose_servers import SENDER_WHY, whys

ONLY_OF_SENDGRID = ("SendGrid", "network", "usual", "Most people", "verified")


@pytest.mark.parametrize(
    "account",
    [
        Account(name="plain"),
        Account(name="eu", smtp_host="smtp.eu.sendgrid.net", api_url="https://api.sendgrid.com"),
    ],
    ids=lambda account: account.name,
)
def test_of_sendgrids_servers_all_is_said(account: Account) -> None:
    said = whys(account)

    assert (said.path, said.webapi, said.smtp) == (PATH_WHY, WEBAPI_WHY, SMTP_WHY)
    assert said.sender == SENDER_WHY


def test_of_own_servers_only_what_is_true_of_any_is_said() -> None:
    said = whys(Account(name="a", smtp_host="relay.test", api_url="https://api.test:8443/v3"))

    for words in (said.path, said.webapi, said.smtp, said.sender):
        assert words
        assert not [word for word in ONLY_OF_SENDGRID if word in words]


def test_one_own_server_leaves_the_other_way_sendgrids() -> None:
    by_relay = whys(Account(name="a", smtp_host="relay.test"))
    by_mock = whys(Account(name="a", api_url="https://api.test"))

    assert (by_relay.webapi, by_mock.smtp) == (WEBAPI_WHY, SMTP_WHY)
    assert "network" not in by_relay.smtp + by_mock.webapi
