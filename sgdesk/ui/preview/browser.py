"""Show a mail in the user's browser, from a file that loads nothing and goes with the window."""

import asyncio
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from sgdesk.errors import SgdeskError
from sgdesk.present.mail_html import page_for_browser
from sgdesk.ui.tasks import Tasks


class BrowserCopies(QObject):
    """Write copies for the browser, and delete them when the window closes."""

    def __init__(self, parent: QObject, tasks: Tasks) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._folder: Path | None = None
        self._count = 0

    def open(self, html: str, images: Mapping[str, bytes]) -> None:
        """Show a mail in the browser."""
        self._tasks.start("browser", self._open(html, images), if_running="ignore")

    def forget(self) -> None:
        """Delete every copy."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    async def _open(self, html: str, images: Mapping[str, bytes]) -> None:
        if self._folder is None:
            # mkdtemp lets nobody else in.
            self._folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="sgdesk-"))
        self._count += 1
        page = self._folder / f"mail-{self._count}.html"
        await asyncio.to_thread(_write, page, html, images)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(page))):
            raise SgdeskError(
                "No browser could be opened.",
                why="This computer names no program for web pages.",
                remedy=f"Open {page} yourself; it goes when this window closes.",
            )


def _write(page: Path, html: str, images: Mapping[str, bytes]) -> None:
    page.write_text(page_for_browser(html, images), encoding="utf-8", errors="replace")
