"""Large mails on their way: sent, read in the practice inbox, and read again in Results."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from sgdesk.ui.life import Life
from sgdesk.ui.widgets.long_text import LongText
from tests.bench.frames import HTML, Longest, large, paste, watched
from tests.support.qt import turns, until
from tests.support.window import fill, rows, send

MOST_BYTES = 20_000_000
"""Mailed, they take what SendGrid allows."""


async def send_large(life: Life, folder: Path) -> Longest:
    """Send 20 MB to the practice inbox; the start of the preview's engine is measured elsewhere."""
    path = large(folder)
    path.write_bytes(path.read_bytes()[:MOST_BYTES])
    fill(life)
    life.compose.body.attach([str(path)])
    await life.tasks.wait_for("attach")
    await life.drafts.autosave.settle()
    await until(lambda: life.rooms.write.preview.findChild(QWidget, "faithfulPreview"))

    async def act() -> None:
        # `send` looks through all widgets for a sheet, which would count as the window's work.
        life.compose.send("send")
        await until(lambda: rows(life))
        await life.tasks.wait_for("send")

    return await watched(act)


async def read_captured(life: Life, _folder: Path) -> Longest:
    """Open a captured mail of two megabytes of HTML, and each part of it."""
    await _send_html(life)
    reader = life.rooms.practice.reader
    source = reader.findChild(LongText, "mail-source")
    assert isinstance(source, LongText)

    async def act() -> None:
        life.window.show_view("practice")
        await until(lambda: source.toPlainText() and not source.is_filling)
        for tab in ("headers", "source", "request", "steps", "view"):
            reader.show_tab(tab)
            await turns()

    return await watched(act)


async def read_sent(life: Life, _folder: Path) -> Longest:
    """Open the result of the same mail, and each part of it."""
    await _send_html(life)
    results = life.rooms.results

    async def act() -> None:
        life.window.show_view("results")
        results.table.select_first()
        await turns()
        for tab in ("conversation", "answer", "message", "copy", "steps"):
            results.detail.show_tab(tab)
            results.detail.tab_shown.emit(tab)
            await life.tasks.wait_for("detail")
            await turns()

    return await watched(act)


async def _send_html(life: Life) -> None:
    write = life.rooms.write
    write.preview.setVisible(False)
    fill(life)
    write.compose.body.show_tab("html")
    write.compose.body.html.selectAll()
    paste(write.compose.body.html, HTML)
    await until(lambda: not write.compose.body.html.is_filling)
    await life.compose.body.wait_until_settled()
    await life.tasks.wait_for("look")
    await send(life)
    await life.drafts.autosave.settle()
