"""The Message tab: what was sent, its head beside the mail as Write's preview shows it."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sgdesk.present.form import ComposeForm
from sgdesk.present.mail_html import shown_html
from sgdesk.ui.icons import Icons
from sgdesk.ui.preview.mail_view import MailView
from sgdesk.ui.preview.renderer import MakeRenderer
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.facts import FactsGrid
from sgdesk.ui.widgets.surface import column, row, rule

_HEAD_PX, _LINE_PX, _PADDING_PX = 132, 23, 18
_WIDE_PX = 640
_ANY_PX = 16_777_215
LEAST_PART_PX = 24
ROOMY_PX = 190
"""From this height on the head and the choice of how to look at the mail stand above each other."""
_WAITING = "Reading the mail…"


class MessageTab(QWidget):
    """Show a mail that was sent, or say that its text was not kept."""

    def __init__(self, icons: Icons, make_renderer: MakeRenderer) -> None:
        super().__init__()
        self._lines = 0
        self._head = FactsGrid("sent-head", "Head of the mail", wrap=True)
        self.mail = MailView("sent-mail", make_renderer, icons)
        self._looks = QWidget()
        self._looks.setLayout(row(self.mail.widths, self.mail.dark, None, margins=(14, 6, 8, 2)))
        self._side = QWidget()
        self._side.setLayout(column(self._looks, self._head, spacing=0))
        for part in (self._head, self.mail):
            part.setMinimumHeight(LEAST_PART_PX)
        both = QWidget()
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, both)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._side, 2)
        self._rule = rule()
        self._layout.addWidget(self._rule)
        self._layout.addWidget(self.mail, 3)
        self._empty = EmptyState("sent-none", "mail", _WAITING, icons)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(both)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def show_mail(self, form: ComposeForm, facts: Sequence[tuple[str, str, str]]) -> None:
        """Show a mail; `facts` are its headers as name, value and meaning."""
        self._head.show_facts(facts)
        self._lines = len(facts)
        self._fit()
        images = {file.content_id: file.content for file in form.files if file.content_id}
        self.mail.show_mail(shown_html(form.html, form.text), images)
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
        # In a low pane the head needs the room beside the mail.
        self._looks.setHidden(is_wide and self.height() < ROOMY_PX)
        needed = min(_HEAD_PX, _PADDING_PX + _LINE_PX * self._lines)
        needed += self._looks.sizeHint().height()
        self._side.setMaximumHeight(_ANY_PX if is_wide else needed)

    def say(self, words: str) -> None:
        """Say why there is no mail to show."""
        self._empty.set_text(words)
        self._pages.setCurrentIndex(0)

    def wait(self) -> None:
        """Say that the mail is being read."""
        self.say(_WAITING)
