"""The field that takes a key: masked, looked at as it changes, never echoed."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from sgdesk.account.key import look_at_key
from sgdesk.account.pasted import read_pasted_account
from sgdesk.present.account_words import look_line
from sgdesk.present.words import Tone
from sgdesk.secret import Secret
from sgdesk.ui.account.lines import wrapped
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.marked import Marked
from sgdesk.ui.widgets.surface import button, column, label, restyle, row

ENOUGH = 12
"""Fewer characters are somebody still typing, and no reason to complain."""
LINE_PX = 32

_TAKES_KEY = "Looked at here first, before any network."
_MISDIRECTED = "This is a practice inbox's key, not one of SendGrid's."
_TAKES = "A key, or copied lines with key and servers."


class KeyField(QWidget):
    """Take a key and say at once how it looks; no network, no trace.

    Signals: `changed()`; `account_pasted(object)`, a `PastedAccount`, in place of its text;
    `practice_wanted()`, to try it without a key of one's own.
    """

    changed = Signal()
    practice_wanted = Signal()
    account_pasted = Signal(object)

    def __init__(self, icons: Icons, *, offers_practice: bool = False) -> None:
        super().__init__()
        self.setObjectName("key-field")
        self._offers_practice = offers_practice
        self.is_misdirected = False
        """It is a practice inbox's and would be shown to SendGrid."""
        self.field = QLineEdit()
        self.field.setObjectName("key")
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName("Key")
        self.field.setToolTip("The API key; it is looked at here first and never shown")
        self.field.setPlaceholderText("SG.…")
        self._paste = button("Paste", name="key-paste", why="Take the key from the clipboard")
        self._icons = icons
        self._paste.clicked.connect(self.paste)
        self.practice = button(
            "Use the practice key",
            name="key-practice",
            why="Fill in key, servers and certificate file of this computer's practice inbox, "
            "to try it all without a SendGrid account",
            kind="link",
        )
        self.practice.clicked.connect(self.practice_wanted)
        self._line = Marked(icons, label("", "hint"))
        self._line.words.setObjectName("key-look")
        self._why = wrapped("", "hint")
        self._why.hide()
        self.cleaner = button(
            "Use the cleaned key",
            name="key-clean",
            why="Take out what copying added; the key itself stays as it is",
        )
        self.cleaner.clicked.connect(self.clean)
        self.cleaner.hide()
        below = row(self._line, self.practice, None, self.cleaner)
        # As high as its button, so that nothing moves when what was pressed there goes.
        below.addStrut(LINE_PX)
        self.setLayout(
            column(
                row(self.field, self._paste),
                column(below, self._why, spacing=4),
            )
        )
        self.field.textChanged.connect(self._look)
        self.field.installEventFilter(self)
        self._look()

    @property
    def key(self) -> Secret:
        """Give the key without what copying added."""
        return look_at_key(self.field.text()).cleaned

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was given yet."""
        return not self.field.text().strip()

    @property
    def is_complete(self) -> bool:
        """Say whether it has a key's form and nothing around it."""
        look = look_at_key(self.field.text())
        return look.is_complete and not look.was_cleaned

    @property
    def is_to_be_mended(self) -> bool:
        """Say whether one of its own buttons comes next."""
        own = (self.cleaner, self.practice, self._paste)
        return any(each.property("primary") for each in own)

    def show_misdirected(self, *, is_misdirected: bool) -> None:
        """Say that it is a practice inbox's key on its way to SendGrid, or no more."""
        if is_misdirected is not self.is_misdirected:
            self.is_misdirected = is_misdirected
            self._show(is_typing=len(self.field.text()) < ENOUGH)

    def focus_practice(self) -> None:
        """Put the keyboard where a key of the practice inbox leads on."""
        (self.practice if self._offers_practice else self.field).setFocus()

    def set_key(self, key: Secret) -> None:
        """Take a key from elsewhere."""
        self.field.setText(key.reveal())

    def paste(self) -> None:
        """Take what the clipboard holds, in place of what is there."""
        if not self._paste_account():
            self.field.setText(QGuiApplication.clipboard().text())
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Take a block with key and servers by the key for pasting, too."""
        is_paste = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste)
        if is_paste and event.type() is QEvent.Type.KeyPress and self._paste_account():
            return True
        return super().eventFilter(watched, event)

    def clean(self) -> None:
        """Put the cleaned key in place of what was pasted."""
        room = self._why.height() if self._why.isVisible() else 0
        self.field.setText(self.key.reveal())
        # Nothing moves under who pressed; what is typed next gives the room up.
        self._why.setMinimumHeight(room)
        self._why.setVisible(bool(room))
        self.field.setFocus()

    def clean_if_possible(self) -> None:
        """Take out what copying added where a complete key is left."""
        if look_at_key(self.field.text()).is_complete:
            self.clean()

    def complain(self) -> None:
        """Say what is wrong even of a key that is still short."""
        self._show(is_typing=False)

    def forget(self) -> None:
        """Drop the key, also from what undo would bring back."""
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)

    def _paste_account(self) -> bool:
        pasted = read_pasted_account(QGuiApplication.clipboard().text())
        if pasted is not None:
            self.account_pasted.emit(pasted)
        return pasted is not None

    def _look(self) -> None:
        self._show(is_typing=len(self.field.text()) < ENOUGH)
        self.changed.emit()

    def _show(self, *, is_typing: bool) -> None:
        look = look_at_key(self.field.text())
        line = look_line(look)
        # What the practice inbox fills in is clean.
        can_clean = look.is_complete and look.was_cleaned and not self.is_misdirected
        is_way_out = self.is_misdirected and self._offers_practice
        if self.is_misdirected:
            text, why, tone = _MISDIRECTED, "", Tone.WARN
            if not self._offers_practice:
                why, tone = "Paste a key of SendGrid's.", Tone.BAD
        elif is_typing and not look.is_complete:
            what = _TAKES if self._offers_practice else _TAKES_KEY
            text, why, tone = what, "", Tone.NEUTRAL
        elif can_clean and look.problem is not None:
            text, why, tone = look.problem.title, look.problem.explanation, Tone.WARN
        elif line.text:
            text, why, tone = line.text, line.detail, line.tone
        else:
            text, why, tone = "There is no key", "Paste the key.", Tone.BAD
        bad = tone is Tone.BAD
        self._line.say(tone, text)
        self._why.setText(why)
        self._why.setMinimumHeight(0)
        self._why.setVisible(bool(why))
        self.practice.setVisible(is_way_out or (self._offers_practice and self.is_empty))
        restyle(self.practice, "link", not is_way_out)
        restyle(self.practice, "primary", is_way_out)
        self.cleaner.setVisible(can_clean)
        restyle(self.cleaner, "primary", can_clean)
        self._offer_paste(again=bad and not self.is_empty)
        restyle(self.field, "bad", bad)
        self.field.setAccessibleDescription(f"{text} {why}".strip())

    def _offer_paste(self, *, again: bool) -> None:
        text = "Paste again" if again else "Paste"
        if self._paste.accessibleName() == text and not self._paste.icon().isNull():
            return
        self._paste.setText(text)
        self._paste.setAccessibleName(text)
        restyle(self._paste, "primary", again)
        self._icons.put(self._paste, "copy", "on_accent" if again else "muted")
