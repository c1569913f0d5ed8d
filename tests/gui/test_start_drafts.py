"""What Start offers to go on with is what there is: its subject, its time, and no more of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.doors import pack_draft
from sgdesk.present.form import ComposeForm
from sgdesk.store import Store
from sgdesk.ui.drafts.sheet import DraftsSheet
from sgdesk.ui.life import Life
from sgdesk.ui.log import others
from tests.support.live import add_account
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import fill, send, texts

OTHER = ComposeForm(to="grace@example.com", subject="Winter news", html="<p>Hello</p>")


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(others, "LOOK_MS", 50)


def buttons(life: Life) -> list[QPushButton]:
    """Give the buttons of Start that go on with a draft."""
    shown = visible_children(life.rooms.start, QPushButton)
    return [each for each in shown if each.objectName() == "start-draft"]


def offered(life: Life) -> list[str]:
    """Give the subjects that Start offers to go on with, the newest first."""
    return [each.text().split("'")[1] for each in buttons(life)]


def press_draft(life: Life, subject: str) -> None:
    """Go on with a draft as Start offers it."""
    (button,) = [each for each in buttons(life) if f"'{subject}'" in each.text()]
    button.click()


async def write(life: Life, subject: str) -> None:
    """Type a mail in Write and let it be saved."""
    life.window.show_view("write")
    fill(life, subject=subject)
    assert not await life.drafts.autosave.settle()
    await life.tasks.wait_for("drafts")


@asynccontextmanager
async def other_window(folder: Path) -> AsyncIterator[Store]:
    """Open the window's drafts as another window does."""
    store = await Store.open(folder / "data")
    try:
        yield store
    finally:
        await store.aclose()


async def keep(store: Store, draft_id: str, form: ComposeForm) -> None:
    """Save a draft and leave it."""
    await store.drafts.save(draft_id, pack_draft(form))
    await store.drafts.release(draft_id)


@aio()
async def test_draft_that_was_renamed_since_is_offered_by_its_new_subject(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await write(life, "Autumn news")
        await write(life, "Autumn sale")
        life.window.show_view("start")
        await until(lambda: offered(life) == ["Autumn sale"])

        # Typed, and Start opened before it was saved.
        life.window.show_view("write")
        fill(life, subject="Autumn end")
        life.window.show_view("start")
        await until(lambda: offered(life) == ["Autumn end"])


@aio()
async def test_draft_without_a_subject_is_offered_by_its_first_words_and_listed_by_them(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("write")
        QTest.keyClicks(life.rooms.write.compose.body.write.editor, "Hello Ada")
        life.window.show_view("start")
        await until(lambda: offered(life) == ["Hello Ada"])
        life.drafts.show_list()
        await until(lambda: visible_children(life.window, DraftsSheet))
        (sheet,) = visible_children(life.window, DraftsSheet)
        await until(lambda: sheet.table.model().index(0, 0).data() == "No subject – Hello Ada")


@aio()
async def test_what_another_window_does_to_drafts_is_seen_while_start_is_open(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with (
        running(make_life(qapp, tmp_path), view="start") as life,
        other_window(tmp_path) as store,
    ):
        await keep(store, "first", OTHER)
        await until(lambda: offered(life) == ["Winter news"])
        (button,) = buttons(life)
        button.setFocus()
        await keep(store, "other", replace(OTHER, subject="Spring news"))
        await until(lambda: offered(life) == ["Spring news", "Winter news"])
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused.property("draft") == "first"

        # It is written there now: here it can be neither opened nor deleted.
        await store.drafts.open("other")
        await until(lambda: offered(life) == ["Winter news"])
        await store.drafts.release("other")
        await until(lambda: offered(life) == ["Spring news", "Winter news"])
        await store.drafts.delete("first")
        await until(lambda: offered(life) == ["Spring news"])


@pytest.mark.parametrize(
    ("happens", "words"),
    [("deleted", "This draft is not here any more"), ("opened", "open in another window")],
)
@aio()
async def test_draft_that_cannot_be_opened_any_more_says_so_when_it_is_pressed(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, happens: str, words: str
) -> None:
    monkeypatch.setattr(others, "LOOK_MS", 60_000)
    async with running(make_life(qapp, tmp_path)) as life, other_window(tmp_path) as store:
        await keep(store, "other", OTHER)
        life.window.show_view("start")
        await until(lambda: offered(life) == ["Winter news"])
        if happens == "deleted":
            await store.drafts.delete("other")
        else:
            await store.drafts.open("other")
        press_draft(life, "Winter news")
        await until(lambda: visible_children(life.window, DraftsSheet))
        assert words in texts(life)
        await until(lambda: offered(life) == [])


@aio()
async def test_draft_that_went_out_is_offered_no_more_and_the_others_are(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        await write(life, "Autumn news")
        life.drafts.begin_blank()
        await life.tasks.wait_for("draft-turn")
        await write(life, "Winter news")
        life.window.show_view("start")
        await until(lambda: offered(life) == ["Winter news", "Autumn news"])
        life.window.show_view("write")
        await send(life)
        await life.tasks.wait_for("draft-end", "drafts")
        life.window.show_view("start")
        await until(lambda: offered(life) == ["Autumn news"])
