"""Ctrl-C and SIGTERM while the program is still being read from the disk."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.cli import LIMIT_S, ROOT, command, environment

SEED = 20261130
MOMENTS = 8
LATEST_S = 0.4
BOTH = [signal.SIGINT, signal.SIGTERM]

INSTALLED = """\
import re
import sys
from sgdesk.__main__ import main
if __name__ == '__main__':
    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])
    sys.exit(main())
"""
"""What pip writes for an entry point."""

NTH_IMPORT = """
import os, signal, sys

class Interrupting:
    left, number = map(int, sys.argv[1:])

    def find_spec(self, name, path=None, target=None):
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), self.number)

# Ignored where the tests themselves were started in the background.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Interrupting())
from sgdesk.__main__ import main
sys.argv = ["sgdesk", "--version"]
sys.exit(main())
"""


@pytest.mark.parametrize("number", BOTH)
@pytest.mark.parametrize("nth", [3, 4, 5, 8, 12, 20, 40])
def test_whatever_is_being_imported_ends_in_silence_with_130(
    nth: int, number: signal.Signals
) -> None:
    # The first two are the package and its `__main__`.
    done = subprocess.run(
        [sys.executable, "-P", "-c", NTH_IMPORT, str(nth), str(int(number))],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=LIMIT_S,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


HALF_A_LOOP = """
import asyncio, sys

def cut(self):
    raise KeyboardInterrupt

asyncio.BaseEventLoop.__init__ = cut
from sgdesk.__main__ import main
sys.argv = ["sgdesk", "history", "list"]
sys.exit(main())
"""


HALF_A_CLASS = """
import asyncio, sys

class Part:
    def __set_name__(self, owner, name):
        raise KeyboardInterrupt

def cut(self):
    type("Whole", (), {"part": Part()})

asyncio.BaseEventLoop.__init__ = cut
from sgdesk.__main__ import main
sys.argv = ["sgdesk", "history", "list"]
sys.exit(main())
"""


@pytest.mark.parametrize("half", ["loop", "class"])
def test_what_is_cut_off_half_made_does_not_complain(half: str) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", {"loop": HALF_A_LOOP, "class": HALF_A_CLASS}[half]],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=LIMIT_S,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Cancelled.\n")


@pytest.mark.parametrize("number", BOTH)
@pytest.mark.parametrize("way", ["module", "installed"])
def test_no_moment_of_the_start_ends_in_a_traceback_of_ours(
    way: str, number: signal.Signals, tmp_path: Path
) -> None:
    # Until the first line of ours Python answers by itself: it ends by the signal, and prints a
    # traceback of its own for Ctrl-C. Measured from the start of the process that is 27 ms at
    # best and 45 ms mostly on two busy cores, for an installed script too, whose `import re` pip
    # put there. Of such a moment it is asked only that no file of ours stands in what is printed.
    script = tmp_path / "sgdesk"
    script.write_text(INSTALLED)
    words = command() if way == "module" else [sys.executable, str(script)]
    chance = random.Random(f"{SEED} {way} {number}")
    moments = sorted(chance.uniform(0, LATEST_S) for _ in range(MOMENTS))

    ends = [struck([*words, "send", "--sandbox"], number, moment) for moment in moments]

    assert [end for end in ends if not is_sound(*end, number)] == []
    assert 130 in {code for code, _ in ends}


def struck(words: Sequence[str], number: signal.Signals, moment: float) -> tuple[int, str]:
    """Start a command, strike it after a moment, and give its code and standard error."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        process = subprocess.Popen(
            words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment(), text=True
        )
    finally:
        signal.signal(signal.SIGINT, before)
    time.sleep(moment)
    process.send_signal(number)
    _, err = process.communicate(timeout=LIMIT_S)
    return process.returncode, err


def is_sound(code: int, err: str, number: signal.Signals) -> bool:
    """Say whether a command ended as it should, or was not ours yet."""
    if code == 130:
        return err in ("", "Cancelled.\n")
    if err == "Cancelled.\n":
        # Python 3.11 remembers an interrupt inside `exec`, with which dataclasses are made, and
        # at its end strikes itself with SIGINT: to a shell that is 130 too.
        return code == -signal.SIGINT
    by_python = code in (1, -number) and (number is signal.SIGINT or not err)
    return by_python and str(ROOT / "sgdesk") not in err
