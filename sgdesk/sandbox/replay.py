"""Play the server's side of a recording: each way has a port on which it goes as it went.

Bytes, silence, an end and a reset come as they were recorded, each after the time that it took
then. What cannot be played here is named, with the reason, and has no port.
"""

import asyncio
import socket
import ssl
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from sgdesk.errors import SandboxError
from sgdesk.sandbox.certificates import Certificates
from sgdesk.sandbox.listeners import bound_socket, fill_queue
from sgdesk.sandbox.lookalike import PLAYED, Lookalikes
from sgdesk.sandbox.player import Player
from sgdesk.sandbox.recording import Way, read_recording

CA_FILE = "replay.pem"
_BACKLOG, _PORTS = 128, 65_536
_NOT_PLAYED = {
    "unreachable": "a router's no can be said by no server",
    "forbidden": "the firewall of the computer that was tested is not here",
    "cut_off": "a reset in the midst of a connect comes when nobody can time it",
    "no_answer": "Windows lets no port be there that does not answer",
    "not_tested": "nothing on the computer that was tested could tell",
    "not_verified": "this judgement of a certificate cannot be brought about",
}


@dataclass(slots=True, kw_only=True)
class Played:
    """One way with its port."""

    way: Way
    port: int | None = None
    """`None` where it cannot be played."""
    reason: str = ""

    def to_json(self) -> dict[str, Any]:
        """Say at which port it is, or why at none."""
        return {**self.way.key, "played_at": self.port, "not_played": self.reason or None}


class Replay:
    """Every way of a recording."""

    def __init__(self, file: Path, certificates: Certificates) -> None:
        """Raise `InputError` for a file that is none."""
        folder = certificates.ca_file.parent
        self.ways = [Played(way=way, reason=_reason(way)) for way in read_recording(file)]
        self.ca_file = folder / CA_FILE
        self._lookalikes = Lookalikes(folder)
        self._contexts: dict[int, ssl.SSLContext] = {}
        for number, played in enumerate(self.ways):
            self._prepare(number, played)
        self.ca_file.write_bytes(certificates.ca_file.read_bytes() + self._lookalikes.ca_pem)
        self._servers: list[asyncio.Server] = []
        self._sockets: list[socket.socket] = []

    def _prepare(self, number: int, played: Played) -> None:
        """Make the certificate now: while hands are shaken it would count as the server's time."""
        step = played.way.talk.get("tls")
        if played.reason or step is None or step.result not in ("ok", "not_verified"):
            return
        try:
            self._contexts[number] = self._lookalikes.context(
                played.way.host, step.shown, step.verify_code
            )
        except (ValueError, TypeError, ssl.SSLError):
            played.reason = "a certificate with such names cannot be made"

    async def open(self, host: str, port_base: int | None, group: asyncio.TaskGroup) -> None:
        """Listen at every way's port, from `port_base` on, and play in `group`.

        Raises `SandboxError`.
        """
        playable = [each for each in self.ways if not each.reason]
        if port_base is not None and port_base + len(playable) > _PORTS:
            raise SandboxError(
                f"The recording needs {len(playable)} ports more.",
                why=f"From {port_base} on there are not so many.",
                remedy="Choose a lower --port-base, or leave it out.",
            )
        for number, played in enumerate(playable):
            sock = bound_socket(host, 0 if port_base is None else port_base + number)
            self._sockets.append(sock)
            played.port = sock.getsockname()[1]
            context = self._contexts.get(self.ways.index(played))
            match played.way.connect.result:
                case "refused":
                    pass  # bound and not listening: every connect is answered with a reset
                case "no_answer":
                    await fill_queue(sock, self._sockets)
                case _:
                    player = Player(played.way, context, group)
                    self._servers.append(
                        await asyncio.start_server(player.accept, sock=sock, backlog=_BACKLOG)
                    )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Give the ports back."""
        for server in self._servers:
            server.close()
        for sock in self._sockets:
            sock.close()

    def doors(self) -> dict[str, int]:
        """Give the ports that stand for the usual doors, where the recording has them."""
        found: dict[str, int] = {}
        for door, ways in (
            ("starttls", self._of("smtp", "starttls", (587, 2525, 25))),
            ("tls", self._of("smtp", "tls", (465,))),
            ("plain", self._of("smtp", "starttls", (25,))),
            ("https", self._of("api", "tls", ())),
            ("http", self._of("api", "plain", ())),
        ):
            if ways and ways[0].port is not None:
                found[door] = ways[0].port
        return found

    def _of(self, role: str, tls: str, order: Sequence[int]) -> list[Played]:
        """Give the ways of a kind, in the order of their ports; others come last."""
        found = [
            each
            for each in self.ways
            if (each.way.role, each.way.tls) == (role, tls) and each.port is not None
        ]
        last = len(order)
        rank = {port: at for at, port in enumerate(order)}
        return sorted(found, key=lambda each: rank.get(each.way.port, last))


def _reason(way: Way) -> str:
    """Say why a way cannot be played; empty where it can."""
    result = way.connect.result
    if result == "no_answer" and sys.platform != "win32":
        return ""
    if result not in ("ok", "refused"):
        return _NOT_PLAYED.get(result, f"nobody knows what {result} means at a connect")
    if result == "ok" and way.role != "control" and not way.talk:
        return "what came behind the connect was not recorded"
    if "walk" in way.talk:
        return "the program that recorded it failed there"
    for name, step in way.talk.items():
        if step.result in ("unreachable", "forbidden", "not_tested"):
            return _NOT_PLAYED[step.result]
        if name == "tls" and step.result == "not_verified" and step.verify_code not in PLAYED:
            return _NOT_PLAYED["not_verified"]
    return ""
