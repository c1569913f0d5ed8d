"""Say what is being done, how long it took, and what to do when it fails."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path


class SetupError(Exception):
    """A step failed: what, why, and what to do about it."""

    def __init__(self, happened: str, *, why: str = "", remedy: str = "") -> None:
        super().__init__(happened)
        self.happened = happened
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        return "\n".join(part for part in (self.happened, self.why, self.remedy) if part)


def say(text: str) -> None:
    """Tell the user one thing, on standard error: standard output belongs to the program."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show `title` when it begins, and its seconds when it ends.

    Of steps beside each other, the end of one gets a line of its own unless it follows its begin.
    """
    begun = time.monotonic()
    _show(title, "")
    try:
        yield
    except BaseException:
        _show(title, "failed")
        raise
    _show(title, f"{time.monotonic() - begun:.0f} s")


_unfinished: list[str] = []
_showing = threading.Lock()


def _show(title: str, end: str) -> None:
    with _showing:
        begin = f"sgdesk: {title} …"
        if end and _unfinished == [title]:
            begin = ""
        elif _unfinished:
            begin = f"\n{begin}"
        _unfinished[:] = [] if end else [title]
        print(f"{begin} {end}\n" if end else begin, end="", file=sys.stderr, flush=True)


def quietly(
    command: Sequence[str | Path],
    *,
    otherwise: str,
    remedy: str = "",
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Run `command` without showing its output.

    Raises `SetupError` with `otherwise`, the end of that output, and `remedy`
    when it fails.
    """
    try:
        done = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=None if env is None else dict(env),
            cwd=cwd,
            check=False,
        )
    except OSError as error:
        raise SetupError(otherwise, why=str(error), remedy=remedy) from error
    if done.returncode:
        last = "\n".join("  " + line for line in done.stdout.strip().splitlines()[-12:])
        raise SetupError(otherwise, why=last, remedy=remedy)
