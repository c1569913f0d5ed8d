"""A captured mail keeps how it was asked for, whatever program sent it, and no key."""

import asyncio
import base64
import gzip
import http.client
import json
from contextlib import suppress

from sgdesk.present.inbox import OpenMail, open_mail
from sgdesk.sandbox import client
from tests.contract.sandbox.clients import Talk, open_http, read_answer, run, word
from tests.support.broken.base import good_body
from tests.support.sandbox import Sandbox


def opened(sandbox: Sandbox) -> OpenMail:
    """Open the only captured mail as the window does."""
    url, mail_id = sandbox.info.inbox_url, sandbox.only_mail()["id"]

    async def read() -> OpenMail:
        return open_mail(await client.mail(url, mail_id), await client.raw(url, mail_id))

    return asyncio.run(read())


def holds_no_key(sandbox: Sandbox) -> bool:
    """Say whether all that is told of the mails is free of the key, in every form it came in."""
    key, told = sandbox.info.key, json.dumps(sandbox.mails())
    forms = (key, base64.b64encode(key.encode()).decode(), word(f"\0apikey\0{key}"))
    return not any(form in told for form in forms)


def test_web_api_request_is_shown_as_it_came_with_the_key_veiled(sandbox: Sandbox) -> None:
    body = json.dumps(good_body(), indent=7).replace('"subject":', '"subject"   :').encode()
    head = (
        "POST /v3/mail/send?x=1 HTTP/1.1\r\nhOsT: localhost\r\nX-Own:   two\r\n"
        f"Authorization: Bearer {sandbox.info.key}\r\nAccept: */*\r\nX-Own: one\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with open_http(sandbox.info) as talk:
        talk.send(head.encode() + body)
        answer = read_answer(talk)
    shown = opened(sandbox)
    request, _, answered = shown.request.partition("\n\nThe answer:\n")

    assert request == (
        "POST /v3/mail/send?x=1 HTTP/1.1\nhOsT: localhost\nX-Own: two\n"
        "Authorization: Bearer ••••\nAccept: */*\nX-Own: one\n"
        f"Content-Type: application/json\nContent-Length: {len(body)}\n\n{body.decode()}"
    )
    laid_out = json.dumps(good_body(), indent=2, ensure_ascii=False)
    assert shown.formatted.endswith(f"\n\n{laid_out}\n\nThe answer:\n{answered}")
    status, *lines = answered.splitlines()
    assert (status, answer.status, answer.body) == ("HTTP/1.1 202 Accepted", 202, b"")
    assert dict(line.split(": ", 1) for line in lines) == answer.headers
    assert shown.notes["request"].startswith("Answered by 202 Accepted,")
    assert holds_no_key(sandbox)


def test_request_that_is_kept_and_not_answered_says_so(sandbox: Sandbox) -> None:
    sandbox.fault("reply", "accept_then_close")
    body = json.dumps(good_body())
    with suppress(http.client.HTTPException, OSError):
        sandbox.call(sandbox.info.key, body)
    shown = opened(sandbox)

    assert shown.request.endswith(body)
    assert shown.notes["request"] == "No answer to it has gone out."


def test_curl_gets_the_same_and_each_request_of_a_connection_its_own_head(sandbox: Sandbox) -> None:
    info = sandbox.info
    args = (
        *("-H", f"Authorization: Bearer {info.key}", "-H", "Content-Type: application/json"),
        *("--cacert", str(info.ca_file), "-d", json.dumps(good_body())),
    )
    url = f"{info.api_url}/v3/mail/send"
    run("curl", "-sS", *args, "-H", "X-One: 1", url, "--next", *args, "-H", "X-Two: 2", url)
    first, second = sandbox.mails()

    assert first["connection"] == second["connection"]
    assert first["heard"].startswith("POST /v3/mail/send HTTP/1.1\nHost: 127.0.0.1:")
    assert "\nUser-Agent: curl/" in first["heard"]
    assert first["program"].startswith("curl/")
    assert ("\nX-One: 1" in first["heard"], "\nX-Two: 2" in second["heard"]) == (True, True)
    assert "X-One" not in second["heard"]
    assert holds_no_key(sandbox)


def test_packed_body_is_shown_unpacked_and_said_to_be(sandbox: Sandbox) -> None:
    body = json.dumps(good_body()).encode()
    packed = gzip.compress(body)
    with open_http(sandbox.info) as talk:
        talk.send(
            f"POST /v3/mail/send HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n"
            f"Authorization: Bearer {sandbox.info.key}\r\nContent-Encoding: gzip\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
            + packed
        )
        assert read_answer(talk).status == 202
    shown = opened(sandbox)

    assert f"\n\n{body.decode()}\n\nThe answer:\n" in shown.request
    assert shown.source == body.decode()
    assert "packed by gzip" in shown.notes["request"]
    assert "packed by gzip" in shown.notes["source"]


def test_swaks_dialogue_stands_with_its_mail(sandbox: Sandbox) -> None:
    info = sandbox.info
    ended = run(
        *("swaks", "--server", info.smtp_host, "--port", str(info.starttls_port), "--tls"),
        *("--auth", "LOGIN", "--auth-user", "apikey", "--from", "from@example.com"),
        *("--to", "to@example.com", "--helo", "client.example.com"),
        SWAKS_OPT_auth_password=info.key,
    )
    assert ended.returncode == 0
    mail = sandbox.only_mail()
    size = len(sandbox.raw(mail["id"]))

    assert mail["heard"].startswith(
        "S: 220 SG ESMTP service ready at ismtpd-local-0.sendgrid.net\n"
        "C: EHLO client.example.com\nS: 250-smtp.sendgrid.net\n"
    )
    assert mail["program"] == "client.example.com"
    assert (
        "C: STARTTLS\nS: 220 Begin TLS negotiation now\n*: TLS from here on\n"
        "C: EHLO client.example.com\n"
    ) in mail["heard"]
    assert (
        "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: ••••\nS: 334 UGFzc3dvcmQ6\nC: ••••\n"
        in (mail["heard"])
    )
    assert mail["heard"].endswith(
        "S: 235 Authentication successful\n"
        "C: MAIL FROM:<from@example.com>\nS: 250 Sender address accepted\n"
        "C: RCPT TO:<to@example.com>\nS: 250 Recipient address accepted\n"
        f"C: DATA\nS: 354 Continue\nC: the mail, {size:,} bytes\nC: .\n"
        f"S: 250 Ok: queued as {mail['id']}"
    )
    assert holds_no_key(sandbox)


def test_dialogue_by_port_465_and_an_answer_that_never_came(sandbox: Sandbox) -> None:
    sandbox.fault("reply", "accept_then_close")
    with Talk(sandbox.info, sandbox.info.tls_port, tls=True) as talk:
        talk.sign_in()
        talk.envelope()
        talk.send("From: from@example.com\r\n\r\n..dot\r\n.\r\n")
        talk.ending()
    mail = sandbox.only_mail()

    assert mail["heard"].startswith("*: TLS from the first byte\nS: 220 ")
    assert mail["heard"].endswith("S: 354 Continue\nC: the mail, 32 bytes\nC: .")
    assert sandbox.raw(mail["id"]).endswith(b"\r\n\r\n.dot\r\n")
    assert holds_no_key(sandbox)
