"""Which routes are practice: those by which nobody but a local SendGrid can answer."""

from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from sgdesk.account.account import Account
from sgdesk.account.practising import is_practice, refuse_mixed
from sgdesk.errors import InputError
from sgdesk.route import Route, parse_path
from sgdesk.routing import LOCAL_AUTHORITY, make_route, refuse_gone
from sgdesk.sandbox.accounts import make_key
from sgdesk.secret import Secret
from sgdesk.settings import Settings, Value, resolve
from sgdesk.transport.keyguard import key_for, refuse_key
from tests.support.keys import KEY

WEB, SMTP = parse_path("webapi"), parse_path("smtp:587")
LIVE, PRACTICE = Secret(KEY), Secret(make_key())


@pytest.fixture
def ca_file(tmp_path: Path) -> Path:
    """A file like that of a local SendGrid."""
    file = tmp_path / "ca.pem"
    trustme.CA(organization_name=LOCAL_AUTHORITY).cert_pem.write_to_path(file)
    return file


def settled(ca_file: Path, **changed: Value) -> Settings:
    """Give settings that lead to a local SendGrid, but for what is changed."""
    there: dict[str, Value] = {"api_url": "https://127.0.0.1:4001", "smtp_host": "localhost"}
    return resolve(flags={**there, "ca_file": str(ca_file), **changed})


def route(ca_file: Path, path: str = "webapi", **changed: Value) -> Route:
    """Give the route of one path by such settings."""
    return make_route(settled(ca_file, **changed), parse_path(path))


@pytest.mark.parametrize("path", ["webapi", "smtp:587", "smtp:2525", "smtp:465"])
def test_encrypted_path_to_a_local_sendgrid_is_practice_and_carries_what_it_reads(
    ca_file: Path, path: str
) -> None:
    found = route(ca_file, path)

    assert found.practice
    assert found.smtpapi


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        ("smtp:25:plain", {}),
        ("webapi", {"api_url": "http://127.0.0.1:4001"}),
        ("webapi", {"api_url": "https://api.sendgrid.com"}),
        ("webapi", {"api_url": "https://192.0.2.1"}),
        ("webapi", {"proxy": "http://127.0.0.1:3128"}),
        ("webapi", {"connect_to": ("127.0.0.1:4001=192.0.2.1:443",)}),
        (
            "webapi",
            {
                "api_url": "https://api.sendgrid.com",
                "connect_to": ("api.sendgrid.com:443=127.0.0.1:4001",),
            },
        ),
        ("smtp:587", {"smtp_host": "mail.example.com"}),
    ],
)
def test_what_another_server_may_answer_stays_live(
    ca_file: Path, path: str, changed: dict[str, Value]
) -> None:
    assert not route(ca_file, path, **changed).practice


def test_certificate_of_ones_own_server_or_one_beside_it_makes_no_practice(ca_file: Path) -> None:
    other = trustme.CA(organization_name="Example").cert_pem.bytes()
    both = ca_file.read_bytes() + other
    for content in (other, both, b"no certificate"):
        ca_file.write_bytes(content)

        assert not route(ca_file).practice


def test_local_sendgrid_that_has_ended_is_known_by_its_folder_and_said_to_be_gone(
    tmp_path: Path,
) -> None:
    gone = route(tmp_path / "sgdesk-sandbox-x1" / "ca.pem")

    assert gone.practice
    with pytest.raises(InputError, match="is gone, so nothing was sent") as caught:
        refuse_gone(gone)
    assert "copy key and servers anew" in caught.value.remedy
    assert not route(tmp_path / "elsewhere" / "ca.pem").practice


def test_account_is_practice_where_both_its_paths_are(ca_file: Path) -> None:
    assert is_practice(settled(ca_file))
    assert is_practice(settled(ca_file, path="smtp:4002"))
    assert not is_practice(settled(ca_file, smtp_host=""))
    assert not is_practice(settled(ca_file, api_url="https://[x"))


def test_path_that_is_not_what_its_account_says_is_refused(ca_file: Path) -> None:
    there, live = route(ca_file), replace(route(ca_file), practice=False)
    refuse_mixed(Account(name="a", is_practice=True), there)
    refuse_mixed(Account(name="a"), live)

    with pytest.raises(InputError, match="By the Web API a leads to a practice inbox"):
        refuse_mixed(Account(name="a"), there)
    with pytest.raises(InputError, match="a server that may be a real one"):
        refuse_mixed(Account(name="a", is_practice=True), live)


@pytest.mark.parametrize("path", ["webapi", "smtp:587"])
@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"region": "eu"},
        {"api_url": "https://api.sendgrid.com.", "smtp_host": "SMTP.sendgrid.net"},
        {"connect_to": ("api.sendgrid.com:443=192.0.2.1:443", "smtp.sendgrid.net:587=192.0.2.1:1")},
        {
            "api_url": "https://127.0.0.1",
            "smtp_host": "127.0.0.1",
            "connect_to": (
                "127.0.0.1:443=api.sendgrid.com:443",
                "127.0.0.1:587=smtp.sendgrid.net:587",
            ),
        },
    ],
)
def test_practice_key_is_kept_from_sendgrid_however_it_is_named(
    path: str, changed: dict[str, Value]
) -> None:
    there = make_route(resolve(flags=changed), parse_path(path))

    with pytest.raises(InputError, match="A practice key is not shown to"):
        key_for(there, PRACTICE)
    assert key_for(there, LIVE) == LIVE.reveal()


def test_practice_key_rehearses_live_mail_at_sendgrids_names_led_to_this_computer() -> None:
    led = ("smtp.sendgrid.net:587=127.0.0.1:41017",)
    there = make_route(resolve(flags={"connect_to": led}), SMTP)

    assert key_for(there, PRACTICE) == PRACTICE.reveal()


def test_live_key_is_kept_from_a_practice_inbox(ca_file: Path) -> None:
    for path in ("webapi", "smtp:587"):
        with pytest.raises(InputError, match="not shown to the practice inbox at"):
            key_for(route(ca_file, path), LIVE)
        assert key_for(route(ca_file, path), PRACTICE) == PRACTICE.reveal()


def test_key_that_is_shown_to_nobody_is_refused_nowhere(ca_file: Path) -> None:
    alone = {"authenticate": False}
    refuse_key(make_route(resolve(flags=alone), SMTP), PRACTICE)
    refuse_key(route(ca_file, "smtp:587", **alone), LIVE)
    refuse_key(route(ca_file), Secret(""))
