"""What is said of a message before it goes."""

import io

from sgdesk.cli.findings import is_sound
from sgdesk.cli.output import Console
from sgdesk.message import Address, Message, Recipient
from sgdesk.route import Route, SmtpPath, Tls, WebApiPath

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


def test_losses_of_a_mail_that_may_not_go_are_not_told() -> None:
    sound, words = said(a_mail(sender="nobody"), SMTP)

    assert not sound
    assert "Note" not in words
