"""curl and swaks, on every port and in every TLS mode, with good and bad keys."""

import json
from pathlib import Path

import pytest

from tests.contract.sandbox.clients import MAIL, run
from tests.support.broken.base import good_body
from tests.support.sandbox import Sandbox

UNKNOWN = "SG." + "x" * 22 + "." + "y" * 43
GRANT = (
    "535 Authentication failed: The provided authorization grant is invalid, expired, or revoked"
)

WAYS = [("starttls", "starttls"), ("plain", "starttls"), ("plain", "none"), ("tls", "implicit")]


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_curl_posts_to_the_web_api(sandbox: Sandbox, scheme: str) -> None:
    info = sandbox.info
    url = info.api_url if scheme == "https" else info.api_url_plain
    ended = run(
        *("curl", "-sS", "--cacert", str(info.ca_file), "-X", "POST", f"{url}/v3/mail/send"),
        *("-H", f"Authorization: Bearer {info.key}", "-H", "Content-Type: application/json"),
        *("-d", json.dumps(good_body()), "-w", "%{http_code} %{size_download}"),
    )

    assert (ended.stdout, ended.stderr) == ("202 0", "")
    assert sandbox.only_mail()["v3"] == good_body()


def test_curl_uploads_a_big_body_after_100_continue(sandbox: Sandbox, tmp_path: Path) -> None:
    info = sandbox.info
    body = tmp_path / "body.json"
    attachment = {"content": "QUJD" * 1_000_000, "filename": "big.bin"}
    body.write_text(json.dumps(good_body(attachments=[attachment])))
    ended = run(
        *("curl", "-sS", "-v", "--cacert", str(info.ca_file), f"{info.api_url}/v3/mail/send"),
        *("-H", f"Authorization: Bearer {info.key}", "-H", "Content-Type: application/json"),
        *("-H", "Expect: 100-continue", "--data-binary", f"@{body}"),
    )

    assert "HTTP/1.1 100" in ended.stderr
    assert "HTTP/1.1 202" in ended.stderr


def test_curl_is_refused_by_its_own_trust_store(sandbox: Sandbox) -> None:
    ended = run("curl", "-sS", f"{sandbox.info.api_url}/v3/scopes")

    assert ended.returncode == 60


def _curl_smtp(
    sandbox: Sandbox, mail: Path, listener: str, tls: str, key: str, *more: str
) -> tuple[int, str]:
    info = sandbox.info
    port = getattr(info, f"{listener}_port")
    scheme = "smtps" if tls == "implicit" else "smtp"
    ended = run(
        *(
            "curl",
            "-sS",
            "-v",
            "--cacert",
            str(info.ca_file),
            f"{scheme}://{info.smtp_host}:{port}",
        ),
        *(["--ssl-reqd"] if tls == "starttls" else []),
        *("--mail-from", "from@example.com", "--mail-rcpt", "to@example.com"),
        *("--user", f"apikey:{key}", "--upload-file", str(mail), *more),
    )
    return ended.returncode, ended.stderr


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """A mail in a file."""
    path = tmp_path / "mail.eml"
    path.write_bytes(MAIL.encode())
    return path


@pytest.mark.parametrize(("listener", "tls"), WAYS)
@pytest.mark.parametrize("ir", [[], ["--sasl-ir"]], ids=["asked", "at-once"])
@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_curl_sends_by_smtp(
    sandbox: Sandbox, mail: Path, listener: str, tls: str, ir: list[str], mechanism: str
) -> None:
    options = ["--login-options", f"AUTH={mechanism}", *ir]
    code, log = _curl_smtp(sandbox, mail, listener, tls, sandbox.info.key, *options)

    assert code == 0, log
    assert f"AUTH {mechanism}" in log
    assert sandbox.raw(sandbox.only_mail()["id"]) == MAIL.encode()


@pytest.mark.parametrize(("listener", "tls"), WAYS)
def test_curl_with_an_unknown_key_is_refused(
    sandbox: Sandbox, mail: Path, listener: str, tls: str
) -> None:
    code, log = _curl_smtp(sandbox, mail, listener, tls, UNKNOWN)

    assert code == 67
    assert GRANT in log


SWAKS_TLS = {
    "starttls": ["--tls", "--tls-verify"],
    "implicit": ["--tls-on-connect", "--tls-verify"],
    "none": [],
}


def _swaks(
    sandbox: Sandbox,
    listener: str,
    tls: str,
    key: str,
    *more: str,
    sender: str = "from@example.com",
) -> tuple[int, str]:
    info = sandbox.info
    trust = ["--tls-ca-path", str(info.ca_file)] if tls != "none" else []
    ended = run(
        *("swaks", "--server", info.smtp_host, "--port", str(getattr(info, f"{listener}_port"))),
        *("--from", sender, "--to", "to@example.com", "--auth-user", "apikey"),
        *("--auth-password", key, "--header", "Subject: From swaks", "--body", "Text"),
        *(*SWAKS_TLS[tls], *trust, *more),
    )
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.parametrize(("listener", "tls"), WAYS)
@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_swaks_sends(sandbox: Sandbox, listener: str, tls: str, mechanism: str) -> None:
    code, log = _swaks(sandbox, listener, tls, sandbox.info.key, "--auth", mechanism)

    assert code == 0, log
    assert "250 Ok: queued as" in log
    assert "221 See you later" in log
    assert sandbox.only_mail()["subject"] == "From swaks"


@pytest.mark.parametrize(("listener", "tls"), WAYS)
def test_swaks_with_an_unknown_key_is_refused(sandbox: Sandbox, listener: str, tls: str) -> None:
    code, log = _swaks(sandbox, listener, tls, UNKNOWN, "--auth", "PLAIN")

    assert code == 28, log
    assert GRANT in log


def test_swaks_pipelines(sandbox: Sandbox) -> None:
    code, log = _swaks(
        sandbox, "starttls", "starttls", sandbox.info.key, "--auth", "PLAIN", "--pipeline"
    )

    assert code == 0, log
    assert "250 Ok: queued as" in log


def test_swaks_with_an_unverified_sender_is_refused_at_the_end(sandbox: Sandbox) -> None:
    code, log = _swaks(
        *(sandbox, "starttls", "starttls", sandbox.info.key, "--auth", "PLAIN"),
        sender="a@example.invalid",
    )

    assert code == 26, log
    assert "550 The from address does not match a verified Sender Identity" in log


def test_swaks_without_a_key_is_refused_at_mail(sandbox: Sandbox) -> None:
    info = sandbox.info
    ended = run(
        *("swaks", "--server", info.smtp_host, "--port", str(info.plain_port)),
        *("--from", "from@example.com", "--to", "to@example.com"),
    )

    assert ended.returncode == 23
    assert "550 Unauthenticated senders not allowed" in ended.stdout
