"""Copy as command: the mail as curl, swaks or this program's own command line sends it."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from sgdesk.present.recipes import COPY_LINE, COPY_LINE_WHY
from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.choices import Choice, ChoiceRow
from sgdesk.ui.widgets.copied import Copied
from sgdesk.ui.widgets.long_text import LongText
from sgdesk.ui.widgets.sheet import Sheet
from sgdesk.ui.widgets.surface import button, column, label, paragraph, row

KINDS = (
    Choice(id="curl", text="curl", why="The same mail by the Web API"),
    Choice(id="swaks", text="swaks", why="The same mail by SMTP"),
    Choice(id="sgdesk", text="sgdesk", why="The same mail by this program's own command line"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command to copy."""

    text: str
    note: str
    """What it needs and what it does not do, or why there is none."""


class CommandSheet(Sheet):
    """Show the commands and copy one."""

    def __init__(
        self,
        parent: QWidget,
        commands: Mapping[str, Command],
        sets_key: str,
        icons: Icons,
        first: str,
    ) -> None:
        """`sets_key` is the line for a shell that sets the key they read."""
        super().__init__(parent)
        self.setObjectName("command")
        self.setWindowTitle("Copy as command")
        self.setAccessibleName("Copy as command")
        self.setMinimumSize(640, 440)
        # As wide as what the command says of itself and the line that sets the key.
        self.resize(820, 480)
        self._commands = commands
        self._sets_key = sets_key
        self._kinds = ChoiceRow("command-kind", "Copy as", KINDS, icons, look="segmented")
        self._kinds.choose(first)
        self._kinds.chosen.connect(self._show)
        self._text = _code()
        self._note = paragraph("", "hint")
        self._said = Copied()
        self._copy = button("Copy", name="command-copy", why="Put the command into the clipboard")
        icons.put(self._copy, "copy", "muted")
        self._copy.clicked.connect(self._take)
        variables = button(
            COPY_LINE,
            name="command-environment",
            why=COPY_LINE_WHY,
        )
        variables.clicked.connect(self._take_environment)
        close = button("Close", name="command-close", why="Back to the mail (Esc)")
        close.clicked.connect(self.accept)
        self.setLayout(
            column(
                row(label("Copy as command", "heading"), None, self._kinds),
                self._note,
                self._text,
                row(self._copy, variables, self._said, None, close),
                margins=(20, 16, 20, 16),
                spacing=10,
            )
        )
        self._show()

    def _show(self) -> None:
        shown = self._commands[self._kinds.current]
        self._text.show_text(shown.text)
        self._note.setText(shown.note)
        self._copy.setEnabled(bool(shown.text))
        self._said.clear()

    def _take(self) -> None:
        self._said.take(self._commands[self._kinds.current].text)

    def _take_environment(self) -> None:
        self._said.take(self._sets_key)


def _code() -> LongText:
    text = LongText("command-text", "Command", "What to run in a terminal to send the same mail")
    text.setLineWrapMode(LongText.LineWrapMode.NoWrap)
    return text
