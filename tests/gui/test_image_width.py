"""How wide an image is shown is asked when it comes into the mail."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.content.template import TEXT_PX
from sgdesk.ui.compose.asking import AskingSheet
from sgdesk.ui.life import Life
from tests.gui.test_attach import picture
from tests.support.qt import aio, make_life, running, until, visible_children


async def image_sheet(life: Life, path: str) -> AskingSheet:
    """Drop an image on the mail and give the sheet that asks about it."""
    life.rooms.write.compose.body.files_dropped.emit((path,))
    await until(lambda: visible_children(life.window, AskingSheet))
    (sheet,) = visible_children(life.window, AskingSheet)
    return sheet


@pytest.mark.parametrize(
    ("own", "shown", "half"), [(2000, TEXT_PX, ""), (900, TEXT_PX, "450"), (480, 480, "240")]
)
@aio()
async def test_width_is_proposed_no_wider_than_the_mail(
    qapp: QApplication, tmp_path: Path, own: int, shown: int, half: str
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await image_sheet(life, picture(tmp_path / "logo.png", own))
        assert sheet.windowTitle() == "Image"
        assert sheet.fields["width"].text() == str(shown)
        offers = [each.text() for each in sheet.findChildren(QPushButton) if "Half" in each.text()]
        assert offers == ([f"Half of its own {own}: {half}"] if half else [])
        sheet.close()
        await life.tasks.wait_for("attach")


@aio()
async def test_logo_of_twice_its_size_is_halved_by_a_press(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await image_sheet(life, picture(tmp_path / "logo.png", 480))
        (half,) = (each for each in sheet.findChildren(QPushButton) if "Half" in each.text())
        half.click()
        sheet.accept()
        await life.tasks.wait_for("attach")
        assert '![logo](cid:logo "240")' in life.rooms.write.compose.form().markdown


@aio()
async def test_image_comes_with_the_width_that_was_typed(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sheet = await image_sheet(life, picture(tmp_path / "logo.png", 480))
        sheet.fields["width"].clear()
        QTest.keyClicks(sheet.fields["width"], "1a50")
        sheet.accept()
        await life.tasks.wait_for("attach")
        assert '![logo](cid:logo "150")' in life.rooms.write.compose.form().markdown
