"""From the fields of the sheet to the settings of an account, and back."""

import pytest

from sgdesk.present.account_form import (
    AccountForm,
    connection_values,
    detail_text,
    form_of_values,
    read_form,
    suggested_name,
)

FULL = AccountForm(
    name="work",
    sender="News <news@example.org>",
    test_address="you@example.com",
    only_some=True,
    may_mail="you@example.com, @example.org",
    region="eu",
    details={"connect_to": "a:1=b:2 c:3=d:4", "proxy": "", "username": "apikey"},
)


def test_only_what_differs_from_the_defaults_is_kept() -> None:
    read = read_form(FULL)

    assert read.wrong == {}
    assert read.values == {
        "sender": "News <news@example.org>",
        "test_address": "you@example.com",
        "may_mail": ["you@example.com", "@example.org"],
        "region": "eu",
        "connect_to": ["a:1=b:2", "c:3=d:4"],
    }
    assert read_form(AccountForm()).values == {}


def test_kept_account_comes_back_as_it_was_typed() -> None:
    back = form_of_values("work", read_form(FULL).values, in_system=True)

    assert read_form(back) == read_form(FULL)
    assert (back.name, back.region, back.only_some) == ("work", "eu", True)


def test_every_field_that_cannot_be_read_has_its_words() -> None:
    wrong = read_form(
        AccountForm(sender="nobody", test_address="a@b@c", only_some=True, may_mail="example.org")
    ).wrong

    assert set(wrong) == {"sender", "test_address", "may_mail"}
    assert "Nobody is named" in read_form(AccountForm(only_some=True)).wrong["may_mail"]


def test_account_that_may_not_mail_its_own_test_address_is_told_so() -> None:
    wrong = read_form(
        AccountForm(test_address="You <you@Example.net>", only_some=True, may_mail="@example.org")
    ).wrong

    assert "test address" in wrong["may_mail"]


def test_name_is_the_senders_domain_and_never_one_that_is_taken() -> None:
    assert suggested_name("News <news@Example.org>", frozenset()) == "example.org"
    assert suggested_name("a@example.org", frozenset({"Example.Org"})) == "example.org 2"
    assert suggested_name("", frozenset()) == "SendGrid"


@pytest.mark.parametrize(
    ("typed", "path", "shown"),
    [
        ("587", "smtp:587:starttls", "587"),
        (" 465 ", "smtp:465:tls", "465"),
        ("1025:plain", "smtp:1025:plain", "1025:plain"),
        ("465:starttls", "smtp:465:starttls", "465:starttls"),
    ],
)
def test_smtp_port_is_the_account_s_path_and_shown_as_a_port(
    typed: str, path: str, shown: str
) -> None:
    assert connection_values(AccountForm(details={"path": typed})) == {"path": path}
    kept = form_of_values("work", {"path": path}, in_system=True)
    assert kept.details["path"] == shown


def test_port_that_is_none_is_said_and_the_web_api_has_none() -> None:
    for wrong in ("0", "70000", "smtp", "587 587"):
        error = read_form(AccountForm(details={"path": wrong})).wrong_detail
        assert error is not None
        assert (error.setting, error.happened) == ("path", f"{wrong!r} is no SMTP port.")
    assert connection_values(AccountForm(details={"path": ""})) == {}
    assert detail_text("path", "webapi") == ""
    assert detail_text("path", "by hand") == ""
