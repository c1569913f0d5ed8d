"""Before a search the results of an older version are made ready, and a longer wait is told."""

import io
from collections.abc import Iterator

import pytest

from sgdesk.cli import searches
from sgdesk.cli.output import Console
from sgdesk.errors import StoreError


class Terminal(io.StringIO):
    """Where somebody looks."""

    def isatty(self) -> bool:
        return True


class Older:
    """A history of four results in portions of two."""

    def __init__(self, *left: int | StoreError) -> None:
        self._left: Iterator[int | StoreError] = iter(left)

    async def older_due(self) -> int:
        return 4

    async def fill_in_older(self) -> int:
        left = next(self._left)
        if isinstance(left, StoreError):
            raise left
        return left


async def said(history: Older, err: io.StringIO) -> str:
    """Make it ready, and give what was said beside the results."""
    out = io.StringIO()
    await searches.make_ready(history, Console(out, err, {}))
    assert out.getvalue() == ""
    return err.getvalue()


async def test_what_is_soon_done_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "SOON_NS", 10**15)

    assert await said(Older(2, 0), Terminal()) == ""


@pytest.mark.parametrize("err", [io.StringIO(), Terminal()])
async def test_longer_wait_is_told_once_and_on_a_terminal_how_far_it_is(
    err: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "SOON_NS", -1)
    told = await said(Older(2, 0), err)

    assert told.count("being made ready for searches, once; Ctrl-C is safe.") == 1
    assert ("50 % are done" in told) is err.isatty()
    if err.isatty():
        assert told.endswith("\r\x1b[K"), "the line of progress is gone"


async def test_what_cannot_be_made_ready_is_said_to_be_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(searches, "SOON_NS", 10**15)
    told = await said(Older(2, StoreError("The history is locked by another program.")), Terminal())

    assert "may be missing here" in told
    assert "The history is locked by another program." in told
