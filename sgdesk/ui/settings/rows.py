"""One setting: its title, what changes it, its help, and what is wrong with what was typed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from sgdesk.present.settings import Editor, SettingRow
from sgdesk.ui.compose.livelook import LiveLook
from sgdesk.ui.compose.writinglook import WritingLook
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.choices import Choice, ChoiceRow, MenuChoice
from sgdesk.ui.widgets.surface import button, column, label, paragraph, restyle, row

NUMBER_PX = 90
TEXT_PX = 300
LINES_PX = 96
_WORD_JOINER = "\u2060"


class LinesField(QPlainTextEdit):
    """A field of several lines that is used like a `QLineEdit`; Tab goes on to the next one.

    What is written in it looks as in Write: bold is bold, its marks are seen where the cursor is.

    Signals: `editingFinished()`, when the keyboard goes elsewhere.
    """

    editingFinished = Signal()  # noqa: N815  # Qt's name

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(LINES_PX)
        self._look = LiveLook(self, WritingLook(theme).dress, theme)

    def text(self) -> str:
        """Give what stands in the field."""
        return self.toPlainText()

    def setText(self, text: str) -> None:  # noqa: N802  # Qt's name
        """Show another text; the cursor stays in one that is there already."""
        if text != self.text():
            self.setPlainText(text)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Show the marks of the line one comes to."""
        super().focusInEvent(event)
        self._look.follow_cursor()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Tell that the field was left, which opening its menu does not."""
        super().focusOutEvent(event)
        self._look.follow_cursor()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.editingFinished.emit()


class SettingEditor(QWidget):
    """Show a setting and collect another value for it.

    Signals: `changed(str, str)`, the key and the text, as soon as something was chosen or a
    field was left; `reset_requested(str)`, the key; `file_wanted(str)`, the key.
    """

    changed = Signal(str, str)
    reset_requested = Signal(str)
    file_wanted = Signal(str)

    def __init__(self, shown: SettingRow, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName(f"setting-row-{shown.key}")
        self._shown = shown
        self._buttons: ChoiceRow | MenuChoice | None = None
        self._field: QLineEdit | LinesField | None = None
        self._title = label(shown.title, "title")
        self._error = paragraph("", "error")
        self._origin = paragraph("", "warning")
        self._choose = button(
            "Choose…", name=f"choose-{shown.key}", why=f"Choose the file: {shown.help}"
        )
        self._choose.clicked.connect(self._ask_for_file)
        self._reset = button(
            "", name=f"reset-{shown.key}", why="Go back to what it is from the start", kind="link"
        )
        self._reset.clicked.connect(self._ask_to_reset)
        editor = self._make_editor(shown, theme, icons)
        self._title.setBuddy(editor)
        self._choose.setVisible(shown.editor is Editor.FILE)
        is_tall = shown.editor is Editor.LINES
        head = row(self._title, None, *(() if is_tall else (editor,)), spacing=10)
        if shown.unit:
            head.addWidget(label(shown.unit, "muted"))
        head.addWidget(self._choose)
        # A line may not end within an option.
        names = shown.names.replace("-", f"-{_WORD_JOINER}")
        told = row(paragraph(shown.help, "hint"), self._reset, spacing=8)
        told.setStretch(0, 1)
        self.setLayout(
            column(
                head,
                *((editor,) if is_tall else ()),
                told,
                paragraph(names, "hint"),
                self._origin,
                self._error,
                spacing=3,
            )
        )
        self.show_row(shown)

    @property
    def text(self) -> str:
        """Give what stands in the editor."""
        if self._buttons is not None:
            return self._buttons.current
        return self._field.text() if self._field is not None else ""

    @property
    def entry(self) -> QWidget:
        """Give what takes the keyboard."""
        if self._buttons is not None:
            return self._buttons
        return self._field or self._choose

    def show_row(self, shown: SettingRow) -> None:
        """Show the setting as it is now."""
        self._shown = shown
        if isinstance(self._buttons, MenuChoice):
            self._buttons.set_choices(_choices(shown))
        if self._buttons is not None:
            self._buttons.choose(shown.text)
            self._buttons.setEnabled(shown.can_change)
        if self._field is not None:
            self._field.setText(shown.text)
            self._field.setEnabled(shown.can_change)
        self._choose.setEnabled(shown.can_change)
        self._origin.setText(shown.origin)
        self._origin.setVisible(bool(shown.origin))
        self._reset.setText(f"Back to {shown.standard}")
        self._reset.setAccessibleName(f"{shown.title}: back to {shown.standard}")
        self._reset.setVisible(bool(shown.standard))
        self.show_error("")

    def show_error(self, words: str) -> None:
        """Say what is wrong with what stands in the editor, which stays as it is."""
        self._error.setText(words)
        self._error.setVisible(bool(words))
        if self._field is not None:
            restyle(self._field, "bad", bool(words))
            self._field.setAccessibleDescription(words or self._field.toolTip())

    def report(self) -> None:
        """Tell of another value; leaving a field that nobody changed is none."""
        if self.text != self._shown.text:
            self.changed.emit(self._shown.key, self.text)
        elif self._error.isVisible():
            self.show_error("")

    def put_text(self, text: str) -> None:
        """Take a text as if it had been typed."""
        if self._field is not None:
            self._field.setText(text)
            self.report()

    def _make_editor(self, shown: SettingRow, theme: Theme, icons: Icons) -> QWidget:
        name = f"setting-{shown.key}"
        if shown.choices:
            choices = _choices(shown)
            self._buttons = (
                MenuChoice(name, shown.title, choices, icons)
                if shown.editor is Editor.MENU
                else ChoiceRow(name, shown.title, choices, icons, look="segmented")
            )
            self._buttons.chosen.connect(self.report)
            return self._buttons
        field = LinesField(theme) if shown.editor is Editor.LINES else QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(shown.title)
        field.setAccessibleDescription(shown.help)
        field.setToolTip(shown.help)
        field.setPlaceholderText(shown.example)
        is_number = shown.editor is Editor.NUMBER
        field.setFixedWidth(NUMBER_PX) if is_number else field.setMinimumWidth(TEXT_PX)
        field.editingFinished.connect(self.report)
        self._field = field
        return field

    def _ask_to_reset(self) -> None:
        self.reset_requested.emit(self._shown.key)

    def _ask_for_file(self) -> None:
        self.file_wanted.emit(self._shown.key)


def _choices(shown: SettingRow) -> list[Choice]:
    return [Choice(id=v, text=words, why=why or shown.help) for v, words, why in shown.choices]
