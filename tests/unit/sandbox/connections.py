"""A connection to the local SendGrid that nobody has opened."""

import asyncio

from sgdesk.sandbox.fault_book import FaultBook
from sgdesk.sandbox.relay import Connection, Door


def a_connection(number: int = 1) -> Connection:
    """Make one to port 587."""
    door = Door(listener="smtp587", path="smtp", server=lambda _: asyncio.Protocol())
    return Connection(number, door, FaultBook(), asyncio.TaskGroup())
