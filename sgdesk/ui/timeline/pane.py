"""The detail of one row: sentence, reason, remedy, and what lies one click deeper."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from sgdesk.delivery import Attempt, AttemptId
from sgdesk.errors import in_sentences
from sgdesk.present.answer import answer_facts, bad_facts, recipient_rows
from sgdesk.present.copied_dialogue import copy_words
from sgdesk.present.dialogue import dialogue_text
from sgdesk.present.log import LogRow
from sgdesk.present.pair import AGAIN, ALONE, pair_words
from sgdesk.present.problem_words import accepted_text
from sgdesk.present.remedies import Act, Remedy
from sgdesk.present.ticket import nothing_said
from sgdesk.present.words import CODE_MEANS, OutcomeWords
from sgdesk.ui.icons import Icons
from sgdesk.ui.preview.renderer import MakeRenderer
from sgdesk.ui.theme import Theme
from sgdesk.ui.timeline.conversation import ConversationTab
from sgdesk.ui.timeline.copy_tab import CopyTab
from sgdesk.ui.timeline.facts_lines import FactsLines
from sgdesk.ui.timeline.message_tab import MessageTab
from sgdesk.ui.timeline.steps import StepsTab
from sgdesk.ui.widgets.bars import PILL_HEIGHT_PX, paint_pill, pill_width
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.empty import EmptyState
from sgdesk.ui.widgets.facts import FactsGrid
from sgdesk.ui.widgets.remedy_row import RemedyRow
from sgdesk.ui.widgets.surface import column, keep_room, paragraph, row
from sgdesk.ui.widgets.texttable import TextModel, TextTable

_TABS = (
    Choice(id="steps", text="Steps", why="Where the time went, step by step"),
    Choice(
        id="conversation", text="Conversation", why="What was said on the wire; keys are masked"
    ),
    Choice(id="answer", text="Answer", why="The server's own words and what it said of the mail"),
    Choice(id="recipients", text="Recipients", why="What the server said of each recipient"),
    Choice(id="message", text="Message", why="What was sent"),
    Choice(id="copy", text="Copy as…", why="As a command for others, or as text for a ticket"),
)
_ORDER = tuple(choice.id for choice in _TABS)
_RECIPIENTS_MEAN = (
    "Who was to get the mail",
    "Whether the server took it for them",
    CODE_MEANS,
    "What the server said, as it came",
)
SIDE_PX = 14
BUTTON_PX = 32
NARROW_PX = 620
"""Below this width the buttons of a failure have two lines, and its words one more."""
_USUAL_TITLE = "It is not known whether this mail went out"
_USUAL_REASON = (
    "Not sent, and the key was not sent. The server on port 587 offered no encryption, which "
    "SendGrid always does. A firewall or antivirus program changes the connection. "
    "Nobody has it, so nobody gets it twice. Send by Web API, or try port 465."
)
LEAST_TAB_PX = 92
ROOMY_TAB_PX = 124
"""What the tabs get where the words above them leave it."""
ROOMY_PX = 304
"""Up to this height they get it; a window of 600 pixels has no more beside the table."""
MOST_LEAST_PX = 316
"""More than this is never asked for: the table needs room, too."""
_NOTHING = "Select a result to see what became of the mail and where its time went."
_READING = "Reading the result…"
_WAITING = "This mail is on its way. Its steps appear here when it has an answer."


class TimelinePane(QFrame):
    """Show one attempt, or say that there is none to show.

    Signals: `remedy_chosen(object)`, the `Remedy` that was pressed;
    `tab_shown(str)`, a tab that was brought to the front.
    """

    remedy_chosen = Signal(object)
    tab_shown = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, make_renderer: MakeRenderer) -> None:
        super().__init__()
        self.setObjectName("detail")
        self.setProperty("card", True)
        self.setAccessibleName("Detail of the selected result")
        self._pill = OutcomePill(theme, icons)
        self._sentence = paragraph("", "sentence")
        self._facts = FactsLines()
        self._reason = paragraph("")
        self._why = ""
        """The reason without what to do about it."""
        self._status = paragraph("", "hint")
        self._buttons = RemedyRow("remedies")
        self._buttons.chosen.connect(self.remedy_chosen)
        self._pair = paragraph("", "muted")
        self._tabs = ChoiceRow("detail-tabs", "Part of the detail", _TABS, icons, look="tabs")
        # In line with the words above.
        self._tabs.setContentsMargins(2, 0, 0, 0)
        self._tabs.chosen.connect(self._turn_to)
        self.steps = StepsTab(theme)
        self.conversation = ConversationTab(theme, icons)
        title = "Answer of the server"
        self._answer = FactsGrid("answer", title, wrap=True, has_pages=True)
        self.message = MessageTab(icons, make_renderer)
        self.copy_as = CopyTab(icons)
        self._recipients = TextModel(
            ("Address", "Result", "Code", "In the server's words"), self, means=_RECIPIENTS_MEAN
        )
        self._stack = QStackedWidget()
        self._empty = EmptyState("detail-empty", "chart-gantt", _NOTHING, icons)
        self._pages = QStackedWidget()
        self.is_tab_chosen = False
        """Whether the user has chosen a tab since the window was opened."""
        self._shown: AttemptId | None = None
        self._lent: tuple[AttemptId, str] | None = None
        """For which result a tab is in front, and which comes back with the next."""
        self._lay_out()

    def show_attempt(
        self,
        attempt: Attempt,
        log_row: LogRow,
        beside: Attempt | None,
        why: str,
        again: str = AGAIN,
    ) -> None:
        """Show an attempt.

        `beside` is its sister on the other path, with which it is compared, `why` its
        `why_text`, `again` how to compare once more.
        """
        if self._lent is not None and self._lent[0] != attempt.id:
            self.show_tab(self._lent[1])
            self._lent = None
        words = log_row.result
        problem = attempt.problem
        # What the user has said of an unknown result stands before why it was unknown.
        title = problem.title if problem and not log_row.is_decided else ""
        self._pill.show_words(words)
        self._sentence.setText(title or accepted_text(attempt) or words.meaning)
        self._facts.show_attempt(attempt, log_row)
        self._why = why
        _say(self._reason, why)
        pair = pair_words(attempt, beside, again=again) if beside is not None else ""
        _say(self._pair, f"{pair}." if pair else "")
        if attempt.id != self._shown:
            # Read again, it keeps what was said of an act.
            self.show_status("")
        self._shown = attempt.id
        self.steps.show_attempt(attempt, beside if pair else None)
        self.conversation.show_dialogue(
            dialogue_text(attempt), nothing_said(attempt), copy_words(attempt)
        )
        self._answer.show_facts(answer_facts(attempt), bad=bad_facts(attempt))
        recipients = recipient_rows(attempt, log_row)
        self._recipients.show(recipients)
        self._tabs.set_shown("recipients", shown=bool(recipients))
        if self._tabs.current == "recipients" and not recipients:
            self.show_tab("steps")
        self._pages.setCurrentIndex(1)

    def say_alone(self) -> None:
        """Say of the attempt that is shown that it is none of the pair that it stands with."""
        _say(self._pair, ALONE)

    def offers(self, act: Act) -> bool:
        """Say whether this can be pressed now."""
        return self._buttons.offers(act)

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """Give what can be pressed now, in its order."""
        return self._buttons.remedies

    def show_remedies(self, remedies: Sequence[Remedy], *, is_problem: bool) -> None:
        """Offer what can be done about the attempt that is shown."""
        self._buttons.show_remedies(remedies, first_is_strong=is_problem)
        self._fit_height()

    def show_advice(self, words: str) -> None:
        """Say beside the reason what to do."""
        _say(self._reason, in_sentences(self._why, words))
        self._fit_height()

    def show_status(self, words: str) -> None:
        """Say how something that was asked for goes; nothing takes the line away."""
        _say(self._status, words)

    def show_sending(self) -> None:
        """Say that there is nothing to show yet; how far it is stands in the row."""
        self._show_empty(_WAITING)

    def show_reading(self) -> None:
        """Say that another result is being read."""
        self._show_empty(_READING)

    def show_nothing(self) -> None:
        """Show the empty state."""
        self._show_empty(_NOTHING)

    def _show_empty(self, words: str) -> None:
        self._empty.set_text(words)
        self._pages.setCurrentIndex(0)

    def focus_first(self) -> None:
        """Put the keyboard on the first button, or on the tabs where there is none."""
        if self._pages.currentIndex() == 1 and not self._buttons.focus_first():
            self._tabs.focus_current()

    @property
    def tab(self) -> str:
        """Give the tab in front."""
        return self._tabs.current

    @property
    def own_tab(self) -> str:
        """Give the tab that the user chose; nothing where none was chosen."""
        if not self.is_tab_chosen:
            return ""
        return self._lent[1] if self._lent else self.tab

    def take_tab(self, tab: str) -> None:
        """Open at the tab that was chosen at an earlier start."""
        if tab in _ORDER:
            self.is_tab_chosen = True
            self.show_tab(tab)

    def show_tab(self, tab: str) -> None:
        """Bring one tab to the front."""
        self._tabs.choose(tab)
        self._stack.setCurrentIndex(_ORDER.index(tab))

    def lend_tab(self, tab: str, attempt_id: AttemptId) -> None:
        """Bring a tab to the front for one result; the next has the tab that was there before."""
        self._lent = (attempt_id, self._lent[1] if self._lent else self.tab)
        self.show_tab(tab)
        self.tab_shown.emit(tab)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Other widths break the words otherwise."""
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        """Never be lower than the words and buttons, with a part of the tabs below.

        Both have the room of a usual failure whatever they say, so that from row to row nothing
        moves that is to be pressed.
        """
        self._words.setMinimumHeight(self._usual_height())
        # Room for a second line that nothing else needs.
        room = self.width() - 2 - 2 * SIDE_PX
        said = [words for words in (self._reason, self._pair) if words.text()]
        taken = sum(words.heightForWidth(room) for words in said)
        may_take_two = taken < 2 * self.fontMetrics().height()
        self._facts.break_up(room=room, may_take_two=may_take_two)
        lines = 2 if self.width() < NARROW_PX else 1
        self._buttons.setMinimumHeight(lines * (BUTTON_PX + 8) - 8)
        self._head.invalidate()
        words = self._head.heightForWidth(self.width() - 2)
        above = words + self._tabs.sizeHint().height() + 4
        least = max(min(MOST_LEAST_PX, above + LEAST_TAB_PX), min(ROOMY_PX, above + ROOMY_TAB_PX))
        self.setMinimumHeight(least if self._pages.currentIndex() else 0)

    def _usual_height(self) -> int:
        """Give the height that a usual failure needs for its words."""
        room = self.width() - 2 - 2 * SIDE_PX
        beside = self._pill.width() + 10
        said = (
            (self._sentence, _USUAL_TITLE, room - beside),
            (self._facts.first, "", room),
            (self._reason, _USUAL_REASON, room),
        )
        wrap = Qt.TextFlag.TextWordWrap
        heights = [
            label.fontMetrics().boundingRect(0, 0, width, 999, wrap, words or "1").height()
            for label, words, width in said
        ]
        heights[0] = max(heights[0], PILL_HEIGHT_PX + 2)
        # Broken so often, some need one line more.
        more = self.fontMetrics().height() if self.width() < NARROW_PX else 0
        return sum(heights) + 4 * (len(heights) - 1) + more

    def _turn_to(self, tab: str) -> None:
        self._lent = None
        self.is_tab_chosen = True
        self.show_tab(tab)
        self.tab_shown.emit(tab)

    def _lay_out(self) -> None:
        recipients = TextTable("recipients", "Recipients", self._recipients, stretch=3)
        recipients.setColumnWidth(0, 240)
        recipients.setColumnWidth(1, 110)
        recipients.setColumnWidth(2, 70)
        pages = (self.steps, self.conversation, self._answer, recipients)
        for page in (*pages, self.message, self.copy_as):
            self._stack.addWidget(page)
        self._sentence.setMinimumWidth(200)
        self._words = QWidget()
        said = (self._facts, self._reason, self._pair, None)
        self._words.setLayout(column(row(self._pill, self._sentence, spacing=10), *said, spacing=4))
        keep_room(self._buttons)
        self._head = head = column(
            self._words, 4, self._buttons, spacing=4, margins=(14, 10, 14, 5)
        )
        full = QWidget()
        inside = QVBoxLayout(full)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addWidget(self._tabs)
        inside.addWidget(_Below(self._status, self._stack), 1)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(full)
        self.setLayout(column(self._pages, margins=(1, 1, 1, 1)))


class _Below(QWidget):
    """What stands below the tabs: above them, what is said would move what is to be pressed.

    In a low window it gives way, never the words and buttons above it.
    """

    def __init__(self, status: QWidget, pages: QWidget) -> None:
        super().__init__()
        # Its own: the margins of a layout would stay where nothing is said.
        status.setContentsMargins(SIDE_PX, 8, SIDE_PX, 2)
        self.setLayout(column(status, pages, spacing=0))
        self.setMinimumHeight(LEAST_TAB_PX)

    def hasHeightForWidth(self) -> bool:  # noqa: N802  # Qt's name
        """Ask for no more than the least, in however many lines the status is said."""
        return False


class OutcomePill(QWidget):
    """One outcome, painted as in the table."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._words: OutcomeWords | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_words(self, words: OutcomeWords) -> None:
        """Show an outcome."""
        self._words = words
        self.setAccessibleName(words.word)
        self.setToolTip(words.meaning)
        self.setFixedSize(pill_width(words.word, self.font()), PILL_HEIGHT_PX + 2)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw."""
        if self._words is None:
            return
        painter = QPainter(self)
        words = self._words
        paint_pill(
            painter, self.rect(), words.word, words.icon, words.tone, self._icons, self._theme
        )
        painter.end()


def _say(words: QLabel, text: str) -> None:
    words.setText(text)
    words.setVisible(bool(text))
    words.setAlignment(Qt.AlignmentFlag.AlignLeft)
