"""The Write view: compose, preview, and the newest results below."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from sgdesk.present.mail_html import text_as_html
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.compose.preview import Preview
from sgdesk.ui.icons import Icons
from sgdesk.ui.log.strip import ResultLine, ResultsStrip
from sgdesk.ui.preview.renderer import MakeRenderer
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.split import Split
from sgdesk.ui.widgets.surface import GUTTER_PX

STRIP_PX = 159
LINE_PX = 44
TABLE_PX = 700
"""Below this height of the view the results are one line: the mail is to keep its lines."""
LOW_PX = 560
"""Below this height they are nothing: what became of the newest stands above Send."""
LOW_GUTTER_PX = 8
TITLE_PX = 1080
COMPOSE_SHARE = 660
"""Thousandths; the rest shows a desktop's mail at half its size, and a phone's whole."""

_PANES = (
    Choice(id="compose", text="Write", why="Write the mail", icon="square-pen"),
    Choice(
        id="preview", text="Preview", why="See the mail as it will look (Ctrl+Shift+P)", icon="eye"
    ),
)


class WriteView(QWidget):
    """Lay the three panes out: side by side where there is room, else the preview as a tab."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        make_renderer: MakeRenderer,
    ) -> None:
        super().__init__()
        self.setObjectName("view")
        self.compose = ComposePane(theme, icons)
        self.preview = Preview(make_renderer, icons)
        self.is_narrow = self.is_enlarged = False
        self._panes = ChoiceRow("write-panes", "Pane", _PANES, icons, look="segmented")
        self._panes.hide()
        self._panes.chosen.connect(self.show_pane)
        self._split = Split(
            "write-split", Qt.Orientation.Horizontal, begins_at={"h": COMPOSE_SHARE}
        )
        self._split.addWidget(self.compose)
        self._split.addWidget(self.preview)
        self.strip = QStackedWidget()
        self.strip.setObjectName("strip")
        self._has_results = True
        self.wants_table = False
        """Whether the newest results are a table where there is room, as the user said.

        By itself it never opens: all that is pressed here would move away from under the mouse.
        """
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(self._panes, 0, Qt.AlignmentFlag.AlignLeft)
        self._layout.addWidget(self._split, 1)
        self._layout.addWidget(self.strip)
        self.preview.enlarge_requested.connect(self.enlarge)
        self.preview.back_requested.connect(self.show_both)
        self.compose.form_replaced.connect(self.preview.forget_mail)
        self.compose.form_changed.connect(self._feed_preview)
        self.compose.crowded.connect(self._fit_strip, Qt.ConnectionType.QueuedConnection)
        self.compose.room_changed.connect(self._fit_fold, Qt.ConnectionType.QueuedConnection)

    def set_strip(self, tall: ResultsStrip, one_line: ResultLine) -> None:
        """Take the newest results, as a table and as one line for low windows."""
        self.strip.addWidget(tall)
        self.strip.addWidget(one_line)
        tall.fold.clicked.connect(self.show_less)
        one_line.fold.clicked.connect(self.show_more)
        self._fit_strip()

    def show_strip(self, has_results: bool) -> None:  # a slot
        """Give the results their table once there are some."""
        self._has_results = has_results
        self._fit_strip()

    def show_less(self) -> None:
        """Put the table of the newest results away, until it is asked for."""
        self._choose_table(wanted=False)

    def show_more(self) -> None:
        """Bring it back."""
        self._choose_table(wanted=True)

    def _choose_table(self, *, wanted: bool) -> None:
        self.wants_table = wanted
        self._fit_strip()
        tall, line = self.strip.widget(0), self.strip.widget(1)
        shown = tall if self.strip.currentIndex() == 0 else line
        if isinstance(shown, ResultsStrip | ResultLine):
            shown.fold.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_narrow(self, narrow: bool) -> None:  # a slot
        """Show the preview beside the mail, or as a tab."""
        self.is_narrow = narrow
        self._panes.setVisible(narrow)
        self._fit_title()
        self.show_pane(self._panes.current)

    def show_pane(self, pane: str) -> None:
        """Bring the mail or its preview to the front; side by side both stay."""
        self._panes.choose(pane)
        self.is_enlarged = False
        self.preview.show_large(is_large=False)
        self.compose.setVisible(not self.is_narrow or pane == "compose")
        self.preview.setVisible(not self.is_narrow or pane == "preview")

    def enlarge(self) -> None:
        """Show the preview in the place of the mail: beside it a desktop's mail is too small."""
        if not self.is_narrow:
            self.is_enlarged = True
            self.preview.show_large(is_large=True)
            self.compose.hide()
            self.preview.focus_back()

    def show_both(self) -> None:
        """Show the mail again with the preview beside it, and the keyboard where one wrote."""
        self.show_pane("compose")
        wrote_at = self.compose.focusWidget() or self.compose.body.editor
        wrote_at.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_preview(self) -> None:
        """Turn the preview on or off; after a look at it the keyboard is where one wrote."""
        if self.is_enlarged:
            self.show_both()
            return
        shows = self.preview.isHidden()
        focused, wrote_at = QApplication.focusWidget(), self.compose.focusWidget()
        is_lost = self.is_narrow or self.preview.isAncestorOf(focused or self)
        if self.is_narrow:
            self.show_pane("preview" if shows else "compose")
        else:
            self.preview.setVisible(shows)
        if shows and self.is_narrow:
            self._panes.focus_current()
        elif is_lost and wrote_at is not None:
            wrote_at.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """Come back with the mail in sight."""
        super().hideEvent(event)
        if self.is_enlarged:
            self.show_pane("compose")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Give the results what height there is."""
        super().resizeEvent(event)
        self._fit_title()
        self._fit_strip()

    def _fit_title(self) -> None:
        """Name the preview where no tab does, and the line beside Send leaves it the room."""
        self.preview.show_title(shown=not self.is_narrow and self.width() >= TITLE_PX)

    def _fit_strip(self) -> None:
        low = self.height() < LOW_PX
        gap = LOW_GUTTER_PX if low else GUTTER_PX
        self._layout.setContentsMargins(GUTTER_PX, gap, GUTTER_PX, gap)
        self._layout.setSpacing(gap)
        is_table = self._has_room_for_table() and self.wants_table
        # Later: a button that is hidden while it is being shown stays half of either.
        QTimer.singleShot(0, self, self._fit_fold)
        self.strip.setFixedHeight(STRIP_PX if is_table else LINE_PX)
        self.strip.setCurrentIndex(0 if is_table else 1)
        self.strip.setHidden(low)
        self.compose.set_low(low)

    def _fit_fold(self) -> None:
        """Offer the table where there is one to be had; it comes only when it is asked for."""
        line = self.strip.widget(1)
        if isinstance(line, ResultLine):
            line.fold.setVisible(self._has_room_for_table() and not self.wants_table)

    def _has_room_for_table(self) -> bool:
        # Never at the cost of the mail: neither its addresses nor its lines go out of sight.
        room = self.height() - STRIP_PX - 3 * self._layout.spacing()
        is_high = self.height() >= TABLE_PX and self.compose.needed_height <= room
        return self._has_results and is_high

    def _feed_preview(self) -> None:
        form = self.compose.form()
        self.preview.show_line(form.sender, form.subject)
        html = form.html if form.html.strip() else text_as_html(form.text)
        self.preview.show_html(
            html,
            self.compose.inline_images(),
            unsubscribe=form.tracking.subscription is True,
        )
