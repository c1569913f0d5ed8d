"""SendGrid's own Python and Node clients, unchanged but for the host."""

import json
from pathlib import Path
from typing import Any

import pytest
import sendgrid
from python_http_client.exceptions import BadRequestsError, ForbiddenError, UnauthorizedError
from sendgrid.helpers.mail import (
    Attachment,
    Bcc,
    Category,
    CustomArg,
    Disposition,
    FileContent,
    FileName,
    FileType,
    Mail,
    Personalization,
    ReplyTo,
    To,
)

from tests.contract.sandbox.clients import run
from tests.support.sandbox import Sandbox

NODE = Path(__file__).parent / "node"
UNKNOWN = "SG." + "x" * 22 + "." + "y" * 43
GRANT = "The provided authorization grant is invalid, expired, or revoked"


@pytest.fixture(params=["https", "http"])
def url(request: pytest.FixtureRequest, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> str:
    """The API's address; over TLS the client trusts the sandbox through OpenSSL's own variable."""
    monkeypatch.setenv("SSL_CERT_FILE", str(sandbox.info.ca_file))
    info = sandbox.info
    return info.api_url if request.param == "https" else info.api_url_plain


def _python_mail(**changes: Any) -> Mail:
    given = {
        "from_email": "from@example.com",
        "to_emails": "to@example.com",
        "subject": "From Python",
        "plain_text_content": "Text with ü",
        "html_content": "<p>HTML</p>",
    }
    return Mail(**{**given, **changes})


def _sent_by_python(sandbox: Sandbox, url: str, mail: Mail, key: str = "") -> Any:
    client = sendgrid.SendGridAPIClient(key or sandbox.info.key, host=url)
    return client.send(mail)


def test_python_client_sends(sandbox: Sandbox, url: str) -> None:
    mail = _python_mail()
    mail.reply_to = ReplyTo("reply@example.com", "Replies")
    mail.attachment = Attachment(
        FileContent("aGVsbG8="),
        FileName("hello.txt"),
        FileType("text/plain"),
        Disposition("inline"),
    )
    mail.add_category(Category("tests"))
    mail.add_custom_arg(CustomArg("run", "1"))
    response = _sent_by_python(sandbox, url, mail)
    captured = sandbox.only_mail()
    (copy,) = captured["copies"]

    assert response.status_code == 202
    assert response.headers["X-Message-Id"] == captured["id"]
    assert (copy["subject"], copy["text"], copy["html"]) == (
        "From Python",
        "Text with ü",
        "<p>HTML</p>",
    )
    assert copy["reply_to"] == [{"email": "reply@example.com", "name": "Replies"}]
    assert copy["attachments"][0]["size"] == 5
    assert (copy["categories"], copy["custom_args"]) == (["tests"], {"run": "1"})


def test_python_client_sends_personalizations(sandbox: Sandbox, url: str) -> None:
    mail = Mail(from_email="from@example.com", subject="Many", plain_text_content="x")
    for number in range(3):
        block = Personalization()
        block.add_to(To(f"p{number}@example.com"))
        block.add_bcc(Bcc(f"b{number}@example.com"))
        mail.add_personalization(block)
    response = _sent_by_python(sandbox, url, mail)

    assert response.status_code == 202
    # The client puts the newest personalization first.
    assert [copy["to"][0]["email"] for copy in sandbox.only_mail()["copies"]] == [
        "p2@example.com",
        "p1@example.com",
        "p0@example.com",
    ]


def test_python_client_is_told_that_the_key_is_bad(sandbox: Sandbox, url: str) -> None:
    with pytest.raises(UnauthorizedError) as caught:
        _sent_by_python(sandbox, url, _python_mail(), UNKNOWN)

    assert caught.value.to_dict["errors"][0]["message"] == GRANT


def test_python_client_is_told_that_the_sender_is_not_verified(sandbox: Sandbox, url: str) -> None:
    with pytest.raises(ForbiddenError) as caught:
        _sent_by_python(sandbox, url, _python_mail(from_email="a@example.invalid"))

    assert caught.value.to_dict["errors"][0]["field"] == "from"


def test_python_client_is_told_what_is_wrong_with_the_body(sandbox: Sandbox, url: str) -> None:
    with pytest.raises(BadRequestsError) as caught:
        _sent_by_python(sandbox, url, _python_mail(plain_text_content=None, html_content=None))

    assert caught.value.to_dict["errors"][0]["field"] == "content"


def _sent_by_node(sandbox: Sandbox, url: str, key: str = "", **changes: Any) -> Any:
    message = {
        "to": "to@example.com",
        "from": {"email": "from@example.com", "name": "Node"},
        "subject": "From Node",
        "text": "Text with ü",
        "html": "<p>HTML</p>",
        **changes,
    }
    ended = run(
        "node",
        str(NODE / "send.cjs"),
        text=json.dumps(message),
        SANDBOX_KEY=key or sandbox.info.key,
        SANDBOX_URL=url,
        NODE_EXTRA_CA_CERTS=str(sandbox.info.ca_file),
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_node_client_sends(sandbox: Sandbox, url: str) -> None:
    answer = _sent_by_node(
        sandbox,
        url,
        bcc="hidden@example.com",
        categories=["tests"],
        customArgs={"run": "1"},
        attachments=[{"content": "aGVsbG8=", "filename": "hello.txt", "type": "text/plain"}],
    )
    captured = sandbox.only_mail()
    (copy,) = captured["copies"]

    assert answer == {"status": 202, "id": captured["id"]}
    assert (copy["text"], copy["html"]) == ("Text with ü", "<p>HTML</p>")
    assert copy["bcc"] == [{"email": "hidden@example.com", "name": ""}]
    assert (copy["categories"], copy["custom_args"]) == (["tests"], {"run": "1"})


def test_node_client_sends_one_mail_each(sandbox: Sandbox, url: str) -> None:
    to = ["a@example.com", "b@example.com"]
    answer = _sent_by_node(sandbox, url, to=to, isMultiple=True)

    assert answer["status"] == 202
    assert [copy["to"][0]["email"] for copy in sandbox.only_mail()["copies"]] == to


def test_node_client_is_told_that_the_key_is_bad(sandbox: Sandbox, url: str) -> None:
    answer = _sent_by_node(sandbox, url, key=UNKNOWN)

    assert answer["status"] == 401
    assert answer["body"]["errors"][0]["message"] == GRANT


def test_node_client_is_told_that_the_sender_is_not_verified(sandbox: Sandbox, url: str) -> None:
    answer = _sent_by_node(sandbox, url, **{"from": "a@example.invalid"})

    assert answer["status"] == 403
    assert answer["body"]["errors"][0]["field"] == "from"


def test_node_client_is_told_what_is_wrong_with_the_body(sandbox: Sandbox, url: str) -> None:
    answer = _sent_by_node(sandbox, url, categories=[str(number) for number in range(11)])

    assert answer["status"] == 400
    assert answer["body"]["errors"][0]["field"] == "categories"
