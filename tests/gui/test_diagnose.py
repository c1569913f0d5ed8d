"""Diagnose tests every way from the window, against real servers, and sends nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.diagnose.notebook import Limits
from sgdesk.present.diagnosis_run import STOPPED_WORDS
from sgdesk.route import WebApiPath, parse_path
from sgdesk.ui.life import Life
from tests.gui.test_result_acts import open_first
from tests.support.diagnosing import cells, diagnosed, sign_up_led
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.troubles import port_without_answer
from tests.support.window import fill, press, seen_button, send, texts

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
MAIL = ("SMTP 587", "SMTP 2525", "SMTP 465", "SMTP 25")
BLOCKED = "Use the Web API."


@pytest.fixture
def silent() -> Iterator[int]:
    """Give a port that does not answer."""
    with port_without_answer() as port:
        yield port


async def run_here(life: Life) -> None:
    """Start a run by its button, and wait for its end."""
    life.window.show_view("diagnose")
    press(life, "diagnose-start")
    await diagnosed(life)


def buttons(life: Life) -> set[str]:
    """Name the buttons in sight."""
    return {one.objectName() for one in visible_children(life.window, QPushButton)}


def strike(life: Life, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    """Press a key where the keyboard is."""
    target = QApplication.focusWidget() or life.window
    QTest.keyClick(target, key, modifiers or Qt.KeyboardModifier.NoModifier)


@aio()
async def test_every_way_of_the_account_is_tested_with_no_key_and_nothing_is_sent(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_led(life, sandbox.info)
        await run_here(life)

        assert (
            life.rooms.diagnose.here.outcome.verdict.headline
            == "SMTP and Web API both work from here."
        )
        assert list(cells(life)) == ["Web API", *MAIL]
        assert all("verified" in line for line in cells(life).values())
        said = texts(life)
        assert "api.sendgrid.com, smtp.sendgrid.net" in said
        assert "for work. Nothing was sent; no key was used" in said
        asked = {stamp["point"] for stamp in sandbox.stamps()}
        assert asked
        assert not asked & {"auth", "mail", "rcpt", "data", "body"}
        assert not sandbox.inbox()
        # The key is a matter of another button.
        press(life, "diagnose-key")
        await diagnosed(life)
        assert "auth" in {stamp["point"] for stamp in sandbox.stamps()}
        assert not sandbox.inbox()


@aio()
async def test_way_that_works_is_taken_from_now_on_by_the_button_and_given_back_by_undo(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    sandbox.fault("connect", "refuse", path="smtp")
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_led(life, sandbox.info, path="smtp:2525:starttls")
        await run_here(life)
        assert BLOCKED in life.rooms.diagnose.here.outcome.verdict.headline
        assert seen_button(life, "diagnose-do").text() == "Send by Web API from now on"
        press(life, "diagnose-do")
        kept = "work begins each mail by the Web API from now on. It was SMTP 2525."
        await until(lambda: kept in texts(life))

        assert life.session.account.path == "webapi"
        assert life.rooms.write.compose.send_bar.route.path == WebApiPath()
        assert seen_button(life, "diagnose-do").text() == "Write a mail"
        press(life, "diagnose-undo")
        await until(lambda: "work begins each mail by SMTP 2525 again." in texts(life))
        assert life.session.account.path == "smtp:2525:starttls"
        assert seen_button(life, "diagnose-do").text() == "Send by Web API from now on"


@aio()
async def test_rows_fill_while_it_runs_and_stop_ends_it_at_once(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, silent: int
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_led(life, sandbox.info, smtp_port=silent)
        life.window.show_view("diagnose")
        press(life, "diagnose-start")
        await until(lambda: "verified" in cells(life).get("Web API", ()))

        assert life.diagnose.here.is_running
        assert cells(life)["SMTP 587"][1:] == ["trying…", *["…"] * 3]
        assert "Testing… " in life.rooms.diagnose.here.outcome.verdict.headline
        assert seen_button(life, "diagnose-stop").hasFocus()
        strike(life, Qt.Key.Key_Escape)
        assert life.rooms.diagnose.here.outcome.verdict.headline == STOPPED_WORDS
        assert seen_button(life, "diagnose-do").hasFocus()
        assert life.rooms.diagnose.here.outcome.matrix.place is None
        assert cells(life)["SMTP 587"][1:] == ["not tested"] * 4
        await diagnosed(life)
        assert life.rooms.diagnose.here.outcome.verdict.headline == STOPPED_WORDS
        # What of it comes late belongs to nothing any more, and another run is its own.
        press(life, "diagnose-do")
        await until(lambda: life.diagnose.here.is_running)
        press(life, "diagnose-stop")
        await diagnosed(life)


@aio(timeout=8)
async def test_window_is_quit_in_the_midst_of_a_test(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, silent: int
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_led(life, sandbox.info, smtp_port=silent)
        life.window.show_view("diagnose")
        press(life, "diagnose-start")
        await until(lambda: life.diagnose.here.is_running)


@aio()
async def test_cell_shows_what_was_seen_there_by_keyboard_alone(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_led(life, sandbox.info)
        strike(life, Qt.Key.Key_5, CTRL)
        await until(lambda: life.window.current_view == "diagnose")
        strike(life, Qt.Key.Key_F5)
        await until(lambda: life.diagnose.here.has_result)
        here = life.rooms.diagnose.here
        strike(life, Qt.Key.Key_F6)
        assert here.outcome.matrix.hasFocus()
        for key in (Qt.Key.Key_Down, *[Qt.Key.Key_Right] * 3, Qt.Key.Key_Return):
            strike(life, key)
        await turns()

        said = texts(life, here.outcome.evidence)
        assert said.startswith("SMTP 587, Encryption\n")
        assert "STARTTLS, smtp.sendgrid.net:587" in said
        assert "TLSv1." in said
        assert "sgdesk local SendGrid" in said
        strike(life, Qt.Key.Key_Left)
        await turns()
        assert texts(life, here.outcome.evidence).startswith("SMTP 587, Greeting\n")
        assert "220 " in texts(life, here.outcome.evidence)
        strike(life, Qt.Key.Key_F6)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert here.outcome.below.isAncestorOf(focused)


@aio()
async def test_failed_mail_leads_to_a_test_of_its_servers_with_its_way_first(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    sandbox.fault("connect", "refuse", listener="tls")
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_led(life, sandbox.info, path="smtp:465:tls")
        fill(life)
        await send(life)
        await open_first(life)
        life.accounts.choose("Practice")
        await life.tasks.wait_for("keep-account", "detail")
        press(life, "diagnose-this", life.rooms.results)
        await until(lambda: life.diagnose.here.has_result)

        assert life.window.current_view == "diagnose"
        assert list(cells(life))[:2] == ["SMTP 465", "Web API"]
        assert cells(life)["SMTP 465"][1] == "refused"
        assert "for work." in texts(life)
        assert not sandbox.inbox()
        press(life, "diagnose-do")
        await until(lambda: "work begins each mail by SMTP 587 from now on" in texts(life))
        await life.tasks.wait_for("accounts", "diagnose-step")
        # What is said and done next is still that account's.
        assert "Run again tests for" not in texts(life)
        assert life.session.account.is_built_in
        press(life, "diagnose-again")
        await diagnosed(life)
        assert "for work." in texts(life)


@aio()
async def test_account_whose_servers_are_not_reached_leads_to_a_test_of_them(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path), view="accounts") as life:
        await sign_up_led(life, sandbox.info)
        press(life, "account-check-0")
        await life.tasks.wait_for("check work")
        assert "account-diagnose-0" not in buttons(life)
        sandbox.fault("connect", "refuse", path="smtp")
        press(life, "account-check-0")
        await life.tasks.wait_for("check work")
        press(life, "account-diagnose-0")
        await until(lambda: life.diagnose.here.has_result)

        assert life.window.current_view == "diagnose"
        assert cells(life)["SMTP 587"][1] == "refused"
        assert "for work." in texts(life)


@aio()
async def test_account_without_encryption_is_refused_and_nobody_is_asked(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_led(life, sandbox.info, path="smtp:25:plain")
        life.window.show_view("diagnose")
        press(life, "diagnose-start")
        await until(lambda: "work sends its key without encryption" in texts(life))

        assert seen_button(life, "diagnose-edit")
        assert seen_button(life, "diagnose-start")
        assert not sandbox.stamps()


@aio()
async def test_proxy_that_this_computer_names_and_that_is_left_out_is_the_finding(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://ada:secret@proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "*")
    sandbox.fault("connect", "refuse")
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_led(life, sandbox.info)
        await run_here(life)

        said = texts(life)
        assert "This network needs its proxy, and it is not used" in said
        assert "proxy.example:3128" in said
        assert "secret" not in said


@aio()
async def test_practice_is_named_as_what_was_tested_and_its_way_is_chosen_in_write(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice = Sandbox(info=life.session.practice)
        practice.fault("connect", "refuse", path="smtp")
        route = life.rooms.write.compose.send_bar.route
        route.take(parse_path("smtp:587"))
        life.window.show_view("start")
        press(life, "start-diagnose")
        assert "Practice is chosen above" in texts(life)
        await run_here(life)
        assert "the practice inbox on this computer, not SendGrid" in texts(life)
        press(life, "diagnose-do")
        await until(lambda: route.path == WebApiPath())

        assert "Write sends by the Web API now. It was SMTP 587." in texts(life)
        assert not practice.inbox()


@aio()
async def test_summary_holds_verdict_matrix_and_findings_and_neither_key_nor_name(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "gracehopper")
    sandbox.fault("greeting", "silence", listener="tls")
    # A server that names whoever asks.
    told = f"220 hello gracehopper, your key is {sandbox.info.key}\r\n"
    sandbox.fault("greeting", {"reply": told}, listener="starttls")
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_led(life, sandbox.info)
        life.diagnose.here._limits = Limits(run=1.5)
        await run_here(life)
        later = datetime(2031, 5, 1, tzinfo=UTC)
        monkeypatch.setattr("sgdesk.diagnose.report.wall_utc", lambda: later)
        strike(life, Qt.Key.Key_C, CTRL | SHIFT)
        await life.tasks.wait_for("diagnose-copy")
        copied = QApplication.clipboard().text()

        here = life.rooms.diagnose.here
        assert copied.startswith(here.outcome.verdict.headline)
        assert "Certainty: " in copied
        assert "Look-up" in copied
        assert all(way in copied for way in ("Web API", *MAIL))
        assert "What to do: " in copied
        assert sandbox.info.key not in copied
        assert "gracehopper" not in copied
        assert "220 hello" in copied
        # When it was tested, not when it is copied.
        assert "Recorded on 20" in copied
        assert "2031" not in copied
        press(life, "diagnose-why")
        press(life, "diagnose-why")
        assert here.outcome.findings.hasFocus()
        press(life, "diagnose-evidence-0")
        await turns()
        assert "no answer" in texts(life, here.outcome.evidence)
