"""What Start says of an account."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sgdesk.account.account import Account, Known, PathStanding
from sgdesk.account.facts import Credits
from sgdesk.account.refusal import Refusal
from sgdesk.present.start_card import StartCard, start_card
from sgdesk.present.words import Tone

NOW = datetime(2026, 1, 31, 15, 0, tzinfo=UTC)
WORKS = (
    PathStanding(path="webapi", works=True),
    PathStanding(path="smtp:587:starttls", works=True),
)
HALF = (WORKS[0], replace(WORKS[1], works=False, reason="Port 587 does not answer"))
REFUSED = tuple(
    replace(path, works=False, reason=f"Port {port} refuses the connection")
    for path, port in zip(WORKS, (443, 587), strict=True)
)
NONE = tuple(replace(path, works=False, reason="SendGrid refuses this key") for path in WORKS)
KNOWN = Known(checked_at=datetime(2026, 1, 31, 14, 31, tzinfo=UTC), paths=WORKS)


def told(known: Known, *, has_key: bool = True, trouble: str = "") -> StartCard:
    """Give the card of an account."""
    account = Account(name="example.org", known=known, trouble=trouble)
    return start_card(account, has_key=has_key, now=NOW, zone=UTC)


@pytest.mark.parametrize(
    ("known", "tone", "text", "detail"),
    [
        (KNOWN, Tone.GOOD, "example.org works. Web API yes, SMTP yes.", ""),
        (
            replace(KNOWN, paths=HALF),
            Tone.WARN,
            "example.org works in part. Web API yes, SMTP no.",
            "Port 587 does not answer.",
        ),
        (
            replace(KNOWN, paths=NONE),
            Tone.BAD,
            "example.org does not work. Web API no, SMTP no.",
            "SendGrid refuses this key.",
        ),
        (
            replace(KNOWN, paths=REFUSED),
            Tone.BAD,
            "example.org does not work. Web API no, SMTP no.",
            "Ports 443 and 587 refuse the connection.",
        ),
        (
            replace(KNOWN, may_send=False),
            Tone.BAD,
            "The key of 'example.org' may not send mail. Web API yes, SMTP yes.",
            "",
        ),
        (
            replace(KNOWN, credits=Credits(remaining=0, total=100, next_reset="2026-02-01")),
            Tone.WARN,
            "example.org works. Web API yes, SMTP yes.\n"
            "0 sends left when last checked (new\u00a0ones\u00a0on\u00a01\u00a0February).",
            "",
        ),
    ],
)
def test_checked_account_is_summed_up_by_what_is_known(
    known: Known, tone: Tone, text: str, detail: str
) -> None:
    card = told(known)

    assert (card.line.tone, card.line.text, card.line.detail) == (tone, text, detail)
    assert (card.checked, card.action) == ("Checked 14:31", "check")


def test_account_never_checked_claims_nothing() -> None:
    card = told(Known())

    assert card.line.text == "example.org has not been checked yet."
    assert (card.line.tone, card.checked, card.action) == (Tone.NEUTRAL, "", "check")


def test_account_whose_mail_was_refused_says_why_and_when() -> None:
    at = datetime(2026, 1, 31, 14, 45, tzinfo=UTC)
    refusal = Refusal(problem_id="D-ACC-2", title="No sends left in the SendGrid plan", at=at)
    card = told(replace(KNOWN, refusal=refusal))

    assert (card.line.tone, card.line.text) == (Tone.BAD, "example.org could not send.")
    assert card.line.detail == "No sends left in the SendGrid plan."
    assert (card.checked, card.action) == ("Refused 14:45", "check")


def test_check_names_those_whom_it_asks() -> None:
    account = Account(name="relay", api_url="https://127.0.0.1:1", smtp_host="mail.example.org")
    card = start_card(account, has_key=True, now=NOW, zone=UTC)

    who = "127.0.0.1 and mail.example.org"
    assert card.line.detail == f"A check asks {who} on both paths and sends nothing."
    assert card.check_why == f"Ask {who} on both paths whether the key works; sends nothing"
    assert told(Known()).line.detail == "A check asks SendGrid on both paths and sends nothing."


def test_account_without_its_key_or_with_broken_settings_is_never_said_to_work() -> None:
    gone, broken = told(KNOWN, has_key=False), told(KNOWN, trouble="No such region.")

    assert (gone.line.text, gone.action) == (
        "The key of 'example.org' is gone",
        "replace",
    )
    assert (broken.line.text, broken.line.detail) == (
        "example.org cannot be used.",
        "No such region.",
    )


def test_who_answers_in_the_place_of_sendgrid_is_said_apart_from_the_praise() -> None:
    here = replace(WORKS[0], elsewhere="127.0.0.1:41017")
    card = told(replace(KNOWN, paths=(here,)))

    assert (card.line.tone, card.line.text) == (Tone.GOOD, "example.org works. Web API yes.")
    assert card.line.detail == "Not SendGrid's own servers: 127.0.0.1:41017."
