"""A mail drawn on a page of its own, with what was blocked and where its links lead."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QPushButton, QVBoxLayout, QWidget

from sgdesk.present.mail_html import blocked_words, dark_words, missed_lines, missed_words
from sgdesk.ui.icons import Icons
from sgdesk.ui.preview.renderer import DESKTOP_PX, PHONE_PX, MakeRenderer, Picture, Renderer
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.elided import ElidedLabel
from sgdesk.ui.widgets.surface import button, paragraph, restyle, row
from sgdesk.ui.widgets.tab_order import tab_as_laid_out

DEBOUNCE_MS = 250
COPIED_MS = 3_000
STEP_MS = 10
BESIDE_PX = 560
"""From this width on links stand beside what is said of the picture, however long that is."""
_EDGES_PX = 2
"""What draws a phone's left and right edge."""
MOST_DEATHS = 2
SIMPLE_WORDS = "Simplified preview: buttons and spacing may differ."
DIED_WORDS = "The preview stopped and was drawn again."
SHOW_WORDS = "Show images"
AGAIN_WORDS = "Try again"
DEAD_WORDS = "This mail stops the preview."

_WIDTHS = (
    Choice(
        id="desktop",
        text="Desktop",
        why=f"As a desktop shows it, at least {DESKTOP_PX} pixels wide",
        icon="monitor",
    ),
    Choice(id="phone", text="Phone", why=f"{PHONE_PX} pixels wide", icon="smartphone"),
)


class MailView(QWidget):
    """Draw a mail when somebody looks; the renderer is made when there is first one to draw.

    Signals: `browser_wanted(str, object)`, the HTML and its inline images, when the user
    wants to see it in a browser; `drawing(str)`, the HTML, as often as it is drawn;
    `images_wanted(object)`, a tuple of addresses, when the user asks for what was blocked;
    `images_unwanted()`, when they are to be fetched no further.
    """

    browser_wanted = Signal(str, object)
    drawing = Signal(str)
    images_wanted = Signal(object)
    images_unwanted = Signal()

    def __init__(self, name: str, make_renderer: MakeRenderer, icons: Icons) -> None:
        """`name` begins the names of the controls; `make_renderer` says which it made."""
        super().__init__()
        self.setObjectName(name)
        self._making = make_renderer(self)
        self._step = QTimer(self, singleShot=True, interval=STEP_MS)
        self._step.timeout.connect(self._draw)
        self._renderer: Renderer | None = None
        self._is_simple = False
        self._is_waiting = False
        self._stays = True
        self._picture = Picture()
        self._deaths = 0
        self._trouble = ""
        self._blocked: tuple[frozenset[str], int] = frozenset(), 0
        self._missed: Mapping[str, str] = {}
        self._is_fetching = False
        self._zoom = ""
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self.draw_now)
        self._quiet = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._quiet.timeout.connect(self._show_link)
        self.widths = ChoiceRow(f"{name}-width", "Preview width", _WIDTHS, icons, look="segmented")
        self.widths.chosen.connect(self._look_again)
        self.dark = _dark_switch(name, icons)
        self.dark.toggled.connect(self._look_again)
        self._page = QFrame()
        self._page.setObjectName(f"{name}-page")
        self._sheet = QVBoxLayout(self._page)
        self._sheet.setContentsMargins(0, 0, 0, 0)
        self._foot = QWidget()
        """Without words it is gone whole: a hidden line still has its margins."""
        self._foot_line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._foot)
        self._note = paragraph("", "hint")
        self._browser = _browser_button(name)
        self._browser.clicked.connect(self._ask_for_browser)
        self._images = _images_button(name)
        self._images.clicked.connect(self._ask_for_images)
        self.enlarge = _enlarge_button(name)
        self.can_enlarge = False
        """Whether there is anything beside it that may give way."""
        self.enlarge.hide()
        self._links = row(None, self.enlarge, self._images, self._browser)
        self._link = _Floating(self)
        self._lay_out()

    def show_mail(self, html: str, images: Mapping[str, bytes]) -> None:
        """Draw another mail, from its top."""
        self._stays = False
        self._forget_images()
        self._take(html, images)
        self.draw_now()

    def forget_mail(self) -> None:
        """Show nothing of it any more: what comes next is another mail."""
        for timer in (self._timer, self._step):
            timer.stop()
        self._stays = self._is_waiting = False
        self._forget_images()
        self._take("", {})
        if self._renderer is not None:
            self._renderer.clear()
            self._say()

    def change_mail(self, html: str, images: Mapping[str, bytes]) -> None:
        """Draw the mail as it is now, a moment after typing has paused."""
        if (html, images) != (self._picture.html, self._picture.images):
            self._take(html, images)
            self._timer.start()

    def put_images(self, found: Mapping[str, bytes], missed: Mapping[str, str]) -> None:
        """Draw with images that were fetched, and say why the others are missing."""
        self._is_fetching = False
        self._missed = {**self._missed, **missed}
        self._picture = replace(self._picture, remote={**self._picture.remote, **found})
        self.draw_now()
        self._say()

    def draw_now(self) -> None:
        """Draw without waiting; what nobody can see waits until somebody can."""
        self._timer.stop()
        self.drawing.emit(self._picture.html)
        if not self._picture.html.strip():
            return
        self._draw()

    def show_width(self, width: str) -> None:
        """Draw as wide as was chosen at an earlier start; nothing else is chosen by it."""
        if width in (choice.id for choice in _WIDTHS) and width != self.widths.current:
            self.widths.choose(width)
            self._look_again()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Draw what came while nobody looked."""
        super().showEvent(event)
        if self._is_waiting:
            self.draw_now()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Point at no link any more: the engine does not always say so itself."""
        super().leaveEvent(event)
        if not self._quiet.isActive():
            self._show_link()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Keep where a link leads at the foot of the page."""
        super().resizeEvent(event)
        self._fit_foot()
        self._link.put_on(self._page)

    def _take(self, html: str, images: Mapping[str, bytes]) -> None:
        self._picture = replace(self._picture, html=html, images=dict(images))
        self._deaths = 0
        self._trouble = ""

    def _draw(self) -> None:
        """Draw, or take the next step to what draws and go on after a frame."""
        self._is_waiting = not self.isVisible()
        if self._is_waiting:
            return
        if self._renderer is None:
            if (made := next(self._making)) is not None:
                self._take_renderer(*made)
            self._step.start()
            return
        self._renderer.show_mail(self._picture, stay=self._stays)
        self._stays = True
        self._say()

    def _take_renderer(self, renderer: Renderer, is_faithful: bool) -> None:
        self._renderer = renderer
        # What made it holds this widget.
        self._making = iter(())
        self._is_simple = not is_faithful
        # It can show neither, and a switch that does nothing is worse than none.
        self.dark.setVisible(is_faithful)
        self._sheet.addWidget(renderer.widget())
        tab_as_laid_out(self)
        reports = renderer.reports
        reports.blocked.connect(self._show_blocked)
        reports.link_hovered.connect(self._show_link)
        reports.link_clicked.connect(self._copy_link)
        reports.zoomed.connect(self._note_zoom)
        reports.died.connect(self._revive)
        # The engine makes what takes its keys when it first draws, behind all else in the window.
        reports.drawn.connect(partial(tab_as_laid_out, self))

    def _look_again(self) -> None:
        phone = self.widths.current == "phone"
        self._picture = replace(self._picture, is_phone=phone, is_dark=self.dark.isChecked())
        self._page.setMaximumWidth(PHONE_PX + _EDGES_PX if phone else 16_777_215)
        restyle(self._page, "phone", phone)
        # Else its edges have no room until something else is laid out anew.
        QApplication.sendEvent(self._page, QEvent(QEvent.Type.StyleChange))
        self.draw_now()

    def _show_blocked(self, images: frozenset[str], others: int) -> None:
        self._blocked = images, others
        self._say()

    def _ask_for_images(self) -> None:
        self._is_fetching = not self._is_fetching
        if self._is_fetching:
            self._missed = {}
            self.images_wanted.emit(tuple(sorted(self._blocked[0])))
        else:
            self.images_unwanted.emit()
        self._say()

    def _forget_images(self) -> None:
        if self._is_fetching:
            self.images_unwanted.emit()
        self._is_fetching = False
        self._blocked, self._missed = (frozenset(), 0), {}
        self._picture = replace(self._picture, remote={})

    def _image_words(self) -> str:
        """Say what became of what the mail asks the web for."""
        images, others = self._blocked
        waiting = images - self._missed.keys()
        self._images.setVisible(bool(images))
        if self._is_fetching:
            self._images.setText("Stop")
            return f"Fetching {len(images)} image{'' if len(images) == 1 else 's'}…"
        self._images.setText(SHOW_WORDS if waiting else AGAIN_WORDS)
        both = blocked_words(len(waiting), others), missed_words(self._missed)
        return " ".join(filter(None, both))

    def _say(self) -> None:
        is_dark = self._picture.is_dark and not self._is_simple
        dark = dark_words(self._picture.html) if is_dark else ""
        simple = SIMPLE_WORDS if self._is_simple else ""
        images = self._image_words()
        parts = (self._trouble, simple, dark, images, self._zoom)
        words = " ".join(filter(None, parts))
        self._note.setText(words)
        self._note.setToolTip(self._more_words() or words)
        self._foot.setVisible(bool(words))
        self.enlarge.setVisible(self.can_enlarge and bool(self._zoom))
        self._browser.setVisible(self._is_simple or self._trouble == DEAD_WORDS)
        self._fit_foot()

    def _fit_foot(self) -> None:
        """Put links below the words where both have no room in one line."""
        edges, line = self._foot_line.contentsMargins(), QBoxLayout.Direction
        words = self._note.fontMetrics().horizontalAdvance(self._note.text())
        around = edges.left() + edges.right() + self._foot_line.spacing()
        is_one_line = words + self._links.sizeHint().width() + around <= self.width()
        is_beside = is_one_line or self.width() >= BESIDE_PX
        self._foot_line.setDirection(line.LeftToRight if is_beside else line.TopToBottom)

    def _more_words(self) -> str:
        """Say what there is no room for in the line."""
        if self._missed:
            return missed_lines(self._missed)
        if not any(self._blocked):
            return ""
        return (
            "Images on the web tell their owner who opened the mail, when and where. "
            "The preview asks for none by itself."
        )

    def _note_zoom(self, per_cent: int) -> None:
        self._zoom = (
            f"Shown at {per_cent}\N{NO-BREAK SPACE}%, so that a desktop's width fits."
            if per_cent < 100
            else ""
        )
        self._say()

    def _show_link(self, target: str = "") -> None:
        """Say where the link under the pointer leads."""
        self._quiet.stop()
        self._say_on_page(target)

    def _say_on_page(self, words: str) -> None:
        self._link.show_text(words)
        self._link.put_on(self._page)

    def _copy_link(self, target: str) -> None:
        QGuiApplication.clipboard().setText(target)
        self._say_on_page(f"Link copied, not opened: {target}")
        self._quiet.start()

    def _revive(self) -> None:
        """Draw again what the engine died of, but not for ever."""
        self._deaths += 1
        self._trouble = DIED_WORDS if self._deaths < MOST_DEATHS else DEAD_WORDS
        if self._deaths < MOST_DEATHS:
            self._is_waiting = True
            QTimer.singleShot(0, self, self.draw_now)
        self._say()

    def _ask_for_browser(self) -> None:
        self.browser_wanted.emit(self._picture.html, self._picture.images)

    def _lay_out(self) -> None:
        middle = row(self._page, margins=(0, 0, 0, 0))
        self._foot_line.setContentsMargins(14, 5, 8, 5)
        self._foot_line.addWidget(self._note, 1)
        self._foot_line.addLayout(self._links)
        self._foot.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(middle, 1)
        whole.addWidget(self._foot)


class _Floating(QFrame):
    """Words on the foot of a page, where they take no room from it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("floating", True)
        # Over a link it would take the pointer from it, and go and come for ever.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = ElidedLabel("hint")
        self.setLayout(row(self._words, margins=(8, 2, 8, 2)))
        self.hide()

    def show_text(self, text: str) -> None:
        self._words.show_text(text)
        self.setVisible(bool(text))

    def put_on(self, page: QWidget) -> None:
        room = page.geometry()
        width = min(self.sizeHint().width(), room.width())
        height = self.sizeHint().height()
        self.setGeometry(room.left(), room.bottom() + 1 - height, width, height)
        self.raise_()


def _dark_switch(name: str, icons: Icons) -> QPushButton:
    switch = button(
        "",
        name=f"{name}-dark",
        why="See the mail as a client with a dark look shows it",
        kind="quiet",
    )
    switch.setAccessibleName("Dark client")
    switch.setCheckable(True)
    icons.put(switch, "moon", "muted", "accent_text")
    return switch


def _browser_button(name: str) -> QPushButton:
    return button(
        "Open in browser",
        name=f"{name}-browser",
        why="See it as it will look; the copy loads nothing from the network",
        kind="link",
    )


def _images_button(name: str) -> QPushButton:
    return button(
        SHOW_WORDS,
        name=f"{name}-images",
        why="Fetch them from the web once. Their owner may learn that somebody looked.",
        kind="link",
    )


def _enlarge_button(name: str) -> QPushButton:
    return button(
        "Enlarge",
        name=f"{name}-enlarge",
        why="See it at its own size, in the place of what stands beside it",
        kind="link",
    )
