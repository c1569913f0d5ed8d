"""Error texts of many programs, each with the cause that must lead."""

import json

import pytest

from sgdesk.errors import InputError
from sgdesk.explain import run
from sgdesk.explain.finding import Kind, ranked
from sgdesk.explain.run import LARGEST, PIECE, explain
from sgdesk.explain.text import told
from sgdesk.explain.veil import Veiled
from sgdesk.present.explained import explanation_json
from sgdesk.sendgrid import catalogue_smtp
from tests.support.explaining import SECRETS, Pasted, texts

ERRORS = texts("errors")


@pytest.mark.parametrize("pasted", ERRORS, ids=lambda pasted: pasted.name)
def test_error_is_named(pasted: Pasted) -> None:
    explanation = explain(pasted.text)

    leading = explanation.findings[0]
    assert (leading.cause.id, leading.certainty.value) == (pasted.first, pasted.certainty)
    assert explanation.kind is Kind.ERROR
    assert leading.evidence


@pytest.mark.parametrize("pasted", ERRORS, ids=lambda pasted: pasted.name)
def test_explanation_is_whole_and_holds_no_secret(pasted: Pasted) -> None:
    said = json.dumps(explanation_json(explain(pasted.text)), ensure_ascii=False)

    assert [secret for secret in SECRETS if secret in said] == []
    assert "{" not in "".join(
        f.cause.title + f.cause.explanation + f.cause.remedy for f in explain(pasted.text).findings
    )


def test_reply_is_explained_in_the_words_of_a_failed_send() -> None:
    (leading, *_) = explain("535 Authentication failed: Bad username / password").findings

    entry = catalogue_smtp.BAD_LOGIN.filled({"Who": "SendGrid", "who": "SendGrid"})
    assert (leading.cause.title, leading.cause.explanation) == (entry.title, entry.explanation)


def test_several_causes_come_in_the_order_of_their_certainty() -> None:
    found = explain("Error: self signed certificate in certificate chain").findings

    assert [(each.cause.id, each.certainty.value) for each in found] == [
        ("D-TLS-3", "likely"),
        ("D-TLS-5", "possible"),
    ]


def test_vague_words_count_where_nothing_better_is_found() -> None:
    vague = "SMTP Error: Could not connect to SMTP host."

    assert len(explain(vague).findings) == 3
    (refused,) = explain(f"{vague}\nConnection refused").findings
    assert refused.cause.id == "D-TCP-2"


def test_port_in_a_neighbouring_line_makes_a_cause_certain() -> None:
    words = "javax.net.ssl.SSLException: Unsupported or unrecognized SSL message"

    assert explain(words).findings[0].certainty.value == "likely"
    assert explain(f"host: smtp.example.com, port: 2525\n{words}").findings[0].certainty.value == (
        "certain"
    )


def test_numbers_that_are_no_reply_are_left_alone() -> None:
    text = "Processed 550 orders in 421 s\nline 535 of report.csv\nuser 554 signed in"

    assert explain(text).kind is Kind.NOTHING


@pytest.mark.parametrize("text", ["", " \n\t", "a" * (LARGEST + 1)], ids=["empty", "blank", "long"])
def test_text_that_cannot_be_used_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(InputError) as refused:
        explain(text)

    assert refused.value.remedy


def test_evidence_of_a_status_is_the_line_that_has_the_words() -> None:
    text = "Mailer: SendGrid\nMaximum credits exceeded\n[401]: Unauthorized"

    (found,) = explain(text).findings

    assert [(line.number, line.text) for line in found.evidence] == [
        (2, "Maximum credits exceeded")
    ]


def test_status_without_words_is_told_as_such() -> None:
    (leading, *_) = explain("exceptions.UnauthorizedError: HTTP Error 401: Unauthorized").findings

    assert leading.cause.explanation == "Not sent. It said: nothing but the code."


def test_long_log_tells_each_answer_once() -> None:
    line = "smtp[9]: host smtp.sendgrid.net said: 550 Unauthenticated senders not allowed\n"

    found = explain(line * 10_000).findings

    assert [each.cause.id for each in found] == ["D-KEY-11", "D-SMTP-4"]
    assert [line.number for line in found[0].evidence] == [1]


def test_log_of_many_pieces_gives_the_line_of_each_error_as_in_the_whole() -> None:
    quiet = "smtp[9]: to=<ann@example.com>, status=sent (250 Ok: queued as abc)\n"
    lines = [quiet] * (3 * PIECE // len(quiet))
    at = {
        40: "smtp[9]: host smtp.sendgrid.net said: 550 Unauthenticated senders not allowed\n",
        len(lines) - 5: "smtp[9]: said: 451 Authentication failed: Maximum credits exceeded\n",
    }
    for number, line in at.items():
        lines[number] = line
    heard: list[int] = []

    found = explain("".join(lines), tell=heard.append).findings

    assert {line.number - 1 for each in found for line in each.evidence} == at.keys()
    assert len(heard) >= 3
    assert heard == sorted(set(heard))


@pytest.mark.parametrize("cut", [0, 10, 25, 45, 60, 110])
def test_dialogue_is_read_whole_wherever_a_piece_ends(cut: int) -> None:
    said = (
        "<~  334 VXNlcm5hbWU6\n ~> YXBpa2V5\n<~  334 UGFzc3dvcmQ6\n ~> c2VjcmV0\n"
        "<~* 535 Authentication failed: Bad username / password\n"
    )
    text = "x" * (PIECE - cut - 1) + "\n" + said + "and so on\n" * 9

    assert explain(text).findings == ranked([*told(Veiled(text))])


def test_secret_that_is_known_below_alone_is_hidden_above() -> None:
    above = "535 Authentication failed: no such key as Tr0ub4dor-and-3\n"
    filler = ("x" * 63 + "\n") * (PIECE // 32)
    text = f"{above}{filler}password = Tr0ub4dor-and-3\n{filler}"

    (leading, *_) = explain(text).findings

    assert leading.evidence[0].number == 1
    assert "Tr0ub4dor" not in str(leading)


def test_secret_is_hidden_whose_question_stands_at_the_end_of_a_piece() -> None:
    asked = "<~  334 UGFzc3dvcmQ6\n"
    answered = " ~> VHIwdWI0ZG9yLWFuZC0z\n<~* 535 no such key as VHIwdWI0ZG9yLWFuZC0z\n"
    text = "x" * (PIECE - len(asked) - 1) + "\n" + asked + answered

    assert "VHIwdWI0ZG9y" not in str(explain(text).findings)


def test_what_tell_raises_ends_the_reading() -> None:
    def stop(done: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        explain(("x" * 63 + "\n") * (PIECE // 16), tell=stop)


def test_a_text_without_line_ends_is_not_read_again_with_each_piece() -> None:
    text = "x" * (8 * PIECE)

    read = [len(piece) for _, _, piece in run._pieces(text)]

    assert max(read) <= 2 * PIECE
