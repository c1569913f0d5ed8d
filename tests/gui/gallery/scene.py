"""What a scene is, and short words for what users do in one."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from PySide6.QtWidgets import QLabel, QPushButton

from sgdesk.present.form import ComposeForm
from sgdesk.sandbox.process import SandboxProcess
from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.life import Life
from tests.support.disk import small_disk
from tests.support.qt import until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.secret_service import secret_service
from tests.support.window import agree_to_both

NEWS = ComposeForm(
    sender="Grace Hopper <sender@example.com>",
    to="Ada Lovelace <ada@example.com>, grace@example.net",
    subject="Autumn news",
    html="<h1>Autumn news</h1><p>Hello, here is what is new.</p>",
)
"""A mail that nothing is wrong with."""


Scene = Callable[[Life], Awaitable[None]]
"""Brings the window into a state by what a user does or a server answers; its name is the
picture's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Scenes in one window, each going on from the one before."""

    scenes: tuple[Scene, ...]
    environ: Mapping[str, str] = field(default_factory=dict)
    """Variables with which its window starts."""
    needs_second: bool = False
    """Whether there is a local SendGrid besides the window's own, for accounts that count as
    live."""
    has_key_store: bool = False
    """Whether the system has a key store that works, unlocked."""
    has_small_disk: bool = False
    """Whether what the window keeps lies on a disk that can be filled."""
    history: bytes = b""
    """What stands in the history's file before the window starts; nothing for no file."""


_SECOND: list[Sandbox] = []


@asynccontextmanager
async def set_for(act: Act, folder: Path) -> AsyncIterator[None]:
    """Have in place what an act needs, with its window's state in `folder`."""
    variables = {
        "SGDESK_CONFIG_DIR": str(folder / "config"),
        "SGDESK_DATA_DIR": str(folder / "data"),
        **act.environ,
    }
    if act.history:
        (folder / "data").mkdir(parents=True)
        (folder / "data" / "history.db").write_bytes(act.history)
    with ExitStack() as stack:
        if act.has_key_store:
            variables |= stack.enter_context(secret_service(folder / "home", "open"))
        stack.enter_context(mock.patch.dict(os.environ, variables))
        if act.has_small_disk:
            stack.enter_context(small_disk(folder / "data"))
        if not act.needs_second:
            yield
        else:
            async with await SandboxProcess.start() as other:
                _SECOND.append(Sandbox(info=other.info))
                yield
                _SECOND.clear()


def second() -> Sandbox:
    """Give the local SendGrid that stands for the real one."""
    (one,) = _SECOND
    return one


def title_of(scene: Scene) -> str:
    """Name a scene's pictures, e.g. `write-empty`."""
    return str(getattr(scene, "__name__", "")).replace("_", "-")


def practice(life: Life) -> Sandbox:
    """Give the local SendGrid that the window started."""
    return Sandbox(info=life.session.practice)


def press(life: Life, name: str) -> None:
    """Press a button that can be seen, by its object name."""
    (button,) = [b for b in visible_children(life.window, QPushButton) if b.objectName() == name]
    button.click()


def shows_button(life: Life, name: str) -> bool:
    """Say whether a button of that object name is in sight."""
    return any(b.objectName() == name for b in visible_children(life.window, QPushButton))


def says(life: Life, words: str) -> bool:
    """Say whether a label in sight holds these words."""
    return any(words in label.text() for label in visible_children(life.window, QLabel))


async def send(
    life: Life, form: ComposeForm = NEWS, *, how: str = "send", reviewed: bool = False
) -> None:
    """Send a mail and wait for its results; live mail is `reviewed` before it goes."""
    before = life.rooms.log.rowCount()
    life.rooms.write.compose.set_form(form)
    life.compose.send(how)
    if how == "both":
        await agree_to_both(life)
    if reviewed:
        await until(lambda: visible_children(life.window, ReviewSheet))
        for sheet in visible_children(life.window, ReviewSheet):
            button = sheet.findChild(QPushButton, "review-send")
            assert button is not None
            button.click()
    count = before + (2 if how == "both" else 1)

    def has_ended() -> bool:
        # Its people may have had it, which is asked about.
        if shows_button(life, "resend-send"):
            press(life, "resend-send")
        return life.rooms.log.rowCount() == count and not life.log.flights

    await until(has_ended)
    # A send that comes before this one's task has ended is ignored.
    await life.tasks.wait_for("send")


async def begin_again(life: Life) -> None:
    """Begin to send a mail that its people have had, which is asked about."""
    life.compose.send("send")
    await until(lambda: shows_button(life, "resend-send"))
    press(life, "resend-send")


async def show_first_result(life: Life) -> None:
    """Open the detail of the newest result."""
    life.window.show_view("results")
    life.rooms.results.table.selectRow(0)
    await life.tasks.wait_for("detail")
