"""The detail of a result: what it offers where the key is gone, and that it says what it copied."""

import itertools
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from sgdesk.clock import wall_utc
from sgdesk.delivery import NotSent
from sgdesk.present.log import log_row
from sgdesk.present.sending import SendingRow
from sgdesk.present.ticket import COPIED_FOR_TICKET
from sgdesk.present.times import day_and_time, written_day
from sgdesk.route import WebApiPath
from sgdesk.trace import Phase
from sgdesk.ui.account.sheet import AccountSheet
from sgdesk.ui.life import Life
from sgdesk.ui.timeline.facts_lines import FactsLines
from sgdesk.ui.widgets.elided import ElidedLabel
from tests.gui.test_result_acts import offered, open_first, sent_live
from tests.support.attempts import a_trace, an_attempt
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.troubles import sign_up
from tests.support.window import fill, practice, press, rows, send, texts

REFUSED = {"reply": "535 Authentication failed: The provided authorization grant is invalid\r\n"}
LOST = "accept_then_close"


@aio()
async def test_mail_sent_with_a_key_that_is_not_here_leads_to_no_dead_end(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        dead = sandbox.info.other_keys["disabled"]
        sign_up(life, sandbox.info, dead)
        await life.tasks.wait_for("accounts")
        await sent_live(life, "ada@example.com")
        await open_first(life)
        assert "send-again" in offered(life)

        life.session.book.remove("work")
        life.accounts.load()
        await life.tasks.wait_for("accounts", "detail-sender")
        await until(lambda: "add-the-key" in offered(life))
        said = texts(life, life.rooms.results.detail)
        assert "The account work, as which it was sent, is not here any more" in said
        assert "SENDGRID_API_KEY" in said
        assert not {"send-again", "check-this-key", "edit-account"} & set(offered(life))

        life.remedies.account_wanted.emit("work", "check")
        await until(lambda: "The account work is not here any more." in texts(life))
        life.window.show_view("results")
        press(life, "add-the-key")
        await until(lambda: visible_children(life.window, AccountSheet))
        (sheet,) = visible_children(life.window, AccountSheet)
        sheet.reject()


@aio()
async def test_mail_without_sends_left_says_when_they_return_if_the_check_knows_it(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sign_up(life, sandbox.info, sandbox.info.other_keys["no_credits"])
        await life.tasks.wait_for("accounts")
        await sent_live(life, "ada@example.com")
        await open_first(life)
        detail = life.rooms.results.detail
        assert "the plan's sends are used up." in texts(life, detail)
        assert "They return on" not in texts(life, detail)

        life.accounts.act("check", "work")
        await life.tasks.wait_for("check work", "accounts")
        life.detail.show_entry(rows(life)[0])
        await life.tasks.wait_for("detail")
        tomorrow = (wall_utc() + timedelta(days=1)).date().isoformat()
        words = f"the plan's sends are used up. They return on {written_day(tomorrow)}."
        assert words in texts(life, detail)


@aio()
async def test_copying_the_summary_is_said_whatever_tab_is_in_front(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        await open_first(life)
        assert life.rooms.results.detail.tab == "steps"
        life.copy_result()

        assert QGuiApplication.clipboard().text() == life.detail.ticket
        assert COPIED_FOR_TICKET in texts(life, life.rooms.results.detail)


@aio()
async def test_facts_stand_in_one_order_for_every_kind_of_row_and_in_two_lines_where_they_need_them(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=(900, 600))) as life:
        people = ", ".join(f"somebody.{at}@widgets.example.net" for at in range(4))
        (facts,) = life.rooms.results.detail.findChildren(FactsLines)
        for to, fault, in_two in (
            ("ada@example.com", "", False),
            (people, "", True),
            ("ada@example.com", LOST, False),
            (people, LOST, False),
        ):
            if fault:
                practice(life).fault("reply", fault, count=1)
            fill(life, to=to, subject=f"{to[:3]} {fault}")
            await send(life)
            await open_first(life)
            row = rows(life)[0]
            head = f"{day_and_time(row.started_at)} · {row.path} · {row.total} · practice"
            who = f"To {to.split(', ')[0]}"
            assert facts.second.isVisible() == in_two
            assert facts.first.shown_text().startswith(head if in_two else f"{head} · {who}")
            assert facts.second.shown_text().startswith(who if in_two else "")


@aio()
async def test_fact_without_room_is_left_out_whole(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("results")
        (facts,) = life.rooms.results.detail.findChildren(FactsLines)
        tried = an_attempt(NotSent())
        attempt = replace(tried, trace=replace(tried.trace, peer="127.0.0.1:36553"))
        facts.show_attempt(attempt, log_row(attempt, addresses=("ada@example.com",)))
        whole = facts.first.text()
        ends = ("127.0.0.1:36553", "smtp.sendgrid.net:587", "ada@example.com")
        assert whole.endswith(f"To {ends[2]} · {ends[1]} by way of {ends[0]}")
        for end, shorter in itertools.pairwise(ends):
            told = whole[: whole.index(end) + len(end)]
            facts.first.setFixedWidth(facts.first.fontMetrics().horizontalAdvance(told) - 1)
            facts.break_up(room=0, may_take_two=False)

            assert facts.first.shown_text().endswith(shorter)
            assert whole[40:] in facts.toolTip().replace("\n", " ")


@aio()
async def test_practice_names_no_port_beside_a_result(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.window.show_view("results")
        life.rooms.results.table.selectRow(0)
        (facts,) = life.rooms.results.detail.findChildren(FactsLines)
        await until(lambda: "practice" in facts.first.text())

        assert "127.0.0.1" not in facts.toolTip()


@aio()
async def test_step_on_its_way_is_said_once_and_one_that_was_stopped_has_not_failed(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("auth", "silence")
        life.rooms.write.compose.send_bar.route.toggle()
        fill(life)
        life.compose.send("send")
        life.window.show_view("results")
        await until(lambda: life.rooms.log.sending_count == 1)
        life.rooms.results.table.selectRow(0)
        entry = life.rooms.results.table.current_entry()
        assert isinstance(entry, SendingRow)
        assert entry.step.startswith("Signing in…")
        said = texts(life, life.rooms.results.detail)
        assert "This mail is on its way." in said
        assert "Signing in" not in said

        life.log.stop_all()
        await until(lambda: rows(life))
        await life.tasks.wait_for("send", "detail")
        steps = life.rooms.results.detail.steps.findChild(QTableView, "steps")
        assert steps is not None
        model = steps.model()
        told = [str(model.index(at, 0).data()) for at in range(model.rowCount())]
        assert told[-1] == "Sign-in – stopped here"
        assert rows(life)[0].bar.text.endswith(", stopped here")


@pytest.mark.parametrize("size", [(1400, 900), (1280, 800), (900, 600)], ids=str)
@aio(60)
async def test_nothing_to_press_moves_from_row_to_row_whatever_became_of_the_mail(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, size: tuple[int, int]
) -> None:
    async with running(make_life(qapp, tmp_path, size=size)) as life:
        sign_up(life, sandbox.info, sandbox.info.other_keys["disabled"])
        await life.tasks.wait_for("accounts")
        await sent_live(life, "ada@example.com")
        life.session.book.remove("work")
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        fill(life)
        await send(life, "both")
        press(life, "path-smtp")
        for at, action in (("ehlo", "strip_starttls"), ("auth", REFUSED), ("reply", LOST)):
            practice(life).fault(at, action)
            fill(life, subject=at)
            await send(life)
            practice(life).clear_faults()
        life.window.show_view("results")
        places = {await place_of(life, at) for at in range(len(rows(life)))}

        assert "not here any more: enter the key" in texts(life, life.rooms.results.detail)
        assert len(places) == 1


async def place_of(life: Life, at: int) -> tuple[int, ...]:
    """Give where the first button of a result, its tabs and what they show begin."""
    life.rooms.results.table.selectRow(at)
    await until(
        lambda: life.detail.case and life.detail.case.attempt.id == rows(life)[at].attempt_id
    )
    await life.tasks.wait_for("detail")
    await turns(8)
    detail = life.rooms.results.detail
    top = detail.steps.mapTo(life.window, QPoint(0, 0)).y()
    tabs = detail.findChild(QWidget, "detail-tabs")
    assert tabs is not None
    has_status = "SENDGRID_API_KEY" in texts(life, detail)
    assert has_status or top == tabs.mapTo(life.window, QPoint(0, tabs.height())).y()
    names = ("remedies", "detail-tabs", "detail-tabs-copy")
    parts = [detail.findChild(QWidget, name) for name in names]
    points = [part.mapTo(life.window, QPoint(0, 0)) for part in parts if part is not None]
    return tuple(number for point in points for number in (point.x(), point.y()))


@aio()
async def test_line_of_facts_that_has_no_room_keeps_path_and_what_was_simulated(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=(900, 600))) as life:
        said = "no answer on every SMTP port"
        attempt = replace(an_attempt(NotSent(), code=None), practice=True, simulated=said)
        people = [f"somebody.{number}@widgets.example.net" for number in range(3)]
        life.window.show_view("results")
        detail = life.rooms.results.detail
        detail.show_attempt(attempt, log_row(attempt, addresses=people), None, "")
        await turns()

        shown = [label.shown_text() for label in detail.findChildren(ElidedLabel)]
        (told,) = (text for text in shown if "simulated: " in text)
        when = day_and_time(attempt.trace.started_at)
        assert told.startswith(f"{when} · SMTP 587 · {log_row(attempt).total} · practice · ")
        assert f"simulated: {said} · " in told


@aio()
async def test_steps_of_two_sends_that_are_compared_have_one_axis_and_of_others_their_own(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        web = an_attempt(path=WebApiPath(), trace=a_trace((Phase.REPLY, 4)))
        smtp = an_attempt(trace=a_trace((Phase.AUTH, 30), (Phase.REPLY, 9)))
        refused = replace(smtp, outcome=NotSent())
        detail = life.rooms.results.detail
        (table,) = detail.steps.findChildren(QTableView)
        axes = []
        for attempt, beside in ((web, smtp), (smtp, web), (web, refused), (web, None)):
            detail.show_attempt(attempt, log_row(attempt), beside, "")
            heading = str(table.model().headerData(5, Qt.Orientation.Horizontal))
            axes.append(heading.removeprefix("When, "))

        assert axes == ["0 to 40 ms", "0 to 40 ms", "0 to 4 ms", "0 to 4 ms"]
