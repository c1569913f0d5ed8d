"""The parts around the views: rail, top bar, mode strip."""

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
)

from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.choices import Choice, MenuChoice
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.surface import TextRole, button, label, restyle, row

RAIL_WIDE_PX = 172
RAIL_NARROW_PX = 56

MODE_STRIP_PX = 28
SAID_MS = 10_000
"""Long enough to be read after a sheet has closed; it is news no longer than that."""
PRACTICE_WORDS = "Practice. Mail stays on this computer."
LIVE_IS_LEFT = "Live mail is not touched."
STOP_WHY = "Let the practice inbox work as usual"
LIVE_WHY = "Live: mail sent with this account leaves this computer."


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One view of the rail."""

    id: str
    title: str
    icon: str
    why: str
    at_foot: bool = False


PLACES = (
    Place(
        id="start",
        title="Start",
        icon="house",
        why="What to do first, and what waits (Ctrl+1)",
    ),
    Place(id="write", title="Write", icon="square-pen", why="Write a mail and send it (Ctrl+2)"),
    Place(
        id="results",
        title="Results",
        icon="chart-gantt",
        why="What was sent, and where the time went (Ctrl+3)",
    ),
    Place(
        id="diagnose",
        title="Diagnose",
        icon="stethoscope",
        why="Find out why mail does not go out: tests every way, sends nothing (Ctrl+5)",
    ),
    Place(
        id="practice",
        title="Practice inbox",
        icon="inbox",
        why="Mail that the Practice account took; it never left this computer (Ctrl+6)",
    ),
    Place(
        id="accounts",
        title="Accounts",
        icon="key-round",
        why="Keys, and whether they work",
        at_foot=True,
    ),
    Place(
        id="settings",
        title="Settings",
        icon="settings",
        why="Look, sending, network, history, shortcuts, licences (Ctrl+,)",
        at_foot=True,
    ),
)
FIRST_AT_FOOT = next(place.id for place in PLACES if place.at_foot)


class Rail(QFrame):
    """The views, one button each; icons alone when there is little room.

    Signals: `chosen(str)`, a place's id.
    """

    chosen = Signal(str)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName("Views")
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 8, 12)
        layout.setSpacing(3)
        for place in PLACES:
            if place.id == FIRST_AT_FOOT:
                layout.addStretch(1)
            layout.addWidget(self._button(place, icons))
        # Not `buttonClicked`: a screen reader puts a button down without a click.
        self._group.buttonToggled.connect(self._report)
        self.set_narrow(narrow=False)

    def mark(self, place_id: str) -> None:
        """Show which view is open; Tab comes to its button, the arrow keys go on from there."""
        with QSignalBlocker(self._group):
            self._buttons[place_id].setChecked(True)
        for key, tool in self._buttons.items():
            is_open = key == place_id
            tool.setProperty("focusPolicy", "TabFocus" if is_open else "NoFocus")

    @property
    def current_button(self) -> QToolButton:
        """Give the button of the open view."""
        return next(tool for tool in self._buttons.values() if tool.isChecked())

    def set_narrow(self, *, narrow: bool) -> None:
        """Show icons alone, or with words."""
        self.setFixedWidth(RAIL_NARROW_PX if narrow else RAIL_WIDE_PX)
        style = "ToolButtonIconOnly" if narrow else "ToolButtonTextBesideIcon"
        for tool in self._buttons.values():
            tool.setProperty("toolButtonStyle", style)
            if self.isVisible():
                restyle(tool, "narrow", narrow)
            else:
                # Before the first paint the style has not looked yet, and asking it costs time.
                tool.setProperty("narrow", narrow)

    def _button(self, place: Place, icons: Icons) -> QToolButton:
        tool = QToolButton()
        tool.setObjectName(f"go-{place.id}")
        tool.setText(place.title)
        tool.setToolTip(f"{place.title}. {place.why}")
        tool.setAccessibleName(place.title)
        tool.setAccessibleDescription(place.why)
        tool.setCheckable(True)
        # A screen reader then says "radio button", one of several, not "check box".
        tool.setAutoExclusive(True)
        tool.setProperty("focusPolicy", "TabFocus")
        tool.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        icons.put(tool, place.icon, "muted", "accent_text")
        self._group.addButton(tool)
        self._buttons[place.id] = tool
        return tool

    def _report(self, toggled: QToolButton, is_down: bool) -> None:
        if is_down:
            self.chosen.emit(next(key for key, tool in self._buttons.items() if tool is toggled))


class SimulationChip(QFrame):
    """What goes wrong on purpose in the practice inbox, whichever account is chosen.

    Signals: `stop_requested()`, when nothing is to be simulated any more.
    """

    stop_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chip")
        self.words = ""
        """What goes wrong now; nothing when all is as usual."""
        self._is_live = False
        self._says = ElidedLabel("chip")
        self._stop = button("Stop", name="stop-simulating", why=STOP_WHY, kind="link")
        # It goes away with the press: the keyboard stays where it was.
        self._stop.setProperty("focusPolicy", "TabFocus")
        self._stop.clicked.connect(self.stop_requested)
        self.setLayout(row(self._says, self._stop, margins=(9, 0, 3, 0), spacing=4))
        self.hide()

    def show_words(self, words: str) -> None:
        """Say what goes wrong, or nothing."""
        self.words = words
        self._show()

    def note_live(self, *, live: bool) -> None:
        """Say beside an account whose mail goes out that this mail meets nothing of it."""
        self._is_live = live
        self._show()

    def _show(self) -> None:
        where = "Simulating in the practice inbox" if self._is_live else "Simulating"
        short = f"{where}: {self.words}"
        # In a narrow window the place gives way before what it means for this account.
        less = f"Simulating in practice: {self.words}. {LIVE_IS_LEFT}"
        shorter = (less, short) if self._is_live else (short,)
        self._says.show_text(f"{short}. {LIVE_IS_LEFT}" if self._is_live else short, *shorter)
        self._says.setToolTip(f"{short}.\n{LIVE_IS_LEFT}")
        self.setAccessibleName(self._says.text())
        if not self.words and self._stop.hasFocus():
            # Qt would go on to the help.
            self._stop.focusPreviousChild()
        self.setVisible(bool(self.words))


class TopBar(QFrame):
    """The program's name, the account, what is simulated, what was just done, help.

    Signals: `help_requested()`.
    """

    help_requested = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setAccessibleName("Top bar")
        name = label("sgdesk", selectable=False)
        name.setObjectName("brand")
        self.account = MenuChoice(
            "account",
            "Account",
            (Choice(id="", text="…", why="Which one is being read"),),
            icons,
        )
        self._live = label("●", "live", selectable=False)
        self._live.setAccessibleName("Live")
        self._live.setToolTip(LIVE_WHY)
        self._live.hide()
        self.simulation = SimulationChip()
        self._said = ElidedLabel("good")
        self._over = QTimer(self, singleShot=True, interval=SAID_MS)
        self._over.timeout.connect(self._said.clear)
        help_button = button("", name="help", why="Keyboard shortcuts (F1)", kind="quiet")
        help_button.setAccessibleName("Keyboard shortcuts")
        icons.put(help_button, "keyboard")
        help_button.clicked.connect(self.help_requested)
        parts = (
            name,
            14,
            self._live,
            self.account,
            6,
            self.simulation,
            self._said,
            None,
            help_button,
        )
        self.setLayout(row(*parts, margins=(16, 8, 12, 8)))

    def say(self, words: str) -> None:
        """Say for some seconds what was done, in whichever view one is; nothing moves for it."""
        self._said.show_text(words)
        announce(self._said, words)
        self._over.start()

    def show_live(self, *, live: bool, words: str = "", role: TextRole = "live") -> None:
        """Mark that mail of the chosen account really goes out, and what is wrong with it."""
        self._live.setText(f"● {words}" if words else "●")
        self._live.setAccessibleName(f"Live, {words}" if words else "Live")
        more = f" When last checked: {words}." if words else ""
        self._live.setToolTip(f"{LIVE_WHY}{more}")
        restyle(self._live, "role", role)
        self._live.setVisible(live)
        self.simulation.note_live(live=live)


class ModeStrip(QFrame):
    """Where mail goes with this account; shown for Practice only.

    Signals: `add_requested()`, when the user wants to add a key.
    """

    add_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("modeStrip")
        self._words = label("", selectable=False)
        self.state = label("", selectable=False)
        self._add = button(
            "Add a SendGrid key",
            name="strip-add-key",
            why="Check a key and send real mail with it; checking sends nothing",
            kind="link",
        )
        self._add.clicked.connect(self.add_requested)
        self.setLayout(row(self._words, None, self.state, self._add, margins=(16, 3, 12, 3)))
        self.setFixedHeight(MODE_STRIP_PX)

    def show_practice(self, *, is_chosen: bool, has_account: bool = False) -> None:
        """Say where mail goes, once it is known that it stays here; until then it says nothing.

        An account of one's own has its key, also where its servers are the practice inbox.
        """
        self._add.setHidden(has_account)
        self._words.setText(PRACTICE_WORDS)
        self.setAccessibleName(PRACTICE_WORDS)
        self.setVisible(is_chosen)

    def show_state(self, words: str) -> None:
        """Say beside it how the local SendGrid is."""
        self.state.setText(words)
