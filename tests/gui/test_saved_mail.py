"""A captured mail is turned through and saved, and what the file is stands there."""

import asyncio
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from sgdesk.present.inbox_eml import AS_RECEIVED, REBUILT
from tests.gui.test_practice_inbox import send_from_outside
from tests.support.qt import aio, make_life, running, until
from tests.support.window import fill, practice, press, seen_button, send, texts


@aio()
async def test_copies_are_turned_both_ways_and_the_one_that_is_shown_is_saved(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to="ada@example.com, grace@example.net, alan@example.org")
        await send(life)
        life.window.show_view("practice")
        reader = life.rooms.practice.reader
        await until(lambda: "Mail 1 of 3" in texts(life, reader))
        following = seen_button(life, "next-copy")
        press(life, "next-copy")
        QTest.keyClick(following, Qt.Key.Key_Space)
        assert "Mail 3 of 3" in texts(life, reader)
        assert "To alan@example.org" in texts(life, reader)
        press(life, "previous-copy")
        press(life, "save-copy")
        (dialog,) = life.window.findChildren(QFileDialog, "save-copy-as")
        dialog.reject()
        path = tmp_path / "mail.eml"
        life.practice.saving.write(str(path))
        await life.tasks.wait_for("save copy")
        saved = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert (saved["To"], saved["Subject"]) == ("grace@example.net", "Hello")
        assert path.stat().st_mode & 0o777 == 0o600
        assert "Saved as 'mail.eml'." in texts(life)
        assert REBUILT in texts(life, reader)
        assert REBUILT in seen_button(life, "save-copy").toolTip()

        press(life, "next-copy")
        assert "Saved as" not in texts(life)

        await life.session.empty_inbox()
        life.practice.saving.write(str(path))
        await until(lambda: "'mail.eml' cannot be saved." in texts(life))


@aio()
async def test_mail_by_smtp_is_saved_to_the_byte_and_said_to_be(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await asyncio.to_thread(send_from_outside, life.session.practice, '{"category": "x"}')
        life.window.show_view("practice")
        await until(lambda: "Outside" in texts(life, life.rooms.practice.reader))
        press(life, "save-copy")
        (dialog,) = life.window.findChildren(QFileDialog, "save-copy-as")
        dialog.reject()
        path = tmp_path / "outside.eml"
        life.practice.saving.write(str(path))
        await life.tasks.wait_for("save copy")

        (entry,) = practice(life).inbox()
        assert path.read_bytes() == practice(life).raw(entry["id"])
        assert AS_RECEIVED in texts(life, life.rooms.practice.reader)
        assert AS_RECEIVED in seen_button(life, "save-copy").toolTip()


@aio()
async def test_mail_that_no_file_can_hold_is_said(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> bytes:
        raise ValueError("There may be at most 1 To headers in a message")

    async with running(make_life(qapp, tmp_path)) as life:
        monkeypatch.setattr(life.session, "mail_as_eml", refuse)
        for subject in ("First", "Second"):
            fill(life, subject=subject)
            await send(life)
        life.window.show_view("practice")
        view = life.rooms.practice
        await until(lambda: "Second" in texts(life, view.reader))
        life.practice.saving.write(str(tmp_path / "mail.eml"))
        await life.tasks.wait_for("save copy")
        assert "'mail.eml' cannot be saved." in texts(life)

        view.list.setCurrentIndex(view.model.index(1, 0))
        assert "cannot be saved" not in texts(life)
