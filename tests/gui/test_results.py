"""The Results view: what narrows it, what it keeps, and what is done with a result."""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QScrollArea

from sgdesk.present.log import LogRow
from sgdesk.ui.life import Life
from sgdesk.ui.log.cells import Column
from sgdesk.ui.log.columns import LEAST_BAR_PX
from sgdesk.ui.log.records import Records
from sgdesk.ui.preview.renderer import PHONE_PX
from sgdesk.ui.widgets.choices import MenuChoice
from sgdesk.ui.widgets.texttable import TextTable
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.sandbox import Sandbox
from tests.support.troubles import sign_up
from tests.support.window import confirm, fill, press, rows, seen_button, send, texts


def take(menu: MenuChoice, text: str) -> None:
    """Take the entry of a menu that says so."""
    (action,) = [action for action in menu.menu().actions() if action.text() == text]
    action.trigger()


def shows(life: Life, paths: list[str]) -> bool:
    """Say whether the log shows rows of these paths alone."""
    return [row.path for row in rows(life)] == paths


@aio()
async def test_words_of_the_table_and_the_menus_find_rows_and_esc_shows_all(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.rooms.write.compose.send_bar.route.toggle()
        life.rooms.write.compose.head.set_text("sender", "news@unverified.example.com")
        await send(life)
        life.window.show_view("results")
        bar = life.rooms.results.bar
        for words, found in (
            ("captured", ["Web API"]),
            ("587 smtp REFUSED", ["SMTP 587"]),
            ("practice ada", ["SMTP 587", "Web API"]),
            ("verified sender identity", ["SMTP 587"]),
            ("550", ["SMTP 587"]),
            ("NOT a verified sender", ["SMTP 587"]),
            ("202 hello", ["Web API"]),
            ("refused today", ["SMTP 587"]),
        ):
            bar.field.setText(words)
            await until(partial(shows, life, found))
        bar.field.clear()
        await until(lambda: len(rows(life)) == 2)
        take(bar.findChild(MenuChoice, "filter-result"), "Refused")  # type: ignore[arg-type]
        await until(lambda: [row.result.word for row in rows(life)] == ["Refused"])
        take(bar.findChild(MenuChoice, "filter-result"), "Any result")  # type: ignore[arg-type]
        await until(lambda: len(rows(life)) == 2)
        failures = "All failures\tin whole or part"
        take(bar.findChild(MenuChoice, "filter-result"), failures)  # type: ignore[arg-type]
        await until(lambda: [row.result.word for row in rows(life)] == ["Refused"])
        take(bar.findChild(MenuChoice, "filter-path"), "Web API")  # type: ignore[arg-type]
        await until(lambda: not rows(life))
        nothing = life.rooms.results._nothing.sentence.text()
        assert "Nothing matches 'All failures, Web API'." in nothing

        life.window.activateWindow()
        QTest.keyClick(life.window, Qt.Key.Key_Escape)
        await until(lambda: len(rows(life)) == 2)
        assert not bar.filter.is_on


@aio()
async def test_subject_stands_in_a_column_where_there_is_room(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, subject="Autumn news")
        await send(life)
        life.window.show_view("results")
        await turns()
        table = life.rooms.results.table
        assert not table.isColumnHidden(Column.SUBJECT)
        assert life.rooms.log.index(0, Column.SUBJECT).data() == "Autumn news"
        assert table.columnWidth(Column.BAR) >= LEAST_BAR_PX

        life.window.resize(900, 600)
        await until(lambda: table.isColumnHidden(Column.SUBJECT))
        await until(lambda: table.columnWidth(Column.BAR) >= 150)
    async with running(make_life(qapp, tmp_path)) as life:
        assert life.rooms.log.index(0, Column.SUBJECT).data() == "Autumn news"


@aio()
async def test_accounts_are_told_apart_as_soon_as_two_have_results(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.window.show_view("results")
        await turns()
        table = life.rooms.results.table
        assert table.isColumnHidden(Column.ACCOUNT)
        assert not _any_account(life)

        sign_up(life, sandbox.info, sandbox.info.key)
        await life.tasks.wait_for("accounts")
        life.window.show_view("write")
        fill(life, to="ada@example.com")
        await confirm(life)
        await until(lambda: len(rows(life)) == 2)
        life.window.show_view("results")
        await turns()
        assert not table.isColumnHidden(Column.ACCOUNT)
        shown = [life.rooms.log.index(at, Column.ACCOUNT).data() for at in range(2)]
        assert shown == ["work", "Practice"]
        assert _any_account(life)
        assert table.columnWidth(Column.BAR) >= 150


def _any_account(life: Life) -> bool:
    """Say whether results can be narrowed to an account."""
    return any(
        menu.isVisible() and menu.text() == "Any account"
        for menu in life.rooms.results.bar.findChildren(MenuChoice)
    )


@aio()
async def test_column_that_was_drawn_wider_stays_so(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.window.show_view("results")
        life.rooms.results.table.horizontalHeader().resizeSection(Column.TO, 260)
        life.keeping.keep()
    life = make_life(qapp, tmp_path)
    async with running(life):
        life.window.show_view("results")
        await until(lambda: life.rooms.results.table.columnWidth(Column.TO) == 260)

        life.window.resize(900, 600)
        await until(lambda: life.rooms.results.table.columnWidth(Column.BAR) >= 150)
        assert life.rooms.results.table.columnWidth(Column.TO) < 260


@aio()
async def test_newest_result_in_its_line_is_opened_by_a_click_and_by_return(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=(900, 720))) as life:
        fill(life)
        await send(life)
        await until(lambda: "Web API · Captured" in seen_button(life, "line-newest").text())
        press(life, "line-newest")
        assert life.window.current_view == "results"
        await until(lambda: life.detail.case)
        life.window.show_view("write")
        (line := seen_button(life, "line-newest")).setFocus()
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert life.window.current_view == "results"
        assert life.rooms.results.table.currentIndex().row() == 0


@aio()
async def test_newest_results_under_write_stand_there_whatever_results_is_narrowed_to(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        newest = life.rooms.strip.table
        for subject in ("First", "Second"):
            fill(life, subject=subject)
            await send(life)
        life.rooms.results.bar.field.setText("nothing of the kind")
        await until(lambda: not rows(life))
        fill(life, subject="Third")
        life.compose.send("send")
        await until(lambda: life.rooms.newest.rowCount() == 3 and not life.log.flights)
        await life.tasks.wait_for("send", "history")
        life.window.show_view("write")
        life.window.resize(1280, 900)
        await turns()
        press(life, "strip-more")
        await turns()

        assert not rows(life)
        assert newest.isVisible()
        subjects = [life.rooms.newest.index(at, Column.SUBJECT).data() for at in range(3)]
        assert subjects == ["Third", "Second", "First"]

        newest.selectRow(1)
        QTest.keyClick(newest, Qt.Key.Key_Return)
        await until(lambda: life.detail.case)
        assert life.detail.case is not None
        assert life.detail.case.subject == "Second"
        assert not life.rooms.results.bar.filter.is_on
        assert life.window.current_view == "results"
        assert life.rooms.results.table.hasFocus()


@aio()
async def test_see_results_opens_the_mail_and_the_next_row_has_the_tab_of_before(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, subject="Older")
        await send(life)
        fill(life, subject="Newer")
        await send(life)
        detail = life.rooms.results.detail
        life.rooms.results.table.selectRow(1)
        await life.tasks.wait_for("detail")
        press(life, "done-results")
        await until(lambda: "Newer" in texts(life, detail.message))
        assert detail.message.isVisible()
        assert life.rooms.results.table.currentIndex().row() == 0

        life.rooms.results.table.selectRow(1)
        await until(detail.steps.isVisible)
        life.window.show_view("write")
        press(life, "done-results")
        await until(detail.message.isVisible)
        press(life, "detail-tabs-answer")
        life.rooms.results.table.selectRow(1)
        await life.tasks.wait_for("detail")
        assert detail.tab == "answer"


@aio()
async def test_line_after_a_practice_send_leads_to_the_mail_as_it_arrived(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, subject="Older")
        await send(life)
        fill(life, subject="Newest")
        await send(life)
        press(life, "done-mail")
        inbox = life.rooms.practice
        await until(lambda: "Newest" in texts(life, inbox.reader))

        assert life.window.current_view == "practice"
        assert inbox.list.currentIndex().row() == 0


THREE = ("ada@example.com", "grace@example.net", "zoe@example.org")


@aio()
async def test_several_people_are_named_in_results_and_in_the_practice_inbox(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to=", ".join(THREE))
        await send(life)
        for _ in range(2):
            index = life.rooms.log.index(0, Column.TO)
            assert index.data() == "3 people"
            tip = index.data(Qt.ItemDataRole.ToolTipRole)
            assert tip.splitlines() == ["3 people", *THREE]
            spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
            assert spoken == f"3 people: {', '.join(THREE)}"
            # As the history gives it.
            life.log.load()
            await life.tasks.wait_for("history")
        life.window.show_view("results")
        await until(lambda: life.detail.case)
        press(life, "detail-tabs-recipients")
        table = life.rooms.results.detail.findChild(TextTable, "recipients")
        assert table is not None
        await until(table.isVisible)
        shown = table.model()
        said = [[shown.index(at, column).data() for column in range(2)] for at in range(3)]
        assert said == [[who, "Captured"] for who in THREE]

        life.window.show_view("practice")
        inbox = life.rooms.practice.list.model()
        await until(lambda: inbox.rowCount() == 1)
        tip = inbox.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
        assert tip.splitlines()[-3:] == list(THREE)
        assert ", ".join(THREE) in inbox.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        life.rooms.practice.list.setCurrentIndex(inbox.index(0, 0))
        await until(
            lambda: f"sees only their own address. Mails for {', '.join(THREE)}." in texts(life)
        )


@aio()
async def test_mail_that_was_sent_is_seen_beside_its_head_in_a_small_window(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=(900, 600))) as life:
        fill(life, to="ada@example.com, grace@example.net")
        await send(life)
        life.window.show_view("results")
        await until(lambda: life.detail.case)
        press(life, "detail-tabs-message")
        message = life.rooms.results.detail.message
        body = message.mail
        head = message.findChild(QScrollArea, "sent-head")
        assert head is not None
        await until(body.isVisible)
        await turns()

        assert body.mapTo(message, QPoint()).x() >= head.width()
        assert min(body.height(), head.height()) >= 120
        inside = head.widget()
        assert inside is not None
        assert inside.height() <= head.height()


@aio()
async def test_mail_that_was_sent_looks_as_in_the_preview_of_write(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        life.rooms.write.compose.body.html.setPlainText(
            '<body style="margin:0"><div style="background:#ff0000;width:375px;height:80px">'
        )
        await send(life)
        life.window.show_view("results")
        await until(lambda: life.detail.case)
        press(life, "detail-tabs-message")
        mail = life.rooms.results.detail.message.mail
        await until(lambda: mail.findChild(QWebEngineView) is not None)
        engine = mail.findChild(QWebEngineView)
        assert engine is not None
        red = QColor("#ff0000")
        await until(lambda: engine.grab().toImage().pixelColor(200, 40) == red)

        press(life, "sent-mail-width-phone")
        await until(lambda: PHONE_PX <= engine.width() <= PHONE_PX + 2)
        press(life, "sent-mail-dark")
        await until(lambda: "recoloured, as the mail has no dark colours" in texts(life, mail))


@aio()
async def test_row_chosen_last_is_shown_though_a_tab_is_chosen_before_it_is_read(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        await send(life)
        life.window.show_view("results")
        await until(lambda: life.detail.case)
        for row, tab in ((1, "answer"), (0, "steps")):
            life.rooms.results.table.selectRow(row)
            # The task has begun and waits for the history.
            await asyncio.sleep(0)
            press(life, f"detail-tabs-{tab}")
            await life.tasks.wait_for("detail")
            chosen = life.rooms.results.table.current_entry()
            shown = life.detail.case
            assert isinstance(chosen, LogRow)
            assert shown is not None
            assert shown.attempt.id == chosen.attempt_id


@aio()
async def test_result_that_comes_while_the_history_is_read_is_not_lost(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        read, calls = Records.newest, 0

        async def while_one_is_sent(
            records: Records, *given: Any, **named: Any
        ) -> tuple[int, Sequence[LogRow]]:
            nonlocal calls
            calls += 1
            found = await read(records, *given, **named)
            # Once for what stands under Write, and once for Results.
            if calls in (1, 3):
                await send(life)
            return found

        monkeypatch.setattr(Records, "newest", while_one_is_sent)
        life.log.load()
        await life.tasks.wait_for("history")

        assert len(rows(life)) == 2
        assert life.rooms.newest.rowCount() == 2
        assert calls == 4
