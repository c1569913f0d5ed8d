"""What is pressed in Write stands still while things come and go around it.

Whoever aims at Subject must not hit who sees whom, nor a row of results who aims at Send.
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget

from sgdesk.ui.life import Life
from sgdesk.ui.preview.mail_view import MailView
from tests.gui.gallery.scene import NEWS, send
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import press, seen_button, texts

SIZES = ((1280, 800), (900, 600))
CROWD = [f"somebody.{at}@example.net" for at in range(9)]
PRESSED = ("body-tabs-html", "send-test", "send", "send-more", "new-mail", "show-drafts")

sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def places(life: Life) -> dict[str, QPoint]:
    """Give where the tops of what is pressed stand in the window."""
    compose = life.rooms.write.compose
    parts: dict[str, QWidget] = {"subject": compose.head.fields["subject"]}
    for name in PRESSED:
        part = compose.findChild(QPushButton, name)
        assert part is not None
        parts[name] = part
    return {name: part.mapTo(life.window, QPoint(0, 0)) for name, part in parts.items()}


def tops(life: Life) -> dict[str, int]:
    return {name: place.y() for name, place in places(life).items()}


async def write(life: Life) -> None:
    life.window.show_view("write")
    life.window.activateWindow()
    await turns(10)


@sizes
@aio()
async def test_addresses_that_fill_the_field_move_nothing_nor_does_leaving_it(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(make_life(qapp, tmp_path, size=size)) as life:
        await write(life)
        head = life.rooms.write.compose.head
        head.focus_place("to")
        await turns(5)
        before = places(life)
        for address in (*CROWD, "nobody at all"):
            QTest.keyClicks(head.lists["to"].editor, f"{address},")
            await turns(3)
            assert places(life) == before, address

        QTest.keyClicks(head.lists["to"].editor, "last@example.com")
        QTest.mouseClick(head.fields["subject"], Qt.MouseButton.LeftButton)
        await turns(5)

        assert QApplication.focusWidget() is head.fields["subject"]
        assert head.lists["to"].count == len(CROWD) + 2
        assert places(life) == before


@sizes
@aio()
async def test_mail_that_was_sent_moves_nothing_that_is_pressed(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(make_life(qapp, tmp_path, size=size)) as life:
        await write(life)
        compose = life.rooms.write.compose
        compose.set_form(replace(NEWS, html="", markdown="Hello", html_is_own=False))
        await turns(10)
        before = tops(life)
        await send(life, compose.form())
        await until(compose.send_bar.done.isVisible)
        await turns(10)

        assert tops(life) == before
        assert not life.rooms.strip.table.isVisible()


@sizes
@aio()
async def test_words_about_the_mail_move_nothing_that_is_pressed(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(make_life(qapp, tmp_path, size=size)) as life:
        await write(life)
        compose = life.rooms.write.compose
        compose.set_form(replace(NEWS, subject="", html="", markdown="Hello", html_is_own=False))
        compose.head.focus_place("subject")
        await until(lambda: bool(compose.things.things))
        await turns(10)
        before = tops(life)
        said = (compose.notice, compose.draft_notice)
        for notice in said:
            notice.say("warn", "The draft cannot be saved.", "The disk is full.")
            await turns(10)
            assert notice.isVisible()
            assert tops(life) == before
            notice.clear()
        compose.let_sendgrid_unsubscribe()
        await until(compose.unsubscribe.isVisible)
        await turns(10)

        assert tops(life) == before


@aio()
async def test_when_it_was_saved_is_never_cut(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.state.setValue("practice-test-address", "somebody.with.a.name@example.com")
        life.compose.trial.fit()
        await write(life)
        compose = life.rooms.write.compose
        compose.set_form(replace(NEWS, subject="", html="", markdown="Hello", html_is_own=False))
        await until(lambda: bool(compose.things.things))
        for words, is_sent in (("✓ Saved 14:32", False), ("✓ Sent to practice 14:32, kept", True)):
            compose.show_saved(words, is_sent=is_sent)
            for width in (900, 1200, 1280):
                life.window.resize(width, 700)
                await turns(10)
                # Meanwhile it may be saved by itself.
                assert re.search(r"\d\d:\d\d", compose.saved.shown_text()), width


@sizes
@aio()
async def test_mail_that_is_saved_and_addresses_that_are_copied_move_nothing_of_the_inbox(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(make_life(qapp, tmp_path, size=size)) as life:
        await write(life)
        await send(life, replace(NEWS, html="", markdown="Hello", html_is_own=False))
        life.window.show_view("practice")
        view = life.rooms.practice
        await until(lambda: bool(visible_children(view.reader, MailView)))
        await turns(10)
        (line,) = [
            words
            for words in visible_children(view.programs, QLabel)
            if words.text().startswith("Send here")
        ]
        parts = (line, view.programs, view.list, view.reader.view, seen_button(life, "save-copy"))

        def where() -> list[QRect]:
            return [QRect(part.mapTo(life.window, QPoint(0, 0)), part.size()) for part in parts]

        before = where()
        press(life, "copy-environment")
        await turns(10)
        assert "Copied" in texts(life, view.programs)
        assert where() == before

        press(life, "save-copy")
        (dialog,) = life.window.findChildren(QFileDialog, "save-copy-as")
        dialog.reject()
        life.practice.saving.write(str(tmp_path / "mail.eml"))
        await life.tasks.wait_for("save copy")
        await turns(10)
        assert seen_button(life, "show-file", view.reader).isVisible()
        assert where() == before


@aio()
async def test_first_tag_header_and_own_datum_move_nothing_below_them(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await write(life)
        compose = life.rooms.write.compose
        compose.body.show_tab("more")
        await turns(10)
        more = compose.body.more
        fields = (more.headers, more.custom_args, more.switches["opens"])

        def where() -> list[int]:
            return [field.mapTo(compose, QPoint(0, 0)).y() for field in fields]

        before = where()
        for rows in (more.categories, more.headers, more.custom_args):
            QTest.keyClicks(rows.first_field(), "news")
            await turns(5)
            assert where() == before
        press(life, "tags-remove-0")
        await turns(5)

        assert where() == before
