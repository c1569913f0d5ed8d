"""What was chosen is there again at the next start."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.support.qt import aio, make_life, running


@aio()
async def test_preview_as_wide_as_a_phone_stays_so_after_a_restart(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        mail = life.rooms.write.preview.mail
        assert mail.widths.current == "desktop"
        phone = mail.widths.findChild(QPushButton, "preview-mail-width-phone")
        assert phone is not None
        QTest.mouseClick(phone, Qt.MouseButton.LeftButton)
    async with running(make_life(qapp, tmp_path)) as life:
        assert life.rooms.write.preview.mail.widths.current == "phone"
        assert life.rooms.practice.reader.view.widths.current == "desktop"
