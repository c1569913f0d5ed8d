"""What can be made to go wrong in the practice inbox, and how the window says so."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTableView

from sgdesk.present.copied_dialogue import WHOLE_MAIL
from sgdesk.present.log import NO_PAIR, bar_note, bar_tags
from sgdesk.present.simulation import Kind, Simulation, Where
from sgdesk.present.summary import SAFE_WORDS
from sgdesk.ui.life import Life
from sgdesk.ui.sandbox.simulate import SimulateSheet
from sgdesk.ui.widgets.choices import MenuChoice
from tests.support.live import add_account
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import fill, practice, press, rows, seen_button, send, texts


def sheet(life: Life) -> SimulateSheet:
    """Give the open sheet."""
    (found,) = visible_children(life.window, SimulateSheet)
    return found


@aio()
async def test_simulated_distance_is_said_in_the_strip_and_by_the_result_until_it_is_stopped(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        life.window.show_view("practice")
        press(life, "simulate")
        press(life, "simulate-start", sheet(life))
        await until(lambda: "Simulating: 80 ms distance on every path" in texts(life))
        await send(life)

        assert rows(life)[0].tags == ("practice, simulated 80 ms",)
        assert rows(life)[0].total_ns > 80_000_000

        press(life, "stop-simulating")
        await until(lambda: "Simulating" not in texts(life))
        assert practice(life).faults() == []
        await send(life)
        assert rows(life)[0].tags == ("practice",)


@aio()
async def test_no_field_of_the_sheet_is_called_as_the_sheet_is(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("practice")
        press(life, "simulate")
        names = [one.text() for one in visible_children(sheet(life), QLabel)]

        assert names.count("Simulate") == 1
        assert "What" in names


def choose(asked: SimulateSheet, name: str, choice: str) -> None:
    """Pick a line of a menu, as the user reads it."""
    menu = asked.findChild(MenuChoice, f"simulate-{name}")
    assert menu is not None
    (action,) = (line for line in menu.menu().actions() if line.text().startswith(choice))
    action.trigger()


def chosen(asked: SimulateSheet) -> list[str]:
    """Give what the fields in sight say."""
    menus = [menu.text() for menu in visible_children(asked, MenuChoice)]
    return menus + [field.text() for field in visible_children(asked, QLineEdit)]


@aio()
async def test_sheet_offers_what_fits_and_says_what_does_not(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.practice.choose_simulation()
        await until(lambda: visible_children(life.window, SimulateSheet))
        asked = sheet(life)
        choose(asked, "kind", "Another reply")
        (field,) = visible_children(asked, QLineEdit)
        boxes = {box.width() for box in visible_children(asked, MenuChoice)}
        assert boxes == {field.width()}
        field.setText("550 no such user")
        assert "On the Web API a reply begins with an HTTP status" in texts(life, asked)
        assert not seen_button(life, "simulate-start", asked).isEnabled()

        field.setText("429 Slow down")
        choose(asked, "step", "At sign-in")
        press(life, "simulate-start", asked)
        await until(lambda: "Simulating: reply 429 at sign-in on the Web API" in texts(life))
        fill(life)
        await send(life)
        assert (rows(life)[0].result.word, rows(life)[0].code) == ("Try later", "429")


@aio()
async def test_own_reply_of_the_web_api_is_shown_in_its_own_words(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.practice.simulate(
            Simulation(kind=Kind.REPLY, where=Where.WEB_API, reply="451 Come back on Monday")
        )
        await life.tasks.wait_for("simulate")
        fill(life)
        await send(life)
        (row,) = rows(life)
        assert (row.code, row.problem) == ("451", "The practice inbox refuses the request")
        life.window.show_view("results")
        life.rooms.results.table.select_first()
        await until(lambda: "Come back on Monday" in texts(life, life.rooms.results.detail))


@aio()
async def test_row_says_what_was_simulated_after_it_was_stopped_and_in_a_window_opened_later(
    qapp: QApplication, tmp_path: Path
) -> None:
    says = "simulated: reply 451 after the mail on the Web API"
    async with running(make_life(qapp, tmp_path)) as life:
        reply = "451 Come back on Monday"
        life.practice.simulate(Simulation(kind=Kind.REPLY, where=Where.WEB_API, reply=reply))
        await life.tasks.wait_for("simulate")
        fill(life)
        compose = life.rooms.write.compose
        compose.head.set_text("sender", "news@unverified.example.com")
        compose.send_bar.route.toggle()
        await send(life)
        assert rows(life)[0].tags == ("practice",), "SMTP goes on as usual"
        compose.head.set_text("sender", "news@example.com")
        compose.send_bar.route.toggle()
        await send(life)
        life.practice.stop_simulating()
        await life.tasks.wait_for("simulate")
        assert rows(life)[0].tags == ("practice", says)
    async with running(make_life(qapp, tmp_path)) as life:
        assert bar_tags(rows(life)[0], is_apart=False)[0] == "practice, simulated"
        assert bar_note(rows(life)[0], NO_PAIR, is_cut=False) == ""
        life.window.show_view("results")
        life.rooms.results.table.select_first()
        await until(lambda: says in texts(life, life.rooms.results.detail))
        assert says.replace("sim", "Sim") in life.detail.ticket


@aio()
async def test_ticket_says_as_the_card_does_whether_what_was_simulated_has_ended(
    qapp: QApplication, tmp_path: Path
) -> None:
    without, ended = "First try it without the simulation.", "What was simulated has stopped:"
    async with running(make_life(qapp, tmp_path)) as life:
        life.practice.simulate(Simulation(kind=Kind.REFUSE, where=Where.EVERYWHERE))
        await life.tasks.wait_for("simulate")
        fill(life)
        await send(life)
        life.window.show_view("results")
        detail = life.rooms.results.detail
        life.rooms.results.table.select_first()
        await until(lambda: life.detail.case is not None)
        press(life, "detail-tabs-copy")
        shown = detail.copy_as.text
        await until(lambda: without in shown.toPlainText())
        assert without in texts(life, detail)
        life.practice.stop_simulating()
        await life.tasks.wait_for("simulate")
        await until(lambda: ended in shown.toPlainText())

        assert ended in texts(life, detail)
        assert without not in life.detail.ticket
        assert ended in life.detail.ticket


@aio()
async def test_what_was_chosen_stays_with_its_kind_and_nothing_moves(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.practice.choose_simulation()
        await until(lambda: visible_children(life.window, SimulateSheet))
        asked = sheet(life)
        await turns()
        start, height = seen_button(life, "simulate-start", asked).pos(), asked.height()
        places = asked._kind.geometry(), asked._where.geometry()
        for kind, says in {
            "Encryption removed": ["Encryption removed", "On 587, 2525 and 25"],
            "One person refused": [
                *("One person refused", "On every SMTP port", ""),
                "550 5.1.1 The mailbox does not exist",
            ],
            "No answer": ["No answer", "On every path", "Once connected"],
            "Connection cut": ["Connection cut", "On every path", "After the mail"],
            "Connection refused": ["Connection refused", "On every path"],
            "Another reply": [
                *("Another reply", "On the Web API", "After the mail"),
                "503 Please try again later",
            ],
        }.items():
            choose(asked, "kind", kind)
            await turns()
            assert chosen(asked) == says
            assert (seen_button(life, "simulate-start", asked).pos(), asked.height()) == (
                start,
                height,
            )
            assert (asked._kind.geometry(), asked._where.geometry()) == places

        choose(asked, "where", "On 465")
        assert chosen(asked)[-1] == "451 4.7.1 Please try again later"
        for kind, where in {
            "No answer": "On 465",
            "Encryption removed": "On 587, 2525 and 25",
            "One person refused": "On 465",
            "Another reply": "On 465",
        }.items():
            choose(asked, "kind", kind)
            assert chosen(asked)[1] == where


@aio()
async def test_one_person_of_several_is_refused_and_what_runs_is_said_to_be_replaced(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to="ada@example.com, Grace Hopper <grace@example.net>")
        life.rooms.write.compose.head.set_copies(each=False)
        life.rooms.write.compose.send_bar.route.toggle()
        life.window.show_view("practice")
        press(life, "simulate")
        asked = sheet(life)
        assert "replaces" not in texts(life, asked)
        hidden = asked.findChild(QPushButton, "simulate-stop")
        assert hidden is not None
        assert not hidden.isVisible()
        choose(asked, "kind", "One person refused")
        press(life, "simulate-start", asked)
        refused = "grace@example.net refused with 550 on every SMTP port"
        await until(lambda: f"Simulating: {refused}" in texts(life))
        await send(life)
        assert rows(life)[0].result.word == "Partly accepted"

        press(life, "simulate")
        asked = sheet(life)
        choose(asked, "kind", "No answer")
        assert f"This replaces {refused}." in texts(life, asked)
        assert seen_button(life, "simulate-start", asked).text() == "Replace"
        asked.reject()


@aio()
async def test_refused_key_in_practice_leads_to_the_end_of_what_is_simulated(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.practice.simulate(Simulation(kind=Kind.KEY, where=Where.STARTTLS))
        await life.tasks.wait_for("simulate")
        life.rooms.write.compose.send_bar.route.toggle()
        fill(life)
        await send(life)
        life.window.show_view("results")
        life.rooms.results.table.select_first()
        await until(lambda: life.detail.case)
        await turns()
        detail = life.rooms.results.detail
        names = [each.objectName() for each in visible_children(detail, QPushButton)]
        assert names[:3] == ["stop-simulating", "send-again", "edit-as-new"]

        press(life, "stop-simulating", detail)
        await life.tasks.wait_for("simulate")
        await turns()
        names = [each.objectName() for each in visible_children(detail, QPushButton)]
        assert names[:2] == ["send-again", "edit-as-new"]
        life.window.show_view("write")
        assert not [
            b
            for b in visible_children(life.window, QPushButton)
            if b.objectName() == "stop-simulating"
        ]


@aio()
async def test_refused_key_is_answered_in_sendgrids_words_on_both_ways(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.practice.simulate(Simulation(kind=Kind.KEY))
        await life.tasks.wait_for("simulate")
        fill(life)
        await send(life)
        life.rooms.write.compose.send_bar.route.toggle()
        await send(life)
        found = [(row.code, row.result.word) for row in rows(life)]
        assert found == [("535", "Refused"), ("401", "Refused")]
        life.window.show_view("results")
        for at in (0, 1):
            life.rooms.results.table.selectRow(at)
            await life.tasks.wait_for("detail")
            case = life.detail.case
            assert case is not None
            assert "authorization grant is invalid, expired, or revoked" in case.attempt.reply


@aio()
async def test_conversation_is_copied_and_said_to_be_not_for_a_ticket(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        life.window.show_view("results")
        life.rooms.results.table.select_first()
        await life.tasks.wait_for("detail")
        detail = life.rooms.results.detail
        detail.show_tab("conversation")
        await turns()
        assert WHOLE_MAIL.before in texts(life, detail)
        press(life, "copy-conversation", detail)
        assert QGuiApplication.clipboard().text() == detail.conversation.words.text
        assert "ada@example.com" in QGuiApplication.clipboard().text()

        detail.show_tab("copy")
        detail.tab_shown.emit("copy")
        press(life, "copy-kinds-summary")
        await until(lambda: SAFE_WORDS in texts(life, detail))
        detail.show_tab("steps")
        assert (
            detail.steps.findChildren(QTableView)[0]
            .model()
            .headerData(6, Qt.Orientation.Horizontal)
            == "What happened"
        )


@aio()
async def test_what_is_simulated_is_said_beside_a_live_account_which_it_does_not_touch(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        life.practice.simulate(Simulation(kind=Kind.KEY))
        await life.tasks.wait_for("simulate")
        said = (
            "Simulating in the practice inbox: key refused on every path. Live mail is not touched."
        )
        assert said in texts(life)
        fill(life)
        await send(life)
        assert rows(life)[0].result.word == "Accepted"

        life.accounts.choose("Practice")
        assert "Simulating: key refused on every path" in texts(life)
        assert said not in texts(life)
        press(life, "stop-simulating")
        await until(lambda: "Simulating" not in texts(life))


async def now_simulate(life: Life, simulation: Simulation | None) -> str:
    """Let something else go wrong, or nothing; give the detail's first button and its words."""
    if simulation is None:
        life.practice.stop_simulating()
    else:
        life.practice.simulate(simulation)
    await life.tasks.wait_for("simulate")
    await turns()
    detail = life.rooms.results.detail
    names = [each.objectName() for each in visible_children(detail, QPushButton)]
    return f"{names[0]}: {texts(life, detail)}"


@aio()
async def test_row_that_failed_before_names_what_is_simulated_now_and_begins_with_its_end(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.practice.simulate(Simulation(kind=Kind.KEY))
        await life.tasks.wait_for("simulate")
        life.rooms.write.compose.send_bar.route.toggle()
        fill(life)
        await send(life)
        life.window.show_view("results")
        life.rooms.results.table.select_first()
        await until(lambda: life.detail.case)

        said = await now_simulate(life, Simulation(kind=Kind.SILENCE, where=Where.STARTTLS))
        assert said.startswith("stop-simulating: ")
        assert "Now no answer after the mail on 587, 2525 and 25 is simulated" in said
        said = await now_simulate(life, Simulation(kind=Kind.SILENCE, where=Where.WEB_API))
        assert said.startswith("send-again: ")
        assert "is simulated" not in said
        await now_simulate(life, Simulation(kind=Kind.RESET))
        said = await now_simulate(life, None)
        assert said.startswith("send-again: ")
        assert "is simulated" not in said
