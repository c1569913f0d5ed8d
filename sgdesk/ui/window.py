"""The main window: rail, top bar, strip, and one view at a time."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QPushButton, QStackedWidget, QWidget

from sgdesk.ui.frame import PLACES, ModeStrip, Rail, TopBar
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.sheet import press_focused
from sgdesk.ui.widgets.surface import GUTTER_PX, card, column, row

if TYPE_CHECKING:
    from sgdesk.ui.folders import Folders

NARROW_PX = 1200
FIRST_SIZE = (1280, 800)
LEAST_SIZE = (720, 520)
START_PX = 1080
START_CARD_PX = 162
START_MARGIN_PX = GUTTER_PX + 4
"""What Start is drawn with: its width at most, its cards' height, the room around them."""
FRAME_PX = (8, 40)
"""What title bar and borders take at most on the desktops there are."""


class CloseJudge(Protocol):
    """Who says whether the window may close now."""

    def __call__(self) -> bool: ...


class MainWindow(QMainWindow):
    """Build the frame; the views are added after the first paint.

    Signals: `view_shown(str)`, a place's id; `narrow_changed(bool)`.
    """

    view_shown = Signal(str)
    narrow_changed = Signal(bool)

    def __init__(self, icons: Icons, opens: str = "write") -> None:
        """`opens` is the view that will come first; until then its outline stands there."""
        super().__init__()
        self.setObjectName("main")
        self.setWindowTitle("sgdesk")
        self.setMinimumSize(*LEAST_SIZE)
        # No larger than the screen leaves room for, with what the desktop puts around a window.
        room = self.screen().availableSize()
        self.resize(
            min(FIRST_SIZE[0], room.width() - FRAME_PX[0]),
            min(FIRST_SIZE[1], room.height() - FRAME_PX[1]),
        )
        self.may_close: CloseJudge = _always
        self.folders: Folders
        """Where its file dialogs begin; there is none before the first paint."""
        self.has_painted = False
        self.top_bar = TopBar(icons)
        self.strip = ModeStrip()
        self.rail = Rail(icons)
        self._views = QStackedWidget()
        self._views.setObjectName("views")
        self._by_id: dict[str, QWidget] = {}
        self._views.addWidget(_start_outline() if opens == "start" else _write_outline())
        centre = QWidget()
        centre.setObjectName("centre")
        centre.setLayout(
            column(
                self.top_bar,
                self.strip,
                row(self.rail, self._views, spacing=0),
                spacing=0,
            )
        )
        self.setCentralWidget(centre)
        self.rail.chosen.connect(self.show_view)
        self.rail.mark(opens)
        self._is_narrow = False

    @property
    def current_view(self) -> str:
        """Give the id of the open view; nothing while there is none yet."""
        current = self._views.currentWidget()
        return next((key for key, view in self._by_id.items() if view is current), "")

    @property
    def is_narrow(self) -> bool:
        """Say whether there is too little room for words in the rail."""
        return self._is_narrow

    def add_view(self, place_id: str, view: QWidget) -> None:
        """Take a view for a place of the rail."""
        view.setAccessibleName(next(place.title for place in PLACES if place.id == place_id))
        self._by_id[place_id] = view
        self._views.addWidget(view)
        if len(self._by_id) == 1:
            self._views.setCurrentWidget(view)

    def view(self, place_id: str) -> QWidget:
        """Give a view."""
        return self._by_id[place_id]

    def show_view(self, place_id: str) -> None:
        """Open a view; one that is not built yet leaves things as they are."""
        if place_id in self._by_id:
            self._views.setCurrentWidget(self._by_id[place_id])
            self.rail.mark(place_id)
            self.view_shown.emit(place_id)
        elif self.current_view:
            self.rail.mark(self.current_view)

    def go_on(self) -> None:
        """Put the keyboard where one wrote last in the open view, else at what is done there first.

        Not by a focus proxy of the view: it would leave out parts of the view for Tab.
        """
        view = self._by_id[self.current_view]
        wrote = None if isinstance(view.focusWidget(), QAbstractButton) else view.focusWidget()
        first = (each for each in view.findChildren(QPushButton) if each.property("primary"))
        places = (wrote, *first, self.top_bar.account)
        next(each for each in places if each is not None and each.isVisible()).setFocus()

    def restore(self, geometry: QByteArray) -> None:
        """Take the place and size of the last time."""
        self.restoreGeometry(geometry)

    def setVisible(self, visible: bool) -> None:  # noqa: N802  # Qt's name
        """Fit the frame before the style looks at it: Qt tells a new size only after that."""
        self._fit_frame()
        super().setVisible(visible)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Fit the frame to the room there is."""
        super().resizeEvent(event)
        self._fit_frame()

    def _fit_frame(self) -> None:
        narrow = self.width() < NARROW_PX
        if narrow != self._is_narrow:
            self._is_narrow = narrow
            self.rail.set_narrow(narrow=narrow)
            self.narrow_changed.emit(narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Press the button that has the keyboard on Return, as in sheets."""
        if not press_focused(self, event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """Close, unless somebody still needs the window."""
        if self.may_close():
            event.accept()
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Note the first paint: what is dear starts after it."""
        super().paintEvent(event)
        self.has_painted = True


def _start_outline() -> QWidget:
    """Draw the cards of Start without what is in them, for the first paint."""
    view = QWidget()
    view.setObjectName("view")
    cards = row(
        *(card(f"outline-{name}", "Loading") for name in ("start", "account", "diagnose")),
        spacing=GUTTER_PX,
    )
    holder = QWidget()
    holder.setLayout(cards)
    holder.setFixedHeight(START_CARD_PX)
    holder.setMaximumWidth(START_PX - 2 * START_MARGIN_PX)
    margins = (START_MARGIN_PX, START_MARGIN_PX, START_MARGIN_PX, GUTTER_PX)
    view.setLayout(column(holder, None, margins=margins))
    return view


def _write_outline() -> QWidget:
    """Draw the cards of Write without what is in them, for the first paint."""
    view = QWidget()
    view.setObjectName("view")
    newest = card("outline-newest", "Loading")
    newest.setFixedHeight(44)
    upper = row(
        card("outline-write", "Loading"), card("outline-preview", "Loading"), spacing=GUTTER_PX
    )
    upper.setStretch(0, 11)
    upper.setStretch(1, 9)
    margins = (GUTTER_PX, GUTTER_PX, GUTTER_PX, GUTTER_PX)
    view.setLayout(column(upper, newest, spacing=GUTTER_PX, margins=margins))
    return view


def _always() -> bool:
    return True
