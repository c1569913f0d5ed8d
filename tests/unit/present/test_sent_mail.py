"""The head of a mail that was sent."""

import pytest

from sgdesk.message import Address, Copies, Message, Recipient
from sgdesk.present.sent_mail import sent_facts


@pytest.mark.parametrize(
    ("count", "copies", "manner"),
    [
        (3, Copies.EACH, "One mail each"),
        (3, Copies.TOGETHER, "One mail that all see"),
        (1, Copies.EACH, None),
    ],
)
def test_several_people_are_said_to_have_got_a_mail_each_or_one(
    count: int, copies: Copies, manner: str | None
) -> None:
    message = Message(
        sender=Address(email="news@example.org"),
        to=tuple(Recipient(address=Address(email=f"p{n}@example.com")) for n in range(count)),
        copies=copies,
        subject="Autumn",
        html="<p>Hello</p>",
    )
    said = {name: value for name, value, _ in sent_facts(message)}

    assert said.get("Sent as") == manner


def test_names_are_shown_as_they_went() -> None:
    message = Message(
        sender=Address(email="news@example.org", name="News, daily"),
        to=(Recipient(address=Address(email="jane@example.com", name="Doe, Jane")),),
        cc=(Address(email="rick@example.com", name="Roe, Rick"),),
        subject="Autumn",
        html="<p>Hello</p>",
    )
    by_smtp = {name: value for name, value, _ in sent_facts(message)}
    by_web_api = {name: value for name, value, _ in sent_facts(message, by_web_api=True)}

    assert by_smtp["To"] == '"Doe, Jane" <jane@example.com>'
    assert by_web_api["To"] == "Doe Jane <jane@example.com>"
    assert by_web_api["Cc"] == "Roe Rick <rick@example.com>"
    assert by_web_api["From"] == by_smtp["From"]
