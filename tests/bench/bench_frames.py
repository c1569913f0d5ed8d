"""The longest time without a frame while the window does what is large, beside a bare window.

    python -m tests.bench.bench_frames [SCENE ...]

Each scene acts on the whole window with its core open; its baseline does the least of the
same in a window that holds nothing else. `longest` is the wall clock, in which a busy machine
shows too; `own` is the longest stretch of work in the window's own thread between two frames,
in which it does not. The goal for both is 50 ms.
"""

import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import qasync  # after the platform is settled
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from sgdesk.clock import wall_utc
from sgdesk.delivery import Delivery
from sgdesk.message import sample
from sgdesk.route import Route, WebApiPath
from sgdesk.store import Store
from sgdesk.ui.collector import collecting_here
from sgdesk.ui.life import Life
from sgdesk.ui.theme import Look
from tests.bench.bench_window import attempt
from tests.bench.frames import (
    HISTORY_ROWS,
    HTML,
    PEOPLE,
    Longest,
    bare_engine,
    bare_html,
    bare_people,
    bare_read,
    bare_table,
    large,
    paste,
    scroll,
    watched,
)
from tests.bench.mails import read_captured, read_sent, send_large
from tests.support.qt import make_life, running, until

MANY_FILES, FILE_BYTES = 30, 200_000
SEED_ROWS = 500
ENGINE_S = 2.0
ROUNDS = 3


async def people(life: Life, _folder: Path) -> Longest:
    """Paste 5,000 people into To."""
    head = life.rooms.write.compose.head
    head.focus_place("to")

    async def act() -> None:
        paste(head.lists["to"].editor, PEOPLE)
        await life.compose.addresses.wait_until_read()

    return await watched(act)


async def html(life: Life, _folder: Path) -> Longest:
    """Paste two megabytes into the HTML tab, with no preview in sight."""
    return await _html(life, preview=False)


async def html_preview(life: Life, _folder: Path) -> Longest:
    """The same with the preview, whose engine starts now."""
    return await _html(life, preview=True)


async def _html(life: Life, *, preview: bool) -> Longest:
    write = life.rooms.write
    write.preview.setVisible(preview)
    write.compose.body.show_tab("html")

    async def act() -> None:
        paste(write.compose.body.html, HTML)
        await until(lambda: not write.compose.body.html.is_filling)
        await life.compose.body.wait_until_settled()
        await life.tasks.wait_for("look")
        if preview:
            await until(lambda: write.preview.findChild(QWidget, "faithfulPreview"))
            await asyncio.sleep(ENGINE_S)

    return await watched(act)


async def type_html(life: Life, _folder: Path) -> Longest:
    """Type ten letters at the end of two megabytes, with the preview drawing them."""
    await _html(life, preview=True)
    editor = life.rooms.write.compose.body.html

    async def act() -> None:
        for letter in "ten letters":
            editor.insertPlainText(letter)
            await asyncio.sleep(0.05)
        await asyncio.sleep(1)
        await life.compose.body.wait_until_settled()

    return await watched(act)


async def look_change(life: Life, _folder: Path) -> Longest:
    """Change the scheme there and back, with all views built."""

    async def act() -> None:
        life.theme.set_look(Look.DARK)
        await asyncio.sleep(0.3)
        life.theme.set_look(Look.LIGHT)

    return await watched(act)


async def files(life: Life, folder: Path) -> Longest:
    """Attach 30 files."""
    paths = []
    for number in range(MANY_FILES):
        paths.append(folder / f"file{number}.pdf")
        paths[-1].write_bytes(os.urandom(FILE_BYTES))

    async def act() -> None:
        life.compose.body.attach([str(path) for path in paths])
        await life.tasks.wait_for("attach")

    return await watched(act)


async def large_file(life: Life, folder: Path) -> Longest:
    """Attach 25 MB; the draft is saved with it."""
    path = large(folder)

    async def act() -> None:
        life.compose.body.attach([str(path)])
        await life.tasks.wait_for("attach")
        await life.drafts.autosave.settle()

    return await watched(act)


async def save_json(life: Life, folder: Path) -> Longest:
    """Save the mail with 25 MB as .json."""
    return await _save(life, folder, ".json")


async def save_eml(life: Life, folder: Path) -> Longest:
    """Save the mail with 25 MB as .eml."""
    return await _save(life, folder, ".eml")


async def open_json(life: Life, folder: Path) -> Longest:
    """Open the saved .json with 25 MB."""
    return await _open(life, folder, ".json")


async def open_eml(life: Life, folder: Path) -> Longest:
    """Open the saved .eml with 25 MB."""
    return await _open(life, folder, ".eml")


async def _save(life: Life, folder: Path, kind: str) -> Longest:
    await large_file(life, folder)

    async def act() -> None:
        life.files.save(str(folder / f"mail{kind}"))
        await life.tasks.wait_for("save file")

    return await watched(act)


async def _open(life: Life, folder: Path, kind: str) -> Longest:
    await _save(life, folder, kind)
    await life.drafts.autosave.settle()

    async def act() -> None:
        life.files.open(str(folder / f"mail{kind}"))
        await life.tasks.wait_for("open file")
        await life.drafts.autosave.settle()

    return await watched(act)


async def history(life: Life, _folder: Path) -> Longest:
    """Open 100,000 results and scroll through them."""
    table = life.rooms.results.table

    async def act() -> None:
        life.window.show_view("results")
        await scroll(table)

    return await watched(act)


async def history_filter(life: Life, _folder: Path) -> Longest:
    """Narrow 100,000 results by a word, and clear it."""
    life.window.show_view("results")
    bar = life.rooms.results.bar

    async def act() -> None:
        for words in ("a4", "ada@example.com", "nothing has this", ""):
            bar.field.setText(words)
            await asyncio.sleep(0.25)
            await life.tasks.wait_for("history")

    return await watched(act)


async def history_export(life: Life, folder: Path) -> Longest:
    """Export 100,000 results as a table."""
    life.window.show_view("results")

    async def act() -> None:
        life.exporting.write(str(folder / "results.csv"))
        await life.tasks.wait_for("export")

    return await watched(act)


Scene = Callable[[Life, Path], Awaitable[Longest]]
Bare = Callable[[QMainWindow, Path], Awaitable[Longest]]
SCENES: dict[str, tuple[Scene, Bare]] = {
    "people": (people, bare_people),
    "html": (html, bare_html),
    "html-preview": (html_preview, bare_engine),
    "type-html": (type_html, bare_html),
    "look": (look_change, bare_read),
    "files": (files, bare_read),
    "large-file": (large_file, bare_read),
    "save-json": (save_json, bare_read),
    "save-eml": (save_eml, bare_read),
    "open-json": (open_json, bare_read),
    "open-eml": (open_eml, bare_read),
    "send": (send_large, bare_read),
    "captured": (read_captured, bare_html),
    "sent": (read_sent, bare_html),
    "history": (history, bare_table),
    "filter": (history_filter, bare_table),
    "export": (history_export, bare_read),
}


async def fill_history(folder: Path) -> None:
    """Write 500 results as the program does, and the same under other names until it is enough."""
    store = await Store.open(folder)
    route = Route(path=WebApiPath(), practice=True)
    for number in range(SEED_ROWS):
        result = attempt(number)
        delivery = Delivery(
            id=result.delivery_id,
            message=replace(sample(), subject=f"Number {number}"),
            route=route,
            created_at=wall_utc() - timedelta(seconds=number),
        )
        await store.begin(delivery, result.id)
        await store.finish(result)
    await store.aclose()
    with sqlite3.connect(folder / "history.db") as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(attempts)")]
        kept = ", ".join(name for name in columns if name not in ("seq", "id"))
        numbers = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < ?)"
        times = HISTORY_ROWS // SEED_ROWS - 1
        database.execute(
            f"{numbers} INSERT INTO attempts (id, {kept})"
            f" SELECT id || '-' || x, {kept} FROM n, attempts",
            (times,),
        )
        for table, column in (("details", "attempt, transcript"), ("words", "folded")):
            database.execute(
                f"INSERT INTO {table} (seq, {column}) SELECT attempts.seq, {column} FROM attempts"
                f" JOIN {table} ON {table}.seq = (attempts.seq - 1) % {SEED_ROWS} + 1"
                f" WHERE attempts.seq > {SEED_ROWS}"
            )


async def run(name: str, kind: str, folder: Path) -> None:
    """Run one scene, or its baseline, and print what was seen."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    scene, bare = SCENES[name]
    if kind == "bare":
        window = QMainWindow()
        window.resize(1280, 800)
        window.show()
        seen = await bare(window, folder)
        window.close()
    else:
        if scene in (history, history_filter, history_export):
            await fill_history(folder)
        async with running(make_life(application, folder)) as life:
            await asyncio.sleep(0.5)
            seen = await scene(life, folder)
            assert scene is not history or life.rooms.log.rowCount() == HISTORY_ROWS
    print(f"{seen.wall_ms:.1f} {seen.own_ms:.1f} {seen.took_ms:.1f}", flush=True)


def in_a_process(name: str, kind: str) -> Longest:
    """Run a scene in a process of its own: what one leaves behind must not slow the next."""
    words = [sys.executable, "-m", "tests.bench.bench_frames", name, kind]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if not done.stdout:
        # Once they are printed, how a bare window with a browser engine ends is not our matter.
        raise SystemExit(done.stderr)
    wall, own, took = map(float, done.stdout.splitlines()[-1].split())
    return Longest(wall_ms=wall, own_ms=own, took_ms=took)


def report(name: str) -> None:
    """Take a scene and its baseline in turn, and print the quietest round of each."""
    rounds = [(in_a_process(name, "bare"), in_a_process(name, "ours")) for _ in range(ROUNDS)]
    bare, ours = ([pair[side] for pair in rounds] for side in (0, 1))
    print(
        f"{name:13} longest {min(s.wall_ms for s in ours):4.0f} ms,"
        f" own {min(s.own_ms for s in ours):4.0f} ms (goal 50),"
        f" took {min(s.took_ms for s in ours):5.0f} ms;"
        f" bare {min(s.wall_ms for s in bare):4.0f} ms, own {min(s.own_ms for s in bare):4.0f} ms",
        flush=True,
    )


def main() -> None:
    """Run the scenes that are named, or all; with `ours` or `bare` one of them, here."""
    words = sys.argv[1:]
    if len(words) != 2 or words[1] not in ("ours", "bare"):
        for name in words or SCENES:
            report(name)
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SGDESK_CONFIG_DIR"] = os.environ["SGDESK_DATA_DIR"] = folder
        QApplication.setStyle("Fusion")
        application = QApplication([])
        application.setQuitOnLastWindowClosed(False)
        loop = asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application))
        with collecting_here(), loop as runner:
            runner.run(run(words[0], words[1], Path(folder)))


if __name__ == "__main__":
    main()
