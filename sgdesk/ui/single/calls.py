"""What a later start says to the window that is open, and where that hears it.

A file beside the lock says where the window listens and what a caller must say. Only
the user whose window it is can read it, so anybody else does not know the word.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sgdesk.ui.options import GuiOptions
from sgdesk.ui.single.spot import Spot


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a second start asks of the window that is open."""

    view: str = ""
    """A view's id; empty leaves the one that is open."""
    file: str = ""
    """The absolute path of a mail to open."""
    activation: str = ""
    """What the desktop gave the second start so that a window may come to the front."""

    def line(self, word: str) -> bytes:
        """Write it as it is called out, with the word that proves the caller."""
        return json.dumps({"word": word, **asdict(self)}).encode() + b"\n"

    @classmethod
    def heard(cls, line: bytes, word: str) -> "Call | None":
        """Read what was called; `None` for a caller without the word, and for anything else."""
        try:
            said = json.loads(line)
        except ValueError:
            return None
        if not isinstance(said, dict) or not secrets.compare_digest(
            str(said.pop("word", "")).encode(), word.encode()
        ):
            return None
        fields = ("view", "file", "activation")
        return cls(**{name: str(said.get(name, "")) for name in fields})


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the open window can be called."""

    server: str
    word: str
    pid: int


def call_of(options: GuiOptions, environ: Mapping[str, str]) -> Call:
    """Give the call for what a start was asked to do."""
    return Call(
        view=options.view or "",
        file=str(options.file) if options.file is not None else "",
        activation=environ.get("XDG_ACTIVATION_TOKEN", ""),
    )


def read_address(spot: Spot) -> Address | None:
    """Give where the open window can be called; one that was killed leaves a stale one."""
    try:
        fields = json.loads(spot.address_path.read_bytes())
        return Address(
            server=str(fields["server"]), word=str(fields["word"]), pid=int(fields["pid"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_address(spot: Spot, address: Address) -> None:
    """Let later starts of the same user know where; raises `OSError`."""
    new = spot.address_path.with_suffix(".new")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(asdict(address), file)
    new.replace(spot.address_path)
