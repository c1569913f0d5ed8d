"""The preview in the place of the mail, where a desktop's mail has its own size."""

from pathlib import Path

from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QLabel

from sgdesk.present.form import ComposeForm
from sgdesk.ui.life import Life
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import press, seen_button, texts


def engine(life: Life) -> QWebEngineView:
    """Give what draws the preview."""
    found = life.rooms.write.preview.findChild(QWebEngineView)
    assert found is not None
    return found


@aio()
async def test_desktop_preview_is_enlarged_to_its_own_size_and_put_back_beside_the_mail(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=(1280, 800))) as life:
        write = life.rooms.write
        write.compose.set_form(ComposeForm(html="<p>Hello</p>", html_is_own=True))
        await until(lambda: "Shown at" in texts(life, write.preview))
        assert engine(life).zoomFactor() < 1
        (said,) = (
            each
            for each in visible_children(write.preview, QLabel)
            if each.text().startswith("Shown at")
        )
        enlarge = seen_button(life, "preview-mail-enlarge")
        await turns(5)
        assert said.height() < 2 * said.fontMetrics().height()
        middles = [each.mapTo(life.window, each.rect().center()).y() for each in (said, enlarge)]
        assert abs(middles[0] - middles[1]) <= 1, "there is room for both in one line"
        write.compose.body.editor.setFocus()
        press(life, "preview-mail-enlarge")
        await until(lambda: engine(life).zoomFactor() == 1)
        assert not write.compose.isVisible()
        press(life, "preview-back")
        await until(lambda: "Shown at" in texts(life, write.preview))
        assert write.compose.body.editor.isVisible()
        assert QApplication.focusWidget() is write.compose.body.editor

        press(life, "preview-mail-enlarge")
        life.window.show_view("results")
        life.window.show_view("write")
        assert write.compose.isVisible()
