"""What is known of an attempt, in words."""

from dataclasses import replace

import pytest

from sgdesk.route import Route, SmtpPath, Tls, WebApiPath
from sgdesk.sendgrid import catalogue_http, catalogue_smtp
from sgdesk.sendgrid.entries import CatalogueEntry
from sgdesk.trace import Phase
from sgdesk.transport.circumstances import STEP_WORDS, Circumstances, problem

SMTP = Route(path=SmtpPath(port=587, tls=Tls.STARTTLS), connect_timeout=2.5, total_timeout=60)
ENTRY = CatalogueEntry(
    id="X",
    title="{Who} on {port}",
    explanation="{sender}: {size} of {limit}, {seconds} s while {step}: {code} {reply}",
    remedy="Ask {who} {there}.",
    source="Somewhere",
)


def test_an_entry_is_filled_with_the_facts_of_the_attempt() -> None:
    about = Circumstances(
        route=SMTP, sender="a@example.com", size_bytes=40 * 1024 * 1024, limit_bytes=31457280
    )

    filled = problem(ENTRY, about, Phase.AUTH, code=535, reply="two\nlines")

    assert filled.title == "SendGrid on 587"
    assert filled.explanation == (
        "a@example.com: 40 MB of 30 MB, 60 s while signing in: 535 two lines"
    )
    assert filled.remedy == "Ask SendGrid at SendGrid."


@pytest.mark.parametrize(
    ("route", "title", "remedy"),
    [
        (
            replace(SMTP, practice=True),
            "The practice inbox on 587",
            "Ask the practice inbox in the practice inbox.",
        ),
        (
            replace(SMTP, smtp_host="mail.example.org"),
            "mail.example.org on 587",
            "Ask mail.example.org at mail.example.org (in its log, or ask whoever runs it).",
        ),
    ],
)
def test_it_names_who_was_really_asked(route: Route, title: str, remedy: str) -> None:
    filled = problem(ENTRY, Circumstances(route=route), Phase.AUTH)

    assert (filled.title, filled.remedy) == (title, remedy)


def test_connecting_has_its_own_time_limit() -> None:
    about = Circumstances(route=SMTP)

    assert about.seconds(Phase.CONNECT) == 2.5
    assert about.seconds(Phase.GREETING) == 60


def test_the_limit_of_the_whole_attempt_holds_in_every_step() -> None:
    about = Circumstances(route=replace(SMTP, connect_timeout=10, total_timeout=2))

    assert (about.seconds(Phase.PROXY), about.seconds(Phase.REPLY)) == (2, 2)


def test_a_long_reply_is_cut() -> None:
    filled = problem(ENTRY, Circumstances(route=SMTP), Phase.AUTH, reply="x" * 5000)

    assert len(filled.explanation) < 500
    assert filled.explanation.endswith("…")


def test_every_phase_has_its_words() -> None:
    assert set(STEP_WORDS) == set(Phase)


def test_only_the_web_api_of_sendgrid_has_a_proxy_that_accepts_less() -> None:
    mail = Circumstances(route=SMTP, size_bytes=2 * 1024 * 1024, limit_bytes=30 * 1024 * 1024)
    web = replace(mail, route=Route(path=WebApiPath()))
    own = replace(mail, route=replace(SMTP, smtp_host="mail.example.org"))

    assert "proxy" in problem(catalogue_http.TOO_LARGE, web, Phase.REPLY).title
    for about in (own, mail):
        said = problem(catalogue_smtp.TOO_LARGE, about, Phase.REPLY, reply="no room")
        assert said.title == "The server calls the mail too large"
        assert 'It said: "no room".' in said.explanation
        assert "proxy" not in said.explanation
