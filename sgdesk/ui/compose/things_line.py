"""Things to look at: one line under the body, and above it the list when it is asked for."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sgdesk.present.readiness import Stop
from sgdesk.present.things.table import summary
from sgdesk.present.things.thing import Thing
from sgdesk.ui.compose.thing_row import ThingRow
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.escape import keeps_escape
from sgdesk.ui.widgets.icon_label import IconLabel
from sgdesk.ui.widgets.scroll import ScrollArea
from sgdesk.ui.widgets.surface import button, column, restyle, row

LIST_PX = 460
MOST_PX = 330
FRAME_PX = 16
"""Above and below what scrolls."""
BETWEEN_PX = 8
_AROUND = (10, 4, 10, 4)
EDGE_PX = 8
OPENS_PX = 13
_WHY = "List what to look at before sending"


class ThingsLine(QWidget):
    """Say how many things there are; list them, each with its place and its fix.

    Signals: `place_wanted(object)` and `fix_wanted(object)`, a `Thing`.
    """

    place_wanted = Signal(object)
    fix_wanted = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("things")
        self._icons = icons
        self._things: tuple[Thing, ...] = ()
        self._has_failed = self._stop_is_told = self._is_sent = False
        self._show_again: Callable[[], None] = lambda: None
        self._button = button("", name="things-show", why=_WHY, kind="quiet")
        self._button.clicked.connect(self.open_list)
        self._opens = IconLabel(icons, "chevron-down", "warn", OPENS_PX)
        self._opens.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._button.setLayout(row(None, self._opens, margins=(0, 0, 8, 0)))
        self._list = _ThingsList(self)
        self._list.place_wanted.connect(self._pass_place)
        self._list.fix_wanted.connect(self.fix_wanted)
        self.setLayout(row(self._button, None))
        self._button.hide()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Be as high without the button as with it, so that nothing beside it moves."""
        super().showEvent(event)
        self._button.ensurePolished()
        self.setMinimumHeight(self._button.sizeHint().height())

    @property
    def things(self) -> tuple[Thing, ...]:
        """Give what is listed."""
        return self._things

    def show_things(
        self,
        things: tuple[Thing, ...],
        *,
        is_blank: bool,
        has_body: bool = True,
        stop: Stop | None = None,
    ) -> None:
        """Show these; about a blank mail there is nothing to say, about an empty one no praise.

        `stop` would stop a send: a mail with one is not ready, whatever else is right.
        """
        self._show_again = partial(
            self.show_things, things, is_blank=is_blank, has_body=has_body, stop=stop
        )
        words = summary(things, has_body=has_body, stop=stop, has_failed=self._has_failed)
        why = stop.why if stop is not None and stop.words == words else _WHY
        self._button.setToolTip(why)
        self._button.setAccessibleDescription(why)
        # What stops it is said once, and one that went out is ready for nothing more.
        is_told = self._stop_is_told or (self._is_sent and stop is None)
        is_silent = is_blank or (is_told and not things)
        is_shown = self._button.isHidden() == is_silent
        if things == self._things and is_shown and words == self._button.accessibleName():
            return
        self._things = things
        self._button.setText(words)
        self._opens.setVisible(bool(things))
        restyle(self._button, "opens", bool(things))
        self._button.setAccessibleName(words)
        is_ready = has_body and stop is None and not self._has_failed
        icon, tone = ("check", "good") if is_ready else ("square-pen", "muted")
        if things:
            icon, tone = "triangle-alert", "warn"
        self._icons.put(self._button, icon, tone)
        restyle(self._button, "tone", tone)
        self._button.setEnabled(bool(things))
        self._button.setVisible(not is_silent)
        if self._list.isVisible():
            self._list.show_things(things)
            self._list.show_above(self._button)

    def hold_praise(self, has_failed: bool) -> None:  # a slot
        """Call nothing ready in green beside a card that says what went wrong."""
        self._has_failed = has_failed
        self._show_again()

    def hold_stop(self, is_told: bool) -> None:  # a slot
        """Leave out what stops the mail while that is said beside Send."""
        self._stop_is_told = is_told
        self._show_again()

    def hold_sent(self, is_sent: bool) -> None:
        """Call nothing ready that is said to be sent."""
        if is_sent != self._is_sent:
            self._is_sent = is_sent
            self._show_again()

    def open_list(self) -> None:
        """List the things above the line, or close the list; with none left it closes."""
        if self._things and not self._list.isVisible():
            self._list.show_things(self._things)
            self._list.show_above(self._button)
        else:
            self._list.hide()

    def close_list(self) -> bool:
        """Put the list away, from over what answers its button; say whether it was there."""
        was_open = self._list.isVisible()
        self._list.hide()
        return was_open

    def _pass_place(self, thing: Thing) -> None:
        self._list.hide()
        self.place_wanted.emit(thing)


class _ThingsList(QFrame):
    """The list, over what stands above the line, until the keyboard goes elsewhere.

    No window of its own: a screen reader finds it where it is, and nothing is grabbed.
    """

    place_wanted = Signal(object)
    fix_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self.setObjectName("things-list")
        self.setAccessibleName("Things to look at")
        self._line: QWidget | None = None
        self._scroll = ScrollArea()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 6, 1, 6)
        whole.addWidget(self._scroll)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_keyboard)

    def show_things(self, things: Sequence[Thing]) -> None:
        inside = QWidget()
        inside.setObjectName("scrolled")
        rows = [ThingRow(at, thing) for at, thing in enumerate(things)]
        for each in rows:
            each.place_wanted.connect(self.place_wanted)
            each.fix_wanted.connect(self.fix_wanted)
        inside.setLayout(column(*rows, None, margins=_AROUND, spacing=BETWEEN_PX))
        self._scroll.setWidget(inside)
        self.setFixedWidth(LIST_PX)

    def show_above(self, line: QWidget) -> None:
        if self._line is None:
            for moved in (line, line.window()):
                moved.installEventFilter(self)
        self._line = line
        self.setParent(line.window())
        self.show()
        self._fit()
        self._place()
        self.raise_()
        first = self.findChild(QPushButton)
        if first is None:
            self.hide()
        else:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        """Be as high as the words, which have their font once they are shown."""
        inside = self._scroll.widget()
        layout = inside.layout() if inside is not None else None
        needed = layout.heightForWidth(LIST_PX - 2) if layout is not None else 0
        scrolls = needed + FRAME_PX > MOST_PX
        self.setFixedHeight((self._whole_px() if scrolls else needed) + FRAME_PX)
        # Else a bar that is there for a moment makes the words break once more, and stays.
        bar = Qt.ScrollBarPolicy
        self._scroll.setVerticalScrollBarPolicy(
            bar.ScrollBarAlwaysOn if scrolls else bar.ScrollBarAlwaysOff
        )

    def _whole_px(self) -> int:
        """Give the height of the things that are seen whole, below which the others scroll."""
        left, top, right, _ = _AROUND
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        width = LIST_PX - 2 - bar - left - right
        heights = [each.heightForWidth(width) for each in self.findChildren(ThingRow)]
        ends = [top + sum(heights[:n]) + BETWEEN_PX * (n - 1) for n in range(1, len(heights) + 1)]
        room = MOST_PX - FRAME_PX
        return max((end for end in ends if end <= room), default=room)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Stay above the line when it moves."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and self.isVisible():
            QTimer.singleShot(0, self, self._place)
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        if self._line is None:
            return
        window = self._line.window()
        corner = self._line.mapTo(window, QPoint(0, 0))
        left = min(corner.x(), window.width() - self.width() - EDGE_PX)
        self.move(max(EDGE_PX, left), max(EDGE_PX, corner.y() - self.height() - 4))

    def event(self, event: QEvent) -> bool:
        """Take Esc for itself."""
        return keeps_escape(event) or super().event(event)

    def _follow_keyboard(self, _old: QWidget | None, now: QWidget | None) -> None:
        is_outside = now is not None and now is not self._line and not self.isAncestorOf(now)
        if is_outside and self.isVisible():
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            if self._line is not None:
                self._line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)
