"""Processes that send until they are killed, made fast: one that has imported all forks them.

Run as a program it reads one JSON order a line (see `Order`), forks a child for
it, prints the child's pid, waits for its end and prints its exit status.
"""

import asyncio
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from sgdesk.app import App
from sgdesk.delivery import OUTCOME_WORDS, Delivery
from sgdesk.message import Address, Message, Recipient
from sgdesk.route import Route, SmtpPath, Tls, WebApiPath
from sgdesk.secret import Secret
from sgdesk.settings import resolve

CANARY = Secret("SG.canary")
ABREAST = 4
"""How many a child that sends side by side has on their way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What one child is to do."""

    data_dir: str
    smtp_port: int
    http_port: int
    way: str
    """`bulk`, `abreast` (SMTP) or `webapi`."""
    count: int

    @property
    def route(self) -> Route:
        """Give the route to the counting server."""
        path = (
            WebApiPath() if self.way == "webapi" else SmtpPath(port=self.smtp_port, tls=Tls.PLAIN)
        )
        return Route(
            path=path,
            api_url=f"http://127.0.0.1:{self.http_port}",
            smtp_host="127.0.0.1",
            authenticate=False,
            smtpapi=False,
        )


def names(count: int) -> list[str]:
    """Name the mails of an order; a name is its subject."""
    return [f"mail-{number:03}" for number in range(count)]


async def carry_out(order: Order) -> None:
    """Send every mail of the order that the history does not hold as sent or unknown."""
    async with App.open(resolve(), data_dir=Path(order.data_dir)) as app:
        rows = await app.history.list(10_000)
        settled = {
            row.subject
            for row in rows
            if OUTCOME_WORDS[type(row.attempt.outcome)] in ("accepted", "unknown")
        }
        left = [_delivery(app, order, name) for name in names(order.count) if name not in settled]
        if order.way == "bulk":
            await app.deliver_many(left, CANARY)
            return
        turns = asyncio.Semaphore(ABREAST)

        async def send(delivery: Delivery) -> None:
            async with turns:
                await app.deliver(delivery, CANARY, reuse=True)

        async with asyncio.TaskGroup() as group:
            for delivery in left:
                group.create_task(send(delivery))


def _delivery(app: App, order: Order, name: str) -> Delivery:
    message = Message(
        sender=Address(email="news@example.com"),
        to=(Recipient(address=Address(email="one@example.net")),),
        subject=name,
        text="Text\n" * 20,
    )
    return app.new_delivery(message, order.route)


def order_line(order: Order) -> str:
    """Write an order as the program reads it."""
    return json.dumps(asdict(order)) + "\n"


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def main() -> None:
    """Fork a child for each order."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            asyncio.run(carry_out(Order(**json.loads(line))))
            os._exit(0)
        _say(child)
        _, status = os.waitpid(child, 0)
        _say(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
