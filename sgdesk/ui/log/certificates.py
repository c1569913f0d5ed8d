"""Certificates: show the one that was met, add a company's."""

import asyncio
import ssl

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from sgdesk.clock import wall_utc
from sgdesk.delivery import Attempt
from sgdesk.present.certificate import certificate_words
from sgdesk.ui.folders import Kind
from sgdesk.ui.icons import Icons
from sgdesk.ui.log.certificate_sheet import CertificateSheet
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks
from sgdesk.ui.window import MainWindow


class Certificates(QObject):
    """Show whom a connection met, and let the user choose a file with certificates to trust.

    Signals: `said(str)`, what became of the file.
    """

    said = Signal(str)

    def __init__(self, window: MainWindow, icons: Icons, session: Session, tasks: Tasks) -> None:
        super().__init__(window)
        self._window = window
        self._icons = icons
        self._session = session
        self._tasks = tasks

    def show(self, attempt: Attempt) -> None:
        """Open the sheet with the certificate that an attempt met; nothing where it met none."""
        tls = attempt.trace.tls
        if tls is None:
            return
        words = certificate_words(attempt, tls, wall_utc())
        sheet = CertificateSheet(self._window, words, self._icons)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def ask(self) -> None:
        """Open the file dialog."""
        dialog = QFileDialog(self._window, "Add company certificate")
        dialog.setObjectName("choose-certificate")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Certificates (*.pem *.crt *.cer)", "All files (*)"])
        self._window.folders.begin(dialog, Kind.CERTIFICATES)
        dialog.fileSelected.connect(self.add)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add(self, path: str) -> None:
        """Trust a file's certificates from now on."""
        self._tasks.start("certificate", self._add(path), if_running="ignore")

    async def _add(self, path: str) -> None:
        trouble = await asyncio.to_thread(trouble_with, path)
        if trouble:
            self.said.emit(f"The file was not added. {trouble}")
            return
        await asyncio.to_thread(self._session.save_setting, "ca_file", path)
        self.said.emit("The certificate is trusted from now on. Send again.")


def trouble_with(path: str) -> str:
    """Say why a file cannot serve as certificates to trust; nothing when it can. Reads it."""
    try:
        ssl.create_default_context().load_verify_locations(cafile=path)
    except ssl.SSLError:
        return (
            "It holds no certificate in PEM form, which begins with BEGIN CERTIFICATE. "
            "Ask for the certificate as a PEM file."
        )
    except OSError as error:
        return f"It cannot be read: {error.strerror}."
    return ""
