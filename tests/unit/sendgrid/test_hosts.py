"""Which hosts are SendGrid's own."""

import pytest

from sgdesk.sendgrid.catalogue_smtp import UNKNOWN_KEY
from sgdesk.sendgrid.hosts import API_URL, SMTP_HOST, is_sendgrid_host, who_answers


@pytest.mark.parametrize(
    "host",
    [
        *SMTP_HOST.values(),
        *(url.removeprefix("https://") for url in API_URL.values()),
        "SMTP.SendGrid.net.",
        "sendgrid.net",
        "smtp.\uff53endgrid.net",
        "SMTP\u3002Send\u00adGrid\uff0eNET",
    ],
)
def test_own_host_is_known(host: str) -> None:
    assert is_sendgrid_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "notsendgrid.net",
        "sendgrid.net.example.com",
        "sendgrid.example",
        "192.0.2.1",
        "s\u00e9ndgrid.net",
        ".\uff53.example",
    ],
)
def test_look_alike_is_no_own_host(host: str) -> None:
    assert not is_sendgrid_host(host)


@pytest.mark.parametrize(
    ("host", "practice", "region"),
    [
        ("smtp.sendgrid.net", False, "EU"),
        ("api.sendgrid.com", True, "EU"),
        ("smtp.eu.sendgrid.net", False, "global"),
        ("API.EU.sendgrid.com", True, "global"),
    ],
)
def test_key_that_is_not_known_may_belong_to_the_region_that_was_not_asked(
    host: str, region: str, *, practice: bool
) -> None:
    told = UNKNOWN_KEY.filled(who_answers(host, practice=practice)).explanation

    assert f"belong to the {region} region." in told


def test_key_that_a_server_of_ones_own_refuses_is_not_checked_at_sendgrid() -> None:
    told = UNKNOWN_KEY.filled(who_answers("127.0.0.1", practice=False))

    assert "If it is a practice inbox, it knows only the keys that it names" in told.explanation
    assert told.remedy.startswith("Use a key that 127.0.0.1 gave out;")
    assert "SendGrid" not in f"{told.explanation} {told.remedy}"
