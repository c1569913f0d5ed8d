"""The Practice inbox view: the list at the left, the mail at the right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QListView, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from sgdesk.present.inbox import InboxRow
from sgdesk.ui.icons import Icons
from sgdesk.ui.preview.renderer import MakeRenderer
from sgdesk.ui.sandbox.mails import MailDelegate, MailModel
from sgdesk.ui.sandbox.programs import ProgramsCard
from sgdesk.ui.sandbox.reader import MailReader, Way
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.split import Split
from sgdesk.ui.widgets.surface import (
    GUTTER_PX,
    QUIET_PX,
    button,
    card,
    column,
    label,
    paragraph,
    row,
    rule,
)

EMPTY_WORDS = (
    "Empty. Mail sent with the Practice account lands here and nowhere else. "
    "This inbox is emptied when sgdesk closes; Results keeps what was sent."
)
EARLIER_WORDS = (
    "Empty. This inbox is emptied when sgdesk closes; what you sent earlier is kept in Results."
)
KEPT_WORDS = (
    "Emptied when sgdesk closes. Results keeps what you sent; what your own programs sent can be "
    "saved as .eml."
)
GONE_WORDS = (
    "This mail is not here: a practice inbox ends with the window or the command that "
    "filled it. Results still has it: Message shows what was sent, and Send again brings it here "
    "once more."
)


class PracticeView(QWidget):
    """Show captured mail.

    Signals: `mail_chosen(str)`, an id; `sample_requested()`; `empty_requested()`;
    `retry_requested()`, after the local SendGrid could not start; `simulate_requested()`;
    `write_requested()` and `results_requested()`, where there is no mail.
    """

    mail_chosen = Signal(str)
    sample_requested = Signal()
    empty_requested = Signal()
    retry_requested = Signal()
    simulate_requested = Signal()
    write_requested = Signal()
    results_requested = Signal()
    _lost_keyboard = False
    """What had it went when the inbox did."""

    def __init__(self, theme: Theme, icons: Icons, make_renderer: MakeRenderer) -> None:
        super().__init__()
        self.setObjectName("view")
        self.model = MailModel(self)
        self.reader = MailReader(theme, icons, make_renderer)
        self.notice = Notice("practice-notice", buttons_beside=True, closes=True)
        self.list = QListView()
        self.list.setObjectName("inbox")
        self.list.setAccessibleName("Captured mail, newest first")
        self.list.setAccessibleDescription("The selected one is shown beside the list")
        self.list.setModel(self.model)
        self._delegate = MailDelegate(theme, self)
        self.list.setItemDelegate(self._delegate)
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._watch_choice()
        self.programs = ProgramsCard()
        self._simulate = button(
            "Simulate…",
            name="simulate",
            why="Let the practice inbox be far away, refuse, stay silent or break off, "
            "to see what mail does then",
            kind="quiet",
        )
        icons.put(self._simulate, "flask-conical")
        self._simulate.clicked.connect(self.simulate_requested)
        self._clear = button(
            "Delete all…",
            name="empty-inbox",
            why="Delete all captured mail; asks first",
            kind="quiet",
        )
        self._clear.setEnabled(False)
        icons.put(self._clear, "trash-2")
        self._clear.clicked.connect(self.empty_requested)
        self.pages = QStackedWidget()
        # A mail was looked for in vain, or one was chosen: no other is opened in its place.
        self._is_missing = self._is_chosen = False
        self._lay_out(icons)

    def show_rows(self, rows: Sequence[InboxRow], *, had_mail: bool = False) -> None:
        """Show the list as it is now; the newest is opened as it comes, until one is chosen.

        `had_mail` says that there was mail before this window was opened.
        """
        newest, is_chosen = [row.id for row in self.model.rows[:1]], self._is_chosen
        shown = self.chosen
        self.model.show(rows)
        if shown and not self.chosen:
            # A list that was read as a whole forgets what was selected.
            self._choose(shown)
        # Rows that move tell of a choice, too.
        self._is_chosen = is_chosen
        self.pages.setCurrentIndex(1 if rows else 0)
        self._clear.setEnabled(bool(rows))
        self._show_way(EARLIER_WORDS if had_mail else EMPTY_WORDS, had_mail=had_mail)
        if self._is_missing:
            return
        if not rows:
            self.reader.show_nothing()
            return
        is_new = not self._is_chosen and newest != [rows[0].id]
        if is_new or not self.list.selectionModel().hasSelection():
            # A list that gets the keyboard makes its first row current without selecting it.
            self.list.setCurrentIndex(self.model.index(0, 0))
            self._is_chosen = False

    def show_mail(
        self, mail_id: str, missing: str = GONE_WORDS, way: Way | None = Way.RESULTS
    ) -> None:
        """Open this mail, or say why it is not here, with the way on from there."""
        self._is_missing = all(row.id != mail_id for row in self.model.rows)
        if self._is_missing:
            self.list.clearSelection()
            self.reader.show_nothing(missing, way)
        else:
            self.reader.begin()
            self._choose(mail_id)
            # It was looked for, even where it stood open before: no newer one takes its place.
            self._is_chosen = True

    @property
    def chosen(self) -> str:
        """Give the id of the mail that is selected; nothing when none is."""
        return next((self.model.rows[at.row()].id for at in self.list.selectedIndexes()), "")

    def _choose(self, mail_id: str) -> None:
        ids = [row.id for row in self.model.rows]
        if mail_id in ids:
            self.list.setCurrentIndex(self.model.index(ids.index(mail_id), 0))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """Forget what was looked for in vain, and what was copied."""
        super().hideEvent(event)
        self._is_missing = False
        self.programs.forget_copied()

    def focus_first(self) -> None:
        """Put the keyboard into the list, or on the button that says where to go."""
        way = self._write if self._results.isHidden() else self._results
        first = self.list if self.pages.currentIndex() else way
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_where(self, words: str, environment: str, missed: str = "") -> None:
        """Say where one's own programs can send to, and why not where the settings say."""
        self.programs.show_where(words, environment, missed)

    def show_starting(self) -> None:
        """Say that the local SendGrid is starting; why it did not run is over."""
        self._empty.set_text("Starting…")
        self._show_down()

    def show_ready(self) -> None:
        """Say that it is empty and how it fills."""
        self._show_way(EMPTY_WORDS, had_mail=False)
        self._sample.show()
        self._simulate.setEnabled(True)
        self._clear.setEnabled(bool(self.model.rows))
        self.notice.clear()
        if self._lost_keyboard and self.isVisible():
            self.focus_first()
        self._lost_keyboard = False

    def show_failed(self, happened: str, cause: str, *, is_down: bool) -> None:
        """Say what did not work, and why, and offer nothing of an inbox that is down."""
        if is_down:
            self._empty.set_text("Not running.")
            self._show_down()
        again = button("Try again", name="retry-practice", why="Start the practice inbox again")
        again.clicked.connect(self.retry_requested)
        self.notice.say("bad", happened, cause, buttons=(again,), lasts=True)
        if self._lost_keyboard and self.isVisible():
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_way(self, words: str, *, had_mail: bool) -> None:
        """Say why there is no mail, with the way to where there is or to a new one."""
        self._empty.set_text(words)
        self._results.setVisible(had_mail)
        self._write.setHidden(had_mail)
        is_offered = had_mail and not self.pages.currentIndex()
        self.reader.leave_results_to(self._results if is_offered else None)

    def _show_down(self) -> None:
        """Offer no address at which nothing answers, and nothing that it would have to do."""
        focused = self.window().focusWidget()
        was_here = focused is not None and self.isAncestorOf(focused)
        self.notice.clear()
        self.programs.hide()
        self.reader.leave_results_to(None)
        for way in (self._write, self._results, self._sample):
            way.hide()
        self._simulate.setEnabled(False)
        self._clear.setEnabled(False)
        is_gone = was_here and self.window().focusWidget() is not focused
        self._lost_keyboard = self._lost_keyboard or is_gone

    def _ways(self) -> tuple[QPushButton, QPushButton, QPushButton]:
        """Make what is offered while there is no mail."""
        write = button(
            "Write a mail", name="inbox-write", why="Open Write (Ctrl+2)", kind="primary"
        )
        write.clicked.connect(self.write_requested)
        results = button(
            "Open Results",
            name="inbox-results",
            why="Every mail that was sent, with its text and what became of it (Ctrl+3)",
            kind="primary",
        )
        results.clicked.connect(self.results_requested)
        self.reader.results_wanted.connect(self.results_requested)
        results.hide()
        sample = button(
            "Send the sample mail",
            name="send-sample",
            why="Send a small mail from and to example.com to this inbox",
            once=True,
        )
        sample.clicked.connect(self.sample_requested)
        return write, results, sample

    def _lay_out(self, icons: Icons) -> None:
        self._write, self._results, self._sample = self._ways()
        self._empty = EmptyState(
            "inbox-empty", "inbox", EMPTY_WORDS, icons, self._write, self._results, self._sample
        )
        self.pages.addWidget(self._empty)
        filled = QWidget()
        foot = paragraph(KEPT_WORDS, "hint")
        foot.setContentsMargins(14, 6, 14, 6)
        filled.setLayout(column(self.list, rule(), foot, spacing=0))
        self.pages.addWidget(filled)
        frame = card("inbox-card", "Practice inbox")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addLayout(
            row(
                label("Captured mail", "title"),
                self._simulate,
                None,
                self._clear,
                margins=(14, 5, 14 - QUIET_PX, 5),
            )
        )
        inside.addWidget(rule())
        inside.addWidget(self.pages, 1)
        split = Split("practice-split", Qt.Orientation.Horizontal)
        split.addWidget(frame)
        split.addWidget(self.reader)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([400, 640])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(GUTTER_PX, GUTTER_PX, GUTTER_PX, GUTTER_PX)
        whole.setSpacing(GUTTER_PX)
        whole.addWidget(self.notice)
        whole.addWidget(self.programs)
        whole.addWidget(split, 1)

    def _watch_choice(self) -> None:
        self.list.selectionModel().selectionChanged.connect(self._report_choice)
        # Of the one that is open already, a click changes nothing that could be told of.
        self.list.pressed.connect(self._note_choice)
        self.reader.used.connect(self._note_choice)

    def _note_choice(self) -> None:
        self._is_chosen = bool(self.chosen)

    def _report_choice(self) -> None:
        if self.chosen:
            self._is_chosen = True
            if not self.notice.lasts:
                # It told of the mail that was shown.
                self.notice.clear()
            self.mail_chosen.emit(self.chosen)
