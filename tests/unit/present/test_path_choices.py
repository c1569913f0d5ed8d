"""The ways to send, in the words of those who never want to see a port."""

import re

import pytest

from sgdesk.account.account import PathStanding
from sgdesk.present.path_choices import (
    can_take,
    path_choices,
    path_text,
    smtp_choices,
    switch_words,
)
from sgdesk.present.settings import page_rows
from sgdesk.route import SmtpPath, Tls, parse_path
from sgdesk.settings import Group, resolve


@pytest.mark.parametrize("chosen", ["webapi", "smtp:465", "smtp:2526:starttls", "nonsense"])
def test_what_is_chosen_stands_in_the_list_once(chosen: str) -> None:
    listed = [choice.path for choice in path_choices(chosen)]

    assert listed.count(path_text(chosen)) == 1
    assert listed[:2] == ["webapi", "smtp:587:starttls"]


def test_words_come_first_and_ports_after_them() -> None:
    for choice in path_choices("webapi"):
        assert not re.search(r"\d|TLS", choice.words)
        assert choice.path == "webapi" or choice.why.startswith("port ")


def test_settings_of_sending_begin_without_a_port_or_a_protocol() -> None:
    rows = page_rows(Group.SENDING, resolve())

    assert [row.key for row in rows[:3]] == ["signature", "review_one", "path"]
    for row in rows[:4]:
        assert not re.search(r"\d{2,}|TLS|SMTP|smtp|HTTP", f"{row.title} {row.help}")


def test_text_that_is_no_path_is_not_shown_as_one() -> None:
    choice = next(each for each in path_choices("SMTP 587") if each.path == "SMTP 587")

    assert choice.words == "Not known"
    assert choice.why == "'SMTP 587' is no path; new mail starts at the Web API."


@pytest.mark.parametrize(
    ("path", "own", "can"),
    [
        ("smtp:465:tls", "webapi", True),
        ("smtp:465:tls", "smtp:587:starttls", True),
        ("smtp:465:tls", "smtp:2526:tls", False),
        ("smtp:2526:tls", "smtp:2526:tls", True),
        ("smtp:2526:tls", "webapi", False),
        ("webapi", "smtp:2526:tls", True),
        ("smtp:25:starttls", "webapi", False),
    ],
)
def test_chosen_path_serves_another_account_that_has_it_and_where_it_did_not_fail(
    path: str, own: str, can: bool
) -> None:
    standings = (
        PathStanding(path="webapi", works=True),
        PathStanding(path="smtp:25:starttls", works=False),
    )

    assert can_take(parse_path(path), parse_path(own), standings) is can


def test_no_port_of_another_server_is_recommended() -> None:
    own = SmtpPath(port=2526, tls=Tls.STARTTLS)
    said = {choice.why for choice in smtp_choices(elsewhere=True)}

    assert said == {"encryption after the greeting, STARTTLS", "TLS"}
    assert any("recommended" in choice.why for choice in smtp_choices(own))


@pytest.mark.parametrize(
    ("own", "led", "offered"),
    [
        ("smtp:2526", (), ["smtp:2526:starttls"]),
        ("smtp:2526", (465, 2599), ["smtp:465:tls", "smtp:2599:starttls", "smtp:2526:starttls"]),
        ("webapi", (587,), ["smtp:587:starttls"]),
        ("smtp:465", (587,), ["smtp:587:starttls", "smtp:465:tls"]),
    ],
)
def test_server_of_ones_own_is_offered_at_the_ports_that_it_is_known_to_have(
    own: str, led: tuple[int, ...], offered: list[str]
) -> None:
    path = parse_path(own)
    smtp = path if isinstance(path, SmtpPath) else None
    choices = [choice.path for choice in smtp_choices(smtp, elsewhere=True, led=led)]

    assert [choice.text for choice in choices] == offered
    assert all(can_take(choice, path, (), led=led) for choice in choices)
    assert not can_take(parse_path("smtp:25"), path, (), led=led)


def test_other_path_of_another_account_is_named_with_the_one_before() -> None:
    web, smtp = parse_path("webapi"), parse_path("smtp:587:starttls")
    plain = parse_path("smtp:587:plain")

    says = "The path is SMTP 587 now, as work has it; it was Web API."
    assert switch_words(web, smtp, "work") == says
    assert "SMTP 587, no encryption now" in switch_words(smtp, plain, "work")
