"""A draft is opened to be gone on with: the keyboard is where it is not finished."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from sgdesk.present.form import ComposeForm, FormFile
from sgdesk.ui.life import Life
from tests.gui.test_drafts import drafts
from tests.support.qt import aio, make_life, running, turns, until, visible_children

HALF = ComposeForm(to="ada@example.com", subject="Autumn news", markdown="Dear Ada,\n\nwe have")
SIGNED = "Dear Ada,\n\nwe have\n\nYours\nSam"


async def reopened(life: Life, form: ComposeForm) -> None:
    """Keep a draft, begin another mail, and open the draft again."""
    life.rooms.write.compose.set_form(form)
    (row,) = await drafts(life)
    life.drafts.begin_blank()
    await life.tasks.wait_for("draft-turn")
    life.drafts.open(row.id)
    await life.tasks.wait_for("draft-turn")
    await turns(10)


@pytest.mark.parametrize(
    ("form", "place"), [(replace(HALF, to=""), "to"), (replace(HALF, subject=""), "subject")]
)
@aio()
async def test_draft_opens_at_the_first_field_that_is_empty(
    qapp: QApplication, tmp_path: Path, form: ComposeForm, place: str
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await reopened(life, form)
        field = life.rooms.write.compose.head.fields[place]
        focused = life.window.focusWidget()
        assert focused is not None
        assert focused is field or field.isAncestorOf(focused)


@pytest.mark.parametrize("markdown", [HALF.markdown, SIGNED])
@aio()
async def test_draft_opens_behind_its_last_words(
    qapp: QApplication, tmp_path: Path, markdown: str
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        editor = life.rooms.write.compose.body.write.editor
        editor.signature = "Yours\nSam"
        await reopened(life, replace(HALF, markdown=markdown))
        assert life.window.focusWidget() is editor
        assert editor.textCursor().position() == len(HALF.markdown)


@aio()
async def test_image_in_the_mail_is_not_counted_as_attached(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        body = life.rooms.write.compose.body
        logo = FormFile(filename="a.png", content=b"x", type="image/png", content_id="a")
        body.files.set_files((logo,))
        assert "Files 1" in tabs(life)
        body.write.editor.insertPlainText("![A](cid:a)")
        await until(lambda: "Files" in tabs(life))
        body.files.add((replace(logo, content_id=""),))
        assert "Files 1" in tabs(life)


def tabs(life: Life) -> list[str]:
    """Give what the tabs of the mail say."""
    shown = visible_children(life.rooms.write.compose.body.tabs, QAbstractButton)
    return [each.text() for each in shown]
