"""What a server repeats of a mail stands in no ticket."""

from dataclasses import replace

import pytest

from sgdesk.delivery import Rejected, ServerError
from sgdesk.message import Address, Message, Recipient
from sgdesk.present.dialogue import ticket_dialogue
from sgdesk.present.summary import summary_text
from sgdesk.present.veil import private_words, repeated_words, veiled_text
from sgdesk.route import WebApiPath
from tests.support.attempts import a_problem, an_attempt

MAIL = Message(
    sender=Address(email="sender@example.com", name="Example News"),
    to=(Recipient(address=Address(email="ada.byron@example.org", name="Ada Lovelace")),),
    subject="Autumn news",
    text="Your order is ready\nhttps://shop.example/4711\n",
    html="<p>Come to the tea party</p>",
)
PRIVATE = private_words(MAIL)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ('"Ada Lovelace" is unknown', '"…" is unknown'),
        ("Mr LOVELACE, ada.byron and byron", "Mr …, … and …"),
        ("blocked: https://shop.example/4711 in it", "blocked: … in it"),
        ("spam: your order\n is ready", "spam: …"),
        ("spam: Come to the tea party", "spam: …"),
        ("Subject 'Autumn news' refused", "Subject '…' refused"),
        ("The from address is no verified Sender", "The from address is no verified Sender"),
        ("Adaptive filter", "Adaptive filter"),
    ],
)
def test_name_and_text_are_hidden_in_a_servers_words_and_nothing_else(
    said: str, shown: str
) -> None:
    assert veiled_text(said, PRIVATE) == shown


def test_summary_names_nobody_whom_the_server_names() -> None:
    said = "550 Ada Lovelace does not want Autumn news"
    problem = replace(a_problem("SMTP-550"), explanation=f'Not sent. It said: "{said}".')
    refused = replace(
        an_attempt(Rejected(), code=550, reply=said, problem=problem),
        errors=(ServerError(message="Lovelace", field="to"),),
    )
    text = summary_text(refused, 1, private=PRIVATE)

    assert 'It said: "550 … does not want …"' in text
    assert "Lovelace" in summary_text(refused, 1)
    assert "Lovelace" not in text
    assert "Autumn" not in text


def test_dialogue_for_a_ticket_leaves_the_mail_out_and_keeps_what_was_said_of_it() -> None:
    said = (
        "S: 220 ready\nC: EHLO [127.0.0.1]\nS: 250 PIPELINING\n*: TLSv1.3\n"
        "C: MAIL FROM:<sender@example.com>\nC: RCPT TO:<ada.byron@example.org>\nC: DATA\n"
        "S: 250 Ok\nS: 250 Ok\nS: 354 Continue\nC: Subject: Autumn news\nC: \nC: QUIT it, Ada\n"
        "C: .\nS: 550 Ada Lovelace <ada.byron@example.org> is unknown\n"
    )
    text = ticket_dialogue(replace(an_attempt(Rejected()), transcript=said), PRIVATE)

    assert "C: RCPT TO:<…@example.org>\n" in text
    assert "C: … the mail, 4 lines …\nS: 550 … <…@example.org> is unknown\n" in text
    assert "Refused: the mail" in text
    for word in ("Autumn", "Ada", "QUIT", "byron", "Lovelace"):
        assert word not in text


def test_request_for_a_ticket_has_its_head_alone() -> None:
    said = (
        "*: TLSv1.3\nC: POST /v3/mail/send HTTP/1.1\nC: Authorization: Bearer ••••\nC: \n"
        'C: {"subject":"Autumn news"}\nS: HTTP/1.1 400 Bad Request\nS: \nS: {"errors":"Ada"}\n'
    )
    attempt = replace(an_attempt(Rejected(), path=WebApiPath()), transcript=said)
    text = ticket_dialogue(attempt, PRIVATE)

    assert "C: Authorization: Bearer ••••\nC: \nC: … the mail, 1 line …\nS: HTTP/1.1 400" in text
    assert "Autumn" not in text
    assert 'S: {"errors":"…"}' in text


def test_of_a_long_mail_only_what_the_server_repeats_is_looked_for() -> None:
    long = replace(MAIL, text="\n".join(f"Line {number} of it" for number in range(5_000)))
    refused = replace(
        an_attempt(Rejected(), reply="no Lovelace"),
        transcript="S: 550-spam: Line 4711\nS: 550 of it\n",
    )

    shown = ticket_dialogue(refused, ("Line 4711 of it",))
    assert shown.startswith("S: 550-spam: …\n")
    assert repeated_words(long, refused) == ("Line 4711 of it", "Lovelace")
