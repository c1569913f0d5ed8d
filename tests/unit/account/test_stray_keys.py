"""No account is kept whose key would go to servers that it is not for."""

from pathlib import Path

import pytest
import trustme

from sgdesk.account.account import Known
from sgdesk.account.keystore import KeyPlace
from sgdesk.errors import InputError
from sgdesk.routing import LOCAL_AUTHORITY
from sgdesk.sandbox.accounts import make_key
from sgdesk.secret import Secret
from tests.support.keys import KEY
from tests.unit.account.test_book import book_in

NOT_TO_SENDGRID = r"A practice key is not shown to api\.sendgrid\.com"
NOT_TO_PRACTICE = r"not shown to the practice inbox at 127\.0\.0\.1"


@pytest.fixture
def there(tmp_path: Path) -> dict[str, object]:
    """Give the servers of an account at a local SendGrid."""
    file = tmp_path / "ca.pem"
    trustme.CA(organization_name=LOCAL_AUTHORITY).cert_pem.write_to_path(file)
    servers = {"api_url": "https://127.0.0.1:41000", "smtp_host": "127.0.0.1"}
    return {"sender": "ada@example.com", "ca_file": str(file), **servers}


def test_practice_key_without_servers_of_its_own_is_not_kept(
    tmp_path: Path, there: dict[str, object]
) -> None:
    book = book_in(tmp_path)
    for values in ({}, {**there, "api_url": ""}):
        with pytest.raises(InputError, match=NOT_TO_SENDGRID):
            book.add("work", values, Secret(make_key()), KeyPlace.SESSION)
    with pytest.raises(InputError, match=r"not shown to smtp\.sendgrid\.net"):
        book.add("work", {**there, "smtp_host": ""}, Secret(make_key()), KeyPlace.SESSION)

    assert book.accounts() == ()
    assert not book.keys.holds("work")


def test_account_with_a_practice_key_keeps_its_servers_when_they_are_emptied(
    tmp_path: Path, there: dict[str, object]
) -> None:
    book = book_in(tmp_path)
    book.add("work", there, Secret(make_key()), KeyPlace.SESSION)
    with pytest.raises(InputError, match=NOT_TO_SENDGRID):
        book.change_and_rename("work", "other", {"sender": "ada@example.com"})
    assert book.values("work") == there

    other = book.change_and_rename("work", "other", {**there, "sender": "grace@example.com"})
    assert other.sender == "grace@example.com"


def test_live_account_is_not_led_to_a_practice_inbox(
    tmp_path: Path, there: dict[str, object]
) -> None:
    book = book_in(tmp_path)
    with pytest.raises(InputError, match=NOT_TO_PRACTICE):
        book.add("new", there, Secret(KEY), KeyPlace.SESSION)
    book.add("work", {}, Secret(KEY), KeyPlace.SESSION)
    with pytest.raises(InputError, match=NOT_TO_PRACTICE):
        book.change("work", there)

    assert book.values("work") == {}


def test_key_is_not_replaced_by_one_for_other_servers(
    tmp_path: Path, there: dict[str, object]
) -> None:
    book = book_in(tmp_path)
    book.add("live", {}, Secret(KEY), KeyPlace.SESSION)
    book.add("trial", there, Secret(make_key()), KeyPlace.SESSION)
    with pytest.raises(InputError, match=NOT_TO_SENDGRID):
        book.replace_key("live", Secret(make_key()), KeyPlace.SESSION, {}, Known())
    with pytest.raises(InputError, match=NOT_TO_PRACTICE):
        book.replace_key("trial", Secret(KEY), KeyPlace.SESSION, there, Known())

    assert book.secret("live") == Secret(KEY)
    assert book.secret("trial").is_practice


def test_account_that_an_earlier_program_let_stray_still_takes_another_sender(
    tmp_path: Path,
) -> None:
    book = book_in(tmp_path)
    book.add("work", {}, Secret(KEY), KeyPlace.SESSION)
    book.note("work", Known(masked_key=Secret(make_key()).masked, key_place="session"))

    assert book.change("work", {"sender": "ada@example.com"}).sender == "ada@example.com"
