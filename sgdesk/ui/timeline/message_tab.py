"""The Message tab: what was sent, as headers and as the mail looks, roughly."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sgdesk.present.form import ComposeForm
from sgdesk.ui.icons import Icons
from sgdesk.ui.preview.renderer import Picture
from sgdesk.ui.preview.simple import SimplePreview
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.facts import FactsGrid
from sgdesk.ui.widgets.long_text import LongText
from sgdesk.ui.widgets.surface import rule

_HEAD_PX, _LINE_PX, _PADDING_PX = 132, 23, 18
_WIDE_PX = 640
_ANY_PX = 16_777_215
LARGEST_DRAWN = 200_000
"""Characters of HTML; laying out more would hold the window up, so the words are shown."""
LARGEST_SHOWN = 1_000_000
LEAST_PART_PX = 24
_WAITING = "Reading the mail…"


class MessageTab(QWidget):
    """Show a mail that was sent, or say that its text was not kept."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._lines = 0
        self._head = FactsGrid("sent-head", "Head of the mail", wrap=True)
        self._html = SimplePreview()
        self._html.setObjectName("sent-html")
        self._html.setAccessibleName("The mail, simplified")
        self._html.setAccessibleDescription("Its words and links as they were sent")
        self._text = LongText(
            "sent-text", "Text of the mail", "What people read whose mail program shows no HTML"
        )
        self._bodies = QStackedWidget()
        self._bodies.addWidget(self._html)
        self._bodies.addWidget(self._text)
        for part in (self._head, self._bodies):
            part.setMinimumHeight(LEAST_PART_PX)
        mail = QWidget()
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, mail)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._head, 2)
        self._rule = rule()
        self._layout.addWidget(self._rule)
        self._layout.addWidget(self._bodies, 3)
        self._empty = EmptyState("sent-none", "mail", _WAITING, icons)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(mail)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def show_mail(self, form: ComposeForm, facts: Sequence[tuple[str, str, str]]) -> None:
        """Show a mail; `facts` are its headers as name, value and meaning."""
        self._head.show_facts(facts)
        self._lines = len(facts)
        self._fit()
        if form.html.strip() and len(form.html) <= LARGEST_DRAWN:
            images = {file.content_id: file.content for file in form.files if file.content_id}
            self._html.show_mail(Picture(html=form.html, images=images), stay=False)
            self._bodies.setCurrentWidget(self._html)
        else:
            self._text.show_text((form.text or form.html)[:LARGEST_SHOWN])
            self._bodies.setCurrentWidget(self._text)
        self._pages.setCurrentIndex(1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Put the mail beside its head, or below it in a narrow pane."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        is_wide = self.width() >= _WIDE_PX
        self._rule.setHidden(is_wide)
        way = QBoxLayout.Direction
        self._layout.setDirection(way.LeftToRight if is_wide else way.TopToBottom)
        needed = min(_HEAD_PX, _PADDING_PX + _LINE_PX * self._lines)
        self._head.setMaximumHeight(_ANY_PX if is_wide else needed)

    def say(self, words: str) -> None:
        """Say why there is no mail to show."""
        self._empty.set_text(words)
        self._pages.setCurrentIndex(0)

    def wait(self) -> None:
        """Say that the mail is being read."""
        self.say(_WAITING)
