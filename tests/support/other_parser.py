"""npm `mailparser`: a MIME parser of another make, kept running for many mails."""

import base64
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.mails import Mail, mailbox

FOLDER = Path(__file__).parent / "mime_reader"


class OtherParser:
    """Give what `mailparser` reads in a mail."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def read(self, data: bytes) -> dict[str, Any]:
        """Read one mail."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(base64.b64encode(data) + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the parser died"
        return dict(json.loads(line))

    def parsed(self, data: bytes) -> Mail:
        """Read one mail in the shape in which tests compare."""
        found = self.read(data)
        custom = {name.lower() for name in found["headers"] if name.startswith("x-")}
        return Mail(
            sender=_boxes(found["from"])[0],
            to=_boxes(found["to"]),
            cc=_boxes(found["cc"]),
            reply_to=_boxes(found["replyTo"]),
            subject=found["subject"],
            text=found["text"],
            html=found["html"],
            files=frozenset(
                (
                    file["filename"],
                    file["type"],
                    file["disposition"],
                    file["contentId"],
                    base64.b64decode(file["content"]),
                )
                for file in found["attachments"]
            ),
            headers=frozenset(
                (name, found["headers"][name]) for name in custom if name != "x-smtpapi"
            ),
        )


def _boxes(entries: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple(mailbox(name, address) for name, address in entries)


@contextmanager
def other_parser() -> Iterator[OtherParser]:
    """Run the parser until the block ends."""
    process = subprocess.Popen(
        ["node", "read.js"], cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        try:
            yield OtherParser(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
