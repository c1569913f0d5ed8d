"""Kill windows in which somebody types and sends, and ask the next start what it has."""

import asyncio
import json
import os
import random
import signal
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sgdesk.clock import monotonic_ns
from sgdesk.sandbox.process import SandboxInfo
from tests.support.sandbox import Sandbox
from tests.support.typist import Order, order_line, squeezed, text_of

CHAINS = "ab"
"""Side by side; the windows of one follow each other on the same history."""
SEED = 20260102
LONGEST_S = 2.2
"""From the first letter to the last moment at which one is killed."""
SECOND_NS = 1_000_000_000
LAST_NS = 1 << 63
WRITERS = 6
"""One window of so many only writes."""
MAY_HAVE_GONE = ("accepted", "unknown")
LONGEST_LINE = 1 << 24
POLITE = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When and how one window ends."""

    name: str
    """Of the window; its text starts with it."""
    later_s: float
    by: signal.Signals = signal.SIGKILL
    starts_at: str = "typed"
    """What it reports first, from where `later_s` counts: its first letter, or a mail `landed`."""
    sends: bool = True


@dataclass(slots=True, kw_only=True)
class Ended:
    """What one window had done when it ended, and what the next start found."""

    moment: Moment
    struck_ns: int = 0
    letters: list[tuple[int, int]] = field(default_factory=list)
    """How many letters it had typed, and when."""
    found: dict[str, Any] = field(default_factory=dict)

    def typed_until(self, at_ns: int) -> str:
        """Give what it had typed at that time."""
        count = max((typed for typed, when in self.letters if when <= at_ns), default=0)
        return squeezed(text_of(self.moment.name, count))

    def kept_in(self, found: dict[str, Any]) -> str:
        """Give the longest text of its that was found, in a draft or in a mail that ended one."""
        texts = [*found["drafts"], *(text for text, _ in found["mails"])]
        return max((t for t in texts if t.startswith(self.moment.name)), key=len, default="")

    @property
    def lost_s(self) -> float:
        """Give how long before the end the first letter was typed that is lost."""
        kept = len(self.kept_in(self.found))
        lost = (
            at
            for typed, at in self.letters
            if at <= self.struck_ns and len(squeezed(text_of(self.moment.name, typed))) > kept
        )
        return (self.struck_ns - min(lost, default=self.struck_ns)) / SECOND_NS


def moments(count: int, seed: int, initial: str) -> list[Moment]:
    """Draw when to kill; a polite end by each signal comes after the kills.

    The windows' names begin with `initial`.
    """
    draw = random.Random(f"{seed}{initial}")
    kills = [
        Moment(
            name=f"{initial}{number:02}",
            # Of less than a second of writing alone, all may be lost.
            later_s=draw.uniform(0.2 if number % WRITERS else 1.2, LONGEST_S),
            sends=bool(number % WRITERS),
        )
        for number in range(count)
    ]
    # One of them ends no sooner than a mail has its answer, however slow the machine is.
    ends = [
        Moment(name=f"{initial}{by.name}", later_s=draw.uniform(0.3, 0.9), by=by, starts_at=start)
        for by, start in zip(POLITE, ("landed", "typed"), strict=True)
    ]
    return [*kills, *ends]


async def kill_and_judge(count: int, sandbox: Sandbox, folder: Path) -> str:
    """Kill so many windows, judge each, and say in a line what was seen."""
    # Long enough for kills to fall between the hand-over of a mail and its answer, on a slow
    # machine too.
    sandbox.fault("reply", {"delay_ms": 600})
    async with asyncio.TaskGroup() as group:
        chains = [
            group.create_task(
                end_each(moments(count // len(CHAINS), SEED, name), sandbox, folder / name)
            )
            for name in CHAINS
        ]
    ended = [chain.result() for chain in chains]
    captured = captured_texts(sandbox)
    for chain in ended:
        for one in chain:
            judge_typing(one)
            assert one.kept_in(chain[-1].found) == one.kept_in(one.found)
    results = judge_mails([chain[-1].found for chain in ended], captured)
    # The moments would prove little if they never fell into a send.
    assert results["unknown"]
    assert results["accepted"]
    lost = max(one.lost_s for chain in ended for one in chain)
    counts = ", ".join(f"{number} {word}" for word, number in results.items())
    return f"{count} kills: {counts}; {sum(captured.values())} taken; most lost {lost:.2f} s"


async def end_each(drawn: list[Moment], sandbox: Sandbox, folder: Path) -> list[Ended]:
    """Open one window after the other on the same history, and end each at its moment."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    # The simple preview: a browser engine would cost more than all that is looked at here.
    environment.pop("QTWEBENGINE_DISABLE_SANDBOX", None)
    born = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.support.typist", str(folder)),
        cwd=Path(__file__).parents[2],
        env=environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LONGEST_LINE,
    )
    ended: list[Ended] = []
    try:
        for moment in drawn:
            one = await _end_one(moment, born, sandbox.info, folder, ended)
            ended.append(one)
        last = Moment(name="last", later_s=0)
        await _end_one(last, born, sandbox.info, folder, ended)
    finally:
        assert born.stdin is not None
        born.stdin.close()
        await born.wait()
    return ended


async def _end_one(
    moment: Moment,
    born: asyncio.subprocess.Process,
    info: SandboxInfo,
    folder: Path,
    before: list[Ended],
) -> Ended:
    order = Order(
        name=moment.name,
        data_dir=str(folder / "data"),
        config_dir=str(folder / moment.name),
        sandbox=asdict(info),
        sends=moment.sends,
    )
    assert born.stdin is not None
    assert born.stdout is not None
    born.stdin.write(order_line(order).encode())
    one = Ended(moment=moment)
    pid = 0
    try:
        is_due = False
        while True:
            told = json.loads(await born.stdout.readline())
            if told[0] == moment.starts_at and not is_due:
                is_due = True
                asyncio.get_running_loop().call_later(moment.later_s, _strike, one, pid)
            match told:
                case ["pid", int(number)]:
                    pid = number
                case ["found", dict(found)]:
                    if before:
                        before[-1].found = found
                case ["typed", int(letters), int(at_ns)]:
                    one.letters.append((letters, at_ns))
                case ["ended", int(status)]:
                    pid = 0
                    assert status == (-moment.by if moment.by is signal.SIGKILL else 0)
                    return one
    finally:
        if pid:
            os.kill(pid, signal.SIGKILL)


def _strike(one: Ended, pid: int) -> None:
    one.struck_ns = monotonic_ns()
    os.kill(pid, one.moment.by)


def judge_typing(one: Ended) -> None:
    """All that was typed is there, but for the last second before a kill."""
    is_kill = one.moment.by is signal.SIGKILL
    least = one.typed_until(one.struck_ns - (SECOND_NS if is_kill else 0))
    kept = one.kept_in(one.found)
    assert one.typed_until(LAST_NS).startswith(kept)
    if len(least) > len(one.moment.name):
        assert kept.startswith(least), f"{one.moment}: {one.lost_s:.2f} s of typing are gone"


def judge_mails(histories: list[dict[str, Any]], captured: Counter[str]) -> Counter[str]:
    """No mail is lost, doubled or called not sent that the other side holds; count the results."""
    results: dict[str, list[str]] = {}
    for text, result in (mail for found in histories for mail in found["mails"]):
        results.setdefault(text, []).append(result)
    for text, times in captured.items():
        assert times == 1, f"{text!r} came {times} times"
        assert len(results.get(text, ())) == 1, f"{text!r}: {results.get(text)}"
        assert results[text][0] in MAY_HAVE_GONE, f"{text!r} was taken: {results[text]}"
    for text, words in results.items():
        if "accepted" in words:
            assert captured[text] == 1, f"{text!r} is called accepted, and nobody has it"
    return Counter(word for words in results.values() for word in words)


def captured_texts(sandbox: Sandbox) -> Counter[str]:
    """Give the plain text of each mail that the local SendGrid holds."""
    return Counter(squeezed(mail["parts"][0]["text"]) for mail in sandbox.mails())
