"""A report is read in full before it is saved, and is saved as it was shown or not at all."""

import zipfile
from pathlib import Path
from unittest import mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from sgdesk.doors import read_report
from sgdesk.ui.diagnose.report_sheet import ReportSheet
from sgdesk.ui.life import Life
from sgdesk.ui.sheets import Question
from tests.gui.test_diagnose import run_here, strike
from tests.gui.test_diagnose_offers import run_on
from tests.support.diagnosing import diagnosed, network_of, sign_up_at_sendgrid, sign_up_led
from tests.support.keys import KEY
from tests.support.live import press_in
from tests.support.networks import all_mail_refused
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import press, seen_button, texts

NO_KEY = "No key, no mail addresses, no message text in this file."


async def sheet_of(life: Life) -> ReportSheet:
    """Ask for the report of the run that is shown."""
    press(life, "diagnose-save")
    await until(lambda: visible_children(life.window, ReportSheet))
    (sheet,) = visible_children(life.window, ReportSheet)
    return sheet


async def save_to(life: Life, sheet: ReportSheet, path: Path) -> None:
    """Press Save as, and choose a file."""
    press_in(sheet, "report-save")
    (dialog,) = sheet.findChildren(QFileDialog, "save-report-as")
    assert dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def said_in(sheet: ReportSheet) -> str:
    """Give what the sheet says."""
    return "\n".join(label.text() for label in visible_children(sheet, QLabel))


@aio()
async def test_report_is_shown_whole_and_saved_to_the_byte_as_it_was_shown(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_at_sendgrid(life)
        await run_on(life, all_mail_refused)
        sheet = await sheet_of(life)
        assert NO_KEY in said_in(sheet)
        assert sheet.ticket.hasFocus()
        QTest.keyClicks(sheet.ticket, "4711")
        await life.tasks.wait_for("report-pack")
        shown = {"summary.txt": sheet.shown_text}
        assert "ticket 4711" in " ".join(sheet.shown_text.split())
        press_in(sheet, "report-files-report.json")
        shown["report.json"] = sheet.shown_text
        path = tmp_path / "case"
        await save_to(life, sheet, path)
        await life.tasks.wait_for("report-write")

        saved = path.with_name("case.zip")
        with zipfile.ZipFile(saved) as file:
            assert {name: file.read(name).decode() for name in file.namelist()} == shown
        assert saved.stat().st_mode & 0o777 == 0o600
        assert "Report saved as 'case.zip'." in texts(life)
        assert seen_button(life, "show-file")
        assert not visible_children(life.window, ReportSheet)
        report = read_report(saved)
        assert report.ticket == "4711"
        assert (
            report.diagnosis.verdict.headline == life.rooms.diagnose.here.outcome.verdict.headline
        )


@aio()
async def test_file_that_is_there_goes_only_when_it_is_said(
    qapp: QApplication, tmp_path: Path
) -> None:
    path = tmp_path / "case.zip"
    path.write_bytes(b"of yesterday")
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_at_sendgrid(life)
        await run_on(life, all_mail_refused)
        sheet = await sheet_of(life)
        for answer in ("keep", "replace"):
            assert path.read_bytes() == b"of yesterday"
            await save_to(life, sheet, path)
            await until(lambda: visible_children(life.window, Question))
            (question,) = visible_children(life.window, Question)
            press_in(question, f"replace-file-{answer}")
            await life.tasks.wait_for("report-write")

        assert zipfile.is_zipfile(path)


@aio()
async def test_disk_that_is_full_and_folder_that_is_closed_lose_nothing(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_at_sendgrid(life)
        await run_on(life, all_mail_refused)
        sheet = await sheet_of(life)
        QTest.keyClicks(sheet.ticket, "4711")
        full = OSError(28, "No space left on device")
        with mock.patch("sgdesk.ui.diagnose.report_desk.write_file", side_effect=full):
            await save_to(life, sheet, tmp_path / "case.zip")
            await until(lambda: "No space left on device" in said_in(sheet))
        assert "'case.zip' cannot be saved." in said_in(sheet)
        await save_to(life, sheet, tmp_path / "no folder" / "case.zip")
        await until(lambda: "No such file or directory" in said_in(sheet))
        assert sheet.ticket.text() == "4711"
        assert not (tmp_path / "case.zip").exists()

        await save_to(life, sheet, tmp_path / "case.zip")
        await life.tasks.wait_for("report-write")
        assert read_report(tmp_path / "case.zip").ticket == "4711"


@aio()
async def test_ticket_that_holds_a_key_or_an_address_is_refused_where_it_is_typed(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_at_sendgrid(life)
        await run_on(life, all_mail_refused)
        sheet = await sheet_of(life)
        for wrong in ("ada@example.com", KEY, "7" * 200):
            sheet.ticket.setText(wrong)
            await life.tasks.wait_for("report-pack")
            assert "number alone" in said_in(sheet)
            assert not seen_button(life, "report-save", sheet).isEnabled()
            assert wrong not in sheet.shown_text
        sheet.ticket.setText("#12")
        await life.tasks.wait_for("report-pack")
        assert "number alone" not in said_in(sheet)
        assert seen_button(life, "report-save", sheet).isEnabled()


@aio()
async def test_server_that_repeats_key_and_name_leaves_neither_in_what_is_shown(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "gracehopper")
    told = f"220 hello gracehopper, your key is {sandbox.info.key}\r\n"
    sandbox.fault("greeting", {"reply": told}, listener="starttls")
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_led(life, sandbox.info)
        await run_here(life)
        sheet = await sheet_of(life)
        shown = sheet.shown_text
        press_in(sheet, "report-files-report.json")
        shown += sheet.shown_text

        assert "220 hello" in shown
        for secret in (sandbox.info.key, "gracehopper", "news@example.com"):
            assert secret not in shown


@aio()
async def test_report_is_saved_and_left_by_keyboard_alone(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_at_sendgrid(life)
        await run_on(life, all_mail_refused)
        seen_button(life, "diagnose-save").setFocus()
        strike(life, Qt.Key.Key_Space)
        await until(lambda: visible_children(life.window, ReportSheet))
        (sheet,) = visible_children(life.window, ReportSheet)
        names = []
        for _ in range(6):
            focused = sheet.focusWidget()
            assert focused is not None
            names.append(focused.objectName())
            QTest.keyClick(focused, Qt.Key.Key_Tab)
        assert {"report-ticket", "report-text", "report-cancel", "report-save"} <= set(names)
        sheet.ticket.setFocus()
        QTest.keyClick(sheet.ticket, Qt.Key.Key_Return)
        (dialog,) = sheet.findChildren(QFileDialog, "save-report-as")
        dialog.reject()
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        assert not sheet.isVisible()


@aio()
async def test_nothing_can_be_saved_before_a_run_has_ended(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_at_sendgrid(life)
        life.window.show_view("diagnose")
        with network_of((), ends=False):
            press(life, "diagnose-start")
            await until(lambda: life.diagnose.here.is_running)
            names = {one.objectName() for one in visible_children(life.window, QPushButton)}
            assert "diagnose-save" not in names
            life.diagnose.here.reports.save()
            assert not life.tasks.is_running("report-sheet")
            press(life, "diagnose-stop")
            await diagnosed(life)


@aio()
async def test_window_is_quit_over_a_report_that_is_being_read_and_nothing_is_saved(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await sign_up_at_sendgrid(life)
        await run_on(life, all_mail_refused)
        sheet = await sheet_of(life)
        sheet.ticket.setText("4711")
        press_in(sheet, "report-save")
        assert sheet.findChildren(QFileDialog, "save-report-as")
    assert not list(files_below(tmp_path, ".zip"))


def files_below(folder: Path, ending: str) -> list[Path]:
    """Give the files of a kind."""
    return list(folder.rglob(f"*{ending}"))
