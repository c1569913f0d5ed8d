"""What is done with settings: checked, saved at once, and put to use."""

import asyncio
import itertools
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from sgdesk.errors import InputError
from sgdesk.present.settings import FILES, read_value, setting_row
from sgdesk.settings import BY_KEY, Value
from sgdesk.ui.doors import read_licence, read_parts
from sgdesk.ui.folders import Kind
from sgdesk.ui.session import Session
from sgdesk.ui.settings.view import SettingsView
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.window import MainWindow


class SettingsDesk(QObject):
    """Let the Settings view and the settings file meet.

    Signals: `saved(str)`, the key of a setting that holds another value from now on.
    """

    saved = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        view: SettingsView,
        session: Session,
        tasks: Tasks,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._view = view
        self._session = session
        self._tasks = tasks
        self._theme = theme
        self._writing = asyncio.Lock()
        self._numbers = itertools.count(1)
        self._last = ""
        """The value that is saved last."""
        self._has_parts = False
        view.changed.connect(self.change)
        view.reset_requested.connect(self.reset)
        view.file_wanted.connect(self._choose_file)
        view.about_opened.connect(self._open_about)
        view.about.licence_wanted.connect(self._open_licence)

    def change(self, key: str, text: str) -> None:
        """Take another value; one that does not fit is said beside it and not saved."""
        try:
            value = read_value(key, text)
        except InputError as error:
            self._view.editor(key).show_error(str(error))
            return
        self._start(key, value)

    def reset(self, key: str) -> None:
        """Go back to what a setting is from the start."""
        self._start(key, None)

    async def settle(self) -> None:
        """Save what stands in a field that was not left yet, and wait until it is saved."""
        self._view.report()
        await self._tasks.wait_for(self._last)

    def _start(self, key: str, value: Value | None) -> None:
        # A name of its own: each value is saved, one after the other.
        self._last = f"setting {next(self._numbers)}"
        self._tasks.start(self._last, self._save(key, value), if_running="ignore")

    async def _save(self, key: str, value: Value | None) -> None:
        if key in FILES and value and not await asyncio.to_thread(Path(str(value)).is_file):
            self._view.editor(key).show_error(f"There is no file {value}.")
            return
        async with self._writing:
            await asyncio.to_thread(self._session.save_setting, key, value)
        self._view.notice.clear()
        settings = self._session.settings
        self._view.show_row(setting_row(BY_KEY[key], settings.source(key)))
        if key == "theme":
            self._theme.set_look(Look(settings.text("theme")))
        self.saved.emit(key)

    def _choose_file(self, key: str) -> None:
        dialog = QFileDialog(self._window, BY_KEY[key].title)
        dialog.setObjectName("choose-setting-file")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._window.folders.begin(dialog, Kind.CERTIFICATES)
        dialog.fileSelected.connect(self._view.editor(key).put_text)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open_about(self) -> None:
        if not self._has_parts:
            self._tasks.start("about", self._show_parts(), if_running="ignore")

    async def _show_parts(self) -> None:
        parts, versions = await asyncio.to_thread(read_parts)
        self._has_parts = True
        self._view.about.show_components(parts, versions)

    def _open_licence(self, name: str) -> None:
        self._tasks.start("licence", self._show_licence(name), if_running="replace")

    async def _show_licence(self, name: str) -> None:
        self._view.about.show_licence(await asyncio.to_thread(read_licence, name))
