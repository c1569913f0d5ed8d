"""When a live send needs `--yes`."""

from dataclasses import replace

import pytest

from sgdesk.cli.plan import SendPlan
from sgdesk.errors import InputError
from sgdesk.message import Address, Copies, Message, Recipient, SendOptions
from sgdesk.route import Path, parse_path

API = parse_path("webapi")
SMTP = parse_path("smtp:587")


def a_message(*to: str, cc: str = "", check_only: bool = False) -> Message:
    return Message(
        sender=Address(email="s@example.com"),
        to=tuple(Recipient(address=Address(email=each)) for each in to),
        cc=(Address(email=cc),) if cc else (),
        copies=Copies.TOGETHER,
        subject="Hello",
        options=SendOptions(check_only=check_only),
    )


ONE = a_message("a@example.com")
TWO = a_message("a@example.com", "b@example.com")


@pytest.mark.parametrize(
    ("message", "paths", "rounds", "practice", "needed"),
    [
        (ONE, (API,), 1, False, False),
        (TWO, (API,), 1, False, True),
        (a_message("a@example.com", cc="c@example.com"), (API,), 1, False, True),
        (a_message("a@example.com", "A@example.com"), (API,), 1, False, False),
        (ONE, (API, SMTP), 1, False, True),
        (ONE, (API,), 2, False, True),
        (TWO, (API, SMTP), 5, True, False),
        (a_message("a@example.com", "b@example.com", check_only=True), (API,), 1, False, False),
        (a_message("a@example.com", "b@example.com", check_only=True), (SMTP,), 1, False, True),
    ],
)
def test_yes_is_needed_when_people_could_be_surprised(
    message: Message, paths: tuple[Path, ...], rounds: int, practice: bool, needed: bool
) -> None:
    plan = SendPlan(message=message, paths=paths, rounds=rounds, practice=practice)

    assert plan.needs_yes is needed


def test_one_mail_each_to_a_person_named_twice_needs_a_yes() -> None:
    twice = replace(a_message("a@example.com", "A@example.com"), copies=Copies.EACH)

    assert SendPlan(message=twice, paths=(API,)).needs_yes
    assert not SendPlan(message=replace(ONE, copies=Copies.EACH), paths=(API,)).needs_yes


def test_the_plan_says_what_would_happen() -> None:
    text = "\n".join(SendPlan(message=TWO, paths=(API, SMTP)).lines())

    assert "'Hello' to 2 people" in text
    assert "a@example.com, b@example.com" in text
    assert "Web API" in text
    assert "SMTP 587" in text
    assert "2 times" in text
    assert "times" not in "\n".join(SendPlan(message=TWO, paths=(API,)).lines())


def test_one_to_recipient_and_a_copy_share_one_mail_whatever_was_asked() -> None:
    asked = replace(a_message("a@example.com", cc="c@example.com"), copies=Copies.EACH)

    assert "one mail that all see" in next(SendPlan(message=asked, paths=(API,)).lines())


def test_a_long_list_is_cut_short() -> None:
    many = a_message(*(f"p{number}@example.com" for number in range(30)))

    assert "and 20 more" in "\n".join(SendPlan(message=many, paths=(API,)).lines())


def test_no_round_is_no_send() -> None:
    with pytest.raises(InputError):
        SendPlan(message=ONE, paths=(API,), rounds=0)


def test_a_key_in_the_subject_is_not_repeated_by_the_plan() -> None:
    key = "SG." + "k" * 22 + "." + "s" * 43
    plan = SendPlan(message=replace(ONE, subject=f"It is {key}"), paths=(API,))

    assert next(plan.lines()) == "This would send 'It is ••••' to 1 person"
