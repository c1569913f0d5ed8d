"""Copy as… v3 JSON and MIME: what the server got."""

import json
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from sgdesk.present.form import FormFile
from sgdesk.present.recipes import COPY_LINE
from sgdesk.present.wire_forms import AS_SENT, SAME_JSON
from sgdesk.ui.compose.command_sheet import CommandSheet
from sgdesk.ui.life import Life
from sgdesk.ui.widgets.copied import SAID
from tests.gui.gallery.scene import shows_button
from tests.gui.test_result_acts import open_first
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.window import fill, practice, press, rows, seen_button, send, texts


async def copied(life: Life, kind: str) -> str:
    """Copy one form of the result that is shown."""
    copies = life.rooms.results.detail.copy_as
    press(life, f"copy-kinds-{kind}")
    await until(lambda: copies.text.toPlainText() and copies.kind == kind)
    await life.tasks.wait_for("detail")
    press(life, "copy-text")
    return QGuiApplication.clipboard().text()


@aio()
async def test_bytes_of_the_path_that_was_taken_are_those_that_the_server_got(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to="Ada <ada@example.com>", subject="Größe")
        file = FormFile(filename="plan.txt", content=b"Tea at four", type="text/plain")
        life.rooms.write.compose.body.files.set_files((file,))
        await send(life)
        press(life, "path-smtp")
        await send(life)
        web, smtp = (practice(life).raw(mail["id"]).decode() for mail in practice(life).inbox())
        life.window.show_view("results")
        life.rooms.results.table.selectRow(1)
        await life.tasks.wait_for("detail")
        press(life, "detail-tabs-copy")

        laid_out = json.dumps(json.loads(web), indent=2, ensure_ascii=False)
        assert await copied(life, "v3") == laid_out
        assert '\n  "subject": "Größe"' in laid_out
        assert SAME_JSON in texts(life, life.rooms.results.detail.copy_as)
        life.rooms.results.table.selectRow(0)
        await until(
            lambda: life.detail.case and life.detail.case.attempt.id == rows(life)[0].attempt_id
        )
        assert await copied(life, "mime") == smtp
        assert AS_SENT in texts(life, life.rooms.results.detail.copy_as)
        assert "not for a ticket" in texts(life, life.rooms.results.detail.copy_as)
        assert await copied(life, "v3") == laid_out
        assert "This result went by SMTP" in texts(life, life.rooms.results.detail.copy_as)


@aio()
async def test_kind_stays_from_result_to_result_while_it_is_in_sight(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        for to in ("ada@example.com", "grace@example.net"):
            fill(life, to=to)
            await send(life)
        life.window.show_view("results")
        life.rooms.results.table.selectRow(0)
        await life.tasks.wait_for("detail")
        press(life, "detail-tabs-copy")
        copies = life.rooms.results.detail.copy_as
        press(life, "copy-kinds-v3")
        await until(lambda: "grace@example.net" in copies.text.toPlainText())
        life.rooms.results.table.selectRow(1)
        await until(lambda: "ada@example.com" in copies.text.toPlainText())
        assert copies.kind == "v3"

        press(life, "detail-tabs-steps")
        life.rooms.results.table.selectRow(0)
        await life.tasks.wait_for("detail")
        assert copies.kind == "curl", "another result begins with what fits it"


@aio()
async def test_it_begins_with_the_command_of_the_path_and_of_a_failure_with_the_ticket(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        press(life, "path-smtp")
        await send(life)
        practice(life).fault("reply", {"reply": "550 no\r\n"}, count=1)
        await send(life)
        copies = life.rooms.results.detail.copy_as
        found = []
        life.window.show_view("results")
        for at in range(3):
            life.rooms.results.table.selectRow(at)
            await life.tasks.wait_for("detail")
            press(life, "detail-tabs-copy")
            await life.tasks.wait_for("detail")
            found.append((copies.kind, copies.text.toPlainText()))

        assert [kind for kind, _ in found] == ["summary", "swaks", "curl"]
        assert found[0][1].startswith("Practice: ")
        assert " swaks " in found[1][1]
        assert " curl " in found[2][1]


@aio()
async def test_copy_never_gives_its_place_to_the_line_with_the_key(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        life.compose.send("command")
        await until(lambda: visible_children(life.window, CommandSheet))
        (sheet,) = visible_children(life.window, CommandSheet)
        key, command = (seen_button(life, f"command-{name}") for name in ("environment", "copy"))
        assert command.x() < key.x()
        assert command.nextInFocusChain() is key
        sheet.accept()

        await send(life)
        await open_first(life)
        press(life, "detail-tabs-copy")
        places = set()
        for kind in ("summary", "curl", "swaks", "sgdesk", "mime"):
            press(life, f"copy-kinds-{kind}")
            await until(lambda: seen_button(life, "copy-text").isEnabled())
            await turns()
            copy = seen_button(life, "copy-text")
            places.add((copy.x(), copy.y()))
            if shows_button(life, "copy-variables"):
                assert copy.nextInFocusChain() is seen_button(life, "copy-variables")
        assert len(places) == 1


@aio()
async def test_kind_that_was_copied_stays_for_the_next_result(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life)
        await send(life)
        practice(life).fault("reply", {"reply": {"status": 503}}, count=1)
        await send(life)
        life.window.show_view("results")
        life.rooms.results.table.selectRow(0)
        await life.tasks.wait_for("detail")
        press(life, "detail-tabs-copy")
        copies = life.rooms.results.detail.copy_as
        await until(lambda: seen_button(life, "copy-text").isEnabled())
        assert copies.kind == "summary"
        press(life, "copy-text")
        life.rooms.results.table.selectRow(1)
        await life.tasks.wait_for("detail")
        await turns()
        assert copies.kind == "summary", "the next ticket is one press away, not a key"


@aio()
async def test_every_kind_is_whole_beside_the_table(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path, size=(1400, 900))) as life:
        fill(life)
        await send(life)
        life.window.show_view("results")
        life.rooms.results.table.selectRow(0)
        await life.tasks.wait_for("detail")
        press(life, "detail-tabs-copy")
        press(life, "copy-kinds-curl")
        await until(lambda: "curl" in life.rooms.results.detail.copy_as.text.toPlainText())

        for name in ("copy-kinds-mime", "copy-variables"):
            button = seen_button(life, name)
            assert button.visibleRegion().boundingRect() == button.rect()
            assert button.width() >= button.sizeHint().width()


@aio()
async def test_button_that_was_pressed_says_in_a_low_window_that_it_copied_and_nothing_moves(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path, size=(900, 600))) as life:
        fill(life)
        await send(life)
        await open_first(life)
        press(life, "detail-tabs-copy")
        await life.tasks.wait_for("detail")
        copies = life.rooms.results.detail.copy_as
        await copied(life, "curl")
        copy, line = (seen_button(life, name) for name in ("copy-text", "copy-variables"))
        await turns(20)
        places = [each.geometry() for each in (copy, line, copies.text)]

        assert (copy.text(), line.text()) == (SAID, COPY_LINE)
        assert copy.visibleRegion().boundingRect().size() == copy.size()
        press(life, "copy-kinds-swaks")
        assert copy.text() == "Copy"
        press(life, "copy-kinds-curl")
        press(life, "copy-variables")
        await turns(20)
        assert (copy.text(), line.text()) == ("Copy", SAID)
        assert places == [each.geometry() for each in (copy, line, copies.text)]
