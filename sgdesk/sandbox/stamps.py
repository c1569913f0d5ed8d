"""When the servers were asked and when they answered, on the monotonic clock."""

from collections import deque
from typing import Any

from sgdesk.sandbox.faults import Point
from sgdesk.sandbox.relay import Connection

STAMPS_LIMIT = 10_000


class Stamps:
    """The last ten thousand answers."""

    def __init__(self) -> None:
        self._rows: deque[dict[str, Any]] = deque(maxlen=STAMPS_LIMIT)

    def expect(self, connection: Connection, point: Point, asked_ns: int) -> None:
        """Note the answer that the server is about to write, when its bytes come out.

        `asked_ns` is when the last bytes of the question came to the server.
        """

        def add(answered_ns: int) -> None:
            self._rows.append(
                {
                    "point": point,
                    "path": connection.path,
                    "listener": connection.listener,
                    "connection": connection.number,
                    "asked_ns": asked_ns,
                    "answered_ns": answered_ns,
                }
            )

        connection.on_answer.append(add)

    def to_json(self) -> list[dict[str, Any]]:
        """List them, oldest first."""
        return list(self._rows)

    def clear(self) -> None:
        """Forget them."""
        self._rows.clear()
