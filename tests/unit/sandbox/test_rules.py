"""Each rule of `POST /v3/mail/send` has a body that breaks it, and nothing good is refused."""

import re

import pytest

from sgdesk.sandbox.rules import settings, words
from sgdesk.sandbox.rules.judge import judge
from tests.support.broken.base import DYNAMIC, LEGACY, BrokenBody, good_body
from tests.support.broken_bodies import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_broken_body_is_refused_in_sendgrids_words(case: BrokenBody) -> None:
    errors = [(error.field, error.message) for error in judge(case.body)]

    assert errors[0] == (case.field, case.message)
    assert len(errors) == case.count


def test_every_message_that_can_be_said_is_said_by_a_case() -> None:
    said = [case.message for case in CASES]
    templates = [
        value
        for name, value in vars(words).items()
        if name.isupper() and isinstance(value, str) and name != "ADDRESS_EXAMPLE"
    ]
    templates += [message for _, message in settings.MESSAGES.values()]

    unsaid = [text for text in templates if not any(_fits(text, message) for message in said)]

    assert len(templates) > 80
    assert unsaid == []


def test_own_wording_is_marked_as_such() -> None:
    # One pattern for four settings, of which SendGrid words the first itself.
    _, theirs = settings.MESSAGES["mail_settings.bypass_list_management.enable"]
    for case in CASES:
        is_own = any(_fits(text, case.message) for text in words.OWN_WORDING)

        assert case.own_wording == (is_own and case.message != theirs), case.id


def test_help_names_the_field_without_indexes() -> None:
    (error,) = judge(good_body(content=[{"type": "text/plain", "value": ""}]))

    assert error.field == "content.0.value"
    assert error.help == (
        "http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html#message.content.value"
    )


def test_help_of_a_duplicate_recipient_is_special() -> None:
    entry = {"email": "a@example.com"}

    (error,) = judge(good_body(personalizations=[{"to": [entry, entry]}]))

    assert error.help is not None
    assert error.help.endswith("#message.recipient-errors")


def test_several_errors_are_listed_together() -> None:
    errors = judge(good_body(subject="", categories="x", send_at="y"))

    assert [error.field for error in errors] == ["subject", "categories", "send_at"]


GOOD = {
    "plain": good_body(),
    "dynamic_template": good_body(
        template_id=DYNAMIC,
        subject=None,
        content=None,
        personalizations=[
            {"to": [{"email": "a@example.com"}], "dynamic_template_data": {"a": [1, {"b": None}]}}
        ],
    ),
    "legacy_template": good_body(
        template_id=LEGACY,
        subject=None,
        content=None,
        personalizations=[{"to": [{"email": "a@example.com"}], "substitutions": {"-a-": "x"}}],
    ),
    "same_address_in_two_personalizations": good_body(
        personalizations=[{"to": [{"email": "a@example.com"}]}] * 2
    ),
    "subject_in_every_personalization": good_body(
        subject=None,
        personalizations=[{"to": [{"email": "a@example.com"}], "subject": "Only"}],
    ),
    "personal_from_of_same_domain": good_body(
        personalizations=[
            {"to": [{"email": "a@example.com"}], "from": {"email": "other@EXAMPLE.com"}}
        ]
    ),
    "1000_recipients": good_body(
        personalizations=[{"to": [{"email": f"p{n}@example.com"} for n in range(1000)]}]
    ),
    "1000_personalizations": good_body(
        personalizations=[{"to": [{"email": f"p{n}@example.com"}]} for n in range(1000)]
    ),
    "1000_addresses_to_reply_to": good_body(
        reply_to_list=[{"email": f"p{n}@example.com"} for n in range(1000)]
    ),
    "address_of_320_characters": good_body(
        personalizations=[{"to": [{"email": f"{'a' * 308}@example.com"}]}]
    ),
    "substitutions_of_10000_bytes": good_body(
        personalizations=[
            {"to": [{"email": "a@example.com"}], "substitutions": {"-a-": "x" * 9_990}}
        ]
    ),
    "send_at_in_the_past": good_body(send_at=0),
    "amp_last": good_body(
        content=[
            {"type": "text/plain", "value": "x"},
            {"type": "text/html", "value": "<p>"},
            {"type": "text/x-amp-html", "value": "<p>"},
        ]
    ),
    "custom_args_of_exactly_10000_bytes": good_body(custom_args={"a": "x" * (10_000 - 8)}),
    "all_settings": good_body(
        mail_settings={
            "bypass_spam_management": {"enable": True},
            "bypass_bounce_management": {"enable": True},
            "footer": {"enable": True, "text": "t", "html": "h"},
            "sandbox_mode": {"enable": False},
        },
        tracking_settings={
            "click_tracking": {"enable": True, "enable_text": False},
            "open_tracking": {"enable": True, "substitution_tag": "%open%"},
            "subscription_tracking": {"enable": False},
            "ganalytics": {"enable": True, "utm_source": "x"},
        },
    ),
    "asm_categories_and_pool": good_body(
        asm={"group_id": 5, "groups_to_display": list(range(1, 26))},
        categories=["x" * 255, *"abcdefghi"],
        ip_pool_name="pool",
        batch_id="batch",
        headers={"X-One": "ü", "List-Unsubscribe": "<mailto:u@example.com>"},
        reply_to_list=[{"email": "r@example.com"}, {"email": "s@example.com"}],
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_good_body_is_not_refused(name: str) -> None:
    assert judge(GOOD[name]) == []


VILLAINS: list[object] = [
    None,
    True,
    0,
    1.5,
    "",
    "x",
    [],
    [None],
    [[]],
    {},
    {"a": None},
    [{"email": None}],
]


@pytest.mark.parametrize("name", [*good_body(), "attachments", "asm", "headers", "custom_args"])
@pytest.mark.parametrize("villain", VILLAINS, ids=repr)
def test_wrong_json_type_anywhere_is_judged_and_never_an_exception(
    name: str, villain: object
) -> None:
    personal = {"to": [{"email": "a@example.com"}], name: villain}
    errors = judge({**good_body(), name: villain})
    inside = judge({**good_body(), "personalizations": [personal]})

    assert all(error.message for error in (*errors, *inside))
    if name in ("from", "personalizations", "content"):
        assert errors, "none of these is a value that SendGrid would take"


def _fits(template: str, message: str) -> bool:
    pattern = re.escape(template.replace("{{", "{").replace("}}", "}"))
    return bool(re.fullmatch(re.sub(r"\\\{\w+\\\}", ".*", pattern), message, re.DOTALL))
