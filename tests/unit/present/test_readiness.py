"""What would stop a send is said before Send is pressed, and never read as ready."""

from dataclasses import replace

import pytest

from sgdesk.present import readiness
from sgdesk.present.form import ComposeForm, FormFile
from sgdesk.present.readiness import Stop, what_stops
from sgdesk.present.things.table import summary
from sgdesk.route import WebApiPath

SOUND = ComposeForm(sender="news@example.com", to="ada@example.com", subject="Hi", text="Hi")
LARGE = FormFile(filename="a.bin", content=bytes(25_000_000), type="application/octet-stream")


def test_mail_that_would_go_out_is_stopped_by_nothing() -> None:
    assert what_stops(SOUND, WebApiPath()) is None
    assert what_stops(SOUND, WebApiPath(), ("@example.com",)) is None


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (replace(SOUND, to=" "), "To is still empty"),
        (replace(SOUND, sender="", to=""), "From is still empty"),
        (replace(SOUND, to="ada"), "Not ready: look at To"),
        (replace(SOUND, cc="ada@"), "Not ready: look at Cc"),
        (replace(SOUND, files=(LARGE,)), "Not ready: look at Files"),
        (replace(SOUND, headers=(("Subject", "x"),)), "Not ready: look at More"),
    ],
)
def test_first_of_what_stops_is_named_by_its_field(form: ComposeForm, words: str) -> None:
    stop = what_stops(form, WebApiPath())

    assert stop is not None
    assert stop.words == words
    assert summary((), has_body=True, stop=stop) == words


def test_recipient_whom_the_account_may_not_mail_stops_the_send() -> None:
    assert what_stops(SOUND, WebApiPath(), ("@example.org",)) == Stop(
        words="Not ready: look at To",
        why="This account may not mail ada@example.com. It may mail only @example.org. "
        "Take the address out, or allow it in the account (May mail).",
        is_wrong_address=True,
    )


@pytest.mark.parametrize(
    ("to", "words"),
    [("ada", "Not ready: look at To"), ("", "The mail is still empty")],
)
def test_wrong_address_is_told_also_before_anything_is_written(to: str, words: str) -> None:
    stop = what_stops(replace(SOUND, to=to), WebApiPath())

    assert summary((), has_body=False, stop=stop) == words


def test_more_people_than_any_path_takes_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "compose", None)
    many = "\n".join(f"p{n}@example.com" for n in range(10_001))

    stop = what_stops(replace(SOUND, to=many), WebApiPath())

    assert stop is not None
    assert stop.words == "Not ready: look at To"
