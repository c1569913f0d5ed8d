"""The account calls' answers, judged by the official OpenAPI files, unknown properties refused."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest

from tests.contract.sandbox.clients import call_api
from tests.support.sandbox import Sandbox

FOLDER = Path(__file__).parents[2] / "data" / "openapi"


def _validator(file: str, path: str) -> Any:
    document = json.loads((FOLDER / f"{file}.json").read_text(encoding="utf-8"))
    answer = document["paths"][path]["get"]["responses"]["200"]
    schema = answer["content"]["application/json"]["schema"]
    schema["components"] = document["components"]
    _close(schema)
    return jsonschema.Draft202012Validator(schema)


def _close(node: Any) -> None:
    if isinstance(node, dict):
        if "properties" in node:
            node.setdefault("additionalProperties", False)
        for child in node.values():
            _close(child)


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("tsg_scopes_v3", "/v3/scopes"),
        ("tsg_verified_senders_v3", "/v3/verified_senders"),
        ("tsg_user_v3", "/v3/user/credits"),
        ("tsg_user_v3", "/v3/user/account"),
    ],
)
def test_answer_has_the_official_shape(sandbox: Sandbox, file: str, path: str) -> None:
    validator = _validator(file, path)
    answer = call_api(sandbox.info, "GET", path)

    validator.validate(answer.json)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({**answer.json, "unknown": 1})


@pytest.mark.parametrize(
    ("path", "local"),
    [
        ("/v3/suppression/bounces/{email}", "bounced"),
        ("/v3/suppression/blocks/{email}", "blocked"),
        ("/v3/suppression/invalid_emails/{email}", "invalid"),
        ("/v3/suppression/spam_reports/{email}", "complained"),
        ("/v3/asm/suppressions/global/{email}", "unsubscribed"),
        ("/v3/asm/suppressions/{email}", "left-group"),
    ],
)
def test_a_do_not_send_list_answers_in_the_official_shape(
    sandbox: Sandbox, path: str, local: str
) -> None:
    answer = call_api(sandbox.info, "GET", path.replace("{email}", f"{local}%40example.com"))

    assert answer.json
    _validator("tsg_suppressions_v3", path).validate(answer.json)


def test_email_activity_answers_in_the_official_shape(sandbox: Sandbox) -> None:
    body = {
        "personalizations": [{"to": [{"email": "bounced@example.com"}]}],
        "from": {"email": "news@example.com"},
        "subject": "s",
        "content": [{"type": "text/plain", "value": "t"}],
    }
    call_api(sandbox.info, "POST", "/v3/mail/send", body=body)
    (mail,) = sandbox.inbox()
    query = quote(f'msg_id LIKE "{mail["id"]}%"')
    answer = call_api(sandbox.info, "GET", f"/v3/messages?query={query}&limit=5")
    (row,) = answer.json["messages"]
    detail = call_api(sandbox.info, "GET", f"/v3/messages/{row['msg_id']}")
    unknown = call_api(sandbox.info, "GET", f"/v3/messages?query={quote('bad_field=1')}")

    _validator("tsg_email_activity_v3", "/v3/messages").validate(answer.json)
    _validator("tsg_email_activity_v3", "/v3/messages/{msg_id}").validate(detail.json)
    assert unknown.status == 400
    assert unknown.json["errors"][0]["message"].startswith("invalid syntax: 'bad_field'")
