"""One captured mail: as its reader sees it, its headers, its source."""

from PySide6.QtWidgets import QFrame, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from sgdesk.present.inbox import InboxCopy, OpenMail
from sgdesk.ui.icons import Icons
from sgdesk.ui.preview.renderer import Picture
from sgdesk.ui.preview.simple import SimplePreview
from sgdesk.ui.theme import code_font
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.facts import FactsGrid
from sgdesk.ui.widgets.surface import button, column, label, paragraph, row

_TABS = (
    Choice(id="view", text="View", why="The mail as its reader sees it"),
    Choice(id="headers", text="Headers", why="The headers as they arrived"),
    Choice(id="source", text="Source", why="Every byte as it arrived"),
)
_ORDER = tuple(choice.id for choice in _TABS)


class MailReader(QFrame):
    """Show one mail, or say that none is selected."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("reader")
        self.setProperty("card", True)
        self.setAccessibleName("Captured mail")
        self._copies: tuple[InboxCopy, ...] = ()
        self._at = 0
        self._subject = paragraph("", "sentence")
        self._people = paragraph("", "muted")
        self._which = label("", "hint")
        self._next = button(
            "Next copy", name="next-copy", why="See the mail of the next recipient", kind="link"
        )
        self._next.clicked.connect(self._turn)
        self._tabs = ChoiceRow("reader-tabs", "Part of the mail", _TABS, icons, look="tabs")
        self._tabs.chosen.connect(self.show_tab)
        self._view = SimplePreview()
        self._view.setObjectName("mailView")
        self._view.setAccessibleName("The mail")
        self._headers = FactsGrid("mail-headers", "Headers", wrap=True)
        self._source = QPlainTextEdit()
        self._source.setObjectName("mail-source")
        self._source.setAccessibleName("Source of the mail")
        self._source.setReadOnly(True)
        self._source.setTabChangesFocus(True)
        self._source.setFont(code_font())
        self._source.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self._stack = QStackedWidget()
        for page in (self._view, self._headers, self._source):
            self._stack.addWidget(page)
        self._pages = QStackedWidget()
        self._lay_out(icons)

    def show_mail(self, mail: OpenMail) -> None:
        """Show a mail, its first copy first."""
        self._copies, self._at = mail.copies, 0
        self._headers.show_facts([(name, value, "") for name, value in mail.headers])
        self._source.setPlainText(mail.source)
        self._show_copy()
        self._pages.setCurrentIndex(1)

    def show_nothing(self) -> None:
        """Show the empty state."""
        self._pages.setCurrentIndex(0)

    def show_tab(self, tab: str) -> None:
        """Bring one tab to the front."""
        self._tabs.choose(tab)
        self._stack.setCurrentIndex(_ORDER.index(tab))

    def _turn(self) -> None:
        self._at = (self._at + 1) % len(self._copies)
        self._show_copy()

    def _show_copy(self) -> None:
        several = len(self._copies) > 1
        self._next.setVisible(several)
        self._which.setVisible(several)
        if not self._copies:
            return
        copy = self._copies[self._at]
        self._which.setText(f"Mail {self._at + 1} of {len(self._copies)}: one each")
        self._subject.setText(copy.subject or "(no subject)")
        lines = [f"From {copy.sender}", f"To {copy.to}"]
        if copy.cc:
            lines.append(f"Cc {copy.cc}")
        if copy.files:
            lines.append("Files " + ", ".join(copy.files))
        self._people.setText("\n".join(lines))
        if copy.html:
            self._view.show_mail(Picture(html=copy.html), stay=False)
        else:
            self._view.setPlainText(copy.text)

    def _lay_out(self, icons: Icons) -> None:
        head = column(
            self._subject,
            self._people,
            row(self._which, self._next, None),
            spacing=4,
            margins=(14, 12, 14, 6),
        )
        full = QWidget()
        inside = QVBoxLayout(full)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addWidget(self._tabs)
        inside.addWidget(self._stack, 1)
        self._pages.addWidget(
            EmptyState("reader-empty", "mail", "Select a mail to read it as it arrived.", icons)
        )
        self._pages.addWidget(full)
        self.setLayout(column(self._pages, margins=(1, 1, 1, 1)))
