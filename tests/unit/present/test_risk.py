"""What is asked before a mail goes once more: every earlier send of it counts, and every person."""

from dataclasses import replace

import pytest

from sgdesk.delivery import (
    Accepted,
    AttemptId,
    NotSent,
    Outcome,
    Partial,
    RecipientResult,
    Unknown,
)
from sgdesk.message import Address, Attachment, Copies, Message, Recipient
from sgdesk.present.risk import (
    Risk,
    Went,
    for_others,
    left_of,
    reach_of,
    risk_of,
    since_words,
    went,
)
from sgdesk.present.things.thing import KeepOnly
from sgdesk.trace import Phase
from tests.support.attempts import an_attempt

LOST = Unknown(after=Phase.UPLOAD)


def mail(*people: str, subject: str = "News") -> Message:
    """Make a mail to so many."""
    to = tuple(Recipient(address=Address(email=f"{one}@example.com", name=one)) for one in people)
    return Message(sender=Address(email="me@example.com"), to=to, subject=subject, text="Hello")


def sent(number: int, message: Message, outcome: Outcome, *refused: str) -> Went:
    """Make a send that ended so."""
    results = tuple(
        RecipientResult(
            address=one.address.email,
            accepted=False if one.address.name in refused else None if outcome == LOST else True,
            code=550,
        )
        for one in message.to
    )
    attempt = replace(an_attempt(outcome, recipients=results), id=AttemptId(str(number)))
    return went(message, (attempt,), practice=False)


def asked(message: Message, *sends: Went, **decisions: str) -> str:
    """Give what is asked; nothing for no question."""
    risk = found(message, *sends, **decisions)
    return risk.words if risk else ""


def found(message: Message, *sends: Went, **decisions: str) -> Risk | None:
    """Give the risk; `decisions` are named `of_1` and so on."""
    said = {name.removeprefix("of_"): word for name, word in decisions.items()}
    return risk_of(message, sends, said, practice=False)


def test_each_unknown_send_counts_until_the_user_says_that_it_did_not_go_out() -> None:
    ada = mail("ada")
    both = (sent(1, ada, LOST), sent(2, ada, LOST))

    assert asked(ada, *both).endswith("Who got it then gets it once more.")
    assert "2 times" in asked(ada, *both)
    assert asked(ada, *both, of_2="not_sent").endswith("Who got it then gets it a second time.")
    assert asked(ada, *both, of_1="not_sent", of_2="not_sent") == ""


def test_mark_as_sent_counts_as_the_users_word_and_can_be_taken_back() -> None:
    ada = mail("ada")
    one = sent(1, ada, LOST)

    assert asked(ada, one, of_1="sent").startswith("You marked it as sent for ada@example.com, who")
    assert asked(ada, one, of_1="not_sent") == ""


@pytest.mark.parametrize("outcomes", [(Accepted(),), (Accepted(), Accepted()), (LOST, Accepted())])
def test_mail_that_went_well_as_it_is_is_repeated_without_a_question(
    outcomes: tuple[Outcome, ...],
) -> None:
    ada = mail("ada")

    assert asked(ada, *(sent(at, ada, one) for at, one in enumerate(outcomes))) == ""


def test_who_was_refused_once_and_reached_later_is_counted_with_those_who_have_it() -> None:
    both, ada = mail("ada", "bob"), mail("ada")
    partly, later = sent(1, both, Partial(), "ada"), sent(2, both, Accepted())

    risk = found(both, partly)
    assert risk is not None
    assert risk.words.startswith("It was accepted already for 1 of 2 people, who may get it twice")
    assert risk.others == ("ada <ada@example.com>",)
    assert asked(ada, partly) == ""
    assert "already for ada@example.com" in asked(ada, partly, later)
    assert "already for both people" in asked(both, partly, sent(2, ada, Accepted()))


@pytest.mark.parametrize(
    ("reached", "button"),
    [
        (("ada", "bob"), "Send to cy@example.com only"),
        (("ada",), "Send to the other 2 only"),
        (("ada", "bob", "cy"), None),
    ],
)
def test_way_round_is_to_send_to_those_alone_whom_nothing_reached(
    reached: tuple[str, ...], button: str | None
) -> None:
    all_three = mail("ada", "bob", "cy")
    risk = found(all_three, sent(1, mail(*reached), LOST))

    assert risk is not None
    assert (risk.fix and risk.fix.text) == button
    if risk.fix:
        assert risk.fix.change == KeepOnly(risk.others)


def test_unknown_for_everybody_names_nobody_by_itself() -> None:
    both = mail("ada", "bob")

    assert " for " not in asked(both, sent(1, both, LOST))


@pytest.mark.parametrize(
    ("outcome", "refused", "well"),
    [(Accepted(), (), True), (Partial(), ("ada",), False), (LOST, (), False)],
)
def test_send_went_well_that_was_taken_for_everybody(
    outcome: Outcome, refused: tuple[str, ...], well: bool
) -> None:
    assert sent(1, mail("ada", "bob"), outcome, *refused).went_well is well


def test_accepted_before_an_unknown_counts_too() -> None:
    both, ada = mail("ada", "bob"), mail("ada")

    said = asked(both, sent(1, ada, Accepted()), sent(2, both, LOST))

    assert "accepted already for 1 of 2 people" in said
    assert "It is not known whether it was accepted for 1 of 2 people: it was handed over" in said


def test_what_is_true_of_a_part_is_said_of_that_part_alone() -> None:
    everybody = mail("ada", "bob", "cy", "dan")
    sends = (
        sent(1, mail("ada"), Accepted()),
        sent(2, mail("bob"), LOST),
        sent(3, mail("cy"), LOST),
    )
    risk = found(everybody, *sends, of_2="sent")

    assert risk is not None
    assert risk.words == (
        "It was accepted already for 1 of 4 people, who may get it twice if it is sent again. "
        "You marked it as sent for 1 of 4 people, who may get it twice if it is sent again. "
        "It is not known whether it was accepted for 1 of 4 people: it was handed over, and no "
        "answer came. Who got it then gets it a second time. It did not reach dan@example.com."
    )


def test_of_one_mail_each_who_was_answered_before_the_connection_broke_has_it() -> None:
    both = mail("ada", "bob")
    results = tuple(
        RecipientResult(address=f"{one}@example.com", accepted=took, code=250)
        for one, took in (("ada", True), ("bob", None))
    )
    lost = went(both, (an_attempt(LOST, recipients=results),), practice=False)

    words = asked(both, lost)
    assert words.startswith("It was accepted already for 1 of 2 people")
    assert "not known whether it was accepted for 1 of 2 people" in words


def test_all_who_have_it_are_asked_about_where_it_is_asked_for_at_a_result() -> None:
    both = mail("ada", "bob")
    risk = risk_of(both, [sent(1, both, Accepted())], {}, practice=False, always=True)

    assert risk is not None
    assert risk.words == (
        "It was accepted already for both people, who may get it twice if it is sent again."
    )
    nobody = risk_of(both, [sent(1, both, NotSent())], {}, practice=False, always=True)
    assert nobody is None


def test_mail_that_the_same_several_people_have_is_asked_about_and_a_changed_one_is_not() -> None:
    both, three = mail("ada", "bob"), mail("ada", "bob", "cleo")
    done = sent(1, both, Accepted())

    assert asked(both, done) == (
        "It was accepted already for both people, who may get it twice if it is sent again."
    )
    # Somebody was added or left out, the text was changed, or it never went out: on purpose.
    assert asked(three, done) == ""
    assert asked(mail("ada"), done) == ""
    assert asked(mail("ada", "cleo"), done) == ""
    assert asked(mail("ada", "bob", subject="Other"), done) == ""
    assert asked(both, sent(1, both, NotSent())) == ""
    assert risk_of(both, [done], {}, practice=True) is None
    # To one person, oneself for the most part, it goes as often as one likes.
    assert asked(mail("ada"), sent(1, mail("ada"), Accepted())) == ""


def test_other_mail_practice_and_what_did_not_go_out_raise_no_question() -> None:
    ada = mail("ada")
    lost = sent(1, ada, LOST)

    assert asked(mail("ada", subject="Other"), lost) == ""
    assert risk_of(ada, [lost], {}, practice=True) is None
    assert asked(ada, sent(1, ada, NotSent())) == ""
    assert risk_of(ada, [sent(1, ada, Accepted())], {}, practice=False, always=True) is not None


def test_whoever_several_sends_reached_is_counted_once_by_what_is_surest() -> None:
    ada = mail("ada")
    both = (sent(1, ada, LOST), sent(2, ada, LOST))

    assert asked(ada, *both, of_1="sent") == (
        "You marked it as sent for ada@example.com, who may get it twice if it is sent again."
    )
    taken = found(mail("ada", "bob"), both[0], sent(2, ada, Accepted()), of_1="sent")
    assert taken is not None
    assert taken.words == (
        "It was accepted already for 1 of 2 people, who may get it twice if it is sent again. "
        "It did not reach bob@example.com."
    )


def test_mail_with_another_file_is_another_mail() -> None:
    def with_file(content: bytes) -> Message:
        file = Attachment(filename="a.bin", content=content, type="application/octet-stream")
        return replace(mail("ada"), attachments=(file,))

    lost = sent(1, with_file(bytes(10_000)), LOST)

    assert asked(with_file(bytes(10_000)), lost)
    for other in (bytes(10_001), b"x" + bytes(9_999), bytes(9_999) + b"x"):
        assert asked(with_file(other), lost) == ""


def test_a_row_names_only_those_refused_whom_nothing_reached_since() -> None:
    three, ada = mail("ada", "bob", "cy"), mail("ada")
    partly = sent(1, three, Partial(), "ada", "cy")
    (attempt,) = partly.attempts

    def left(*sends: Went) -> tuple[str, ...]:
        return left_of(three, attempt, reach_of(three, sends, {}, practice=False))

    assert left(partly) == ("ada <ada@example.com>", "cy <cy@example.com>")
    some = left(partly, sent(2, ada, Accepted()))
    assert some == ("cy <cy@example.com>",)
    assert since_words(attempt, left(partly)) == ""
    assert since_words(attempt, some) == "Since then it was accepted for 1 of the other 2."
    other = replace(three, subject="Other")
    assert left(partly, sent(2, other, Accepted())) == left(partly)
    marked = reach_of(three, [partly, sent(3, ada, LOST)], {"3": "sent"}, practice=False)
    assert left_of(three, attempt, marked) == ("cy <cy@example.com>",)
    none = left(partly, sent(2, three, Accepted()))
    assert none == ()
    assert "for the rest" in since_words(attempt, none)


def test_the_way_round_it_leaves_only_those_who_have_nothing() -> None:
    three = mail("ada", "bob", "cy")

    def offered(*refused: str) -> str:
        risk = found(three, sent(1, three, Partial(), *refused))
        assert risk is not None
        assert risk.fix is not None
        assert risk.fix.change == KeepOnly(risk.others)
        return risk.fix.text

    assert offered("ada", "cy") == "Send to the other 2 only"
    assert offered("bob") == "Send to bob@example.com only"
    lost = found(three, sent(1, three, LOST))
    assert lost is not None
    assert lost.fix is None


def test_only_sends_of_that_mail_on_that_side_reach_anybody() -> None:
    ada = mail("ada")
    fine = sent(1, ada, Accepted())

    assert fine.went_well
    assert not sent(2, mail("ada", "bob"), Partial(), "ada").went_well
    assert reach_of(ada, [fine], {}, practice=False).took == {"ada@example.com"}
    assert not reach_of(ada, [fine], {}, practice=True).all
    assert not reach_of(mail("ada", subject="Other"), [fine], {}, practice=False).all


def test_mail_for_the_others_alone_hides_whom_it_hid() -> None:
    bob, cy = (Address(email=f"{one}@example.com") for one in ("bob", "cy"))
    whole = replace(mail("ada"), cc=(bob,), bcc=(cy,))

    def left(*others: str) -> Message:
        return for_others(whole, Risk(words="", others=others))

    assert left("ada <ada@example.com>", bob.email) == replace(whole, bcc=())
    assert left(bob.email, cy.email).to == (Recipient(address=bob),)
    assert left(bob.email, cy.email).bcc == (cy,)
    assert (left(cy.email).everyone, left(cy.email).copies) == ((cy,), Copies.EACH)


def test_whom_the_server_answered_before_it_broke_has_it_whatever_is_said_of_the_rest() -> None:
    both = mail("ada", "bob", "cy")
    results = (
        RecipientResult(address="ada@example.com", accepted=True, code=250),
        RecipientResult(address="bob@example.com", accepted=None),
    )
    attempt = replace(an_attempt(LOST, recipients=results), id=AttemptId("1"))
    send = went(both, (attempt,), practice=False)

    assert send.reach({"1": "not_sent"}).all == {"ada@example.com"}
    risk = found(both, send, **{"1": "not_sent"})
    assert risk is not None
    assert risk.words.startswith("It was accepted already for 1 of 3 people")
    assert len(risk.others) == 2
