"""One captured mail: as its reader sees it, its headers, source, request and steps."""

from enum import Enum
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sgdesk.delivery import Attempt
from sgdesk.present.inbox import InboxCopy, OpenMail
from sgdesk.present.log import names_of
from sgdesk.present.mail_html import shown_html
from sgdesk.present.refused_calls import OpenCall
from sgdesk.ui.icons import Icons
from sgdesk.ui.preview.mail_view import MailView
from sgdesk.ui.preview.renderer import MakeRenderer
from sgdesk.ui.sandbox.call_view import CallView
from sgdesk.ui.sandbox.saved_line import SavedLine
from sgdesk.ui.theme import Theme
from sgdesk.ui.timeline.steps import StepsTab
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.facts import FactsGrid
from sgdesk.ui.widgets.long_text import LongText
from sgdesk.ui.widgets.surface import LINK_PX, button, column, label, paragraph, restyle, row
from sgdesk.ui.widgets.tick_box import TickBox

_TABS = (
    Choice(id="view", text="View", why="The mail as its reader sees it"),
    Choice(id="headers", text="Headers", why="The headers of the mail that is shown"),
    Choice(id="source", text="Source", why="Every byte as it arrived"),
    Choice(id="request", text="Request", why="The request or the SMTP dialogue as it came"),
    Choice(id="steps", text="Steps", why="Where the time went when this window sent it"),
)
NAMED_IN_HEAD = 6
"""More would leave a low window little room for the mail; the list names them all."""
_ORDER = tuple(choice.id for choice in _TABS)
EMPTY_WORDS = "Mail is read here as it arrived."
_LONG_NAME = "Content-Transfer-Encoding"
"""Room for it lets the values of every mail's headers begin at one place."""
_RECEIVED = "As the practice inbox received it"
_SAVE_WHY = "Save the mail that is shown in a file for any mail program."
_OTHERS = "Another program sent this mail, so its steps were not measured here."


class Way(Enum):
    """What leads on from a mail that is not here."""

    MARK = "mark-never-came"
    RESULTS = "reader-results"


class MailReader(QFrame):
    """Show one mail, or say that none is selected.

    Signals: `steps_wanted(str)`, a mail's id, when its steps are looked at;
    `save_requested(str, int, str)`, a mail's id, which copy of it, and its subject;
    `not_sent_wanted()`, of a mail that never came; `results_wanted()`, of one that is gone;
    `used()`, when one looks further into the mail that is shown.
    """

    steps_wanted = Signal(str)
    save_requested = Signal(str, int, str)
    not_sent_wanted = Signal()
    results_wanted = Signal()
    used = Signal()
    _way: Way | None = None
    """What leads on from what is not here."""
    _beside: QPushButton | None = None
    """What leads to Results in place of the reader's own button."""

    def __init__(self, theme: Theme, icons: Icons, make_renderer: MakeRenderer) -> None:
        super().__init__()
        self.setObjectName("reader")
        self.setProperty("card", True)
        self.setAccessibleName("Captured mail")
        self._mail: OpenMail | None = None
        self._at = 0
        self._subject = paragraph("", "sentence")
        self._people = paragraph("", "muted")
        self._fate = paragraph("", "hint")
        self._which = label("", "hint")
        self._previous = button(
            "Previous",
            name="previous-copy",
            why="See the mail of the recipient before; from the first to the last",
            kind="link",
        )
        self._previous.clicked.connect(self._turn_back)
        self._next = button(
            "Next",
            name="next-copy",
            why="See the mail of the next recipient; from the last to the first",
            kind="link",
        )
        self._next.clicked.connect(self._turn)
        self._save = button(
            "Save as .eml…",
            name="save-copy",
            why=_SAVE_WHY,
            kind="link",
        )
        self._save.clicked.connect(self._ask_to_save)
        self._saved = SavedLine()
        self._tabs = ChoiceRow("reader-tabs", "Part of the mail", _TABS, icons, look="tabs")
        self._tabs.chosen.connect(self.show_tab)
        self.view = MailView("mail-view", make_renderer, icons)
        self._headers = FactsGrid("mail-headers", "Headers", wrap=True, longest=_LONG_NAME)
        self._source = LongText("mail-source", "Source of the mail", _RECEIVED)
        self._request = LongText("mail-request", "What SendGrid was asked for", _RECEIVED)
        self._steps = StepsTab(theme)
        self._steps_pages = QStackedWidget()
        self._note = paragraph("", "hint")
        self._formatted = self._format_switch()
        self._note_line = QWidget()
        self._stack = QStackedWidget()
        self._ways = self._make_ways()
        self._empty = EmptyState("reader-empty", "mail", EMPTY_WORDS, icons, *self._ways.values())
        self._call = CallView(icons)
        self._pages = QStackedWidget()
        self._lay_out(icons)

    def show_mail(self, mail: OpenMail) -> None:
        """Show a mail, its first copy first."""
        self._mail, self._at = mail, 0
        self._source.show_text(mail.source)
        self._show_request()
        self._fate.setText(_fate_words(mail))
        self._fate.setHidden(not mail.fate.words)
        self._save.setToolTip(f"{_SAVE_WHY} {mail.saved_as}")
        restyle(self._fate, "role", "hint" if mail.fate.is_good else "warning")
        self._show_copy()
        self._show_note()
        self._pages.setCurrentIndex(1)
        if self._tabs.current == "steps":
            self.steps_wanted.emit(mail.row.id)

    def begin(self) -> None:
        """Show the first of several mails, as its reader sees it, wherever one was before."""
        self.show_tab("view")
        if self._at:
            self._at = 0
            self._show_copy()

    def show_saved(self, mail_id: str, at: int, path: Path, words: str) -> None:
        """Say where a copy was saved, while it is the one that is shown."""
        if self._mail is not None and (self._mail.row.id, self._at) == (mail_id, at):
            self._saved.say(path, words)

    def show_steps(self, attempt: Attempt | None) -> None:
        """Show the attempt that brought the mail; `None` when another program sent it."""
        if attempt is not None:
            self._steps.show_attempt(attempt)
        self._steps_pages.setCurrentIndex(0 if attempt is None else 1)

    def show_call(self, call: OpenCall) -> None:
        """Show a call that was refused, of which there is no mail."""
        self._mail = None
        self._call.show_call(call)
        self._pages.setCurrentWidget(self._call)

    def show_nothing(self, words: str = EMPTY_WORDS, way: Way | None = None) -> None:
        """Show the empty state, and one way on."""
        self._mail = None
        self._way = way
        self._show_way()
        self._empty.set_text(words)
        self._pages.setCurrentIndex(0)

    def leave_results_to(self, beside: QPushButton | None) -> None:
        """Offer no way to Results while a button beside this does."""
        self._beside = beside
        self._show_way()

    def _show_way(self) -> None:
        way = self._ways.get(self._way) if self._way is not None else None
        if self._way is Way.RESULTS and self._beside is not None:
            way = self._beside
        if way is not None:
            way.show()
            if self.window().focusWidget() in self._ways.values():
                # Before what was pressed goes, whose keyboard would land anywhere.
                way.setFocus()
        for one in self._ways.values():
            one.setVisible(one is way)

    def show_tab(self, tab: str) -> None:
        """Bring one tab to the front."""
        self._tabs.choose(tab)
        self._stack.setCurrentIndex(_ORDER.index(tab))
        self._show_note()
        if tab == "steps" and self._mail is not None:
            self.steps_wanted.emit(self._mail.row.id)

    def _turn(self) -> None:
        self._turn_by(1)

    def _turn_back(self) -> None:
        self._turn_by(-1)

    def _turn_by(self, step: int) -> None:
        """Go round: a button that ends would give its keyboard to another, pressed next."""
        if self._mail is not None:
            self._at = (self._at + step) % len(self._mail.copies)
            self._show_copy()

    def _show_note(self) -> None:
        note = self._mail.notes.get(self._tabs.current, "") if self._mail is not None else ""
        can_format = bool(self._mail and self._mail.formatted) and self._tabs.current == "request"
        self._note.setText(note)
        self._formatted.setVisible(can_format)
        self._note_line.setVisible(bool(note) or can_format)

    def _show_request(self) -> None:
        if self._mail is not None:
            is_formatted = self._formatted.isChecked() and self._mail.formatted
            self._request.show_text(self._mail.formatted if is_formatted else self._mail.request)

    def _format_switch(self) -> TickBox:
        switch = TickBox("Formatted")
        switch.setObjectName("request-formatted")
        why = "Lay the JSON of the body out to be read; it came as it stands without this"
        switch.setToolTip(why)
        switch.setAccessibleDescription(why)
        switch.toggled.connect(self._show_request)
        return switch

    def _make_ways(self) -> dict[Way, QPushButton]:
        mark = button(
            "Mark as not sent",
            name=Way.MARK.value,
            why="Keep in Results that this mail did not go out",
            once=True,
        )
        mark.clicked.connect(self.not_sent_wanted)
        results = button(
            "Open Results", name=Way.RESULTS.value, why="See what was sent, and send it (Ctrl+3)"
        )
        results.clicked.connect(self.results_wanted)
        ways = {Way.MARK: mark, Way.RESULTS: results}
        for each in ways.values():
            each.hide()
        return ways

    def _ask_to_save(self) -> None:
        if self._mail is not None:
            subject = self._mail.copies[self._at].subject
            self.save_requested.emit(self._mail.row.id, self._at, subject)

    def _show_copy(self) -> None:
        copies: tuple[InboxCopy, ...] = self._mail.copies if self._mail is not None else ()
        several = len(copies) > 1
        self._saved.clear()
        self._previous.setVisible(several)
        self._next.setVisible(several)
        self._save.setVisible(bool(copies))
        self._which.setVisible(several)
        if self._mail is None or not copies:
            return
        copy = copies[self._at]
        self._which.setText(f"Mail {self._at + 1} of {len(copies)}")
        self._subject.setText(copy.subject or "(no subject)")
        to = f"To {copy.to}" if copy.to else "No To header in this mail"
        lines = [f"From {copy.sender}", to]
        if copy.cc:
            lines.append(f"Cc {copy.cc}")
        if copy.files:
            lines.append("Files " + ", ".join(copy.files))
        if copy.images:
            lines.append(f"Images {', '.join(copy.images)}, shown in the mail")
        self._people.setText("\n".join(lines))
        self._headers.show_facts([(name, value, "") for name, value in copy.headers])
        self.view.show_mail(shown_html(copy.html, copy.text), self._mail.images)

    def _lay_out(self, icons: Icons) -> None:
        self._tabs.chosen.connect(self.used)
        for each in (self._previous, self._next, self._save):
            each.clicked.connect(self.used)
        ways = row(self._which, self._previous, self._next, self._saved, self._save)
        ways.setStretch(3, 1)
        head = column(
            self._subject,
            self._people,
            self._fate,
            ways,
            spacing=4,
            margins=(14, 12, 14 - LINK_PX, 6),
        )
        looks = row(None, self.view.dark, self.view.widths, margins=(14, 6, 14, 6))
        seen = QWidget()
        seen.setLayout(column(looks, self.view, spacing=0))
        self._steps_pages.addWidget(EmptyState("steps-none", "chart-gantt", _OTHERS, icons))
        self._steps_pages.addWidget(self._steps)
        for page in (seen, self._headers, self._source, self._request, self._steps_pages):
            self._stack.addWidget(page)
        full = QWidget()
        inside = QVBoxLayout(full)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addWidget(self._tabs)
        note = row(self._note, self._formatted, margins=(14, 6, 14, 4))
        note.setStretch(0, 1)
        self._note_line.setLayout(note)
        inside.addWidget(self._note_line)
        inside.addWidget(self._stack, 1)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(full)
        self._pages.addWidget(self._call)
        self.setLayout(column(self._pages, margins=(1, 1, 1, 1)))


def _fate_words(mail: OpenMail) -> str:
    """Say what becomes of it, and of several copies to whom they go."""
    words = mail.fate.words
    if len(mail.copies) < 2 or not mail.fate.is_good:
        return words
    names = names_of([copy.to for copy in mail.copies], NAMED_IN_HEAD)
    # Named after that: before it, the list reads as what each of them sees.
    return f"{words} Mails for {', '.join(names)}."
