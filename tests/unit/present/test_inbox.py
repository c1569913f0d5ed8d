"""Which captured mail a result is about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sgdesk.delivery import Attempt, Unknown
from sgdesk.present.inbox import id_of_mail, inbox_rows, open_mail
from sgdesk.route import WebApiPath
from sgdesk.sandbox.client import InboxEntry, InboxMail, RefusedEntry
from sgdesk.trace import Phase
from tests.support.attempts import an_attempt

BEGAN = datetime(2026, 1, 1, 12, 30, 5, tzinfo=UTC)
MAIL = InboxEntry(
    id="mine",
    path="webapi",
    listener="https",
    received_at=BEGAN + timedelta(milliseconds=20),
    sender="me@example.com",
    to=("ada@example.com",),
    subject="Autumn  news",
    size_bytes=900,
)
UNANSWERED = an_attempt(Unknown(after=Phase.REPLY), path=WebApiPath(), code=None)


def found(*entries: InboxEntry, attempt: Attempt) -> str:
    return id_of_mail(entries, attempt, "Autumn news", "ada@example.com")


def test_answered_mail_is_the_one_with_the_answers_id() -> None:
    answered = replace(UNANSWERED, message_id="mine")

    assert found(replace(MAIL, id="other"), MAIL, attempt=answered) == "mine"
    assert found(replace(MAIL, id="other"), attempt=answered) == ""


def test_unanswered_mail_is_the_only_one_that_fits() -> None:
    assert found(MAIL, attempt=UNANSWERED) == "mine"
    assert found(MAIL, replace(MAIL, id="twin"), attempt=UNANSWERED) == ""


@pytest.mark.parametrize(
    "other",
    [
        replace(MAIL, path="smtp"),
        replace(MAIL, received_at=BEGAN - timedelta(milliseconds=1)),
        replace(MAIL, received_at=BEGAN + timedelta(milliseconds=31)),
        replace(MAIL, to=("grace@example.net",)),
        replace(MAIL, subject="Winter news"),
    ],
)
def test_unanswered_mail_is_never_another_one(other: InboxEntry) -> None:
    assert found(other, attempt=UNANSWERED) == ""


def test_a_mail_with_a_key_in_its_subject_is_found_by_what_the_history_keeps_of_it() -> None:
    mail = replace(MAIL, subject="It is " + "SG." + "k" * 22 + "." + "s" * 43)

    assert id_of_mail((mail,), UNANSWERED, "It is ••••", "ada@example.com") == "mine"


def test_image_that_the_mail_shows_is_not_called_a_file_of_it() -> None:
    copy: dict[str, object] = {
        name: [] for name in ("to", "cc", "bcc", "reply_to", "categories")
    } | {
        "from": {"email": "me@example.com", "name": ""},
        "subject": "News",
        "html": '<img src="cid:logo">',
        "text": None,
        "headers": {},
        "custom_args": {},
        "attachments": [
            {"filename": "logo.png", "disposition": "inline", "content_id": "logo"},
            {"filename": "plan.pdf", "disposition": "attachment", "content_id": ""},
        ],
    }
    mail = InboxMail(
        entry=MAIL,
        mail_from=None,
        rcpt_to=(),
        headers=(),
        heard="",
        parts=(),
        x_smtpapi=None,
        x_smtpapi_raw=None,
        x_smtpapi_problem=None,
        v3={},
        copies=(copy,),
    )
    (shown,) = open_mail(mail, b"{}").copies
    assert (shown.files, shown.images) == (("plan.pdf",), ("logo.png",))

    tagged = {**copy, "categories": ["autumn-news"], "custom_args": {"order": "4711"}}
    note = open_mail(replace(mail, copies=(tagged,)), b"{}").notes["headers"]
    assert "tags (categories) autumn-news; own data (custom_args) order=4711" in note
    both = open_mail(replace(mail, copies=(tagged, copy)), b"{}").notes["headers"]
    assert "autumn-news" not in both


@pytest.mark.parametrize(
    ("path", "code", "word"),
    [("smtp", 451, "Put off"), ("smtp", 550, "Refused"), ("webapi", 429, "Refused")],
)
def test_smtp_that_may_be_tried_again_is_put_off_and_nothing_else(
    path: str, code: int, word: str
) -> None:
    call = RefusedEntry(
        id="no",
        path=path,
        listener="smtp",
        received_at=BEGAN,
        code=code,
        call="the mail",
        reason="4.7.1 Please try again later",
    )

    assert inbox_rows((), (call,))[0].subject == f"{word} {code}: the mail"


@pytest.mark.parametrize(
    ("program", "beside"),
    [
        ("curl/8.5.0", "curl/8.5.0 · Web API"),
        ("", "other program · Web API"),
        ("sendgrid/6.12.5;python and more", "sendgrid/6.12.5;python … · Web API"),
    ],
)
def test_program_that_sent_a_mail_is_named_beside_it(program: str, beside: str) -> None:
    (ours,) = inbox_rows([replace(MAIL, program=program)])
    theirs = replace(ours, is_others=True)

    assert (ours.came_by, ours.whose) == ("Web API", "")
    assert theirs.came_by == beside
    assert theirs.whose.endswith(f": {program}" if program else "not this window")
