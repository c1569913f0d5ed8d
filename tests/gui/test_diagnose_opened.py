"""A report that somebody sent is looked at in the window, and played by the local SendGrid."""

import errno
import zipfile
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.ui.diagnose import opened_desk
from sgdesk.ui.diagnose.opened_part import OpenedPart
from sgdesk.ui.life import Life
from tests.support.networks import all_mail_refused, some_ports_silent
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.report_files import report_of
from tests.support.window import press, seen_button, texts


async def opened(life: Life, path: Path) -> OpenedPart:
    """Open a report by the link of Start."""
    life.window.show_view("start")
    press(life, "start-report")
    part = life.rooms.diagnose.opened
    life.diagnose.opened.open_file(str(path))
    await life.tasks.wait_for("report-open")
    return part


@aio()
async def test_report_shows_verdict_matrix_and_evidence_and_nothing_that_changes_this_computer(
    qapp: QApplication, tmp_path: Path
) -> None:
    path = report_of(all_mail_refused, tmp_path, ticket="#4711")
    async with running(make_life(qapp, tmp_path)) as life:
        part = await opened(life, path)
        outcome = part.outcome

        assert (
            outcome.verdict.headline == "Mail ports are blocked on this network. Use the Web API."
        )
        assert "ticket #4711" in texts(life, part)
        assert "to look at only" in texts(life, part)
        shown = {one.objectName() for one in visible_children(part, QPushButton)}
        changing = {"diagnose-do", "diagnose-again", "diagnose-key", "diagnose-others-0"}
        assert not shown & changing
        press(life, "diagnose-evidence-0")
        await until(lambda: "refused" in texts(life, outcome.evidence))
        press(life, "diagnose-copy")
        assert "ticket #4711" in " ".join(QGuiApplication.clipboard().text().split())


@aio(60)
async def test_replay_plays_it_says_whether_it_is_the_same_and_goes_back_to_the_record(
    qapp: QApplication, tmp_path: Path
) -> None:
    path = report_of(all_mail_refused, tmp_path)
    async with running(make_life(qapp, tmp_path)) as life:
        part = await opened(life, path)
        press(life, "report-replay")
        await until(lambda: part.outcome.verdict.headline.startswith("Replaying"))
        await life.tasks.wait_for("report-replay")

        assert "Replayed here: it came to the same verdict" in texts(life, part)
        press(life, "report-record")
        assert "Replayed" not in texts(life, part)
        assert seen_button(life, "report-replay").isEnabled()


@aio(60)
async def test_replay_is_stopped_at_once_and_the_record_stands_there_again(
    qapp: QApplication, tmp_path: Path
) -> None:
    path = report_of(some_ports_silent, tmp_path, run_s=30)
    async with running(make_life(qapp, tmp_path)) as life:
        part = await opened(life, path)
        recorded = part.outcome.verdict.headline
        press(life, "report-replay")
        await until(lambda: part.outcome.verdict.headline.startswith("Replaying"))
        life.desk.escape()

        assert part.outcome.verdict.headline == recorded
        await life.tasks.wait_for("report-replay")
        assert part.outcome.verdict.headline == recorded


@aio()
async def test_replay_that_breaks_off_says_so_and_the_record_stands_there_again(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = report_of(all_mail_refused, tmp_path)
    async with running(make_life(qapp, tmp_path)) as life:
        part = await opened(life, path)
        recorded = part.outcome.verdict.headline
        monkeypatch.setattr(opened_desk, "play_report", _no_room)
        press(life, "report-replay")
        await until(part.notice.isVisible)

        assert "The test broke off." in texts(life, part.notice)
        assert part.outcome.verdict.headline == recorded
        assert seen_button(life, "report-replay").isEnabled()


def _no_room(_path: Path) -> NoReturn:
    raise OSError(errno.ENOMEM, "no room")


@pytest.mark.parametrize(
    ("task", "part"),
    [
        ("another-copy", "another"),
        ("explain", "explain"),
        ("report-open", "opened"),
        ("report-write", "here"),
        ("diagnose-step", "here"),
    ],
)
@aio()
async def test_task_that_fails_says_so_in_its_part(
    qapp: QApplication, tmp_path: Path, task: str, part: str
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.diagnose.show(part)
        life.desk.report(task, OSError("no room"))

        assert "no room" in texts(life, life.rooms.diagnose.front)


@aio()
async def test_what_is_no_report_is_said_and_the_open_one_stays(
    qapp: QApplication, tmp_path: Path
) -> None:
    path = report_of(all_mail_refused, tmp_path)
    other = tmp_path / "photos.zip"
    with zipfile.ZipFile(other, "w") as file:
        file.writestr("../../evil.txt", "x")
    async with running(make_life(qapp, tmp_path)) as life:
        part = await opened(life, path)
        headline = part.outcome.verdict.headline
        for wrong in (other, tmp_path / "none.zip", tmp_path):
            life.diagnose.opened.open_file(str(wrong))
            await life.tasks.wait_for("report-open")
            assert part.notice.isVisible()
            assert part.outcome.verdict.headline == headline


@aio()
async def test_dropped_report_is_opened(qapp: QApplication, tmp_path: Path) -> None:
    path = report_of(all_mail_refused, tmp_path)
    async with running(make_life(qapp, tmp_path)) as life:
        life.diagnose.show("opened")
        part = life.rooms.diagnose.opened
        dropped = QMimeData()
        dropped.setUrls([QUrl.fromLocalFile(str(path))])
        event = QDropEvent(
            QPointF(QPoint(10, 10)),
            Qt.DropAction.CopyAction,
            dropped,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        part.dropEvent(event)
        await life.tasks.wait_for("report-open")

        assert part.has_report
