"""Run coroutines on the window's own kind of loop, and look at a window as a user would.

`qtbot.waitUntil` spins Qt outside the running loop and breaks every task, so
asynchronous tests wait with `until` inside `@aio`.
"""

import asyncio
import functools
import gc
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
import qasync
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from sgdesk.ui.collector import collecting_here
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.doors import add_start, add_write
from sgdesk.ui.icons import Icons
from sgdesk.ui.life import Life, live
from sgdesk.ui.options import GuiOptions
from sgdesk.ui.svg import draw_icon
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.window import MainWindow

POLL_S = 0.01
_draw_once = functools.cache(draw_icon)
"""Windows of a process share their pictures: to draw them takes a tenth of building one."""

Shown = TypeVar("Shown", bound=QWidget)


@pytest.fixture(autouse=True, scope="session")
def _nothing_outlives_qt(qapp: QApplication) -> Iterator[None]:
    # Not every test lets a window live, and the threads that run tests side by side allocate, too.
    with collecting_here():
        yield
        bury_windows()


@pytest.fixture(scope="module")
def one_pane(qapp: QApplication) -> Iterator[ComposePane]:
    """Give a compose pane that the tests of a file fill one after another."""
    theme = Theme(qapp, Look.LIGHT)
    pane = ComposePane(theme, Icons(theme))
    pane.resize(640, 600)
    pane.show()
    pane.activateWindow()
    yield pane
    pane.close()


@pytest.fixture
def qloop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """Give a loop over Qt; fails the test for an error or a task that is left."""
    qapp.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(qapp)
    errors: list[str] = []
    loop.set_exception_handler(lambda _, context: errors.append(str(context)))
    asyncio.set_event_loop(loop)
    yield loop
    left = [task for task in asyncio.all_tasks(loop) if not task.done()]
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
    asyncio.set_event_loop(None)
    assert not errors
    assert not left


def aio(timeout: float = 30) -> Callable[[Callable[..., Awaitable[None]]], Callable[..., None]]:
    """Run an `async def` test on `qloop`, for at most `timeout` seconds."""

    def decorate(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
        @functools.wraps(test)
        def run(qloop: asyncio.AbstractEventLoop, **given: object) -> None:
            async def limited() -> None:
                async with asyncio.timeout(timeout):
                    await test(**given)

            qloop.run_until_complete(limited())

        wanted = inspect.signature(test).parameters.values()
        loop = inspect.Parameter("qloop", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        run.__signature__ = inspect.Signature([loop, *wanted])  # type: ignore[attr-defined]
        del run.__wrapped__
        return run

    return decorate


def _tell_what_is_seen() -> None:
    """Print the words of the windows in sight, for whoever reads why a test ran out of time."""
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            words = [label.text() for label in _visible_in(window) if isinstance(label, QLabel)]
            print(f"{type(window).__name__} says:", *filter(None, words), sep="\n  ")  # noqa: T201


async def until(holds: Callable[[], object]) -> None:
    """Wait until something holds; the test's own time limit ends a wait in vain."""
    try:
        while not holds():  # noqa: ASYNC110  # what is waited for are widgets, which set no events
            await asyncio.sleep(POLL_S)
    except asyncio.CancelledError:
        _tell_what_is_seen()
        raise


def bury_windows() -> None:
    """Delete every window there still is: one in sight that outlives Qt's screens crashes it."""
    for window in QApplication.topLevelWidgets():
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


async def turns(count: int = 5) -> None:
    """Let Qt lay out and paint what was just shown: it does so a turn of its loop later."""
    for _ in range(count):
        await asyncio.sleep(0)


def make_life(
    qapp: QApplication, folder: Path, *, size: tuple[int, int] = (1280, 800), look: str = "light"
) -> Life:
    """Build the whole window with its state in `folder`; nothing runs yet."""
    theme = Theme(qapp, Look(look))
    icons = Icons(theme)
    window = MainWindow(icons)
    theme.dress(window)
    window.resize(*size)
    state = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    icons.start_drawing(_draw_once)
    write = add_write(window, theme, icons)
    return Life(window, add_start(window, icons), write, theme, icons, state)


@asynccontextmanager
async def running(life: Life, *, view: str = "write") -> AsyncIterator[Life]:
    """Let a window live as it does for a user; close it at the end, sends or no sends."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    life.window.show()
    options = GuiOptions(theme=life.theme.look.value, view=view)
    life.begin(options)
    end = asyncio.create_task(live(application, life, options))
    try:
        await until(lambda: life.session.is_open)
        # What it starts at its end is not there to be waited for before.
        await life.tasks.wait_for("open")
        await life.tasks.wait_for("history", "practice", "drafts", "decisions")
        yield life
    finally:
        life.log.stop_all()
        await until(lambda: not life.log.flights or end.done())
        life.window.close()
        await end
        # Widgets die here, not in the midst of a later test.
        life.window.deleteLater()
        life.theme.deleteLater()
        await asyncio.sleep(0)
        gc.collect()


def visible_children(parent: QWidget, kind: type[Shown]) -> list[Shown]:
    """Give the widgets of a kind that a user can see, in sheets over a window too.

    What is hidden is passed over with all that is in it: nine tenths of the window.
    """
    seen = _SEEN.get(parent) if _SEEN is not None else None
    if seen is None:
        seen = list(_visible(parent))
        if _SEEN is not None:
            _SEEN[parent] = seen
    return [widget for widget in seen if isinstance(widget, kind)]


_SEEN: dict[QWidget, list[QWidget]] | None = None


@contextmanager
def standing_still() -> Iterator[None]:
    """Look once for what can be seen, for several questions while no turn of the loop passes."""
    global _SEEN
    _SEEN = {}
    try:
        yield
    finally:
        _SEEN = None


def _visible(parent: QWidget) -> Iterator[QWidget]:
    yield from _visible_in(parent)
    for window in QApplication.topLevelWidgets():
        if window is not parent and window.isVisible() and _is_above(parent, window):
            yield window
            yield from _visible_in(window)


def _visible_in(parent: QWidget) -> Iterator[QWidget]:
    for child in parent.children():
        if isinstance(child, QWidget) and not child.isWindow() and child.isVisible():
            yield child
            yield from _visible_in(child)


def _is_above(parent: QWidget, window: QWidget) -> bool:
    above = window.parentWidget()
    while above is not None and above is not parent:
        above = above.parentWidget()
    return above is parent
