"""Ways to bring a conversation to each fault point."""

import json
from collections.abc import Callable

from tests.contract.sandbox.clients import (
    MAIL,
    Talk,
    open_http,
    plain_word,
    read_answer,
    request_bytes,
    send_headers,
)
from tests.support.broken.base import good_body
from tests.support.sandbox import Sandbox

THINK_MS = 120

Reach = Callable[[Talk, Sandbox], None]
"""Brings a conversation to the point at which the server is asked, and asks."""


def greeted(talk: Talk, _: Sandbox) -> None:
    talk.reply()


def signed_in(talk: Talk, sandbox: Sandbox) -> None:
    talk.reply()
    talk.ask("EHLO client.example.com")
    talk.ask(f"AUTH PLAIN {plain_word(sandbox.info.key)}")


def ehlo(talk: Talk, sandbox: Sandbox) -> None:
    greeted(talk, sandbox)
    talk.send("EHLO client.example.com\r\n")


def starttls(talk: Talk, sandbox: Sandbox) -> None:
    ehlo(talk, sandbox)
    talk.reply()
    talk.send("STARTTLS\r\n")


def auth(talk: Talk, sandbox: Sandbox) -> None:
    ehlo(talk, sandbox)
    talk.reply()
    talk.send(f"AUTH PLAIN {plain_word(sandbox.info.key)}\r\n")


def mail(talk: Talk, sandbox: Sandbox) -> None:
    signed_in(talk, sandbox)
    talk.send("MAIL FROM:<from@example.com>\r\n")


def rcpt(talk: Talk, sandbox: Sandbox) -> None:
    mail(talk, sandbox)
    talk.reply()
    talk.send("RCPT TO:<to@example.com>\r\n")


def data(talk: Talk, sandbox: Sandbox) -> None:
    rcpt(talk, sandbox)
    talk.reply()
    talk.send("DATA\r\n")


def body(talk: Talk, sandbox: Sandbox) -> None:
    data(talk, sandbox)
    talk.reply()
    talk.send(MAIL + ".\r\n")


def idle(talk: Talk, sandbox: Sandbox) -> None:
    body(talk, sandbox)
    assert talk.reply().startswith("250 Ok: queued as ")


def quit(talk: Talk, sandbox: Sandbox) -> None:
    signed_in(talk, sandbox)
    talk.send("QUIT\r\n")


def nothing(talk: Talk, sandbox: Sandbox) -> None:
    """The server speaks first."""


SMTP: dict[str, Reach] = {
    "connect": nothing,
    "greeting": nothing,
    "ehlo": ehlo,
    "starttls": starttls,
    "auth": auth,
    "mail": mail,
    "rcpt": rcpt,
    "data": data,
    "body": body,
    "reply": body,
    "idle": idle,
    "quit": quit,
}


def ask(talk: Talk, sandbox: Sandbox) -> None:
    raw = json.dumps(good_body()).encode()
    talk.send(request_bytes("POST", "/v3/mail/send", send_headers(sandbox.info.key), raw))


def answered(talk: Talk, sandbox: Sandbox) -> None:
    ask(talk, sandbox)
    assert read_answer(talk).status == 202


HTTP: dict[str, Reach] = {
    "connect": ask,
    "request": ask,
    "body": ask,
    "reply": ask,
    "idle": answered,
}


def open_door(sandbox: Sandbox, listener: str) -> Talk:
    match listener:
        case "https" | "http":
            return open_http(sandbox.info, tls=listener == "https")
        case "tls":
            return Talk(sandbox.info, sandbox.info.tls_port, tls=True)
        case _:
            return Talk(sandbox.info, sandbox.info.plain_port)


WAYS = [
    *(("plain", point, reach) for point, reach in SMTP.items()),
    # On TLS there is neither STARTTLS nor a connection to talk on when `connect` fails.
    *(
        ("tls", point, reach)
        for point, reach in SMTP.items()
        if point not in ("starttls", "connect")
    ),
    *(("http", point, reach) for point, reach in HTTP.items()),
    *(("https", point, reach) for point, reach in HTTP.items() if point != "connect"),
]
