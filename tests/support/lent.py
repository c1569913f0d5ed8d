"""A local SendGrid that windows borrow one after another, since one takes as long to start as they.

What is started, ended and killed for real has its tests in `tests/contract/sandbox`, and every
window that is a process of its own.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

import sgdesk.app
from sgdesk.sandbox.process import SandboxInfo, SandboxProcess
from tests.support.sandbox import Sandbox


class Lent:
    """What a window has in place of its own: at the end it is given back, with nothing in it."""

    def __init__(self, process: SandboxProcess, give_back: Callable[[], None]) -> None:
        self._process = process
        self._give_back = give_back

    @property
    def info(self) -> SandboxInfo:
        """Where everything is."""
        return self._process.info

    @property
    def returncode(self) -> int | None:
        """The exit code, `None` while it runs."""
        return self._process.returncode

    async def aclose(self) -> None:
        """Forget all that happened in it."""
        if self.returncode is None:
            Sandbox(info=self.info).reset()
        self._give_back()


class Lender:
    """Stands for `SandboxProcess`; a second window at the same time gets one of its own."""

    def __init__(self, process: SandboxProcess) -> None:
        self._process = process
        self._is_out = False

    async def start(self, arguments: Sequence[str] = ()) -> Lent | SandboxProcess:
        """Give the one that runs already, or start another."""
        if arguments or self._is_out or self._process.returncode is not None:
            return await SandboxProcess.start(arguments)
        self._is_out = True
        return Lent(self._process, self._take_back)

    def _take_back(self) -> None:
        self._is_out = False


@contextmanager
def lending() -> Iterator[None]:
    """Lend one local SendGrid to all windows of this process."""
    process = asyncio.run(SandboxProcess.start())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sgdesk.app, "SandboxProcess", Lender(process))
        yield
    asyncio.run(process.aclose())


@pytest.fixture(autouse=True, scope="session")
def _lent_to_windows(_scrubbed_environment: None) -> Iterator[None]:
    with lending():
        yield


@pytest.fixture
def own_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the window of this test start and end a local SendGrid of its own."""
    monkeypatch.setattr(sgdesk.app, "SandboxProcess", SandboxProcess)
