"""The wire thread: one plain selector loop for every socket that is timed.

A window that repaints or stalls must not enter a measurement, so nothing that
is timed runs on its loop. Other loops await results through `run`.
"""

import asyncio
import concurrent.futures
import selectors
import socket
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from sgdesk.errors import MORE_FILES, StartError
from sgdesk.wire.errors import words_of
from sgdesk.wire.heartbeat import Heartbeat

T = TypeVar("T")


class WireThread:
    """Run coroutines in a thread with its own loop, and own every task it starts.

    `submit` and `stop` may be called from any thread, `run` from any loop.
    """

    def __init__(self, name: str = "wire") -> None:
        self._thread = threading.Thread(target=self._main, name=name, daemon=True)
        self._ready = threading.Event()
        self._failure: OSError | None = None
        """Why there is no loop, where the system gave none."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._group: asyncio.TaskGroup | None = None
        self._closing: asyncio.Event | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self) -> None:
        """Start the thread and wait until its loop runs; a second start is an error.

        Raises `StartError` where the system gives no loop, as for want of open files.
        """
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            raise StartError(
                "The part that talks to the network could not be started.",
                why=f"{words_of(self._failure)}.",
                remedy=MORE_FILES,
            ) from self._failure

    def submit(self, work: Coroutine[Any, Any, T]) -> "concurrent.futures.Future[T]":
        """Start a coroutine in the thread and give its future.

        `future.cancel()` does nothing once it runs: cancelling is a command,
        `cancel(future)`, and the outcome still arrives. Raises `RuntimeError`
        when the thread does not run.
        """
        loop = self._loop
        if loop is None or self._group is None:
            work.close()
            raise RuntimeError("the wire thread is not running")
        future: _Future[T] = _Future()
        future.set_running_or_notify_cancel()
        try:
            loop.call_soon_threadsafe(self._begin, work, future)
        except RuntimeError:
            work.close()
            raise
        return future

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Await a coroutine of the thread from any loop.

        Cancelling the awaiting task cancels the work, waits for its outcome and
        gives that: what a server has already said is never lost. (A work that
        does not absorb its cancellation raises `CancelledError` here.) Only the
        first cancel is passed on, so that a second does not break the clean-up.
        """
        future = self.submit(work)
        wrapped = asyncio.wrap_future(future)
        told = False
        while True:
            try:
                return await asyncio.shield(wrapped)
            except asyncio.CancelledError:
                if wrapped.done():
                    return wrapped.result()
                if not told:
                    self.cancel(future)
                told = True

    def cancel(self, future: "concurrent.futures.Future[Any]") -> None:
        """Ask a submitted coroutine to stop; its future still gets its outcome."""
        loop = self._loop
        if loop is None or not isinstance(future, _Future):
            return
        with suppress(RuntimeError):  # the loop closed meanwhile: nothing runs any more
            loop.call_soon_threadsafe(future.stop)

    def stop(self, deadline: float = 5.0) -> bool:
        """Cancel what runs, wait for it at most `deadline` seconds, end the thread.

        Says whether it ended in time; it is a daemon and never holds up quitting.
        """
        loop = self._loop
        if loop is not None and self._closing is not None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._closing.set)
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            self._thread.join(deadline)
        return not self._thread.is_alive()

    def _main(self) -> None:
        try:
            _try_files()
        except OSError as error:
            self._failure = error
            self._ready.set()
            return
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._closing = asyncio.Event()
        with Heartbeat(self._loop).installed():
            async with asyncio.TaskGroup() as group:
                self._group = group
                self._ready.set()
                await self._closing.wait()
                self._group = None
                for task in tuple(self._tasks):
                    task.cancel()

    def _begin(self, work: Coroutine[Any, Any, T], future: "_Future[T]") -> None:
        if self._group is None:
            work.close()
            future.set_exception(RuntimeError("the wire thread is stopping"))
            return
        task = self._group.create_task(_settle(work, future))
        future.task = task
        self._tasks.add(task)

        def ended(task: "asyncio.Task[None]") -> None:
            self._tasks.discard(task)
            if not future.done():
                # Cancelled before its first step: `_settle` never ran.
                work.close()
                future.set_exception(asyncio.CancelledError())

        task.add_done_callback(ended)


def _try_files() -> None:
    """Open and close what a loop opens: one that is left half made complains of it later."""
    with selectors.DefaultSelector():
        for end in socket.socketpair():
            end.close()


class _Future(concurrent.futures.Future[T]):
    """A future that knows the task behind it."""

    task: "asyncio.Task[None] | None" = None

    def stop(self) -> None:
        """Cancel the task; called in its loop."""
        if self.task is not None:
            self.task.cancel()


async def _settle(work: Coroutine[Any, Any, T], future: "_Future[T]") -> None:
    """Carry the outcome over, of whatever kind; a failure never brings the group down."""
    try:
        result = await work
    except asyncio.CancelledError:
        future.set_exception(asyncio.CancelledError())
        raise
    except BaseException as error:
        future.set_exception(error)
        if not isinstance(error, Exception):
            raise
    else:
        future.set_result(result)
