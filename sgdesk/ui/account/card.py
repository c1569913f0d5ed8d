"""One account as a card: what is known of it, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from sgdesk.present.account_words import AccountWords
from sgdesk.present.words import Tone
from sgdesk.ui.account.lines import ToldLines
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.flow import FlowLayout
from sgdesk.ui.widgets.marked import Marked
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.surface import (
    QUIET_PX,
    button,
    column,
    keep_room,
    label,
    paragraph,
    row,
    rule,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Action:
    id: str
    text: str
    why: str
    """Empty where it is the account that says it."""
    icon: str


SIDE_PX = 16
_ACTIONS = (
    _Action(
        id="check",
        text="Check now",
        why="",
        icon="shield-check",
    ),
    _Action(
        id="edit", text="Change…", why="Sender, test address, guard and connection", icon="settings"
    ),
    _Action(id="rename", text="Rename…", why="Give the account another name", icon="square-pen"),
    _Action(
        id="replace",
        text="Replace key…",
        why="Use another key with the same settings",
        icon="key-round",
    ),
    _Action(
        id="remove",
        text="Remove…",
        why="Forget the account and its key on this computer",
        icon="trash-2",
    ),
)
_GIVE_KEY = _Action(
    id="replace",
    text="Enter the key…",
    why="Open the sheet that takes a key for this account",
    icon="key-round",
)
_DIAGNOSE = _Action(
    id="diagnose",
    text="Diagnose",
    why="Find out why its servers are not reached: tests every way, without the key; sends nothing",
    icon="stethoscope",
)
_WITHOUT_KEY = tuple(action for action in _ACTIONS if action.id not in ("check", "replace"))


class AccountCard(QFrame):
    """Show one account.

    Signals: `asked(str, str)`, an action (`check`, `edit`, `rename`, `replace`, `remove`,
    `stop`, `diagnose`) and the account's name.
    """

    asked = Signal(str, str)

    def __init__(self, number: int, words: AccountWords, icons: Icons) -> None:
        super().__init__()
        self.setObjectName(f"account-card-{number}")
        self.setProperty("card", True)
        self.setAccessibleName(words.name)
        self.name = words.name
        self._progress = label("", "hint")
        self._stop = button(
            "Cancel", name=f"account-stop-{number}", why="Stop asking", kind="quiet"
        )
        self._stop.setProperty("action", "stop")
        self._stop.clicked.connect(self._report)
        self.notice = Notice(f"account-trouble-{number}")
        if words.trouble:
            self.notice.say("bad", "The account cannot be used.", words.trouble)
        lines = ToldLines(f"account-lines-{number}", icons)
        lines.show_lines(words.lines)
        self._presses: dict[str, QPushButton] = {}
        self._chosen = Marked(icons, label(""))
        self._chosen.say(Tone.GOOD, words.chosen)
        self._chosen.hide()
        keep_room(self._stop)
        # What ends in words without a frame ends further to the right.
        head = row(
            *(label(words.name, "title"), self._chosen, None, self._progress, self._stop),
            margins=(SIDE_PX, 0, SIDE_PX - QUIET_PX, 0),
        )
        below = column(
            *(rule(), self.notice, lines, _facts(words), self._actions(number, words, icons)),
            margins=(SIDE_PX, 0, SIDE_PX, 0),
            spacing=9,
        )
        self.setLayout(column(head, below, margins=(0, 11, 0, 11), spacing=9))
        self.show_progress("")

    def _actions(self, number: int, words: AccountWords, icons: Icons) -> QWidget:
        # All of them have room side by side but in the narrowest window.
        actions = FlowLayout(6)
        shown = _ACTIONS if words.has_key else (_GIVE_KEY, *_WITHOUT_KEY)
        if words.is_unreached:
            shown = (shown[0], _DIAGNOSE, *shown[1:])
        for action in shown:
            kind = "quiet" if action is not shown[0] else ""
            press = button(
                action.text,
                name=f"account-{action.id}-{number}",
                why=action.why or words.check_why,
                kind=kind,
            )
            press.setProperty("action", action.id)
            icons.put(press, action.icon)
            press.clicked.connect(self._report)
            actions.addWidget(press)
            self._presses[action.id] = press
        holder = QWidget()
        holder.setLayout(actions)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        return holder

    @property
    def has_keyboard(self) -> bool:
        """Say whether the keyboard is in it."""
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    @property
    def focused_action(self) -> str:
        """Name the action whose button has the keyboard; nothing where none has."""
        focused = self.window().focusWidget() if self.has_keyboard else None
        return str(focused.property("action") or "") if focused is not None else ""

    def focus_action(self, action: str = "") -> None:
        """Put the keyboard on the button of an action, or on the first where there is none such."""
        press = self._presses.get(action, next(iter(self._presses.values())))
        press.setFocus(Qt.FocusReason.OtherFocusReason)

    def mark(self, *, is_chosen: bool) -> None:
        """Say whether the window sends as this account."""
        self._chosen.setVisible(is_chosen)

    def show_progress(self, text: str) -> None:
        """Say that servers are being asked; no words: nobody is."""
        self._progress.setText(text)
        self._stop.setVisible(bool(text))
        if "check" in self._presses:
            self._presses["check"].setEnabled(not text)

    def _report(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.asked.emit(str(pressed.property("action")), self.name)


def _facts(words: AccountWords) -> QHBoxLayout:
    half = (len(words.facts) + 1) // 2
    sides = row(spacing=12)
    sides.addLayout(_column(words.facts[:half]), 3)
    # The addresses, which are not broken everywhere, stand at the left.
    sides.addLayout(_column(words.facts[half:]), 2)
    return sides


def _column(facts: Sequence[tuple[str, str]]) -> QGridLayout:
    """Give facts below each other; what takes two lines leaves no gap in the other column.

    Sends left, which often takes two, is the last: nothing below it leaves the other's line.
    """
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    grid.setRowStretch(len(facts), 1)
    for line, (name, value) in enumerate(facts):
        grid.addWidget(label(name, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(paragraph(value), line, 1, Qt.AlignmentFlag.AlignTop)
    return grid
