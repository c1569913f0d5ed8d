"""The practice inbox when it does not run: why in plain words, and nothing offered of it."""

import os
import signal
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sgdesk.present.simulation import Kind, Simulation, Step, Where
from tests.support.qt import aio, make_life, running, until
from tests.support.window import press, seen_button, texts


@aio()
async def test_inbox_whose_program_was_moved_says_what_to_do_and_offers_nothing_of_it(
    qapp: QApplication, tmp_path: Path, own_sandbox: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        chip = life.window.top_bar.simulation
        wrong = Simulation(kind=Kind.SILENCE, step=Step.CONNECT, where=Where.STARTTLS)
        life.practice.simulate(wrong)
        await until(lambda: chip.words)
        life.window.activateWindow()
        life.window.show_view("practice")
        assert seen_button(life, "simulate").isEnabled()
        await until(lambda: "Empty." in texts(life))
        seen_button(life, "send-sample").setFocus(Qt.FocusReason.TabFocusReason)

        os.kill(life.session.practice.pid, signal.SIGKILL)
        await until(life.rooms.practice.notice.isVisible)
        with monkeypatch.context() as moved:
            moved.setattr(sys, "executable", "/nowhere/python")
            press(life, "retry-practice")
            await life.tasks.wait_for("practice")
            said = texts(life)

        assert "Files of the program were moved, removed or updated" in said
        assert "quit sgdesk and start it again" in said
        assert "/nowhere" not in said
        assert not seen_button(life, "simulate").isEnabled()
        assert not seen_button(life, "empty-inbox").isEnabled()
        assert chip.words == ""
        assert life.window.focusWidget() is seen_button(life, "retry-practice")

        press(life, "retry-practice")
        await life.tasks.wait_for("practice")
        assert seen_button(life, "simulate").isEnabled()
        assert life.window.focusWidget() is seen_button(life, "inbox-write")
