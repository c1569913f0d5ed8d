"""Whether the Review sheet is shown, and what it says."""

from dataclasses import replace

import pytest

from sgdesk.account.account import PRACTICE, Account, Known
from sgdesk.account.facts import Credits, Sender
from sgdesk.message import Address, Attachment, Copies, Message, Recipient
from sgdesk.message.findings import warning
from sgdesk.present.compose import compose
from sgdesk.present.form import ComposeForm
from sgdesk.present.review import Review, domains_of, needs_review, review
from sgdesk.present.test_mail import as_test
from sgdesk.present.things.head_rules import ALL_SEE
from sgdesk.route import Path, WebApiPath, parse_path

LIVE = Account(
    name="example.org",
    known=Known(
        senders=(Sender(email="News@example.org", name="", is_verified=True),),
        credits=Credits(remaining=20, total=100, next_reset=""),
    ),
)
NONE: frozenset[str] = frozenset()


def mail(count: int, *, copies: Copies = Copies.EACH, cc: int = 0) -> Message:
    """Give a mail to so many people."""
    return Message(
        sender=Address(email="news@example.org"),
        to=tuple(Recipient(address=Address(email=f"p{n}@example.com")) for n in range(count)),
        cc=tuple(Address(email=f"c{n}@EXAMPLE.net") for n in range(cc)),
        copies=copies,
        subject="Autumn news",
        html="<p>Hello</p>",
    )


def sheet(message: Message, account: Account = LIVE, new: frozenset[str] = NONE) -> Review:
    """Give the sheet with nothing to look at."""
    return review(message, account, WebApiPath(), new, (), ())


@pytest.mark.parametrize(
    ("account", "count", "new", "always", "is_shown"),
    [
        (PRACTICE, 50, frozenset({"example.com"}), True, False),
        (LIVE, 1, NONE, False, False),
        (LIVE, 1, NONE, True, True),
        (LIVE, 1, frozenset({"example.com"}), False, True),
        (LIVE, 2, NONE, False, True),
    ],
)
def test_sheet_is_shown_before_live_mail_to_several_to_new_domains_or_when_wanted(
    account: Account, count: int, new: frozenset[str], always: bool, is_shown: bool
) -> None:
    assert needs_review(account, mail(count), new, always=always) is is_shown


def test_sheet_says_who_gets_what_from_whom() -> None:
    file = Attachment(filename="plan.pdf", content=b"x" * 400_000)
    message = replace(mail(3, cc=0), attachments=(file,))
    shown = sheet(message, new=frozenset({"example.com"}))

    assert shown.title == "Send 'Autumn news' to 3 people?"
    assert shown.manner == "One mail each; nobody sees the others."
    assert shown.origin.startswith("From news@example.org (verified) · account example.org · Web")
    assert shown.recipients == "p0@example.com, p1@example.com, p2@example.com"
    assert shown.domains == "1 domain, never mailed before"
    assert (shown.send_text, shown.goes_back) == ("Send to 3 people", False)


def test_sheet_counts_no_domains_of_one_person_at_one_that_was_mailed_before() -> None:
    assert sheet(mail(1, cc=0), new=NONE).domains == ""
    assert sheet(mail(1, cc=0), new=frozenset({"example.com"})).domains.endswith("before")
    assert sheet(mail(2, cc=0), new=NONE).domains == "1 domain"


def test_one_to_recipient_and_a_copy_see_each_other() -> None:
    shown = sheet(mail(1, copies=Copies.EACH, cc=1))

    assert shown.manner == "One mail for all; everyone sees the To and Cc addresses."
    assert [thing.rule for thing in shown.warnings] == [ALL_SEE]


def test_domains_are_counted_without_case_and_the_new_ones_among_them() -> None:
    message = mail(2, copies=Copies.TOGETHER, cc=2)

    assert domains_of(message) == {"example.com", "example.net"}
    assert sheet(message, new=frozenset({"example.net"})).domains == "2 domains, 1 new"


def test_list_of_everybody_names_who_gets_a_copy_and_who_a_hidden_one() -> None:
    message = replace(mail(1, copies=Copies.TOGETHER, cc=1), bcc=(Address(email="b@example.org"),))

    listed = [(each.field, each.text) for each in sheet(message).people]
    assert listed == [("", "p0@example.com"), ("Cc", "c0@EXAMPLE.net"), ("Bcc", "b@example.org")]


def test_return_goes_back_from_eleven_people_on() -> None:
    assert not sheet(mail(10)).goes_back
    assert sheet(mail(11)).goes_back


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (mail(1, copies=Copies.TOGETHER, cc=2), "All 3 people see each other's addresses."),
        (mail(2, copies=Copies.TOGETHER), "Both people see each other's addresses."),
        (mail(21), "The plan had 20 sends left when last checked; this needs 21."),
    ],
)
def test_what_people_should_know_is_a_warning(message: Message, words: str) -> None:
    assert words in [thing.words for thing in sheet(message).warnings]


def test_one_mail_each_is_offered_only_where_no_copy_hinders_it() -> None:
    with_cc, alone = mail(2, copies=Copies.TOGETHER, cc=1), mail(2, copies=Copies.TOGETHER)

    assert sheet(with_cc).warnings[0].fix is None
    assert sheet(alone).warnings[0].fix is not None


def test_warnings_of_the_check_are_said_unless_a_thing_says_them() -> None:
    findings = (warning("name_punctuation", "to.0.name", "Odd."), warning("message_large", "", "B"))
    shown = review(mail(1), LIVE, WebApiPath(), NONE, (), findings)

    assert [thing.words for thing in shown.warnings] == ["Odd."]


def test_test_mail_goes_to_the_test_address_alone_and_says_what_it_is() -> None:
    form = ComposeForm(to="ada@example.com", cc="c@example.com", bcc="b@example.com", subject=" Hi")

    test = as_test(form, "me@example.com")

    assert (test.to, test.cc, test.bcc, test.subject) == ("me@example.com", "", "", "[Test] Hi")


@pytest.mark.parametrize(
    ("path", "is_refused"), [(WebApiPath(), True), (parse_path("smtp:587:starttls"), False)]
)
def test_test_mail_without_a_subject_is_judged_as_the_mail_itself(
    path: Path, is_refused: bool
) -> None:
    form = ComposeForm(sender="a@example.com", to="b@example.com", subject=" ", text="Hi")
    test = as_test(form, "me@example.com")

    found = [{each.id for each in compose(each, path).errors} for each in (form, test)]

    assert found == [{"subject_required"} if is_refused else set()] * 2


def test_the_title_does_not_show_a_key_that_stands_in_the_subject() -> None:
    shown = sheet(replace(mail(2), subject="SG." + "k" * 22 + "." + "s" * 43))

    assert "••••" in shown.title
    assert "kkkk" not in shown.title
