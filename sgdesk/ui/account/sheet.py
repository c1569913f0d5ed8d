"""The sheet that adds a key, changes an account, or replaces a key."""

from collections.abc import Mapping, Sequence
from typing import Literal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from sgdesk.account.pasted import PastedAccount
from sgdesk.present.account_form import AccountForm
from sgdesk.present.asked import asked_servers
from sgdesk.ui.account.details import Details
from sgdesk.ui.account.fields import TITLE_PX, AccountFields
from sgdesk.ui.account.keyfield import KeyField
from sgdesk.ui.account.lines import ToldLines
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.notice import Notice
from sgdesk.ui.widgets.scroll import ScrollArea
from sgdesk.ui.widgets.sheet import Sheet
from sgdesk.ui.widgets.surface import button, column, label, restyle, row, rule
from sgdesk.ui.widgets.tab_order import tab_as_laid_out

Purpose = Literal["add", "edit", "replace"]
WIDTH_PX = 660
HEIGHTS_PX: dict[Purpose, int] = {"add": 548, "edit": 420, "replace": 320}
"""So that each fits over a window of 900x600."""
ROOMY_PX: dict[Purpose, int] = {"add": 632, "edit": 470, "replace": 400}
"""So that nothing scrolls where the window has the room, not for what is wrong with two fields."""
OPEN_PX = 882
"""The same with open connection details."""
AROUND_PX = 52
"""What is left to see of the window above and below."""
LEFT_PX = 5
"""What stands in from the edge of its button is put so far out: the chevron of the details."""
BELOW_FIELD_PX = 72
"""Room for what is said under a field, some three lines."""

_TITLES: dict[Purpose, str] = {
    "add": "Add a SendGrid key",
    "edit": "Change the account",
    "replace": "Replace the key",
}


class AccountSheet(Sheet):
    """Collect an account, and show what a check of its key finds.

    Signals: `check_requested()`; `stop_requested()`; `save_requested()`;
    `leave_requested()`, by Esc, Cancel or the window's cross;
    `file_wanted()`, when a file with certificates is to be chosen;
    `edited()`, when key or connection changed, so that a check is out of date.
    """

    check_requested = Signal()
    stop_requested = Signal()
    save_requested = Signal()
    leave_requested = Signal()
    file_wanted = Signal()
    edited = Signal()

    def __init__(self, parent: QWidget, icons: Icons, purpose: Purpose) -> None:
        super().__init__(parent)
        self.setObjectName("account-sheet")
        self.setWindowTitle(_TITLES[purpose])
        self.setAccessibleName(_TITLES[purpose])
        self.purpose: Purpose = purpose
        self._over = parent.window()
        self._is_typed_in = False
        self._was_asked = False
        self.key = KeyField(icons, offers_practice=purpose == "add")
        self.lines = ToldLines("check-lines", icons)
        self.notice = Notice("account-notice")
        self.fields = AccountFields(icons)
        self._details: Details | None = None
        self._kept_region = ""
        self._found_region = ""
        self._kept_details: Mapping[str, str] = {}
        self._progress = label("", "hint")
        self._stop = button("Cancel the check", name="stop-check", why="Stop asking")
        self._check = button(
            "Check key",
            name="check-key",
            why="Ask on both paths whether it works; sends nothing (F5)",
        )
        self._save = button("Save", name="save-account", why="Keep the account on this computer")
        self._cancel = button("Cancel", name="cancel-account", why="Close without saving (Esc)")
        self._more = button(
            "Connection details",
            name="more-details",
            why="User name, hosts, proxy and certificate file, for other networks and servers",
            kind="link",
        )
        icons.put(self._more, "chevron-right", "accent_text")
        self._icons = icons
        self._lay_out()
        self._connect()
        self.show_progress("")
        self.show_saving(can_save=False)

    def form(self) -> AccountForm:
        """Give what stands in the fields."""
        if self._details is None:
            return self.fields.form(self._kept_region, self._kept_details)
        return self.fields.form(self._details.region, self._details.texts)

    @property
    def asked(self) -> str:
        """Name who is asked about the key, as it stands in the fields."""
        form = self.form()
        return asked_servers({"region": form.region, **form.details})

    @property
    def details(self) -> Details:
        """Give the connection details, built when they are first wanted: few look at them."""
        if self._details is None:
            self._details = Details(self._icons)
            self._details.hide()
            if self.purpose == "edit":
                self._details.settle_region()
            self._details.set_values(self._kept_region, self._kept_details)
            self._details.show_found(self._found_region)
            self._details.file_wanted.connect(self.file_wanted)
            self._details.changed.connect(self.edited)
            self._details.changed.connect(self._note_typed)
            self._details.changed.connect(self._name_asked)
            self._below.addWidget(self._details)
            tab_as_laid_out(self)
        return self._details

    def set_form(self, form: AccountForm) -> None:
        """Show an account."""
        self.fields.set_form(form)
        self._kept_region, self._kept_details = form.region, form.details
        if self._details is not None:
            self._details.set_values(form.region, form.details)
        self._name_asked()

    def take_pasted(self, pasted: PastedAccount) -> None:
        """Take a key, and with it the servers it is for, which are shown."""
        self._fill_in(pasted)
        if self.purpose == "add":
            self.show_details(shown=True)

    def take_practice(self, pasted: PastedAccount) -> None:
        """Take the practice inbox's key and servers; nobody needs to see these to go on."""
        self._fill_in(pasted)
        self._check.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_in(self, pasted: PastedAccount) -> None:
        self.key.set_key(pasted.key)
        if self.purpose == "add":
            details = self.details
            details.set_values(details.region, {**details.texts, **pasted.details})
            self._name_asked()
            self.edited.emit()

    def show_progress(self, words: str) -> None:
        """Say that servers are being asked; no words: nobody is."""
        self._progress.setText(words or self._whom())
        focused = self.focusWidget()
        self._stop.setVisible(bool(words))
        self._check.setVisible(not words and self.purpose != "edit")
        # One takes the place of the other; else the keyboard goes on into the next field.
        if focused in (self._check, self._stop):
            (self._stop if words else self._check).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_asked(self, *, any_answer: bool, region: str = "") -> None:
        """Say whom the check asks, or asked, and the `region` in which it found the key."""
        self._was_asked = any_answer
        self._found_region = region
        if self._details is not None:
            self._details.show_found(region)
        self._name_asked()

    def show_saving(self, *, can_save: bool, is_next: bool = True) -> None:
        """Let the filled button be the one that comes next: what mends a key, Check key, Save."""
        saves = can_save and is_next
        self._save.setEnabled(can_save)
        restyle(self._save, "primary", saves)
        restyle(self._check, "primary", not saves and not self.key.is_to_be_mended)
        if saves and self._check.hasFocus():
            self._save.setFocus()
        self._check.setText("Check again" if can_save else "Check key")
        self._check.setAccessibleName(self._check.text())

    def complain_of_key(self) -> None:
        """Say what is wrong with a key that cannot be one, and offer what mends it."""
        self.key.complain()
        self.show_saving(can_save=False)

    def show_details(self, *, shown: bool) -> None:
        """Open or close the connection details."""
        if shown or self._details is not None:
            self.details.setVisible(shown)
        if shown and self.isVisible():
            more = self._height_for(OPEN_PX) - self.height()
            # Out of its middle, so that it stays over the window.
            self._grow(more, more // 2)
        icon = "chevron-down" if shown else "chevron-right"
        self._icons.put(self._more, icon, "accent_text")
        self._more.setAccessibleDescription("open" if shown else "closed")

    def show_wrong_detail(self, key: str, words: str) -> None:
        """Say under a connection detail what is wrong with it, and bring it into sight."""
        self.show_details(shown=True)
        self.details.show_wrong(key, words)
        QTimer.singleShot(0, self, self._reveal_focused)

    def go_to_detail(self, key: str) -> None:
        """Open the connection details with the keyboard in one of them."""
        self.show_details(shown=True)
        self.details.fields[key].setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._reveal_focused)

    def reveal_findings(self) -> None:
        """Take the height that what a check found needs, and bring it into sight."""
        QTimer.singleShot(0, self, self._reveal_found)

    def clear_wrong_details(self) -> None:
        """Take back what was said under the connection details."""
        if self._details is not None:
            self._details.clear_wrong()

    @property
    def would_lose(self) -> bool:
        """Say whether something was given that would be gone without saving."""
        return self._is_typed_in or not self.key.is_empty

    def focus_first(self) -> None:
        """Put the keyboard where one begins: a key is pasted as soon as the sheet is there."""
        first = self.fields.fields["sender"] if self.purpose == "edit" else self.key.field
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Ask to leave with Esc; press the filled button with Return elsewhere than on one."""
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.leave_requested.emit()
        elif is_return and not isinstance(self.focusWidget(), QPushButton):
            self._press_main()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Take the room there is, before it is put into the middle of the window."""
        is_open = self._details is not None and not self._details.isHidden()
        self.resize(WIDTH_PX, self._height_for(OPEN_PX if is_open else ROOMY_PX[self.purpose]))
        super().showEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """Ask to leave with the window's cross, as with Esc."""
        if self.isVisible():
            event.ignore()
            self.leave_requested.emit()
        else:
            super().closeEvent(event)

    def done(self, result: int) -> None:
        """Close, and keep no key behind."""
        self.key.forget()
        super().done(result)

    def _lay_out(self) -> None:
        key_title = label("Key", "field")
        key_title.setFixedSize(TITLE_PX, 32)
        key_title.setBuddy(self.key.field)
        key = row(key_title, self.key, spacing=10)
        key.setStretch(1, 1)
        key.setAlignment(key_title, Qt.AlignmentFlag.AlignTop)
        self._below = column()
        self._scroll, holder = self._frame()
        # Into what already hangs in the sheet: each time that widgets move with all that is in
        # them, Qt works their styles out anew.
        inside = column(spacing=9, margins=(LEFT_PX, 0, 8, 0))
        holder.setLayout(inside)
        # A check goes by these details, so they come before it.
        connection = column(row(-LEFT_PX, self._more, None), self._below, spacing=9)
        inside.addLayout(key)
        if self.purpose != "edit":
            inside.addLayout(connection)
        inside.addLayout(row(self._progress, None, self._stop, self._check))
        for part in (self.lines, self.notice):
            inside.addWidget(part)
        if self.purpose != "edit":
            # Below a check of the key, which a change goes without.
            inside.addWidget(rule())
        inside.addWidget(self.fields)
        if self.purpose == "edit":
            inside.addLayout(connection)
        inside.addStretch(1)
        self.show_details(shown=False)
        self._fit_purpose((self.key, key_title, self._progress, self._check))

    def _frame(self) -> tuple[ScrollArea, QWidget]:
        """Lay out title, room for the fields, and the buttons that end it; give that room."""
        scroll = ScrollArea()
        scroll.setObjectName("account-scroll")
        scroll.setAccessibleName(self.windowTitle())
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(
            column(
                row(label(self.windowTitle(), "heading"), margins=(LEFT_PX, 0, 0, 0)),
                scroll,
                row(None, self._cancel, self._save, margins=(0, 0, 8, 0)),
                spacing=12,
                margins=(22 - LEFT_PX, 18, 14, 16),
            )
        )
        inside = QWidget()
        inside.setObjectName("scrolled")
        scroll.setWidget(inside)
        return scroll, inside

    def _fit_purpose(self, checking: Sequence[QWidget]) -> None:
        """Leave out what this purpose has no use for."""
        if self.purpose == "edit":
            for widget in checking:
                widget.hide()
            self.fields.hide_keeping()
        elif self.purpose == "replace":
            self.fields.hide_all_but_keeping()
            self._more.hide()

    def _connect(self) -> None:
        self.key.changed.connect(self.edited)
        self.key.account_pasted.connect(self.take_pasted)
        self._check.clicked.connect(self.check_requested)
        self._stop.clicked.connect(self.stop_requested)
        self._save.clicked.connect(self.save_requested)
        self._cancel.clicked.connect(self.leave_requested)
        for typed in (*self.fields.fields.values(), self.fields.may_mail):
            typed.textEdited.connect(self._note_typed)
        self._more.clicked.connect(self._toggle_details)
        again = QShortcut(QKeySequence("F5"), self)
        again.activated.connect(self.check_requested)

    def _height_for(self, wanted_px: int) -> int:
        """Give as much of it as the window has room for."""
        return max(HEIGHTS_PX[self.purpose], min(wanted_px, self._over.height() - AROUND_PX))

    def _press_main(self) -> None:
        # Not Paste: who presses Return in a field means what stands there.
        for main in (self.key.cleaner, self.key.practice, self._save, self._check):
            if main.property("primary") and main.isEnabled() and main.isVisible():
                main.click()
                return

    def _whom(self) -> str:
        if self._was_asked:
            return "Asked on both paths. Nothing was sent."
        return f"The check asks {self.asked}, on both paths. It sends nothing."

    def _name_asked(self) -> None:
        if self._stop.isHidden():
            self.show_progress("")

    def _note_typed(self) -> None:
        self._is_typed_in = True

    def _toggle_details(self) -> None:
        opens = self._details is None or self._details.isHidden()
        self.show_details(shown=opens)
        if opens:
            # Once it is laid out: its place is not known before.
            QTimer.singleShot(0, self, self._reveal_details)

    def _reveal_focused(self) -> None:
        focused = self.focusWidget()
        if focused is not None:
            self._scroll.ensureWidgetVisible(focused, 0, BELOW_FIELD_PX)

    def _grow(self, more_px: int, up_px: int) -> None:
        """Be higher, by so much at the top, but not over the screen's edge."""
        if more_px > 0:
            edge = self.screen().availableGeometry().top()
            up_px = max(0, min(up_px, self.frameGeometry().top() - edge))
            self.setGeometry(self.geometry().adjusted(0, -up_px, 0, more_px - up_px))

    def _reveal_found(self) -> None:
        below_px = self._scroll.verticalScrollBar().maximum()
        more = self._height_for(self.height() + below_px) - self.height()
        # Downwards: what was pressed stays under the pointer.
        self._grow(more, self.geometry().bottom() + more - self._over.geometry().bottom())
        for found in (self.lines, self.notice):
            if found.isVisible():
                self._scroll.ensureWidgetVisible(found, 0, 8)

    def _reveal_details(self) -> None:
        self._scroll.ensureWidgetVisible(self.details)
