"""Refused calls are kept beside the mail, with the answer and without a key."""

import json
from typing import Any

from tests.contract.sandbox.clients import MAIL, Talk, call_api, plain_word, send_headers
from tests.support.broken.base import good_body
from tests.support.sandbox import Sandbox

UNKNOWN = "SG." + "x" * 22 + "." + "y" * 43


def only_refusal(sandbox: Sandbox) -> dict[str, Any]:
    """Give the one refused call whole; fails unless it is alone, or for a mail."""
    assert sandbox.inbox() == []
    (refusal,) = sandbox.refusals()
    return refusal


def test_bad_body_is_kept_as_it_came_with_the_answer(sandbox: Sandbox) -> None:
    answer = call_api(sandbox.info, body=good_body() | {"from": {"email": "nobody"}})
    call = only_refusal(sandbox)

    assert (call["code"], call["call"], call["path"]) == (400, "POST /v3/mail/send", "webapi")
    assert json.loads(call["body"])["from"] == {"email": "nobody"}
    assert call["answer"].startswith("HTTP/1.1 400 Bad Request\n")
    assert call["answer"].endswith(answer.body.decode())
    assert call["reason"] in answer.body.decode()
    assert call["head"].startswith("POST /v3/mail/send HTTP/1.1\n")


def test_wrong_key_and_wrong_path_are_kept_and_no_key_is_whole(sandbox: Sandbox) -> None:
    call_api(sandbox.info, body=good_body() | {"subject": UNKNOWN}, headers=send_headers(UNKNOWN))
    call_api(sandbox.info, "GET", "/v3/nowhere")
    call_api(sandbox.info, body=good_body())
    calls = sandbox.refusals()

    assert [(call["code"], call["call"]) for call in calls] == [
        (401, "POST /v3/mail/send"),
        (404, "GET /v3/nowhere"),
    ]
    assert "authorization: bearer sg.xxxx…••••" in calls[0]["head"].lower()
    assert UNKNOWN not in json.dumps(calls)
    assert sandbox.info.key not in json.dumps(calls)
    assert len(sandbox.inbox()) == 1


def test_question_without_a_key_by_which_a_way_is_diagnosed_is_no_refused_call(
    sandbox: Sandbox,
) -> None:
    ours = {"User-Agent": "sgdesk/1.0", "Accept": "*/*"}
    call_api(sandbox.info, "GET", "/v3/scopes", headers=ours)
    assert sandbox.refusals() == []

    call_api(sandbox.info, "GET", "/v3/scopes", headers={**ours, "User-Agent": "other/1.0"})
    call_api(sandbox.info, "GET", "/v3/scopes", headers={**send_headers(UNKNOWN), **ours})
    call_api(sandbox.info, "GET", "/v3/nowhere", headers=ours)
    assert [call["code"] for call in sandbox.refusals()] == [401, 401, 404]


def test_key_that_smtp_refuses_is_kept_with_the_dialogue_before_it(sandbox: Sandbox) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.reply()
        talk.ask("EHLO client.example.com")
        reply = talk.ask(f"AUTH PLAIN {plain_word(UNKNOWN)}")
    call = only_refusal(sandbox)

    assert (call["code"], call["call"], call["answer"]) == (535, "AUTH", reply)
    assert "C: EHLO client.example.com\nS: 250-" in call["head"]
    assert call["head"].endswith("C: AUTH PLAIN ••••\n*: user name apikey, key SG.xxxx…••••")
    assert plain_word(UNKNOWN) not in json.dumps(call)


def test_mail_that_smtp_refuses_is_kept_with_its_text(sandbox: Sandbox) -> None:
    with Talk(sandbox.info, sandbox.info.plain_port) as talk:
        talk.sign_in()
        talk.ask("MAIL FROM:<from@example.com>")
        talk.ask("RCPT TO:<to@example.com>")
        talk.ask("DATA")
        talk.send(MAIL.replace("from@example.com", "from@strange.example") + ".\r\n")
        reply = talk.reply()
        talk.ask("NONSENSE")
    first, second = sandbox.refusals()

    assert (first["call"], first["answer"]) == ("the mail", reply)
    assert "C: From: Sender <from@strange.example>" in first["head"]
    assert second["call"] == "a command"


def test_refused_calls_go_with_the_inbox(sandbox: Sandbox) -> None:
    call_api(sandbox.info, "GET", "/v3/nowhere")
    assert len(sandbox.refusals()) == 1

    sandbox.reset()
    assert sandbox.refusals() == []
