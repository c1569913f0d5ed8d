"""Ctrl-C and SIGTERM while the program is still being read from the disk."""

import random
import signal
import subprocess
import sys
import time

import pytest

from tests.support.cli import LIMIT_S, environment

SEED = 20261130
MOMENTS = 8
LATEST_S = 0.4
BOTH = [signal.SIGINT, signal.SIGTERM]
_SAID = "Cancelled.\n"
CANCELLED = {
    signal.SIGTERM: {(130, ""), (130, _SAID)},
    # Python 3.11 remembers an interrupt inside `exec`, with which dataclasses are made, and at
    # its end strikes itself with SIGINT: to a shell that is 130 too.
    signal.SIGINT: {(130, ""), (130, _SAID), (-signal.SIGINT, _SAID)},
}
"""In silence before a command has begun, with a word from then on."""

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


GATED = """
import os, sys
from sgdesk import __main__ as program

def gated(set_up=program._end_in_silence):
    set_up()
    os.write(1, b".")

program._end_in_silence = gated
sys.argv = ["sgdesk", "send", "--sandbox"]
sys.exit(program.main())
"""
"""Tells when the program answers for itself; what comes before is Python's alone."""


@pytest.mark.parametrize("number", BOTH)
def test_from_its_first_act_on_no_moment_of_the_start_ends_otherwise_than_cancelled(
    number: signal.Signals,
) -> None:
    chance = random.Random(f"{SEED} {number}")
    moments = sorted(chance.uniform(0, LATEST_S) for _ in range(MOMENTS))

    ends = [struck(number, moment) for moment in moments]

    assert [end for end in ends if end not in CANCELLED[number]] == []


def struck(number: signal.Signals, moment: float) -> tuple[int, str]:
    """Start a send, strike it a moment after its gate, and give its code and standard error."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", GATED],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            text=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    assert process.stdout is not None
    assert process.stdout.read(1) == "."
    time.sleep(moment)
    process.send_signal(number)
    _, err = process.communicate(timeout=LIMIT_S)
    return process.returncode, err
