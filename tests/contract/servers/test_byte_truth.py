"""What arrives at servers of other makes is, byte for byte, what was rendered.

Postfix adds its trace headers and keeps lines with LF; both are undone first.
The rendering draws a date and a token; they are read back from what arrived, so
that the same message can be rendered again and compared whole.
"""

import asyncio
import email
import email.policy
import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from sgdesk import clock
from sgdesk.delivery import Accepted, Attempt, AttemptId, Delivery, DeliveryId
from sgdesk.message import Address, Attachment, Message, Recipient
from sgdesk.render.mime import RenderedMime, Stamp, render_mime
from sgdesk.route import Endpoint, Override, Route, SmtpPath, Tls
from sgdesk.secret import Secret
from sgdesk.transport.base import Job
from sgdesk.transport.envelope import Envelope, pieces, stuffed
from sgdesk.transport.session import ConnectLimit, Overheard, open_session
from sgdesk.transport.smtp import SmtpConnection
from sgdesk.transport.transaction import Exchange
from sgdesk.wire.recorder import Recorder, no_progress
from tests.support.peers import PASSWORD, Peer, running_peer
from tests.support.postfix import HOST

TRACE_HEADERS = (b"return-path", b"x-original-to", b"delivered-to", b"received")
DOTS = ".\r\n..\r\n.leading\r\n\r\n.\r\nend."


def _message(subject: str, text: str, html: str = "", *files: Attachment) -> Message:
    return Message(
        sender=Address(email="sender@example.com", name="Zoë Sender"),
        to=(Recipient(address=Address(email="one@example.net")),),
        subject=subject,
        text=text,
        html=html,
        attachments=files,
    )


def _noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)


MESSAGES = {
    "dots": _message("dots", DOTS),
    "dots in HTML": _message("dots", DOTS, "<p>\r\n.\r\n..x\r\n</p>"),
    "long lines": _message("long " * 60, "x" * 5000, "<p>" + "word " * 3000 + "</p>"),
    "UTF-8": _message("Grüße aus 東京 🎉", "naïve café — 東京 🎉\r\n" * 40, "<p>Привет, 東京</p>"),
    "one character": _message("s", "x"),
    "line ends": _message("ends", "one\ntwo\r\nthree\rfour\n\n\n"),
    "10 MB": _message(
        "big", "see file", "", Attachment(filename="noise – große.bin", content=_noise(10_000_000))
    ),
}


@pytest.fixture(scope="module", params=["postfix", "smtp-server"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=["", "pipelining"], ids=["pipelined", "lock-step"])
def hidden(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def peer(kind: str, hidden: str) -> Iterator[Peer]:
    # Not pytest's folder: Postfix's daemons are not root and must be able to walk to it.
    with (
        tempfile.TemporaryDirectory() as folder,
        running_peer(kind, Path(folder), hide=hidden) as running,
    ):
        yield running


def _route(peer: Peer, tls: Tls) -> Route:
    port = {Tls.STARTTLS: 587, Tls.IMPLICIT: 465}[tls]
    dialled = peer.starttls if tls is Tls.STARTTLS else peer.tls
    return Route(
        path=SmtpPath(port=port, tls=tls),
        smtp_host=HOST,
        ca_file=str(peer.certificate.ca_file),
        smtpapi=False,
        overrides=(
            Override(
                target=Endpoint(host=HOST, port=port),
                address=Endpoint(host="127.0.0.1", port=dialled),
            ),
        ),
    )


async def _no_mark() -> None:
    """Mark nothing: no journal takes part."""


async def _send_all(route: Route, messages: list[Message]) -> list[Attempt]:
    connection = SmtpConnection(route, Secret(PASSWORD))
    made = []
    for number, message in enumerate(messages):
        delivery = Delivery(
            id=DeliveryId(str(number)), message=message, route=route, created_at=clock.wall_utc()
        )
        job = Job(attempt_id=AttemptId(str(number)), delivery=delivery, mark=_no_mark)
        made.append(await connection.send(job))
    await connection.aclose()
    return made


def _without_trace(mail: bytes) -> bytes:
    """Drop the headers that the receiving server put on top."""
    lines = mail.split(b"\r\n")
    at = 0
    while lines[at].partition(b":")[0].lower() in TRACE_HEADERS or lines[at][:1] in b" \t":
        at += 1
    return b"\r\n".join(lines[at:])


def _rendered_again(message: Message, arrived: bytes, *, eight_bit: bool) -> bytes:
    head = email.message_from_bytes(arrived, policy=email.policy.compat32)
    token = head["Message-ID"].strip("<>").partition(".")[0]
    stamp = Stamp(date=parsedate_to_datetime(head["Date"]), token=token)
    (mail,) = render_mime(message, smtpapi=False, smtputf8=False, eight_bit=eight_bit, stamp=stamp)
    return mail.data


@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.IMPLICIT], ids=["starttls", "tls"])
def test_mail_arrives_byte_for_byte(peer: Peer, hidden: str, tls: Tls) -> None:
    before = len(peer.received(0))
    messages = [
        replace(message, headers=(("X-Case", str(number)),))
        for number, message in enumerate(MESSAGES.values())
    ]

    made = asyncio.run(_send_all(_route(peer, tls), messages))
    arrived = peer.received(before + len(messages))[before:]

    assert [attempt.outcome for attempt in made] == [Accepted()] * len(messages), made
    assert [attempt.trace.pipelined for attempt in made] == [not hidden] * len(messages)
    assert [attempt.trace.warm for attempt in made] == [False] + [True] * (len(messages) - 1)
    for name, message, mail in zip(MESSAGES, messages, _in_order(arrived), strict=True):
        bare = _without_trace(mail)
        renderings = [_rendered_again(message, bare, eight_bit=yes) for yes in (False, True)]
        assert bare in renderings, name


def _in_order(arrived: list[bytes]) -> list[bytes]:
    """Put what arrived into the order of sending: a queue may deliver a small mail first."""
    cases = {int(email.message_from_bytes(mail)["X-Case"]): mail for mail in arrived}
    return [cases[number] for number in sorted(cases)]


async def _hand_over(route: Route, mail: RenderedMime) -> Exchange:
    """Carry one rendering as it is; the transports themselves never ask for 8-bit text."""
    overheard = Overheard()
    recorder = Recorder(transcript=overheard)
    session = await open_session(
        route, Secret(PASSWORD), recorder, overheard, ConnectLimit(no_progress)
    )
    exchange = Exchange()
    body = pieces(stuffed(mail.head), stuffed(mail.body))
    envelope = Envelope.of(mail, session.offer)
    assert b"BODY=8BITMIME" in envelope.mail
    await session.transaction.send(envelope, body, exchange, mark=_no_mark)
    await session.transaction.goodbye()
    session.transaction.close()
    recorder.finish()
    return exchange


def test_eight_bit_text_arrives_byte_for_byte(peer: Peer) -> None:
    before = len(peer.received(0))
    text = "naïve café — 東京 🎉\r\n.Ünstuffed?\r\n" * 40
    (mail,) = render_mime(_message("8-bit", text), smtpapi=False, eight_bit=True)
    assert not mail.body.isascii()

    exchange = asyncio.run(_hand_over(_route(peer, Tls.STARTTLS), mail))
    (arrived,) = peer.received(before + 1)[before:]

    assert exchange.final is not None
    assert exchange.final.is_positive
    assert _without_trace(arrived) == mail.data
