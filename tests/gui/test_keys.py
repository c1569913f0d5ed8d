"""Keys do what they do where one sees what they change, and nothing anywhere else."""

import random
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit

from sgdesk.ui.compose.find import FindBar
from sgdesk.ui.life import Life
from tests.support.qt import aio, make_life, running, turns, visible_children
from tests.support.window import fill, rows

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
OF_WRITE = (
    (Qt.Key.Key_Return, CTRL),
    (Qt.Key.Key_Return, CTRL | SHIFT),
    (Qt.Key.Key_T, CTRL | SHIFT),
    (Qt.Key.Key_A, CTRL | SHIFT),
    (Qt.Key.Key_P, CTRL | SHIFT),
    (Qt.Key.Key_B, CTRL),
    (Qt.Key.Key_I, CTRL),
    (Qt.Key.Key_K, CTRL),
    (Qt.Key.Key_S, CTRL),
)


def state(life: Life) -> tuple[object, ...]:
    """Give what these keys change."""
    write = life.rooms.write
    return (
        write.compose.form(),
        write.compose.send_bar.route.path,
        write.preview.isVisibleTo(write),
        len(rows(life)),
        len(life.log.flights),
        visible_children(life.window, QDialog),
    )


@aio()
async def test_nothing_is_sent_or_changed_by_a_key_where_the_mail_is_not_seen(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        life.rooms.write.compose.body.write.editor.selectAll()
        await turns()
        before = state(life)
        for view in ("start", "results", "diagnose", "practice", "accounts", "settings"):
            life.window.show_view(view)
            for key, modifiers in random.sample(OF_WRITE, len(OF_WRITE)):
                QTest.keyClick(life.window, key, modifiers)
            await turns()
            assert state(life) == before, view

        life.window.show_view("write")
        QTest.keyClick(life.window, Qt.Key.Key_T, CTRL | SHIFT)
        assert state(life) != before


@pytest.mark.parametrize("tab", ["write", "html", "text"])
@aio()
async def test_words_are_found_in_each_part_of_the_mail(
    qapp: QApplication, tmp_path: Path, tab: str
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        body = life.rooms.write.compose.body
        body.write.editor.setPlainText("Ada and Grace")
        await body_settled(life)
        body.show_tab(tab)
        await body_settled(life)
        for _ in range(2):
            QTest.keyClick(life.window, Qt.Key.Key_F, CTRL)
        (bar,) = visible_children(life.window, FindBar)
        wanted = bar.wanted
        assert wanted.hasFocus()
        QTest.keyClicks(wanted, "grace")
        bar.search()
        QTest.keyClick(wanted, Qt.Key.Key_Return)
        editor = body.editor
        assert isinstance(editor, QPlainTextEdit)
        assert editor.textCursor().selectedText() == "Grace"

        QTest.keyClick(wanted, Qt.Key.Key_Escape)
        assert editor.hasFocus()
        assert not visible_children(life.window, FindBar)


@aio()
async def test_what_is_kept_beside_the_html_is_searched_and_not_replaced(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        body = life.rooms.write.compose.body
        body.write.editor.setPlainText("Ada and Grace")
        await body_settled(life)
        body.show_tab("html")
        body.html.insertPlainText("<p>By hand")
        await body_settled(life)
        body.show_tab("write")
        QTest.keyClick(life.window, Qt.Key.Key_F, CTRL)
        (bar,) = visible_children(life.window, FindBar)

        assert not bar.replace.isEnabled()
        assert bar.wanted.isEnabled()


@aio()
async def test_find_leads_out_of_no_view(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        for view in ("start", "diagnose", "practice", "accounts", "settings", "results"):
            life.window.show_view(view)
            QTest.keyClick(life.window, Qt.Key.Key_F, CTRL)
            assert life.window.current_view == view
        focused = QApplication.focusWidget()
        assert isinstance(focused, QLineEdit)
        assert focused is life.rooms.results.filter


async def body_settled(life: Life) -> None:
    """Wait until the parts of the mail follow each other."""
    await life.compose.body.wait_until_settled()
    await turns()
