"""Send by SMTP to a server that plays bytes from a script."""

from dataclasses import replace
from typing import Any

from sgdesk.delivery import Attempt
from sgdesk.message import Address, Attachment, Copies, Message, Recipient
from sgdesk.route import Route, SmtpPath, Tls
from sgdesk.secret import Secret
from sgdesk.transport.smtp import SmtpConnection
from tests.support.sending import job
from tests.support.smtp_script import Script, Step, opening, scripted

KEY = Secret("SG." + "k" * 22 + "." + "s" * 43)
BIG = Attachment(filename="big.bin", content=b"\xa5" * 6_000_000)
"""More than the buffers of two kernels hold."""
PIPELINED = opening("PIPELINING")
LOCK_STEP = opening("8BITMIME")
GO = ("250 sender ok", "250 recipient ok", "354 go")
"""An envelope that is taken whole."""


def message(
    *to: str, copies: Copies = Copies.TOGETHER, attach: Attachment | None = None
) -> Message:
    """Give a message that begins with a dot, which SMTP must double."""
    recipients = to or ("one@example.net",)
    return Message(
        sender=Address(email="sender@example.com"),
        to=tuple(Recipient(address=Address(email=address)) for address in recipients),
        copies=copies,
        subject="script",
        text=".\nleading dot",
        attachments=(attach,) if attach else (),
    )


def plain_route(script: Script, **changes: Any) -> Route:
    """Give a route to the script without encryption and sign-in."""
    route = Route(
        path=SmtpPath(port=script.port, tls=Tls.PLAIN),
        smtp_host="127.0.0.1",
        authenticate=False,
        smtpapi=False,
        total_timeout=5,
    )
    return replace(route, **changes)


async def send(
    *steps: Step, to: Message | None = None, key: Secret = KEY, **changes: Any
) -> Attempt:
    """Send one message through one script."""
    async with scripted(steps) as script:
        route = plain_route(script, **changes)
        connection = SmtpConnection(route, key if route.authenticate else None)
        attempt = await connection.send(job(route, to or message()))
        await connection.aclose()
    return attempt
