"""Ctrl-C and SIGTERM while a window is open."""

import signal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.qt import aio, make_life, running


@pytest.mark.parametrize("is_ignored", [True, False])
@aio()
async def test_window_takes_ctrl_c_unless_the_shell_made_it_ignored(
    qapp: QApplication, tmp_path: Path, is_ignored: bool
) -> None:
    before = signal.signal(
        signal.SIGINT, signal.SIG_IGN if is_ignored else signal.default_int_handler
    )
    try:
        async with running(make_life(qapp, tmp_path)):
            taken = signal.getsignal(signal.SIGINT)
        left = signal.getsignal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)

    assert (taken is signal.SIG_IGN) is is_ignored
    assert taken is not signal.default_int_handler
    assert (left is signal.SIG_IGN) is is_ignored
