"""Diagnose on networks that were recorded: what may be asked of others, and whose servers it is."""

import random
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.account.account import Account
from sgdesk.diagnose.observation import Observation
from sgdesk.diagnose.plan import CONTROLS
from sgdesk.present.diagnosis_run import STOPPED_WORDS
from sgdesk.profile import Values
from sgdesk.ui.life import Life
from tests.support.diagnosing import cells, diagnosed, network_of, sign_up_at_sendgrid
from tests.support.networks import Make, all_mail_silent, network, no_resolver
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import press, seen_button, texts


def seen_on(make: Make) -> list[Observation]:
    """Give what is seen on a network."""
    return make(random.Random(1))[0]


async def run_on(life: Life, make: Make) -> None:
    """Diagnose on a network."""
    life.window.show_view("diagnose")
    with network_of(seen_on(make)):
        life.diagnose.here.run()
        await diagnosed(life)


def shown(life: Life) -> set[str]:
    """Name the buttons in sight."""
    return {one.objectName() for one in visible_children(life.rooms.diagnose, QPushButton)}


@aio()
async def test_servers_of_others_are_named_before_they_are_tested_and_once_alone(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_at_sendgrid(life)
        life.window.show_view("diagnose")
        with network_of(seen_on(all_mail_silent)) as allowed:
            life.diagnose.here.run()
            await diagnosed(life)
            said = texts(life, life.rooms.diagnose.here.outcome.findings)
            assert all(each.host in said and str(each.port) in said for each in CONTROLS)
            assert not any(allowed)

            press(life, "diagnose-others-0")
            await until(lambda: len(allowed) > 1)
            await diagnosed(life)
            assert tuple(allowed[1]) == CONTROLS
            press(life, "diagnose-again")
            await until(lambda: len(allowed) > 2)
            await diagnosed(life)
            assert not allowed[2]


@aio()
async def test_nobody_else_is_tested_for_the_practice_inbox(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await run_on(life, all_mail_silent)

        assert "diagnose-sendgrid" in shown(life)
        assert not any(name.startswith("diagnose-others") for name in shown(life))
        with network_of(seen_on(all_mail_silent)):
            press(life, "diagnose-sendgrid")
            await diagnosed(life)
        assert "diagnose-others-0" in shown(life)
        assert seen_button(life, "diagnose-sendgrid").text() == "Test Practice"
        assert seen_button(life, "diagnose-do").text() == "Add a SendGrid key"
        assert ": api.sendgrid.com, smtp.sendgrid.net." in texts(life)

        press(life, "diagnose-sendgrid")
        await diagnosed(life)
        assert "the practice inbox on this computer, not SendGrid" in texts(life)
        assert seen_button(life, "diagnose-sendgrid").text() == "Test SendGrid"


@aio()
async def test_what_stands_there_is_said_to_be_anothers_once_the_account_changes(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_at_sendgrid(life)
        await run_on(life, all_mail_silent)
        life.accounts.choose("Practice")
        await life.tasks.wait_for("keep-account")
        other = "This was tested for example.org. Run again tests for Practice."
        assert other in texts(life)

        life.accounts.choose("example.org")
        await life.tasks.wait_for("keep-account")
        assert other not in texts(life)
        life.accounts.choose("Practice")
        await life.tasks.wait_for("keep-account")
        await run_on(life, all_mail_silent)
        assert other not in texts(life)
        assert "the practice inbox on this computer, not SendGrid" in texts(life)


@aio()
async def test_without_a_network_nothing_is_offered_but_to_run_again(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_at_sendgrid(life)
        await run_on(life, no_resolver)

        primary = [
            one.objectName()
            for one in visible_children(life.rooms.diagnose, QPushButton)
            if one.property("primary")
        ]
        assert primary == ["diagnose-do"]
        assert seen_button(life, "diagnose-do").text() == "Run again"
        assert "diagnose-again" not in shown(life)


@aio(timeout=15)
async def test_stopped_run_ends_and_what_it_comes_to_all_the_same_is_not_shown(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_at_sendgrid(life)
        life.window.show_view("diagnose")
        with network_of(seen_on(all_mail_silent), ends=False):
            life.diagnose.here.run()
            await until(lambda: life.diagnose.here.is_running)
            press(life, "diagnose-stop")
            # One that is not told to stop would never end.
            await diagnosed(life)

        assert life.rooms.diagnose.here.outcome.verdict.headline == STOPPED_WORDS
        assert not life.diagnose.here.has_result
        with network_of(seen_on(all_mail_silent), ends=False):
            life.diagnose.here.run()
            await until(lambda: life.diagnose.here.is_running)
            life.diagnose.here.run()
            await turns(30)
            # The first has ended: the second goes on.
            assert life.diagnose.here.is_running
            assert not life.diagnose.here.has_result
            life.diagnose.here.stop()
            await diagnosed(life)


@aio()
async def test_path_that_is_kept_while_another_run_has_begun_is_not_said_of_that(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_at_sendgrid(life, path="smtp:587:starttls")
        await run_on(life, all_mail_silent)
        book, may_write = life.session.book, threading.Event()
        change = book.change

        def slowly(name: str, values: Values) -> Account:
            may_write.wait()
            return change(name, values)

        monkeypatch.setattr(book, "change", slowly)
        press(life, "diagnose-do")
        with network_of(seen_on(all_mail_silent), ends=False):
            life.diagnose.here.run()
            await until(lambda: life.diagnose.here.is_running)
            may_write.set()
            await life.tasks.wait_for("diagnose-keep")
            assert life.session.account.path == "webapi"
            assert "from now on" not in texts(life, life.rooms.diagnose)
            assert "diagnose-undo" not in shown(life)
            life.diagnose.here.stop()
            await diagnosed(life)


@aio()
async def test_clean_network_after_a_blocked_one_takes_everything_back(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_at_sendgrid(life, path="smtp:587:starttls")
        await run_on(life, all_mail_silent)
        here = life.rooms.diagnose.here
        here.outcome.matrix.setFocus()
        QTest.keyClick(here.outcome.matrix, Qt.Key.Key_Return)
        assert "Web API, Look-up" in texts(life, here.outcome.evidence)
        await run_on(life, lambda rng: (network(rng), None))  # type: ignore[arg-type,return-value]

        assert here.outcome.verdict.headline == "SMTP and Web API both work from here."
        assert "diagnose-why" not in shown(life)
        assert seen_button(life, "diagnose-do").text() == "Write a mail"
        assert "Nothing is wrong here." in texts(life, here.outcome.findings)
        assert here.outcome.matrix.place is None
        assert all(line[1].startswith("ok") for line in cells(life).values())


@aio()
async def test_each_cell_says_its_way_its_step_and_how_it_went_to_a_screen_reader(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_at_sendgrid(life)
        await run_on(life, all_mail_silent)
        await turns()
        table = QAccessible.queryAccessibleInterface(life.rooms.diagnose.here.outcome.matrix)
        told = {table.child(at).text(QAccessible.Text.Name) for at in range(table.childCount())}

        assert "SMTP 587, Connect: wrong: no answer" in told
        assert "Web API, Encryption: verified" in told
        assert "Web API, Greeting: has no such step" in told
