"""The owner of the window's tasks: the one place in the window that makes any.

A slot is a plain method that starts a named task here. Starting a name that
still runs is refused or replaces it, chosen at the call. Errors reach one
handler with the task's name.
"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from functools import partial
from typing import Literal

WhenRunning = Literal["ignore", "replace"]
OnError = Callable[[str, Exception], None]


class Tasks:
    """Own named tasks; use it as an async context manager, or call `aclose`."""

    def __init__(self, on_error: OnError) -> None:
        self._on_error = on_error
        self._tasks: dict[str, dict[Hashable, asyncio.Task[None]]] = {}
        self._alive: set[asyncio.Task[None]] = set()
        """Those that were replaced and are still ending, too."""
        self._is_closed = False

    def start(
        self,
        name: str,
        work: Coroutine[object, object, None],
        *,
        if_running: WhenRunning,
        of: Hashable = None,
    ) -> bool:
        """Run the coroutine under the name; say whether it was started.

        What is `of` different things runs side by side under one name.
        After `aclose` nothing starts any more.
        """
        running = self._tasks.get(name, {}).get(of)
        if self._is_closed or (running is not None and if_running == "ignore"):
            work.close()
            return False
        if running is not None:
            running.cancel()
        task = asyncio.get_running_loop().create_task(self._guard(name, work), name=name)
        self._tasks.setdefault(name, {})[of] = task
        self._alive.add(task)
        task.add_done_callback(partial(self._forget, work, of))
        return True

    def is_running(self, name: str) -> bool:
        """Say whether the name has a task that has not ended."""
        return name in self._tasks

    @staticmethod
    def is_asked_to_stop() -> bool:
        """Say whether the running task was cancelled.

        Waiting for the wire thread absorbs a cancellation and gives the result
        all the same, so a task that goes round must ask.
        """
        task = asyncio.current_task()
        return task is not None and task.cancelling() > 0

    def cancel(self, name: str) -> None:
        """Ask the named task to stop; nothing happens when there is none."""
        for task in self._tasks.get(name, {}).values():
            task.cancel()

    async def wait_for(self, *names: str) -> None:
        """Wait until none of these names runs; their errors go where all errors go."""
        tasks = [task for name in names for task in self._tasks.get(name, {}).values()]
        if tasks:
            # Whoever waits and is cancelled leaves them running.
            await asyncio.wait(tasks)

    async def aclose(self) -> None:
        """Start nothing more, cancel what runs and wait until it has ended."""
        self._is_closed = True
        tasks = tuple(self._alive)
        for task in tasks:
            if not task.cancelling():  # A second cancel would break into its clean-up.
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def __aenter__(self) -> "Tasks":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def _guard(self, name: str, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except Exception as error:
            self._on_error(name, error)

    def _forget(
        self, work: Coroutine[object, object, None], of: Hashable, task: asyncio.Task[None]
    ) -> None:
        work.close()  # A task cancelled before its first step has never awaited it.
        self._alive.discard(task)
        named = self._tasks.get(task.get_name(), {})
        if named.get(of) is task:
            del named[of]
            if not named:
                del self._tasks[task.get_name()]
