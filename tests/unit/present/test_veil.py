"""What a server repeats of a mail stands in no ticket."""

from base64 import b64encode
from dataclasses import replace
from email.header import Header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk.content.readings import by_lines, by_meaning, wrapped
from sgdesk.delivery import RecipientResult, Rejected, ServerError
from sgdesk.message import Address, Attachment, Message, Recipient, SendOptions
from sgdesk.present.dialogue import ticket_dialogue
from sgdesk.present.summary import summary_text
from sgdesk.present.veil import private_words, repeated_words, veiled_text
from sgdesk.route import Path, WebApiPath
from tests.support.attempts import SMTP_587, a_problem, a_trace, an_attempt

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
        ("Adaptive filter of Canada", "Adaptive filter of Canada"),
        ("lovelace.example or smtp-lovelace", "lovelace.example or smtp-lovelace"),
        ("550-Lovelace is --Lovelace--", "550-… is --…--"),
        ("spam: Ada_Lovelace.pdf", "spam: ….pdf"),
        ("no news of 1815", "no news of 1815"),
    ],
)
def test_name_and_text_are_hidden_in_a_servers_words_and_nothing_else(
    said: str, shown: str
) -> None:
    assert veiled_text(said, PRIVATE) == shown


ODD = Message(
    sender=Address(email="12345678@example.com", name="山田 太郎"),
    to=(
        Recipient(
            address=Address(email="zoe.1815@example.org", name="Zoë O'Neil"),
            substitutions=(
                ("-title-", "Countess"),
                ("-year-", "1815"),
                ("-so-", "of old Dover inn"),
            ),
            template_data_json='{"rank": "Duchess of Deal", "of": [{"where": "Kent"}], "n": 5}',
        ),
    ),
    cc=(Address(email="cc.person@example.org", name="Copied Person"),),
    bcc=(Address(email="bcc.person@example.org", name="Blind Person"),),
    reply_to=(Address(email="back@example.org", name="Answers Here"),),
    subject="Pay now!",
    text="Prix : 5 € à payer\n",
    custom_args=(("order", "O-471147"),),
    headers=(("X-Ship", "HMS Beagle"),),
    attachments=(Attachment(filename="CV of Zoe.pdf", content=b""),),
    options=SendOptions(template_data_json='{"all": "everybody"}'),
)


@pytest.mark.parametrize(
    "said",
    [
        "山田様は不明です",
        "user 12345678",
        "Countess, Duchess, KENT, deal",
        "Copied, Blind, cc.person, bcc.person, answers here",
        "'Pay now!' is spam",
        "order O-471147",
        "X-Ship: HMS Beagle",
        "CV of Zoe.pdf is no file",
        "for everybody, of old Dover inn",
        r'{"m":"\u003cZo\u00eb O\u0027Neil\u003e\nDuchess"}',
        "Zo&euml; O&#39;Neil",
        "Zo%C3%AB%20O%27Neil",
        "Zo=C3=AB O=27Neil",
        r"Zo\xc3\xab \u004f'Neil",
        f"From: {Header('Zoë Neil', 'utf-8').encode()}",
        "=?utf-8?q?Zo=C3=AB?= =?utf-8?q?_O'Neil?=",
        f"=?utf-8?b?{b64encode('an Zoë'.encode()).decode()}?=",
        f"spam: {b64encode('an Zoë O’Neil'.encode()).decode()}",
        "550-5.7.1 spam: Prix : 5\n550 5.7.1 € à payer",
        "S: 550-5.7.1 spam: Prix : 5\nS: 550 5.7.1 € à payer",
        "S: 550-zoe.\nS: 550 1815 is unknown",
        "550-Duch\n550-ess",
        "550 spam: Duch=\ness",
        "550-<zoe.\n550 1815@example.org>",
    ],
)
def test_no_form_of_a_name_or_of_text_is_left(said: str) -> None:
    private = private_words(ODD)
    found = repeated_words(ODD, replace(an_attempt(Rejected()), reply=said))
    shown = veiled_text(said, private)

    assert veiled_text(said, found) == shown
    assert "…" in shown
    for way in (by_lines, by_meaning, wrapped):
        plain = way(shown).plain.casefold()
        for word in (
            "zo",
            "o'n",
            "neil",
            "山",
            "1234",
            "ess",
            "kent",
            "deal",
            "person",
            "answer",
            "payer",
        ):
            assert word not in plain
        for word in (
            "prix",
            "duch",
            "1815",
            "pay now",
            "4711",
            "beagle",
            "cv",
            "everybody",
            "dover",
        ):
            assert word not in plain


def test_words_and_numbers_that_a_server_says_of_itself_are_left() -> None:
    said = "550 5 codes, 1815 bytes, n, rank, order, old, inn, Dover"

    assert veiled_text(said, private_words(ODD)) == said
    assert "Pay now" not in private_words(replace(ODD, subject="Pay now"))
    for local, is_hidden in (("471147", True), ("47114", False)):
        person = replace(ODD.sender, email=f"{local}@example.com")
        assert (local in private_words(replace(ODD, sender=person))) is is_hidden


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("山Bobby", "山Bobby"),
        ("X山Bobは", "X…は"),
        ("は山Bob", "は…"),
        ("様Adaは", "様…は"),
        ("Bo山様", "…様"),
        ("ABo山様", "ABo山様"),
    ],
)
def test_only_where_a_script_parts_words_a_name_is_a_word_of_its_own(said: str, shown: str) -> None:
    assert veiled_text(said, ("山Bob", "Bo山", "Ada")) == shown


@given(st.text(alphabet=st.sampled_from("Duches =?uqb\\n0fF%&#;x\nS: 5.1-@_\"'")))
def test_whatever_a_server_says_can_be_read_and_is_kept_but_for_what_is_private(said: str) -> None:
    assert veiled_text(said, ("Somebody Else",)) == said
    assert "Duchess" not in veiled_text(f"{said} Duchess {said}", ("Duchess",))


def test_summary_names_nobody_whom_the_server_names() -> None:
    said = "550 Ada Lovelace does not want Autumn news"
    problem = replace(
        a_problem("SMTP-550"), explanation=f'No. It said: "{said}" (field Autumn news).'
    )
    refused = replace(
        an_attempt(Rejected(), code=550, reply=said, problem=problem),
        errors=(
            ServerError(message="Lovelace", field="Lovelace", help="/of?Lovelace"),
            ServerError(message="Lovelace", field="to Lovelace"),
        ),
        recipients=(
            RecipientResult(address="a@example.org", accepted=False, code=550, reply="Lovelace"),
        ),
        trace=replace(a_trace(), spans=(replace(a_trace().spans[0], detail="Lovelace"),)),
    )
    text = summary_text(refused, 1, private=PRIVATE)

    assert 'It said: "550 … does not want …" (field …).' in text
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


def test_several_people_whom_the_server_names_are_told_apart_by_their_addresses() -> None:
    people = ("ada.byron@example.org", "grace@example.org")
    results = tuple(RecipientResult(address=each, accepted=False) for each in people)
    said = "S: 550 <ada.byron@example.org> ada\n"
    attempt = replace(an_attempt(Rejected(), recipients=results), transcript=said)

    assert ticket_dialogue(attempt, PRIVATE).startswith("S: 550 <person 1 (…@example.org)> …\n")


SMTP_SPOKE_EARLY = (
    "C: DATA\nS: 354 Continue\nC: Subject: Autumn news\nS: 552 too large\nC: QUIT it, Ada\n"
    "*: waits\nC: Data of Ada\nC: .\nS: 250 ok\nC: QUIT\n"
)
WEB_SPOKE_EARLY = (
    "C: CONNECT api.example.com:443 HTTP/1.1\nC: Host: x\nC: \nS: HTTP/1.1 200 OK\n*: TLSv1.3\n"
    "C: POST /v3/mail/send HTTP/1.1\nC: \nC: Ada\nS: HTTP/1.1 413 Too Large\nS: \nC: Lovelace\n"
    "*: waits\nC: Autumn\n"
)


@pytest.mark.parametrize(
    ("said", "path", "kept"),
    [
        (SMTP_SPOKE_EARLY, SMTP_587, ["C: DATA", "C: QUIT"]),
        (
            WEB_SPOKE_EARLY,
            WebApiPath(),
            [
                "C: CONNECT api.example.com:443 HTTP/1.1",
                "C: Host: x",
                "C: ",
                "C: POST /v3/mail/send HTTP/1.1",
                "C: ",
            ],
        ),
    ],
)
def test_server_that_speaks_in_the_middle_of_a_mail_ends_it_not(
    said: str, path: Path, kept: list[str]
) -> None:
    attempt = replace(an_attempt(Rejected(), path=path), transcript=said)
    lines = ticket_dialogue(attempt).splitlines()

    assert [line for line in lines if line[0] == "C" and ": … the mail, " not in line] == kept
    for word in ("Ada", "Lovelace", "Autumn"):
        assert not any(word in line for line in lines)


def test_half_a_name_beside_what_was_left_out_stands_in_no_ticket() -> None:
    said = "S: 550 no Ada Lovel\nS: … 1,234 bytes …\nS: yron@example.org no\n"
    text = ticket_dialogue(replace(an_attempt(Rejected()), transcript=said), PRIVATE)

    assert text.startswith(
        "S: 550 no … …\n*: ✕ Refused: the connection\nS: … 1,234 bytes …\nS: … no\n"
    )


@pytest.mark.parametrize("parting", ["\u2028", "\u0085", "\u2029"])
def test_what_looks_like_a_lines_end_brings_no_name_into_a_ticket(parting: str) -> None:
    said = f"S: 550 unknown{parting}Ada Lovelace\n"
    text = ticket_dialogue(replace(an_attempt(Rejected()), transcript=said), PRIVATE)

    assert text.startswith(f"S: 550 unknown{parting}…\n")


def test_of_a_long_mail_only_what_the_server_repeats_is_looked_for() -> None:
    long = replace(MAIL, text="\n".join(f"Line {number} of it" for number in range(5_000)))
    refused = replace(
        an_attempt(Rejected(), reply="no Lovelace"),
        transcript="S: 550-spam: Line 4711\nS: 550 of it\n",
    )

    shown = ticket_dialogue(refused, ("Line 4711 of it",))
    assert shown.startswith("S: 550-spam: …\n")
    assert repeated_words(long, refused) == ("Line 4711 of it", "Lovelace")
