"""The simplified preview: Qt's own rich text, where the browser engine cannot run."""

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QTextBrowser, QWidget

from sgdesk.present.simple_html import simple_html
from sgdesk.ui.preview.renderer import Picture, Reports
from sgdesk.ui.preview.thumb import Thumb

LONGEST = 200_000
"""So many characters are laid out; Qt's rich text would hold up the window with more."""
_REMOTE = ("http", "https", "ftp")


class SimplePreview(QTextBrowser):
    """Show words and pictures, not the finer layout; fetch nothing, run nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("simplePreview")
        self.setAccessibleName("Preview of the mail")
        self.setAccessibleDescription("Its words and links, without the finer layout")
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.document().setDocumentMargin(16)
        self.reports = Reports(self)
        self._images: Mapping[str, bytes] = {}
        self._remote: Mapping[str, bytes] = {}
        self._blocked: set[str] = set()
        self.highlighted.connect(self._report_hover)
        self.anchorClicked.connect(self._report_click)
        self._thumb = Thumb(self)
        self._is_phone = False
        for moved in (self.verticalScrollBar().valueChanged, self.verticalScrollBar().rangeChanged):
            moved.connect(self._place_thumb)

    def show_mail(self, picture: Picture, *, stay: bool) -> None:
        """Draw it; Qt's rich text knows one look and the width of its widget."""
        self._images, self._remote = picture.images, picture.remote
        self._blocked.clear()
        self._is_phone = picture.is_phone
        bar = Qt.ScrollBarPolicy
        shown = bar.ScrollBarAlwaysOff if picture.is_phone else bar.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(shown)
        at = self.verticalScrollBar().value() if stay else 0
        self.setHtml(simple_html(picture.html[:LONGEST]))
        self.verticalScrollBar().setValue(at)
        self._place_thumb()
        self.reports.blocked.emit(frozenset(self._blocked), 0)
        self.reports.drawn.emit()

    def _place_thumb(self) -> None:
        bar = self.verticalScrollBar()
        length = bar.maximum() + self.height()
        self._thumb.show_place(bar.value(), length, is_phone=self._is_phone)

    def clear(self) -> None:
        """Show nothing."""
        self._images = self._remote = {}
        super().clear()

    def widget(self) -> QWidget:
        """Give itself."""
        return self

    def loadResource(self, _kind: int, name: QUrl | str) -> object:  # noqa: N802  # Qt's name
        """Give inline images and nothing else: not from the network, not from the disk."""
        url = QUrl(name)
        if url.scheme() == "cid" and url.path() in self._images:
            return QImage.fromData(QByteArray(self._images[url.path()]))
        if (fetched := self._remote.get(url.toString())) is not None:
            return QImage.fromData(QByteArray(fetched))
        if url.scheme() in _REMOTE:
            # Images are asked for one by one, when they are laid out for the first time.
            self._blocked.add(url.toString())
            self.reports.blocked.emit(frozenset(self._blocked), 0)
        # An empty picture: without one Qt looks for a file of that name.
        return QImage()

    def _report_hover(self, url: QUrl) -> None:
        self.reports.link_hovered.emit(url.toString())

    def _report_click(self, url: QUrl) -> None:
        self.reports.link_clicked.emit(url.toString())
