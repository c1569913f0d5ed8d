"""A window in which somebody types and sends until it is killed, made fast by forking.

Run as a program with the folder of its window's state it builds a window that does not run
yet, reads one JSON order a line (see `Order`), forks a process in which that window lives,
prints its pid, passes on what the window reports, waits for its end and prints
its exit status. Every line is a JSON list whose first word says what it is:

    ["pid", PID]  ["found", {...}]  ["typed", LETTERS, AT_NS]  ["landed"]  ["ended", STATUS]

The window types a text of its own through key events. Unless it is one that only writes, it
presses Ctrl+Enter again and again, and sends through a local SendGrid that outlives it.
"""

import asyncio
import json
import os
import random
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.clock import monotonic_ns
from sgdesk.delivery import OUTCOME_WORDS
from sgdesk.doors import unpack_draft
from sgdesk.present.log import LogRow
from sgdesk.present.words import Tone
from sgdesk.sandbox.process import SandboxInfo
from sgdesk.store import Store
from sgdesk.ui.collector import collecting_here
from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.doors import network_steps
from sgdesk.ui.life import Life, live
from sgdesk.ui.main import make_application
from sgdesk.ui.options import GuiOptions
from tests.support.qt import make_life, until, visible_children
from tests.support.troubles import sign_up

LETTERS = "abcdefghijklmnopqrstuvwxyz"
PAUSES_S = (0.0, 0.005, 0.02, 0.04)
"""Between two letters: hastily, and as fast as people type."""
SEND_EVERY = (4, 25)
"""Letters between two presses of Ctrl+Enter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What one window is to do."""

    name: str
    """The text starts with it, so that no two windows type the same."""
    data_dir: str
    config_dir: str
    sandbox: Mapping[str, Any]
    """Where the local SendGrid is: the fields of `SandboxInfo`."""
    sends: bool
    """Else it only writes: a send keeps what is written, which then is never lost."""

    @property
    def info(self) -> SandboxInfo:
        """Give the local SendGrid."""
        fields = dict(self.sandbox)
        return SandboxInfo(**{**fields, "ca_file": Path(fields["ca_file"])})


def order_line(order: Order) -> str:
    """Write an order as the program reads it."""
    return json.dumps(asdict(order), default=str) + "\n"


def text_of(name: str, letters: int) -> str:
    """Give the text that the window of this name has typed after so many letters."""
    draw = random.Random(name)
    typed = name + " "
    while len(typed) < letters:
        typed += "".join(draw.choices(LETTERS, k=draw.randint(2, 9))) + " "
    return typed[:letters]


def squeezed(text: str) -> str:
    """Give a text without what a mail may break its lines by."""
    return " ".join(text.split())


async def kept(store: Store) -> dict[str, Any]:
    """Say what a history holds: the texts of its drafts, and each mail's text and result."""
    texts = []
    for row in await store.drafts.list():
        content = await store.drafts.open(row.id)
        await store.drafts.release(row.id)
        if content is not None:
            texts.append(squeezed(unpack_draft(content).text))
    mails = []
    for sent in await store.list(100_000):
        message = await store.message(sent.attempt.id)
        text = squeezed(message.message.text or "") if message is not None else ""
        mails.append([text, OUTCOME_WORDS[type(sent.attempt.outcome)]])
    return {"drafts": texts, "mails": mails}


async def type_and_send(life: Life, order: Order) -> None:
    """Type, and send if that is the order, without an end."""
    draw = random.Random(f"pace of {order.name}")
    # No practice inbox of its own: each would take longer to start than the window.
    life.tasks.start("practice", _nothing(), if_running="ignore")
    await until(lambda: life.session.is_open)
    await life.tasks.wait_for("open", "history", "drafts", "accounts")
    _say("found", await kept(life.session.history))
    sign_up(life, order.info, order.info.key)
    await life.tasks.wait_for("accounts")
    compose = life.rooms.write.compose
    compose.head.set_text("to", "ada@example.com")
    compose.head.set_text("subject", order.name)
    if draw.random() < 0.5:
        compose.send_bar.route.toggle()
    editor = compose.body.write.editor
    typed, whole, has_landed = 0, text_of(order.name, 100_000), False
    next_send = len(order.name) + 2
    while True:
        for sheet in visible_children(life.window, ReviewSheet):
            for button in visible_children(sheet, QPushButton):
                if button.objectName() == "review-send":
                    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        if life.window.isEnabled() and not visible_children(life.window, ReviewSheet):
            QTest.keyClicks(editor, whole[typed])
            typed += 1
            _say("typed", typed, monotonic_ns())
        if order.sends and typed >= next_send:
            next_send = typed + draw.randint(*SEND_EVERY)
            QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            if draw.random() < 0.3:
                # Somebody who waits to see what becomes of it: the draft may end meanwhile.
                await life.tasks.wait_for("send", "draft-end")
        if not has_landed and _has_landed(life, order):
            has_landed = True
            _say("landed")
        await asyncio.sleep(draw.choice(PAUSES_S))


def _has_landed(life: Life, order: Order) -> bool:
    newest = life.rooms.newest.entry(0) if life.rooms.newest.rowCount() else None
    if not isinstance(newest, LogRow) or newest.subject != order.name:
        return False
    return newest.result.tone is Tone.GOOD


async def _nothing() -> None:
    await asyncio.Event().wait()


async def _serve(life: Life, order: Order, application: QApplication) -> int:
    options = GuiOptions(theme="light", view="write")
    life.begin(options)
    typing = asyncio.get_running_loop().create_task(type_and_send(life, order))
    try:
        return await live(application, life, options)
    finally:
        typing.cancel()
        with suppress(asyncio.CancelledError):
            await typing


def serve(life: Life, order: Order, application: QApplication) -> int:
    """Let the window live by an order until it ends."""
    os.environ["SGDESK_DATA_DIR"] = order.data_dir
    os.environ["SGDESK_CONFIG_DIR"] = order.config_dir
    # It was given its first draft's name before the fork, as were its sisters.
    life.drafts.autosave.forget_row()
    life.window.show()
    loop = asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application))
    with collecting_here(), loop as runner:
        return runner.run(_serve(life, order, application))


def _say(*words: object) -> None:
    line = (json.dumps(words) + "\n").encode()
    while line:
        line = line[os.write(1, line) :]


def main() -> None:
    """Fork a window for each order."""
    # What a shell starts in the background ignores it, and no window would end by it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for _ in network_steps():
        pass
    application = make_application(GuiOptions())
    life = make_life(application, Path(sys.argv[1]), size=(900, 600))
    for line in sys.stdin:
        order = Order(**json.loads(line))
        child = os.fork()
        if child == 0:
            os._exit(serve(life, order, application))
        _say("pid", child)
        _, status = os.waitpid(child, 0)
        _say("ended", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
