"""The mail as it will look, beside the words that are typed."""

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QByteArray, QTimer, QUrl, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.surface import button, card, label, row, rule

DEBOUNCE_MS = 250
PHONE_PX = 400
SIMPLE_WORDS = "Simplified preview: buttons and spacing may differ."

_REMOTE = re.compile(
    r"""(?:src|background|srcset)\s*=\s*["']?\s*https?:|url\(\s*["']?\s*https?:""", re.IGNORECASE
)
_WIDTHS = (
    Choice(id="desktop", text="Desktop", why="As wide as there is room", icon="monitor"),
    Choice(id="phone", text="Phone", why=f"{PHONE_PX} pixels wide", icon="smartphone"),
)


class Renderer(Protocol):
    """What draws HTML: the faithful engine or the simple one."""

    def show_mail(self, html: str, images: Mapping[str, bytes]) -> None:
        """Draw it; `images` are the inline ones by Content-ID."""

    def widget(self) -> QWidget:
        """Give the widget to place."""


class SimplePreview(QTextBrowser):
    """Qt's own rich text: shows words and pictures, not the finer layout; fetches nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("simplePreview")
        self.setAccessibleName("Preview of the mail")
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.document().setDocumentMargin(16)
        self._images: Mapping[str, bytes] = {}

    def show_mail(self, html: str, images: Mapping[str, bytes]) -> None:
        """Draw it."""
        self._images = images
        self.setHtml(html)

    def widget(self) -> QWidget:
        """Give itself."""
        return self

    def loadResource(self, _kind: int, name: QUrl | str) -> object:  # noqa: N802  # Qt's name
        """Give inline images and nothing else: not from the network, not from the disk."""
        url = QUrl(name)
        if url.scheme() == "cid" and url.path() in self._images:
            return QImage.fromData(QByteArray(self._images[url.path()]))
        return None


class Preview(QWidget):
    """A card with the inbox line, the drawn mail, and what was blocked.

    The renderer is made when there is first something to draw.
    Signals: `sample_requested()`.
    """

    sample_requested = Signal()

    def __init__(
        self, make_renderer: Callable[[QWidget], tuple[Renderer, bool]], icons: Icons
    ) -> None:
        """Take what makes the renderer and says whether it is the faithful one."""
        super().__init__()
        self.setObjectName("preview")
        self._make_renderer = make_renderer
        self._renderer: Renderer | None = None
        self._pending: tuple[str, Mapping[str, bytes]] = ("", {})
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self.draw_now)
        self._width = ChoiceRow("preview-width", "Preview width", _WIDTHS, icons, look="segmented")
        self._width.chosen.connect(self._fit)
        self._sender = ElidedLabel("title")
        self._subject = ElidedLabel("muted")
        self._note = label("", "hint")
        self._note.setWordWrap(True)
        self._holder = QWidget()
        self._holder.setLayout(row(margins=(0, 0, 0, 0)))
        self._pages = QStackedWidget()
        self._lay_out(icons)

    def show_line(self, sender: str, subject: str) -> None:
        """Show what people see of it in their inbox."""
        self._sender.show_text(sender or "Sender")
        self._subject.show_text(subject or "Subject")

    def show_html(self, html: str, images: Mapping[str, bytes]) -> None:
        """Draw this a moment after typing has paused."""
        if (html, images) != self._pending:
            self._pending = (html, images)
            self._timer.start()

    def draw_now(self) -> None:
        """Draw without waiting."""
        self._timer.stop()
        html, images = self._pending
        if not html.strip():
            self._pages.setCurrentIndex(0)
            return
        if self._renderer is None:
            self._renderer, faithful = self._make_renderer(self)
            self._is_simple = not faithful
            layout = self._holder.layout()
            if layout is not None:
                layout.addWidget(self._renderer.widget())
        self._renderer.show_mail(html, images)
        self._note.setText("  ".join(filter(None, (self._simple_words(), blocked_words(html)))))
        self._note.setVisible(bool(self._note.text()))
        self._pages.setCurrentIndex(1)

    def _simple_words(self) -> str:
        return SIMPLE_WORDS if self._is_simple else ""

    def _fit(self, width: str) -> None:
        if self._renderer is not None:
            limit = PHONE_PX if width == "phone" else 16_777_215
            self._renderer.widget().setMaximumWidth(limit)

    def _lay_out(self, icons: Icons) -> None:
        frame = card("preview-card", "Preview")
        take_sample = button(
            "Take the sample mail",
            name="take-sample",
            why="Fill in a small mail from and to example.com, to look around with",
        )
        take_sample.clicked.connect(self._ask_for_sample)
        self._pages.addWidget(
            EmptyState(
                "preview-empty", "eye", "The preview appears as you write.", icons, take_sample
            )
        )
        self._pages.addWidget(self._holder)
        self._note.hide()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addLayout(row(label("Preview", "title"), None, self._width, margins=(14, 8, 8, 8)))
        inside.addWidget(rule())
        inside.addLayout(row(self._sender, self._subject, None, margins=(14, 7, 14, 7)))
        inside.addWidget(rule())
        inside.addWidget(self._pages, 1)
        inside.addLayout(row(self._note, margins=(14, 5, 14, 5)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)

    def _ask_for_sample(self) -> None:
        self.sample_requested.emit()

    _is_simple = False


def blocked_words(html: str) -> str:
    """Say how many remote images were not fetched; nothing when there are none."""
    count = len(_REMOTE.findall(html))
    if not count:
        return ""
    return f"{count} remote image{'' if count == 1 else 's'} blocked."
