"""One window for one set of settings and one history: a second start calls the first."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication

from sgdesk.ui.preflight import WindowError
from sgdesk.ui.sheets import ShortcutsSheet
from sgdesk.ui.single.calling import hand_over
from sgdesk.ui.single.calls import Address, Call, read_address, write_address
from sgdesk.ui.single.hearing import heard
from sgdesk.ui.single.spot import Spot
from tests.support.qt import aio, make_life, running, turns, until, visible_children

MAIL = "From: a@example.com\nTo: b@example.com\nSubject: {}\n\nBody\n"

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start the program as a user does; whatever still runs at the end is killed."""
    with ExitStack() as stack:

        def begin(*arguments: str) -> "subprocess.Popen[str]":
            child = subprocess.Popen(
                [sys.executable, "-m", "sgdesk", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            stack.callback(child.communicate)
            stack.callback(child.kill)
            return child

        yield begin


def spot_of(folder: Path) -> Spot:
    """Give the spot of the tests' own settings and history."""
    return Spot(folder / "config", os.environ)


def test_second_start_waits_for_the_first_then_calls_it_and_a_kill_leaves_nothing_behind(
    start: Start, tmp_path: Path
) -> None:
    mail = tmp_path / "mail.eml"
    mail.write_text(MAIL.format("Hello"))
    first = start("gui", str(mail))
    # The moment at which the first has the lock and nobody hears yet.
    spot = spot_of(tmp_path)
    while not spot.lock_path.exists():
        pass
    second = start()
    said, _ = second.communicate(timeout=30)
    assert (second.returncode, said) == (
        0,
        "sgdesk is open already; its window comes to the front.\n",
    )

    first.kill()
    first.wait()
    third = start()
    while (address := read_address(spot)) is None or address.pid != third.pid:
        assert third.poll() is None
    third.send_signal(signal.SIGTERM)
    assert third.wait(timeout=30) == 0


@aio()
async def test_call_brings_the_window_forward_and_opens_each_file_once_no_sheet_is_open(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path), view="start") as life:
        spot = spot_of(tmp_path)
        assert spot.take()
        other = spot_of(tmp_path)
        with heard(life.calls, spot):
            life.window.showMinimized()
            for name in ("first", "second"):
                (tmp_path / name).with_suffix(".eml").write_text(MAIL.format(name))
            life.show_shortcuts()
            for name in ("first", "second"):
                call = Call(file=str(tmp_path / f"{name}.eml"))
                assert await asyncio.to_thread(hand_over, other, call)
            assert not life.window.windowState() & Qt.WindowState.WindowMinimized
            await turns()
            assert life.rooms.write.compose.form().is_blank
            assert not life.tasks.is_running("open file")
            visible_children(life.window, ShortcutsSheet)[0].accept()
            await until(lambda: life.rooms.write.compose.form().subject == "second")
            assert await asyncio.to_thread(hand_over, other, Call(view="results"))
            assert life.window.current_view == "results"
        spot.leave()

        assert not await asyncio.to_thread(hand_over, other, Call())
        other.leave()


@aio()
async def test_caller_without_the_word_is_refused_and_only_the_user_can_read_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path), view="start") as life:
        spot = spot_of(tmp_path)
        assert spot.take()
        with heard(life.calls, spot):
            address = read_address(spot)
            assert address is not None
            for path in (spot.address_path, spot.lock_path, Path(address.server)):
                assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
            for said in (Call(view="results").line("a guess"), b"not a call\n", b"[]\n"):
                assert await refused(address, said)
        spot.leave()

        assert life.window.current_view == "start"


async def refused(address: Address, said: bytes) -> bool:
    """Call out something; say whether the window hung up without an answer."""
    caller = QLocalSocket()
    caller.connectToServer(address.server)
    caller.write(said)
    await until(lambda: caller.state() is QLocalSocket.LocalSocketState.UnconnectedState)
    return not caller.readAll().data()


def test_window_that_does_not_answer_is_said(tmp_path: Path) -> None:
    spot, other = spot_of(tmp_path), spot_of(tmp_path)
    assert spot.take()
    write_address(spot, Address(server="sgdesk-gone", word="", pid=4711))

    with pytest.raises(WindowError, match=r"does not answer.*end process 4711"):
        hand_over(other, Call(), patience_s=0.1)
    spot.leave()


def test_other_history_or_other_settings_have_a_window_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spots = [spot_of(tmp_path), Spot(tmp_path / "other", os.environ)]
    monkeypatch.setenv("SGDESK_DATA_DIR", str(tmp_path / "elsewhere"))
    spots.append(spot_of(tmp_path))

    assert [spot.take() for spot in spots] == [True, True, True]
    assert not spot_of(tmp_path).take()
    for spot in spots:
        spot.leave()
