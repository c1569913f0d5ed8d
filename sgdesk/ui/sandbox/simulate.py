"""The sheet that asks what is to go wrong in the practice inbox."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QWidget

from sgdesk.present.simulation import (
    CERTIFICATE_WORDS,
    FIRST_REPLY,
    FIRST_STATUS,
    FITTING_STEPS,
    FITTING_WHERE,
    STEP_WORDS,
    WHERE_WORDS,
    Certificate,
    Kind,
    Simulation,
    Step,
    Where,
)
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.choices import Choice, MenuField
from sgdesk.ui.widgets.sheet import Sheet
from sgdesk.ui.widgets.surface import button, column, label, paragraph, restyle, row, rule

WIDTH_PX = 520
FIELD_PX = 320
FIELD_HIGH_PX = 32
GAP_PX = 10
MOST_FIELDS = 4
"""Of one kind; the others leave room empty, so that nothing moves from kind to kind."""
_KINDS: dict[Enum, tuple[str, str]] = {
    Kind.DISTANCE: ("Distance", "every byte takes its time"),
    Kind.BLOCKED: ("Blocked port", "as behind many firewalls"),
    Kind.REFUSE: ("Connection refused", "by a firewall, or nobody listens"),
    Kind.SILENCE: ("No answer", "connected, then silence"),
    Kind.RESET: ("Connection cut", "in the middle of it"),
    Kind.STRIP: ("Encryption removed", "as some firewalls do"),
    Kind.CERTIFICATE: ("Wrong certificate", "as when somebody listens in"),
    Kind.RECIPIENT: ("One person refused", "the others are accepted"),
    Kind.KEY: ("Key refused", "in SendGrid's own words"),
    Kind.REPLY: ("Another reply", "any code and words"),
}
_HEAD = "Until you stop it, here and for your own programs. Live mail is not touched."


class SimulateSheet(Sheet):
    """Put one simulation together; `running` says what goes wrong already.

    `limits_s` are those of a connection and of a whole send.

    Signals: `wanted(object)`, a `Simulation` that makes sense; `stop_wanted()`, when nothing is
    to go wrong any more.
    """

    wanted = Signal(object)
    stop_wanted = Signal()

    def __init__(
        self,
        parent: QWidget,
        simulation: Simulation,
        icons: Icons,
        *,
        limits_s: tuple[float, float],
        running: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("simulate-sheet")
        self.setWindowTitle("Simulate")
        self.setAccessibleName("Simulate")
        self.setFixedWidth(WIDTH_PX)
        self._icons = icons
        self._running = running
        self._limits_s = limits_s
        self._place = simulation.where
        """Where the user wants it, with whatever kind can be there."""
        self._asked: dict[Kind, Simulation] = {}
        """What was chosen with each kind that was looked at."""
        self._kind = self._menu("kind", "What to simulate", _choices(_KINDS))
        self._where = self._menu("where", "Where", _places(simulation.kind))
        self._step = self._menu("step", "When", _steps(simulation.kind))
        self._certificate = self._menu("certificate", "Which", _CERTIFICATES)
        self._distance = _field("distance", "Milliseconds there and back", simulation.distance)
        self._reply = _field("reply", "Code and words of the reply", simulation.reply)
        self._recipient = _field("recipient", "Address that is refused", simulation.recipient)
        self._says = paragraph("")
        self._form = QFormLayout()
        self._lay_out()
        self._kind.choose(simulation.kind.value)
        self._show(simulation)
        self._kind.chosen.connect(self._change_kind)
        self._where.chosen.connect(self._change_place)

    @property
    def simulation(self) -> Simulation:
        """Give what is chosen."""
        return Simulation(
            kind=Kind(self._kind.current),
            where=Where(self._where.current),
            step=Step(self._step.current),
            certificate=Certificate(self._certificate.current),
            distance=self._distance.text(),
            reply=self._reply.text(),
            recipient=self._recipient.text(),
        )

    def _change_kind(self) -> None:
        """Go to another kind as it was left, or as it begins: what was chosen stays behind."""
        kind = Kind(self._kind.current)
        left = self._asked.get(kind, Simulation.of(kind))
        fitting = FITTING_WHERE.get(kind, tuple(Where))
        self._show(replace(left, where=self._place if self._place in fitting else left.where))
        self._change_reply()

    def _change_place(self) -> None:
        self._place = Where(self._where.current)
        self._change_reply()

    def _change_reply(self) -> None:
        """Begin with what the place can say, unless something else was typed."""
        if self._reply.text() in (FIRST_REPLY, FIRST_STATUS):
            is_web_api = Where(self._where.current) is Where.WEB_API
            self._reply.setText(FIRST_STATUS if is_web_api else FIRST_REPLY)

    def _show(self, simulation: Simulation) -> None:
        self._where.set_choices(_places(simulation.kind))
        self._step.set_choices(_steps(simulation.kind))
        self._where.choose(simulation.where.value)
        self._step.choose(simulation.step.value)
        self._certificate.choose(simulation.certificate.value)
        self._distance.setText(simulation.distance)
        self._reply.setText(simulation.reply)
        if simulation.recipient:
            self._recipient.setText(simulation.recipient)
        self._fit()

    def _fit(self) -> None:
        """Show the fields of this kind, and in words what they come to."""
        chosen = self.simulation
        self._asked[chosen.kind] = chosen
        for field, kinds in (
            (self._step, tuple(FITTING_STEPS)),
            (self._certificate, (Kind.CERTIFICATE,)),
            (self._distance, (Kind.DISTANCE,)),
            (self._reply, (Kind.RECIPIENT, Kind.REPLY)),
            (self._recipient, (Kind.RECIPIENT,)),
        ):
            self._form.setRowVisible(field, chosen.kind in kinds)
        replaces = f"This replaces {self._running}." if self._running else ""
        if chosen.words == self._running:
            replaces = "It is on already."
        waits = chosen.wait_note(*self._limits_s)
        says = (f"What a mail meets: {chosen.words}.", chosen.note, waits, replaces)
        self._says.setText(chosen.problem or " ".join(filter(None, says)))
        restyle(self._says, "role", "error" if chosen.problem else "muted")
        self._start.setEnabled(not chosen.problem)

    def _take(self) -> None:
        if not self.simulation.problem:
            self.wanted.emit(self.simulation)
            self.accept()

    def _stop(self) -> None:
        self.stop_wanted.emit()
        self.accept()

    def _lay_out(self) -> None:
        for field in (self._distance, self._recipient, self._reply):
            field.textChanged.connect(self._fit)
        names = []
        for name, widget in (
            ("What", self._kind),
            ("Where", self._where),
            ("When", self._step),
            ("Which", self._certificate),
            ("Milliseconds", self._distance),
            ("Address", self._recipient),
            ("Reply", self._reply),
        ):
            words = label(name, "field")
            # In the middle of a field beside it, which is as high as this makes the words.
            words.setFixedHeight(FIELD_HIGH_PX)
            self._form.addRow(words, widget)
            names.append(words)
        # As wide as the longest of all kinds, so that the fields stand in one line with each.
        for words in names:
            words.setMinimumWidth(max(one.sizeHint().width() for one in names))
        # Four lines have room from the beginning, so that nothing moves.
        self._says.setMinimumHeight(4 * self._says.fontMetrics().lineSpacing())
        buttons = self._buttons()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(GAP_PX)
        fields = QWidget()
        fields.setFixedHeight(MOST_FIELDS * (FIELD_HIGH_PX + GAP_PX) - GAP_PX)
        fields.setLayout(column(self._form, None))
        self.setLayout(
            column(
                label("Simulate", "heading"),
                paragraph(_HEAD, "muted"),
                rule(),
                fields,
                self._says,
                buttons,
                margins=(22, 18, 22, 16),
                spacing=12,
            )
        )

    def _buttons(self) -> QHBoxLayout:
        self._start = button(
            "Replace" if self._running else "Start",
            name="simulate-start",
            why="Begin; a chip above says so",
            kind="primary",
        )
        self._start.setDefault(True)
        self._start.clicked.connect(self._take)
        stop = button(
            "Stop simulating",
            name="simulate-stop",
            why="From now on nothing goes wrong in the practice inbox",
        )
        stop.clicked.connect(self._stop)
        stop.setVisible(bool(self._running))
        cancel = button("Cancel", name="simulate-cancel", why="Change nothing (Esc)")
        cancel.clicked.connect(self.reject)
        return row(stop, None, cancel, self._start)

    def _menu(self, name: str, title: str, choices: Sequence[Choice]) -> MenuField:
        menu = MenuField(f"simulate-{name}", title, choices, self._icons)
        menu.setMinimumWidth(FIELD_PX)
        if name != "kind":
            menu.chosen.connect(self._fit)
        return menu


def _choices(words: Mapping[Enum, tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(
        Choice(id=str(key.value), text=text[:1].upper() + text[1:], why=why)
        for key, (text, why) in words.items()
    )


def _places(kind: Kind) -> tuple[Choice, ...]:
    return _choices({place: (WHERE_WORDS[place], "") for place in FITTING_WHERE.get(kind, Where)})


def _steps(kind: Kind) -> tuple[Choice, ...]:
    return _choices({step: (STEP_WORDS[step], "") for step in FITTING_STEPS.get(kind, Step)})


_CERTIFICATES = _choices({kind: (words, "") for kind, words in CERTIFICATE_WORDS.items()})


def _field(name: str, title: str, text: str) -> QLineEdit:
    field = QLineEdit(text)
    field.setObjectName(f"simulate-{name}")
    field.setAccessibleName(title)
    field.setToolTip(title)
    field.setMinimumWidth(FIELD_PX)
    return field
