"""The address of a page, to be opened in the user's own browser, or copied."""

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QDesktopServices,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy

from sgdesk.ui.widgets.announce import announce

_LEAST_PX = 80
_FRAME_PX = 10
"""What the border and the padding of a link take on both sides together."""


def is_page(text: str) -> bool:
    """Say whether a text is the address of a page and nothing else."""
    return text.startswith(("https://", "http://")) and not any(map(str.isspace, text))


def open_page(address: str) -> None:
    """Open a page in the user's own browser; called for a click alone."""
    QDesktopServices.openUrl(QUrl(address))


class PageLink(QPushButton):
    """Show all of an address for which there is room, and open it; its menu and Ctrl+C copy it."""

    def __init__(self, name: str, address: str, why: str) -> None:
        super().__init__()
        self._address = address
        self.setObjectName(name)
        self.setProperty("link", True)
        self.setProperty("page", True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(f"{why} Opens it in the browser:\n{address}")
        self.setAccessibleName(address)
        self.setAccessibleDescription(f"{why} Opens it in the browser")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        copy = QAction("Copy address", self)
        copy.triggered.connect(self._copy)
        self.addAction(copy)
        self.clicked.connect(self._open)
        self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Ask for the room of the whole address."""
        # The theme's font is another one than the first.
        self.ensurePolished()
        wanted = self.fontMetrics().horizontalAdvance(self._address) + _FRAME_PX
        return QSize(wanted, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Ask for next to nothing: a long address makes no window wider."""
        return QSize(_LEAST_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Show more or less of it."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Copy it, or do what buttons do."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        metrics, shown, room = self.fontMetrics(), self._address, self.width() - _FRAME_PX
        # Qt cuts even what fits to the pixel.
        if metrics.horizontalAdvance(shown) > room:
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideMiddle, room)
        # An ampersand alone would underline a letter.
        self.setText(shown.replace("&", "&&"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
        announce(self, "Copied")

    def _open(self) -> None:
        open_page(self._address)
