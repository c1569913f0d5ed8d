"""The mail as it will look, beside the words that are typed."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from sgdesk.present.mail_html import preheader, with_unsubscribe_place
from sgdesk.ui.icons import Icons
from sgdesk.ui.preview.mail_view import MailView
from sgdesk.ui.preview.renderer import MakeRenderer
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.surface import button, card, column, label, row, rule

SENTENCE_PX = 230
"""No wider than what is above it, or the mail beside it has too little room."""
_NO_SUBJECT = "(no subject)"


class Preview(QWidget):
    """A card with the inbox line and the drawn mail.

    Signals: `sample_requested()`; `enlarge_requested()` and `back_requested()`, to have it in
    the place of the mail and beside it again.
    """

    sample_requested = Signal()
    enlarge_requested = Signal()
    back_requested = Signal()

    def __init__(self, make_renderer: MakeRenderer, icons: Icons) -> None:
        """Take what makes the renderer and says whether it is the faithful one."""
        super().__init__()
        self.setObjectName("preview")
        self.mail = MailView("preview-mail", make_renderer, icons)
        self.mail.drawing.connect(self._show_first_words)
        self.mail.can_enlarge = True
        self.mail.enlarge.clicked.connect(self.enlarge_requested)
        self._back = button(
            "Back to the mail",
            name="preview-back",
            why="Write on, with the preview beside it (Ctrl+Shift+P)",
        )
        self._back.clicked.connect(self.back_requested)
        self._back.hide()
        self._sender = ElidedLabel("title")
        self._subject = ElidedLabel("muted")
        self._title = label("Preview", "title")
        self._line = QWidget()
        self._line.hide()
        self._pages = QStackedWidget()
        self._lay_out(icons)

    def show_line(self, sender: str, subject: str) -> None:
        """Show what people see of it in their inbox, before its first words."""
        self._sender.show_text(sender or "(no sender)")
        self._line_subject = subject or _NO_SUBJECT
        self._show_subject()

    def show_html(
        self, html: str, images: Mapping[str, bytes], *, unsubscribe: bool = False
    ) -> None:
        """Draw this a moment after typing has paused; with the place of SendGrid's own link."""
        self._html = html
        shown = with_unsubscribe_place(html) if unsubscribe and html.strip() else html
        self.mail.change_mail(shown, images)
        self._line.setVisible(bool(html.strip()))
        self._pages.setCurrentIndex(1 if html.strip() else 0)

    def forget_mail(self) -> None:
        """Show nothing of the mail that was here: another one comes."""
        self._preheader = ""
        self.mail.forget_mail()

    def show_title(self, *, shown: bool) -> None:
        """Say what it is, where no tab above says so."""
        self._title.setVisible(shown)

    def show_large(self, *, is_large: bool) -> None:
        """Offer the way back from the place of the mail."""
        self._back.setVisible(is_large)

    def focus_back(self) -> None:
        """Put the keyboard on the way back."""
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def draw_now(self) -> None:
        """Draw without waiting."""
        self.mail.draw_now()

    def _show_first_words(self, _drawn: str) -> None:
        self._preheader = preheader(self._html)
        self._show_subject()

    def _show_subject(self) -> None:
        self._subject.show_text(" – ".join(filter(None, (self._line_subject, self._preheader))))

    def _lay_out(self, icons: Icons) -> None:
        frame = card("preview-card", "Preview")
        take_sample = button(
            "Take the sample mail",
            name="take-sample",
            why="Fill in a small mail from and to example.com, to look around with",
        )
        take_sample.clicked.connect(self.sample_requested)
        self._pages.addWidget(
            EmptyState(
                "preview-empty",
                "eye",
                "The preview appears as you write.",
                icons,
                take_sample,
                width_px=SENTENCE_PX,
            )
        )
        self._pages.addWidget(self.mail)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        looks = (self.mail.dark, self.mail.widths)
        head = row(self._title, self._back, None, *looks, margins=(14, 8, 14, 8))
        inside.addLayout(head)
        inside.addWidget(rule())
        words = column(self._sender, self._subject, spacing=1, margins=(14, 6, 14, 6))
        self._line.setLayout(column(words, rule(), spacing=0))
        inside.addWidget(self._line)
        inside.addWidget(self._pages, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)

    _line_subject = _NO_SUBJECT
    _preheader = ""
    _html = ""
