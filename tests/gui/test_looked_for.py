"""A result's mail is looked for in the practice inbox: that very one, or that it is not there."""

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.ui.life import Life
from sgdesk.ui.sandbox.view import EARLIER_WORDS, GONE_WORDS
from tests.gui.gallery.scene import shows_button
from tests.gui.test_practice_inbox import selected, send_from_outside
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import fill, practice, press, rows, seen_button, send, texts

NEVER_CAME_WORDS = "did not arrive in the practice inbox, so it was not sent."


async def look_for(life: Life, result: int) -> None:
    """Ask a result for its mail."""
    life.window.show_view("results")
    life.rooms.results.table.selectRow(result)
    await life.tasks.wait_for("detail")
    # A list that is read anew meanwhile opens the result once more.
    await until(lambda: shows_button(life, "open-inbox"))
    press(life, "open-inbox")
    await until(lambda: not life.tasks.is_running("mail"))


def ways_to_results(life: Life) -> list[str]:
    """Give the buttons in sight that say so, by their object names."""
    buttons = visible_children(life.window, QPushButton)
    return [each.objectName() for each in buttons if each.text() == "Open Results"]


@aio()
async def test_a_result_opens_its_own_mail_among_others_of_the_same_subject(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        for _ in range(3):
            await send(life)
        for result in (1, 2, 0):
            await look_for(life, result)
            await until(lambda wanted=result: selected(life) == [wanted])  # type: ignore[misc]


@aio()
async def test_mail_that_is_gone_is_said_and_no_other_is_opened(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.window.show_view("results")
        await life.tasks.wait_for("detail")
        await life.session.empty_inbox()
        # A send of our own would have the result read anew, and take its button.
        await asyncio.to_thread(send_from_outside, life.session.practice, "{}")
        press(life, "open-inbox")
        await until(lambda: not life.tasks.is_running("mail"))
        reader = life.rooms.practice.reader
        await until(lambda: GONE_WORDS in texts(life, reader))
        life.practice.refresh()
        await life.session.inbox()
        await turns()
        assert selected(life) == []
        assert life.rooms.practice.model.rowCount() == 1

        life.rooms.practice.list.setCurrentIndex(life.rooms.practice.model.index(0, 0))
        await until(lambda: "To ada@example.com" in texts(life, reader))


@aio()
async def test_mail_that_is_gone_leads_back_to_its_result(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        for subject in ("Older", "Newer"):
            fill(life, subject=subject)
            await send(life)
        life.window.show_view("results")
        life.rooms.results.table.selectRow(1)
        await until(lambda: life.detail.case and life.detail.case.subject == "Older")
        practice(life).reset()
        press(life, "open-inbox")
        reader = life.rooms.practice.reader
        await until(lambda: GONE_WORDS in texts(life, reader))
        assert "Mark as not sent" not in texts(life, reader)
        await until(lambda: EARLIER_WORDS in texts(life))
        assert ways_to_results(life) == ["inbox-results"], "once, beside the empty list"
        assert life.window.focusWidget() is seen_button(life, "inbox-results")
        await asyncio.to_thread(send_from_outside, life.session.practice, "{}")
        life.practice.refresh()
        await until(lambda: life.rooms.practice.model.rowCount() == 1)
        assert ways_to_results(life) == ["reader-results"]
        # As whoever comes by way of Write has another one chosen there.
        life.rooms.results.table.selectRow(0)
        press(life, "reader-results")

        assert life.window.current_view == "results"
        await until(lambda: life.detail.case and life.detail.case.subject == "Older")
        assert life.rooms.results.table.currentIndex().row() == 1
        life.rooms.results.table.selectRow(0)
        life.window.show_view("practice")
        await until(lambda: ways_to_results(life))
        press(life, ways_to_results(life)[0])
        await life.tasks.wait_for("show result")
        assert life.rooms.results.table.currentIndex().row() == 0, "not looked for any more"


@aio()
async def test_unanswered_mail_that_was_taken_is_found_all_the_same(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        practice(life).fault("reply", "accept_then_close")
        await send(life)
        practice(life).clear_faults()
        await send(life, again=True)
        assert [row.result.word for row in rows(life)] == ["Captured", "Unknown", "Captured"]
        await look_for(life, 1)
        await until(lambda: selected(life) == [1])


@aio()
async def test_unanswered_mail_of_this_window_that_never_came_is_said_to_be_so(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        practice(life).fault("reply", "reset")
        await send(life)
        practice(life).clear_faults()
        await send(life, again=True)
        assert [row.result.word for row in rows(life)] == ["Captured", "Unknown"]
        await look_for(life, 1)
        reader = life.rooms.practice.reader
        await until(lambda: NEVER_CAME_WORDS in texts(life, reader))
        assert f'"Hello", sent at {rows(life)[1].time} by Web API, did not' in texts(life, reader)
        mark = seen_button(life, "mark-never-came", reader)
        mark.setFocus()
        QTest.keyClick(mark, Qt.Key.Key_Space)
        await until(lambda: rows(life)[1].result.word == "Marked as not sent")
        assert "did not arrive in the practice inbox. You marked it as" in texts(life, reader)
        assert life.window.focusWidget() is seen_button(life, "reader-results", reader)
        assert seen_button(life, "reader-results", reader).isVisible()
        await until(lambda: life.detail.case and life.detail.case.decided == "not_sent")
        await look_for(life, 1)
        await until(lambda: "You marked it as not sent" in texts(life, reader))
        assert "Mark as not sent" not in texts(life, reader)
        assert "Sent since, " in texts(life, reader)
        seen_button(life, "reader-results", reader)

        await until(lambda: seen_button(life, "empty-inbox").isEnabled())
        press(life, "empty-inbox")
        await until(lambda: "Delete the captured mail?" in texts(life))
        press(life, "empty-practice-delete")
        await life.tasks.wait_for("empty")
        await look_for(life, 1)
        await until(lambda: GONE_WORDS in texts(life, reader))


@aio()
async def test_mail_that_never_came_to_an_empty_inbox_is_marked_and_leads_to_results(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        practice(life).fault("reply", "reset")
        await send(life)
        practice(life).reset()
        await look_for(life, 0)
        reader = life.rooms.practice.reader
        await until(lambda: NEVER_CAME_WORDS in texts(life, reader))
        await until(lambda: EARLIER_WORDS in texts(life))
        mark = seen_button(life, "mark-never-came", reader)
        mark.setFocus()
        QTest.keyClick(mark, Qt.Key.Key_Space)
        await until(lambda: "You marked it as" in texts(life, reader))

        assert ways_to_results(life) == ["inbox-results"]
        assert life.window.focusWidget() is seen_button(life, "inbox-results")


async def send_unanswered_and_one_more(life: Life) -> None:
    """Look at a mail in the inbox, then send one that never comes and one that does."""
    fill(life, subject="Seen")
    await send(life)
    life.window.show_view("practice")
    await until(lambda: "Seen" in texts(life, life.rooms.practice.reader))
    life.window.show_view("write")
    practice(life).fault("reply", "reset")
    await send(life)
    practice(life).clear_faults()
    await send(life, again=True)


@aio()
async def test_answer_of_mail_that_never_came_is_not_overwritten_by_the_one_seen_last(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await send_unanswered_and_one_more(life)
        await look_for(life, 1)
        reader = life.rooms.practice.reader
        await until(lambda: NEVER_CAME_WORDS in texts(life, reader))
        # What was selected moves as the new one comes in, and is read once more.
        await life.tasks.wait_for("mail")
        await turns()
        assert NEVER_CAME_WORDS in texts(life, reader)
        assert seen_button(life, "mark-never-came").isVisible()

        life.practice.refresh()
        await turns()
        assert NEVER_CAME_WORDS in texts(life, reader)


@aio()
async def test_mail_is_found_though_the_inbox_is_read_anew_meanwhile(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await send_unanswered_and_one_more(life)
        life.window.show_view("results")
        life.rooms.results.table.selectRow(2)
        await until(lambda: life.detail.case and life.detail.case.is_in_inbox)
        press(life, "open-inbox")
        life.practice.refresh()

        await until(lambda: selected(life) == [1])
        await life.tasks.wait_for("mail")
        life.practice.refresh()
        await turns()
        assert selected(life) == [1]
