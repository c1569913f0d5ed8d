"""The questions that rules ask of what was seen."""

import pytest

from sgdesk.diagnose.case import is_loopback
from sgdesk.diagnose.observation import Role, Target
from sgdesk.route import Tls


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST", "localhost.", "mail.localhost", "127.0.0.1", "::1", "[::1]"]
)
def test_this_computer_is_known_however_it_is_written(host: str) -> None:
    assert is_loopback(_way_to(host))


@pytest.mark.parametrize("host", ["smtp.sendgrid.net", "localhost.example.com", "192.0.2.1"])
def test_another_computer_is_not_this_one(host: str) -> None:
    assert not is_loopback(_way_to(host))


def _way_to(host: str) -> Target:
    return Target(role=Role.SMTP, host=host, port=587, tls=Tls.STARTTLS)
