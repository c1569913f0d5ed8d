"""Which hosts are SendGrid's own."""

import pytest

from sgdesk.sendgrid.hosts import API_URL, SMTP_HOST, is_sendgrid_host


@pytest.mark.parametrize(
    "host",
    [
        *SMTP_HOST.values(),
        *(url.removeprefix("https://") for url in API_URL.values()),
        "SMTP.SendGrid.net.",
        "sendgrid.net",
    ],
)
def test_own_host_is_known(host: str) -> None:
    assert is_sendgrid_host(host)


@pytest.mark.parametrize(
    "host", ["", "notsendgrid.net", "sendgrid.net.example.com", "sendgrid.example", "192.0.2.1"]
)
def test_look_alike_is_no_own_host(host: str) -> None:
    assert not is_sendgrid_host(host)
