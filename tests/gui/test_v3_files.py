"""SendGrid's request body as a file of the window: opened from an example, saved by its kind."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from sgdesk.ui.compose.mail_scroll import SOME_LINES
from sgdesk.ui.drafts.files import SAVE_KINDS
from sgdesk.ui.life import Life
from sgdesk.ui.widgets.capped import MOST_LOW_PX, CappedWords
from tests.gui.test_drafts import FORM
from tests.support.qt import aio, make_life, running, turns
from tests.support.window import press

EXAMPLE = Path(__file__).parents[1] / "data" / "v3" / "kitchen.json"


async def save_as(life: Life, path: Path, kind: str) -> None:
    """Choose a kind and a file in the dialog that asks for both."""
    life.files.choose_to_save()
    (dialog,) = life.window.findChildren(QFileDialog, "save-message")
    (name,) = [name for name, each in SAVE_KINDS.items() if each == kind]
    dialog.selectNameFilter(name)
    dialog.filterSelected.emit(name)
    assert dialog.defaultSuffix() == path.suffix[1:]
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    await life.tasks.wait_for("save file")


@aio()
async def test_mail_is_saved_by_its_kind_and_each_json_opens_as_the_same_mail(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        compose.set_form(FORM)
        for name, kind in (("own", "json"), ("body", "v3")):
            await save_as(life, tmp_path / f"{name}.json", kind)
        assert "What the Web API is sent" not in compose.notice.text
        assert "It is what the Web API is sent; no key is in it." in compose.notice.text
        body = json.loads((tmp_path / "body.json").read_bytes())
        assert body["from"] == {"email": "sender@example.com"}
        assert json.loads((tmp_path / "own.json").read_bytes())["schema"] == "sgdesk.message/1"

        for name in ("own", "body"):
            life.files.open(str(tmp_path / f"{name}.json"))
            await life.tasks.wait_for("open file")
            assert compose.form() == FORM
            assert not compose.notice.isVisible()


@aio()
async def test_example_of_the_reference_opens_and_says_what_it_cannot_show(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.files.open(str(EXAMPLE))
        await life.tasks.wait_for("open file")
        compose = life.rooms.write.compose

        assert compose.form().subject == "Hello, World!"
        assert "Not everything in 'kitchen.json' can be shown here." in compose.notice.text
        assert "the template, the time to send at and 11 more" in compose.notice.text
        assert "The file stays as it is." in compose.notice.text
        assert "_" not in compose.notice.text

        press(life, "compose-notice-details")
        assert "a footer" in compose.notice.text
        assert "mail_settings.footer" in compose.notice.text
        details = life.window.findChild(QPushButton, "compose-notice-details")
        words = life.window.findChild(CappedWords, "compose-notice-words")
        assert details is not None
        assert not details.isVisible()
        assert words is not None
        assert words.height() == MOST_LOW_PX


@pytest.mark.parametrize("has_people", [True, False])
@aio()
async def test_opened_mail_is_seen_in_the_smallest_window_beside_what_is_left_out(
    qapp: QApplication, tmp_path: Path, has_people: bool
) -> None:
    body = json.loads(EXAMPLE.read_bytes())
    for each in body["personalizations"][: 0 if has_people else None]:
        each["to"] = []
    opened = tmp_path / "opened.json"
    opened.write_text(json.dumps(body))
    async with running(make_life(qapp, tmp_path, size=(900, 600))) as life:
        life.files.open(str(opened))
        await life.tasks.wait_for("open file")
        await turns(20)
        compose, editor = life.rooms.write.compose, life.rooms.write.compose.body.editor
        focused = life.window.focusWidget()
        assert focused is not None

        assert compose.notice.isVisible()
        seen = editor.visibleRegion().boundingRect().height()
        assert seen >= SOME_LINES * editor.fontMetrics().lineSpacing()
        assert (focused is editor) is has_people
        assert compose.head.fields["to"].isAncestorOf(focused) is not has_people
