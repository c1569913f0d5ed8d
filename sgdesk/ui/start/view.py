"""The Start view: what to do first, what waits, and what is known of the account."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sgdesk.present.drafts import DraftLine, continue_text, drafts_to_offer
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.scroll import ScrollArea
from sgdesk.ui.widgets.surface import (
    GUTTER_PX,
    LINK_PX,
    QUIET_PX,
    button,
    card,
    column,
    label,
    paragraph,
    row,
    rule,
)
from sgdesk.ui.widgets.tab_order import tab_as_laid_out
from sgdesk.ui.window import START_CARD_PX, START_MARGIN_PX, START_PX

SHOWN_DRAFTS = 3
CARD_MARGINS = (18, 16, 18, 16)
PRACTICE_WORDS = "Try it in the practice inbox. No key needed."
DIAGNOSE_WORDS = (
    "Tests every way to SendGrid from this computer. No key. Sends nothing. About 10 s."
)


class StartView(QWidget):
    """Offer the first steps.

    Signals: `write_requested()`, `sample_requested()`, `open_requested()`;
    `diagnose_requested(str)`, a part of Diagnose; `draft_chosen(str)`, a draft's id;
    `drafts_requested()`, all of them;
    `decision_requested()`, for the mail whose outcome is unknown.
    """

    write_requested = Signal()
    sample_requested = Signal()
    open_requested = Signal()
    diagnose_requested = Signal(str)
    draft_chosen = Signal(str)
    drafts_requested = Signal()
    decision_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("view")
        self._icons = icons
        self.decisions = Notice("start-decisions", buttons_beside=True)
        self.write_button = button(
            "Write a mail", name="start-write", why="Write a mail and send it (Ctrl+2)"
        )
        self.write_button.setProperty("primary", True)
        icons.put(self.write_button, "square-pen", "on_accent")
        self.write_button.clicked.connect(self.write_requested)
        _bring_in_line(self.decisions)
        self._continue = card("start-continue", "Go on writing")
        side = CARD_MARGINS[0]
        self._lines = column(spacing=2)
        self._offers = column(spacing=GUTTER_PX)
        # What is in it is dearer to load than Start may be; its room is kept.
        self._second = card("start-card-second", "Loading")
        self._cards = row(self._write_card(), self._diagnose_card(), spacing=GUTTER_PX)
        for place in range(self._cards.count()):
            self._cards.setStretch(place, 1)
        self._take_second(self._second)
        self._continue.setLayout(
            column(
                self._continue_head(),
                row(rule(), margins=(QUIET_PX, 0, LINK_PX, 0)),
                self._lines,
                margins=(side - QUIET_PX, 10, side - LINK_PX, 10),
                spacing=8,
            )
        )
        self._continue.hide()
        self._lay_out()

    def show_card(self, frame: QFrame) -> None:
        """Put a card beside "Write a mail", in the place of the one that is there."""
        if frame is self._second:
            return
        self._second.hide()
        self._cards.removeWidget(self._second)
        self._take_second(frame)
        frame.show()
        self.settle_order()

    def settle_order(self) -> None:
        """Let Tab follow what is read, after something has come or gone."""
        tab_as_laid_out(self._inside)

    def show_where(self, account: str, *, can_go: bool = True, stays: bool = False) -> None:
        """Say where a mail would go: out as an account, if it can, or nowhere without one.

        It `stays` here as an account whose servers are the practice inbox.
        """
        if stays and can_go:
            self._where.setText(f"It goes to the practice inbox, as {account}.")
            return
        goes = "goes out" if can_go else "cannot go out yet"
        live = f"It {goes} as {account}. Choose Practice to try it first."
        self._where.setText(live if account else PRACTICE_WORDS)

    def add_offer(self, notice: QWidget) -> None:
        """Take a notice that stands above the cards, below what waits for a decision."""
        self._offers.addWidget(notice)
        _bring_in_line(notice)

    def show_decisions(self, count: int) -> None:
        """Say how many mails wait for the user's word; none takes no room."""
        if not count:
            self.decisions.clear()
            return
        look = button(
            "Look at it" if count == 1 else "Look at them",
            name="start-decide",
            why="Open the mail in Results, where you can say whether it was sent",
        )
        look.clicked.connect(self.decision_requested)
        title = "1 mail needs" if count == 1 else f"{count} mails need"
        self.decisions.say(
            "warn",
            f"{title} your decision",
            "It was handed over, and no answer came: it may have been sent."
            if count == 1
            else "They were handed over, and no answer came: they may have been sent.",
            buttons=(look,),
        )
        self.settle_order()

    def show_drafts(self, lines: Sequence[DraftLine]) -> None:
        """Offer to go on with the newest drafts; the keyboard stays at the one it is at."""
        at = QApplication.focusWidget()
        focused = at.property("draft") if at is not None else None
        while self._lines.count():
            item = self._lines.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        shown = drafts_to_offer(lines)[:SHOWN_DRAFTS]
        for line in shown:
            go_on = self._draft(line)
            if line.id == focused:
                go_on.setFocus(Qt.FocusReason.OtherFocusReason)
        self._continue.setVisible(bool(shown))
        self.settle_order()

    def _lay_out(self) -> None:
        sample = self._link(
            "Take the sample mail…", "start-sample", "Fill in a mail that shows what can be done"
        )
        sample.clicked.connect(self.sample_requested)
        open_file = self._link(
            "Open a message…",
            "start-open",
            "Open a mail from a file (Ctrl+O): .eml, .json or .html",
        )
        open_file.clicked.connect(self.open_requested)
        links = row(
            sample,
            open_file,
            *self._diagnose_links(),
            None,
            spacing=14,
            margins=(CARD_MARGINS[0] - LINK_PX, 0, 0, 0),
        )
        self._inside = inside = QWidget()
        inside.setObjectName("scrolled")
        inside.setMaximumWidth(START_PX)
        margins = (START_MARGIN_PX, START_MARGIN_PX, START_MARGIN_PX, GUTTER_PX)
        inside.setLayout(
            column(
                self.decisions,
                self._offers,
                self._continue,
                self._cards,
                links,
                None,
                spacing=GUTTER_PX,
                margins=margins,
            )
        )
        scroll = ScrollArea()
        scroll.setObjectName("start-scroll")
        scroll.setAccessibleName("Start")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self.settle_order()

    def _take_second(self, frame: QFrame) -> None:
        frame.setMinimumHeight(START_CARD_PX)
        self._cards.insertWidget(1, frame, 1)
        self._second = frame

    def _write_card(self) -> QFrame:
        frame = card("start-card-write", "Write a mail")
        self._where = paragraph(PRACTICE_WORDS, "muted")
        frame.setLayout(
            column(
                label("Write a mail", "heading"),
                self._where,
                None,
                row(self.write_button, None),
                margins=CARD_MARGINS,
                spacing=8,
            )
        )
        frame.setMinimumHeight(START_CARD_PX)
        return frame

    def _diagnose_card(self) -> QFrame:
        frame = card("start-card-diagnose", "Mail does not go out?")
        look = button(
            "Diagnose",
            name="start-diagnose",
            why="Open Diagnose (Ctrl+5); nothing is tested before Start is pressed there",
        )
        self._icons.put(look, "stethoscope")
        look.clicked.connect(partial(self.diagnose_requested.emit, "here"))
        frame.setLayout(
            column(
                label("Mail does not go out?", "heading"),
                paragraph(DIAGNOSE_WORDS, "muted"),
                None,
                row(look, None),
                margins=CARD_MARGINS,
                spacing=8,
            )
        )
        frame.setMinimumHeight(START_CARD_PX)
        return frame

    def _diagnose_links(self) -> tuple[QPushButton, QPushButton]:
        explain = self._link(
            "Explain an error message…",
            "start-explain",
            "Say what an error, a log or the mail settings of a program mean; nothing leaves "
            "this computer",
        )
        explain.clicked.connect(partial(self.diagnose_requested.emit, "explain"))
        report = self._link(
            "Open a report…", "start-report", "Look at what somebody else's sgdesk has seen"
        )
        report.clicked.connect(partial(self.diagnose_requested.emit, "opened"))
        return explain, report

    def _continue_head(self) -> QHBoxLayout:
        every = self._link("All drafts…", "start-drafts", "Every mail that you began")
        every.clicked.connect(self.drafts_requested)
        return row(label("Go on writing", "heading"), None, every, margins=(QUIET_PX, 0, 0, 0))

    def _draft(self, line: DraftLine) -> QPushButton:
        """Add the line of a draft; give its button."""
        words = continue_text(line)
        go_on = button(words, name="start-draft", why="Open this draft in Write", kind="quiet")
        go_on.setProperty("draft", line.id)
        self._icons.put(go_on, "square-pen")
        go_on.clicked.connect(self._report_draft)
        people = ElidedLabel("muted")
        people.show_text(f"to {line.people}")
        holder = QWidget()
        holder.setLayout(row(go_on, people, None, spacing=10))
        self._lines.addWidget(holder)
        return go_on

    def _link(self, text: str, name: str, why: str) -> QPushButton:
        return button(text, name=name, why=why, kind="link")

    def _report_draft(self) -> None:
        self.draft_chosen.emit(str(self.sender().property("draft")))


def _bring_in_line(notice: QWidget) -> None:
    """Let its words begin, and its buttons end, where those of the cards do."""
    layout = notice.layout()
    if layout is not None:
        layout.setContentsMargins(CARD_MARGINS[0], 9, CARD_MARGINS[0], 9)
