"""The text for a ticket: one text, with all that it takes, wherever nothing was said, too."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sgdesk.delivery import Accepted, Attempt, NotSent, Rejected, Unknown
from sgdesk.present.ticket import nothing_said, ticket_text
from sgdesk.route import WebApiPath
from sgdesk.trace import Certificate, Phase, TlsFacts
from tests.support.attempts import a_problem, a_trace, an_attempt

CONNECTED = (Phase.CONNECT, 10)


def test_ticket_holds_what_happened_and_what_was_said() -> None:
    refused = an_attempt(Rejected(), code=550, reply="No", problem=a_problem("D-KEY-4"))
    talk = "S: 220 mx\nC: RCPT TO:<ada@example.com>\nS: 550 No\n"
    text = ticket_text(replace(refused, transcript=talk), 1)

    for part in ("Refused: Title", "What to do: Remedy.", "Path: SMTP 587", "Answer: 550 No"):
        assert part in text
    assert "\nC: RCPT TO:<…@example.com>\nS: 550 No\n*: ✕ Refused: RCPT TO" in text
    assert "Python " in text


def test_ticket_says_once_that_it_was_not_sent_and_names_nothing_by_a_code_of_ours() -> None:
    problem = replace(a_problem("D-TCP-2"), explanation="Not sent. Nobody listens there.")
    text = ticket_text(an_attempt(NotSent(), code=None, problem=problem), 1)

    assert text.startswith("Not sent: Title\nNobody listens there.\n")
    assert "D-TCP-2" not in text


def test_ticket_hides_what_is_private_in_all_its_parts_and_says_what_was_found_and_marked() -> None:
    lost = an_attempt(Unknown(after=Phase.UPLOAD), code=None, reply="Blue Heron is unwelcome")
    lost = replace(lost, transcript="S: 220 mx\nC: EHLO here\nS: 550 Blue Heron is unwelcome\n")
    open_text = ticket_text(lost, 1)
    text = ticket_text(lost, 1, "sent", private=("Blue Heron",), found="Port 465 works.")

    assert open_text.count("Blue Heron") == 2
    assert "Blue Heron" not in text
    assert "Port 465 works." in text
    assert "Marked as sent" in text
    assert "Marked" not in open_text


def test_ticket_has_the_message_id_without_the_senders_domain_but_none_that_may_hold_a_name() -> (
    None
):
    ours, sent = "0123456789abcdef" * 2, an_attempt(Accepted(), code=250)
    sent = replace(sent, message_id="Q7")
    talk = "S: 354 Go\nC: Message-ID: <{}@widgets.example.com>\nC: \nC: Hello\nC: .\n"

    text = ticket_text(replace(sent, transcript=talk.format(f"{ours}.0")), 1)
    assert f"\nQueued as: Q7\nMessage-ID: <{ours}.0@…>\n" in text
    assert "widgets" not in text
    assert "Message-ID" not in ticket_text(replace(sent, transcript=talk.format("ada.lovelace")), 1)
    assert "\nX-Message-Id: Q7\n" in ticket_text(replace(sent, path=WebApiPath()), 1)


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        (((Phase.RESOLVE, 5),), "Nothing was said: no connection."),
        ((CONNECTED, (Phase.PROXY, 5)), "Nothing was said: no connection."),
        ((CONNECTED,), "Nothing was said: no connection."),
        ((CONNECTED, (Phase.TLS, 5)), "Nothing was said: encryption did not begin."),
        ((CONNECTED, (Phase.GREETING, 5)), "Nothing was said: the server sent no greeting."),
        ((CONNECTED, (Phase.GREETING, 5), (Phase.EHLO, 5)), "The conversation was not kept."),
    ],
)
def test_ticket_says_why_there_is_no_conversation(
    steps: tuple[tuple[Phase, float], ...], why: str
) -> None:
    lost = _lost(*steps)

    assert nothing_said(lost) == why
    assert ticket_text(lost, 1).endswith(f"\n\n{why}\n")


def test_nothing_is_said_where_nothing_was_begun() -> None:
    lost = _lost(CONNECTED)
    assert nothing_said(replace(lost, trace=replace(lost.trace, spans=()))).endswith("connection.")


def test_ticket_names_a_certificate_by_what_helps_and_nobody_of_a_local_authority() -> None:
    leaf = Certificate(
        subject="O=mkcert development certificate, OU=grace@widgets-laptop (Grace Hopper)",
        issuer="CN=mkcert grace@widgets-laptop (Grace Hopper), O=mkcert development CA, "
        "OU=grace@widgets-laptop (Grace Hopper)",
        names=("localhost", "mail.widgets.example", "0:0:0:0:0:0:0:1", "d.example", "e.example"),
        valid_from=datetime(2026, 1, 1, tzinfo=UTC),
        valid_until=datetime(2028, 4, 1, tzinfo=UTC),
        sha256="ab" * 32,
    )
    tls = TlsFacts(
        version="TLSv1.3",
        cipher="X",
        issuer=leaf.issuer,
        subject=leaf.subject,
        verified=True,
        chain=(leaf,),
        private_issuer="cd" * 32,
    )
    failed = _lost(CONNECTED, (Phase.TLS, 5), (Phase.EHLO, 5))
    first, *others = failed.trace.spans
    first = replace(first, detail=f"{leaf.issuer} is no public issuer")
    trace = replace(failed.trace, tls=tls, spans=(first, *others))
    talk = f"S: 220 Ready\n*: TLSv1.3, X, {leaf.subject}\nC: EHLO here\n"
    text = ticket_text(replace(failed, trace=trace, transcript=talk), 1)

    assert (
        "\nCertificate: for localhost, mail.widgets.example, ::1, d.example, 1 more, issued by "
        "mkcert development CA, valid 2026-01-01 to 2028-04-01, trusted by this computer, by no "
        "public issuer\n"
    ) in text
    assert "mkcert development CA is no public issuer" in text
    assert "*: TLSv1.3, X, mkcert development certificate\n" in text
    for hidden in ("Grace", "grace", "laptop", "OU=", "CN="):
        assert hidden not in text


@pytest.mark.parametrize(
    ("issuer", "told"),
    [
        ("CN=grace@widgets-laptop (Grace Hopper)", "nobody named"),
        ("CN=grace@widgets-laptop (Grace Hopper), O=Widgets", "Widgets"),
        ("OU=grace@widgets-laptop (Grace Hopper)", "nobody named"),
        ("CN=Widgets Root, O=Widgets", "Widgets"),
    ],
)
def test_ticket_names_nobody_where_a_sentence_names_the_issuer_in_short(
    issuer: str, told: str
) -> None:
    tls = TlsFacts(
        version="TLSv1.3", cipher="X", issuer=issuer, subject="CN=a.example", verified=False
    )
    failed = _lost(CONNECTED, (Phase.TLS, 5))
    first, *others = failed.trace.spans
    first = replace(first, detail=f"{tls.issuer_name} is no public issuer")
    trace = replace(failed.trace, tls=tls, spans=(first, *others))
    problem = replace(
        a_problem("D-TLS-4"), explanation=f"'{tls.issuer_name}' probably opens the connection."
    )
    text = ticket_text(replace(failed, trace=trace, problem=problem), 1)

    assert f"{told} is no public issuer" in text
    assert f"'{told}' probably opens" in text
    for hidden in ("Grace", "grace", "laptop", "OU="):
        assert hidden not in text


def _lost(*steps: tuple[Phase, float]) -> Attempt:
    return an_attempt(NotSent(), code=None, trace=a_trace(*steps, failed=steps[-1][0]))
