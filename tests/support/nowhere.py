"""A port at which no connect is answered, as behind a firewall that drops everything."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager


@contextmanager
def nobody_answers() -> Iterator[int]:
    """Give such a port: its queue is full, so that the system drops what comes."""
    with socket.socket() as shut, ExitStack() as waiting:
        shut.bind(("127.0.0.1", 0))
        shut.listen(0)
        for _ in range(4):
            one = waiting.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(shut.getsockname())
        yield shut.getsockname()[1]
