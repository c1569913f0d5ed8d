"""What is said where a mail goes to those alone who did not get it."""

from sgdesk.delivery import Partial, RecipientResult
from sgdesk.present.rest import all_in_words, opened_words, rest_label, rest_words
from sgdesk.present.since import NOTHING_SINCE, Since
from tests.support.attempts import an_attempt

ADA = RecipientResult(address="ada@example.com", accepted=True, code=250)
EVE = RecipientResult(address="eve@example.com", accepted=False, code=550, reply="5.1.1 Unknown")
PARTLY = an_attempt(Partial(), recipients=(ADA, EVE))


def test_files_that_were_not_kept_are_named_also_where_everybody_has_the_mail() -> None:
    add = "Too large to keep, so add them again: plan.pdf."
    again = "Sent again as it is, it goes to all of them once more."
    settled = Since(words="Sent since.", is_settled=True)

    assert opened_words((), NOTHING_SINCE) is None
    assert opened_words(("plan.pdf",), NOTHING_SINCE) == ("Not every file was kept.", add)
    assert opened_words(("plan.pdf",), settled) == (
        "Everybody has this mail already.",
        f"Sent since. {again} {add}",
    )


def test_who_has_it_is_said_to_be_left_out_and_may_get_it_twice_once_put_in_again() -> None:
    why = "It was accepted for them, so they would get it twice."

    assert opened_words((), NOTHING_SINCE, 3, 1) == ("2 of 3 people are left out.", why)
    title, said = opened_words(("plan.pdf",), NOTHING_SINCE, 3, 2) or ("", "")
    assert title == "1 of 3 people is left out."
    assert said.startswith(f"{why} Too large to keep, so add them again")
    assert all_in_words(3, 1) == (
        "It goes to all 3 people again.",
        "It was accepted for 2 of them before, who may get it twice.",
    )


def test_one_who_is_left_is_named_by_both_ends_of_a_long_address() -> None:
    long = EVE.address.replace("eve", f"everybody.{'and.all.others.' * 4}here")
    label = rest_label(an_attempt(Partial(), recipients=(ADA, _named(long))), 1)
    shown = label.removeprefix("Send as it is to ").removesuffix("…")

    assert rest_label(PARTLY, 1) == "Send as it is to eve@example.com…"
    assert len(shown) == 24
    assert shown.startswith("everybody.")
    assert shown.endswith("@example.com")
    two = an_attempt(Partial(), recipients=(ADA, EVE, _named("bob@example.com")))
    assert rest_label(two, 2) == "Send as it is to 2 people…"
    assert rest_label(two, 1) == "Send as it is to 1 person…"


def test_question_before_it_goes_to_the_rest_says_to_whom_why_not_before_and_how() -> None:
    words = rest_words(PARTLY, ("Eve <eve@example.com>",), "Widgets")

    assert words.title == "Send it as it is to Eve <eve@example.com>?"
    assert words.text == (
        "The server said before: 550 5.1.1 Unknown (eve@example.com). The one who has it is left "
        "out. Account Widgets, by SMTP 587, encryption after the greeting (STARTTLS)."
    )
    assert words.send == "Send to 1 person"
    assert rest_words(PARTLY, ("a@example.com", "b@example.com"), "W").title.endswith("2 people?")


def _named(address: str) -> RecipientResult:
    return RecipientResult(address=address, accepted=False, code=550)
