"""The Web API, status by status."""

import gzip
import json
import re
from typing import Any

import pytest

from tests.contract.sandbox.clients import (
    call_api,
    open_http,
    read_answer,
    request_bytes,
    send_headers,
)
from tests.support.broken.base import BrokenBody, good_body
from tests.support.broken_bodies import CASES
from tests.support.sandbox import Sandbox

UNKNOWN = "SG." + "x" * 22 + "." + "y" * 43
GRANT = "The provided authorization grant is invalid, expired, or revoked"


@pytest.mark.parametrize("tls", [True, False], ids=["https", "http"])
def test_good_body_is_accepted_with_202(sandbox: Sandbox, tls: bool) -> None:
    answer = call_api(sandbox.info, body=good_body(), tls=tls)

    assert (answer.status, answer.body) == (202, b"")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-length"] == "0"
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", answer.headers["x-message-id"])
    assert not [name for name in answer.headers if name.startswith("x-ratelimit")]
    mail = sandbox.only_mail()
    assert (mail["id"], mail["path"]) == (answer.headers["x-message-id"], "webapi")
    assert mail["v3"] == good_body()
    assert json.loads(sandbox.raw(mail["id"])) == good_body()


@pytest.mark.parametrize(("verb", "status"), [("POST", 202), ("OPTIONS", 405), ("GET", 405)])
def test_browsers_are_told_to_stay_away(sandbox: Sandbox, verb: str, status: int) -> None:
    answer = call_api(sandbox.info, verb, body=good_body())

    assert answer.status == status
    assert answer.headers["x-no-cors-reason"].endswith("/API/cors.html")
    assert answer.headers["access-control-allow-origin"] == "https://sendgrid.api-docs.io"


def test_captured_request_holds_no_key(sandbox: Sandbox) -> None:
    call_api(sandbox.info, body=good_body())

    assert sandbox.info.key not in json.dumps(sandbox.only_mail())


def test_sandbox_mode_is_answered_with_200_and_nothing_is_kept(sandbox: Sandbox) -> None:
    body = good_body(mail_settings={"sandbox_mode": {"enable": True}})
    answer = call_api(sandbox.info, body=body)

    assert (answer.status, answer.body) == (200, b"")
    assert sandbox.inbox() == []
    assert sandbox.events() == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_broken_body_is_refused_with_400(sandbox: Sandbox, case: BrokenBody) -> None:
    answer = call_api(sandbox.info, body=case.body, tls=False)

    assert answer.status == 400
    assert answer.headers["content-type"] == "application/json"
    assert set(answer.json) == {"errors"}
    first = answer.json["errors"][0]
    assert (first["field"], first["message"]) == (case.field, case.message)
    assert first["help"].startswith("http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors")
    assert sandbox.inbox() == []


@pytest.mark.parametrize("raw", [b"{", b"", b"[]", b'"text"', b"[" * 100_000])
def test_what_is_no_json_object_is_a_bad_request(sandbox: Sandbox, raw: bytes) -> None:
    answer = call_api(sandbox.info, raw=raw)

    assert answer.status == 400
    assert answer.json == {"errors": [{"message": "Bad Request", "field": None, "help": None}]}


@pytest.mark.parametrize(
    ("authorization", "message"),
    [
        (None, "Permission denied, wrong credentials"),
        ("Basic YXBpa2V5Og==", "Permission denied, wrong credentials"),
        ("KEY", "Permission denied, wrong credentials"),
        ("Bearer", "Permission denied, wrong credentials"),
        (f"Bearer {UNKNOWN}", GRANT),
        ('Bearer "KEY"', GRANT),
        ("Bearer SG.short", GRANT),
    ],
)
def test_bad_credentials_get_401(sandbox: Sandbox, authorization: str | None, message: str) -> None:
    headers = send_headers(sandbox.info.key)
    del headers["Authorization"]
    if authorization is not None:
        headers["Authorization"] = authorization.replace("KEY", sandbox.info.key)
    answer = call_api(sandbox.info, body=good_body(), headers=headers)

    assert answer.status == 401
    assert answer.json == {"errors": [{"message": message, "field": None, "help": None}]}


@pytest.mark.parametrize(
    ("standing", "status", "message"),
    [
        ("read_only", 401, "Authenticated user is not authorized to send mail"),
        ("no_credits", 401, "Maximum credits exceeded"),
        ("not_allowed_here", 403, "access forbidden"),
        ("disabled", 403, "access forbidden"),
    ],
)
def test_each_lesser_key_gets_its_own_answer(
    sandbox: Sandbox, standing: str, status: int, message: str
) -> None:
    headers = send_headers(sandbox.info.other_keys[standing])
    answer = call_api(sandbox.info, body=good_body(), headers=headers)

    assert (answer.status, answer.messages) == (status, [message])


def test_unverified_sender_gets_403_at_from(sandbox: Sandbox) -> None:
    answer = call_api(
        sandbox.info, body=good_body(**{"from": {"email": "a@unverified.example.com"}})
    )

    assert answer.status == 403
    (error,) = answer.json["errors"]
    assert (error["field"], error["help"]) == ("from", None)
    assert error["message"].startswith(
        "The from address does not match a verified Sender Identity. Mail cannot be sent until"
    )


@pytest.mark.parametrize(
    ("verb", "path", "status", "message"),
    [
        ("GET", "/v3/mail/send", 405, "method not allowed"),
        ("POST", "/v3/scopes", 405, "method not allowed"),
        ("POST", "/v3/mail/sent", 404, "not found"),
        ("GET", "/", 404, "not found"),
        ("POST", "/v3/mail/send/", 404, "not found"),
        ("POST", "//v3/mail/send", 404, "not found"),
        ("POST", "/v3//mail/send", 404, "not found"),
        ("POST", "/V3/MAIL/SEND", 404, "not found"),
        ("GET", "/v3/scopes/", 404, "not found"),
        *(
            (verb, "/v3/mail/send", 405, "method not allowed")
            for verb in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
        ),
    ],
)
def test_wrong_call(sandbox: Sandbox, verb: str, path: str, status: int, message: str) -> None:
    answer = call_api(sandbox.info, verb, path)

    assert (answer.status, answer.messages) == (status, [message])


def test_whole_url_in_the_request_line_is_taken(sandbox: Sandbox) -> None:
    url = "http://api.sendgrid.com/v3/mail/send"

    assert call_api(sandbox.info, path=url, body=good_body(), tls=False).status == 202
    assert call_api(sandbox.info, path=url + "/", body=good_body(), tls=False).status == 404


def test_wrong_verb_is_told_the_right_one(sandbox: Sandbox) -> None:
    assert call_api(sandbox.info, "GET", "/v3/mail/send").headers["allow"] == "POST"


def test_missing_accept_header_gets_406(sandbox: Sandbox) -> None:
    headers = send_headers(sandbox.info.key)
    del headers["Accept"]

    assert call_api(sandbox.info, body=good_body(), headers=headers).status == 406


def test_body_that_is_not_utf_8_gets_415(sandbox: Sandbox) -> None:
    answer = call_api(sandbox.info, raw=json.dumps(good_body()).encode("utf-16"))

    assert (answer.status, answer.messages) == (415, ["Invalid UTF8 in request"])


def test_other_content_type_gets_415(sandbox: Sandbox) -> None:
    headers = {**send_headers(sandbox.info.key), "Content-Type": "text/plain"}

    assert call_api(sandbox.info, body=good_body(), headers=headers).status == 415


def test_gzip_body_is_read(sandbox: Sandbox) -> None:
    headers = {**send_headers(sandbox.info.key), "Content-Encoding": "gzip"}
    raw = gzip.compress(json.dumps(good_body()).encode())

    assert call_api(sandbox.info, raw=raw, headers=headers).status == 202


@pytest.mark.parametrize("coding", ["br", "deflate", "gzip, gzip", "identity", "x-gzip"])
def test_other_coding_than_gzip_gets_415(sandbox: Sandbox, coding: str) -> None:
    headers = {**send_headers(sandbox.info.key), "Content-Encoding": coding}
    answer = call_api(sandbox.info, body=good_body(), headers=headers)

    assert (answer.status, answer.messages) == (415, ["Content-Encoding can only be gzip."])


@pytest.mark.parametrize("damage", [slice(0, 20), slice(0, -4), slice(2, None), slice(0, 0)])
def test_broken_gzip_gets_400(sandbox: Sandbox, damage: slice) -> None:
    headers = {**send_headers(sandbox.info.key), "Content-Encoding": "gzip"}
    raw = gzip.compress(json.dumps(good_body()).encode())[damage]
    answer = call_api(sandbox.info, raw=raw, headers=headers)

    assert answer.status == 400
    assert answer.messages == (
        ["The body is not gzip, as its Content-Encoding says it is."] if raw else ["Bad Request"]
    )
    assert sandbox.inbox() == []


def test_30_mb_are_counted_unpacked(sandbox: Sandbox) -> None:
    headers = {**send_headers(sandbox.info.key), "Content-Encoding": "gzip"}
    body = good_body(content=[{"type": "text/plain", "value": "x" * 31_457_281}])
    answer = call_api(sandbox.info, raw=gzip.compress(json.dumps(body).encode()), headers=headers)

    assert (answer.status, answer.messages) == (413, ["content too large"])


def test_body_over_30_mb_gets_413(sandbox: Sandbox) -> None:
    body = good_body(content=[{"type": "text/plain", "value": "x" * 31_457_281}])
    answer = call_api(sandbox.info, body=body, tls=False)

    assert (answer.status, answer.messages) == (413, ["content too large"])


def test_ten_megabyte_attachment_is_accepted(sandbox: Sandbox) -> None:
    attachment = {"content": "QUJD" * 3_500_000, "filename": "big.bin"}
    answer = call_api(sandbox.info, body=good_body(attachments=[attachment]))

    assert answer.status == 202
    (kept,) = sandbox.only_mail()["copies"][0]["attachments"]
    assert kept["size"] == 10_500_000


def test_connection_is_kept_for_the_next_request(sandbox: Sandbox) -> None:
    request = request_bytes(
        "POST", "/v3/mail/send", send_headers(sandbox.info.key), json.dumps(good_body()).encode()
    )
    with open_http(sandbox.info) as talk:
        for _ in range(3):
            talk.send(request)
            assert read_answer(talk).status == 202

    assert len({mail["connection"] for mail in sandbox.inbox()}) == 1


def test_answers_carry_the_date(sandbox: Sandbox) -> None:
    answer = call_api(sandbox.info, "GET", "/v3/scopes")

    assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", answer.headers["date"])


ACCOUNT_CALLS = ["/v3/scopes", "/v3/verified_senders", "/v3/user/credits", "/v3/user/account"]


@pytest.mark.parametrize("path", ACCOUNT_CALLS)
@pytest.mark.parametrize("authorization", [None, f"Bearer {UNKNOWN}", "Basic abc"])
def test_account_call_without_a_good_key_gets_401(
    sandbox: Sandbox, path: str, authorization: str | None
) -> None:
    headers = {"Accept": "application/json"}
    if authorization is not None:
        headers["Authorization"] = authorization
    answer = call_api(sandbox.info, "GET", path, headers=headers)

    assert (answer.status, answer.messages) == (401, ["authorization required"])


@pytest.mark.parametrize("path", ACCOUNT_CALLS)
def test_account_call_tells_its_budget(sandbox: Sandbox, path: str) -> None:
    answer = call_api(sandbox.info, "GET", path)

    assert answer.status == 200
    assert answer.headers["x-ratelimit-limit"] == "600"
    assert 0 <= int(answer.headers["x-ratelimit-remaining"]) < 600
    assert int(answer.headers["x-ratelimit-reset"]) % 60 == 0


def _asked(sandbox: Sandbox, path: str, key: str | None = None) -> Any:
    headers = send_headers(key or sandbox.info.key)
    return call_api(sandbox.info, "GET", path, headers=headers).json


def test_scopes_tell_what_the_key_may_do(sandbox: Sandbox) -> None:
    lesser = sandbox.info.other_keys["read_only"]

    assert "mail.send" in _asked(sandbox, "/v3/scopes")["scopes"]
    assert "mail.send" not in _asked(sandbox, "/v3/scopes", lesser)["scopes"]


def test_credits_tell_when_they_are_used_up(sandbox: Sandbox) -> None:
    used_up = sandbox.info.other_keys["no_credits"]

    assert _asked(sandbox, "/v3/user/credits")["remain"] == 100
    assert _asked(sandbox, "/v3/user/credits", used_up)["remain"] == 0


def test_verified_senders_hold_one_that_is_not(sandbox: Sandbox) -> None:
    senders = {
        s["from_email"]: s["verified"] for s in _asked(sandbox, "/v3/verified_senders")["results"]
    }

    assert senders["sender@example.com"] is True
    assert senders["pending@example.invalid"] is False


def test_key_from_an_address_off_the_allow_list_is_forbidden_everywhere(sandbox: Sandbox) -> None:
    headers = send_headers(sandbox.info.other_keys["not_allowed_here"])
    answer = call_api(sandbox.info, "GET", "/v3/scopes", headers=headers)

    assert (answer.status, answer.messages) == (403, ["access forbidden"])


@pytest.mark.parametrize(
    ("subject", "status"), [('"\\ud800"', 202), ("NaN", 400), ('"s", "send_at": 1e999', 400)]
)
def test_text_that_cannot_be_written_again_does_not_close_the_inbox(
    sandbox: Sandbox, subject: str, status: int
) -> None:
    raw = json.dumps(good_body(subject="$")).replace('"$"', subject).encode()

    assert call_api(sandbox.info, raw=raw).status == status
    assert [mail["subject"] for mail in sandbox.inbox()] == ["\ufffd"] * (status == 202)
    assert call_api(sandbox.info, body={"\ud800": 1}).status == 400
