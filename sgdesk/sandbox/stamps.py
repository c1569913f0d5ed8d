"""When the servers were asked and when they answered, on the monotonic clock."""

from collections import deque
from typing import Any

STAMPS_LIMIT = 10_000


class Stamps:
    """The last ten thousand answers."""

    def __init__(self) -> None:
        self._rows: deque[dict[str, Any]] = deque(maxlen=STAMPS_LIMIT)

    def add(
        self,
        *,
        point: str,
        path: str | None,
        listener: str,
        connection: int,
        asked_ns: int,
        answered_ns: int,
    ) -> None:
        """Note one answer, right before its bytes are written."""
        self._rows.append(
            {
                "point": point,
                "path": path,
                "listener": listener,
                "connection": connection,
                "asked_ns": asked_ns,
                "answered_ns": answered_ns,
            }
        )

    def to_json(self) -> list[dict[str, Any]]:
        """List them, oldest first."""
        return list(self._rows)

    def clear(self) -> None:
        """Forget them."""
        self._rows.clear()
