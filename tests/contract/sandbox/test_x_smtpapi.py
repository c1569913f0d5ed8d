"""X-SMTPAPI on the wire: taken with 250 whatever it says, and read as SendGrid reads it."""

import json

import pytest

from tests.contract.sandbox.clients import MAIL, Talk, call_api
from tests.support.sandbox import Sandbox


def _deliver(sandbox: Sandbox, header: str) -> str:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.sign_in()
        return talk.deliver(f"X-SMTPAPI: {header}\r\n{MAIL}", "placeholder@example.com")


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("{not json", "Invalid SMTPAPI header"),
        ("=?utf-8?b?e30=?=", "Invalid SMTPAPI header"),
        ('{"to":["a@example.com"],"sub":{"-x-":[]}}', "Invalid SMTPAPI header"),
        (
            '{"filters":{"templates":{"settings":{"enable":1,"template_id":"d-1"}}}}',
            "Invalid SMTPAPI header",
        ),
        (
            '{"to":["a@example.com"],"send_at":1,"send_each_at":[1]}',
            "send_at and send_each_at may not be used together",
        ),
    ],
)
def test_bad_header_is_accepted_and_dropped(sandbox: Sandbox, header: str, reason: str) -> None:
    assert _deliver(sandbox, header).startswith("250 Ok: queued as ")

    (event,) = sandbox.events()
    assert (event["event"], event["reason"]) == ("dropped", reason)
    mail = sandbox.only_mail()
    assert (mail["x_smtpapi"], mail["x_smtpapi_problem"]) == (None, reason)
    assert mail["x_smtpapi_raw"] == header


def test_good_header_makes_a_copy_for_each(sandbox: Sandbox) -> None:
    header = {
        "to": ["Ann <a@example.com>", "b@example.com"],
        "sub": {"Hello": ["Hi", "Yo"]},
        "category": "cat",
        "unique_args": {"run": "7"},
    }
    _deliver(sandbox, json.dumps(header))
    mail = sandbox.only_mail()

    assert mail["x_smtpapi"] == header
    assert [(copy["to"], copy["subject"]) for copy in mail["copies"]] == [
        ([{"email": "a@example.com", "name": "Ann"}], "Hi"),
        ([{"email": "b@example.com", "name": ""}], "Yo"),
    ]
    assert [event["event"] for event in sandbox.events()] == ["processed", "processed"]


def test_both_paths_make_equal_copies(sandbox: Sandbox) -> None:
    _deliver(sandbox, json.dumps({"to": ["a@example.com", "b@example.com"], "category": ["cat"]}))
    call_api(
        sandbox.info,
        body={
            "personalizations": [{"to": [{"email": f"{name}@example.com"}]} for name in "ab"],
            "from": {"email": "from@example.com", "name": "Sender"},
            "subject": "Hello",
            "content": [{"type": "text/plain", "value": "Text"}],
            "categories": ["cat"],
        },
    )
    by_smtp, by_api = sandbox.mails()

    assert by_smtp["copies"] == by_api["copies"]
