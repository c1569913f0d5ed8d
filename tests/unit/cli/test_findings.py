"""What is said of a message before it goes."""

import io
from dataclasses import replace

import pytest

from sgdesk.cli.findings import is_sound, tell_idle_overrides
from sgdesk.cli.output import Console
from sgdesk.message import Address, Message, Recipient
from sgdesk.route import Route, SmtpPath, Tls, WebApiPath
from sgdesk.routing import parse_override

API = Route(path=WebApiPath())
SMTP = Route(path=SmtpPath(port=587, tls=Tls.STARTTLS), smtpapi=False)


def a_mail(name: str = "", sender: str = "a@example.com") -> Message:
    to = Recipient(address=Address(email="b@example.org", name=name))
    return Message(
        sender=Address(email=sender), to=(to,), subject="Hi", text="Hello", categories=("news",)
    )


def said(message: Message, *routes: Route) -> tuple[bool, str]:
    """Give whether it may go, and all that was noted, in one line."""
    heard = io.BytesIO()
    err = io.TextIOWrapper(heard, encoding="utf-8", write_through=True)
    sound = is_sound(message, routes, Console(io.StringIO(), err, {}))
    return sound, " ".join(heard.getvalue().decode().split())


def test_what_the_check_says_of_a_name_is_not_said_again_as_a_loss() -> None:
    sound, words = said(a_mail("Doe, Jo"), API)

    assert sound
    assert words.count("'Doe, Jo'") == 1
    assert "Write the name without them, or send by SMTP." in words


def test_each_path_names_what_it_loses() -> None:
    sound, words = said(a_mail(), API, SMTP)

    assert sound
    assert words.startswith("Note (SMTP 587): ")
    assert "ategor" in words


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("smtp.sendgrid.net:465", "Note: No --connect-to is for smtp.sendgrid.net:587: "),
        ("SMTP.sendgrid.net.:587", ""),
    ],
)
def test_it_is_said_that_no_route_is_led_elsewhere(target: str, words: str) -> None:
    led = (parse_override(f"{target}=192.0.2.1:25"),)
    heard = io.BytesIO()
    err = io.TextIOWrapper(heard, encoding="utf-8", write_through=True)
    own = replace(SMTP, smtp_host="mail.example.org")
    routes = [replace(route, overrides=led) for route in (own, SMTP)]
    tell_idle_overrides(routes, Console(io.StringIO(), err, {}))
    said = heard.getvalue().decode()

    assert said.startswith(words)
    assert said.count("Note: ") == bool(words)


def test_losses_of_a_mail_that_may_not_go_are_not_told() -> None:
    sound, words = said(a_mail(sender="nobody"), SMTP)

    assert not sound
    assert "Note" not in words


def test_a_key_in_the_mail_is_told_once_for_all_paths_and_never_shown() -> None:
    key = "SG." + "k" * 22 + "." + "s" * 43
    sound, words = said(replace(a_mail(f"{key}, Jo"), subject=key), API, SMTP)

    assert sound
    assert "'••••, Jo'" in words
    assert words.count("A SendGrid key stands in the subject.") == 1
    assert "kkkk" not in words


def test_warnings_are_kept_for_the_document() -> None:
    console = Console(io.StringIO(), io.StringIO(), {})
    mail = replace(a_mail("Doe, Jo"), text="SG." + "k" * 22 + "." + "s" * 43)
    is_sound(mail, (API, SMTP), console)

    assert [warning["id"] for warning in console.warnings][:2] == ["secret", "name_punctuation"]
    assert any("ategor" in warning["happened"] for warning in console.warnings)
    assert {tuple(warning) for warning in console.warnings} == {
        ("id", "place", "happened", "why", "remedy")
    }
