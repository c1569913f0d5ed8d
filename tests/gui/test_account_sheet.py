"""The sheet of an account: where the keyboard begins, and what leaving it asks."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sgdesk.ui.account.sheet import AccountSheet
from sgdesk.ui.sheets import Question
from tests.contract.cli.test_secrets import CANARY, check_folder
from tests.support.live import open_sheet, press_in
from tests.support.qt import aio, make_life, running, until, visible_children


@aio()
async def test_key_is_typed_at_once_and_not_lost_by_esc_unless_one_says_so(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await open_sheet(life)
        assert sheet.focusWidget() is sheet.key.field
        QTest.keyClick(sheet.key.field, Qt.Key.Key_Escape)
        assert not visible_children(life.window, AccountSheet), "nothing was typed"

        sheet = await open_sheet(life)
        QTest.keyClicks(sheet.focusWidget(), CANARY)
        for leave in (lambda: QTest.keyClick(sheet, Qt.Key.Key_Escape), sheet.close):
            leave()
            await until(lambda: visible_children(sheet, Question))
            (asked,) = visible_children(sheet, Question)
            QTest.keyClick(asked.focusWidget() or asked, Qt.Key.Key_Return)
            await life.tasks.wait_for("leave-account")
            assert sheet.isVisible()
            assert sheet.key.field.text() == CANARY

        press_in(sheet, "cancel-account")
        await until(lambda: visible_children(sheet, Question))
        press_in(visible_children(sheet, Question)[0], "leave-account-close")
        await life.tasks.wait_for("leave-account")
        assert not visible_children(life.window, AccountSheet)
        sheet = await open_sheet(life)
        QTest.keyClicks(sheet.details.fields["proxy"], "http://proxy.example.com")
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
        await until(lambda: visible_children(sheet, Question))
        press_in(visible_children(sheet, Question)[0], "leave-account-close")
        await life.tasks.wait_for("leave-account")
        assert not visible_children(life.window, AccountSheet)
    assert check_folder(tmp_path) > 0
