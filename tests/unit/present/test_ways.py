"""Other ways for a mail whose own did not let it through."""

import pytest

from sgdesk.account.account import PRACTICE, Account
from sgdesk.present.ways import other_ways
from sgdesk.route import parse_path

OWN = Account(name="own", smtp_host="mail.example.org", path="smtp:46155")
LED = Account(name="led", smtp_host="127.0.0.1", led_ports=(587, 2525, 465, 25))
SENDGRIDS = Account(name="work")


@pytest.mark.parametrize(
    ("account", "failed", "tried"),
    [
        (SENDGRIDS, "smtp:587", ["smtp:2525:starttls", "smtp:465:tls", "webapi"]),
        (SENDGRIDS, "webapi", ["smtp:587:starttls", "smtp:2525:starttls", "smtp:465:tls"]),
        (PRACTICE, "smtp:465", ["smtp:587:starttls", "smtp:2525:starttls", "webapi"]),
        (OWN, "webapi", ["smtp:46155:starttls"]),
        (OWN, "smtp:46155", ["webapi"]),
        (LED, "smtp:587", ["smtp:2525:starttls", "smtp:465:tls", "smtp:25:starttls", "webapi"]),
    ],
)
def test_ways_are_those_that_the_account_has(
    account: Account, failed: str, tried: list[str]
) -> None:
    assert [way.text for way in other_ways(parse_path(failed), account)] == tried
