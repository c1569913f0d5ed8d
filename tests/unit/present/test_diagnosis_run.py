"""A diagnosis in the window's words: what is to come, what to do next, what goes into a ticket."""

import random
from collections.abc import Callable

import pytest

from sgdesk.account.account import PRACTICE
from sgdesk.diagnose.observation import Observation
from sgdesk.diagnose.plan import CONTROLS, EVERY_PATH, own_paths
from sgdesk.diagnose.verdict import Diagnosis, diagnose
from sgdesk.present.diagnosis_run import (
    Subject,
    asked_line,
    changed_words,
    in_window,
    next_step,
    others_words,
    rows_left,
    rows_so_far,
    verdict_tone,
)
from sgdesk.present.words import Tone
from sgdesk.route import Path, WebApiPath, parse_path
from sgdesk.settings import resolve
from tests.support.networks import (
    SCENES,
    SILENT,
    Make,
    all_mail_silent,
    network,
    no_resolver,
    some_ports_silent,
)
from tests.support.seen import API, mail, walked

WAYS = (API, *(mail(port) for port in (587, 2525, 465, 25)))
SMTP = parse_path("smtp:587")


def of(account: str) -> Subject:
    """Give a run for an account."""
    return Subject(account=account, settings=resolve(), paths=EVERY_PATH)


def judged(make: Callable[[random.Random], tuple[list[Observation], object]]) -> Diagnosis:
    """Judge a network."""
    seen, _ = make(random.Random(3))
    return diagnose(WAYS, seen)


def clean(rng: random.Random) -> tuple[list[Observation], object]:
    """Nothing is wrong."""
    return network(rng), None


def test_step_that_is_to_come_is_not_said_to_be_out_of_reach() -> None:
    seen = [*walked(API)[:2], *walked(mail(587), stop=SILENT)]
    api, smtp, untouched, *_ = rows_so_far(WAYS, seen)

    assert [cell.words for cell in api.cells][2:] == ["–", "trying…", "…"]
    assert [cell.words for cell in smtp.cells][1:] == ["no answer", *["not reached"] * 3]
    assert [cell.words for cell in untouched.cells] == ["trying…", *["…"] * 4]
    left = rows_left(WAYS, seen)[2]
    assert {cell.words for cell in left.cells} == {"not tested"}


@pytest.mark.parametrize("make", SCENES, ids=lambda make: make.__name__)
def test_nothing_is_to_come_on_a_way_that_has_failed(
    make: Make,
) -> None:
    seen, _ = make(random.Random(5))
    targets = tuple(dict.fromkeys(o.target for o in seen))

    for row in rows_so_far(targets, seen):
        if Tone.BAD in [cell.tone for cell in row.cells]:
            assert not {"…", "trying…"} & {cell.words for cell in row.cells}


@pytest.mark.parametrize(
    ("account", "own", "act", "label"),
    [
        ("work", SMTP, "use", "Send by Web API from now on"),
        ("work", WebApiPath(), "write", "Write a mail"),
        (PRACTICE.name, SMTP, "use", "Choose Web API in Write"),
        ("", SMTP, "add", "Add a SendGrid key"),
    ],
)
def test_button_leads_to_the_way_that_works(account: str, own: Path, act: str, label: str) -> None:
    step = next_step(of(account), judged(all_mail_silent), own)

    assert (step.act, step.label) == (act, label)
    assert step.why


def test_own_way_that_works_is_left_as_it_is_though_another_is_advised() -> None:
    found = judged(some_ports_silent)
    working = [way for way in EVERY_PATH if next_step(of("work"), found, way).act == "write"]

    assert WebApiPath() in working
    assert found.verdict.use in working
    assert 1 < len(working) < len(EVERY_PATH)


def test_without_a_way_the_button_tests_again() -> None:
    found = judged(no_resolver)

    assert next_step(of("work"), found, SMTP).act == "again"
    assert verdict_tone(found) is Tone.BAD
    assert verdict_tone(judged(all_mail_silent)) is Tone.WARN
    assert verdict_tone(judged(clean)) is Tone.GOOD


def test_what_was_changed_is_said_of_whom_it_concerns() -> None:
    assert changed_words(of("work"), WebApiPath(), SMTP) == (
        "work begins each mail by the Web API from now on. It was SMTP 587."
    )
    assert changed_words(of(PRACTICE.name), SMTP, WebApiPath()) == (
        "Write sends by SMTP 587 now. It was the Web API."
    )


def test_every_server_of_others_is_named_before_it_is_connected_to() -> None:
    words = others_words()

    assert all(control.host in words and str(control.port) in words for control in CONTROLS)


def test_line_says_who_was_tested_and_that_no_key_was_used() -> None:
    found = judged(clean)

    assert asked_line(of("work"), found) == (
        "Tested: api.sendgrid.com, smtp.sendgrid.net, for work. Nothing was sent; no key was "
        "used, so Sign-in was not tried."
    )
    assert "not SendGrid" in asked_line(of(PRACTICE.name), found)
    # Where nobody was reached it is no matter of a key.
    assert asked_line(of(""), judged(no_resolver)).endswith("Nothing was sent.")


def test_options_of_the_command_line_are_named_as_the_settings_of_the_window() -> None:
    assert in_window("set it (--proxy)") == "set it (Settings, Network: Proxy)"
    assert in_window("see --nothing-like-it") == "see --nothing-like-it"


@pytest.mark.parametrize("make", SCENES, ids=lambda make: make.__name__)
def test_no_sentence_in_the_window_names_an_option(make: Make) -> None:
    for finding in judged(make).findings:
        assert "--" not in in_window(f"{finding.explanation} {finding.remedy}")


def test_own_paths_hold_the_port_that_settings_name() -> None:
    assert own_paths(resolve()) == EVERY_PATH
    own = own_paths(resolve(flags={"path": "smtp:2526"}))
    assert own == (*EVERY_PATH, parse_path("smtp:2526"))
    elsewhere = own_paths(resolve(flags={"path": "smtp:2526", "smtp_host": "mail.example.com"}))
    assert elsewhere == (WebApiPath(), parse_path("smtp:2526"))
