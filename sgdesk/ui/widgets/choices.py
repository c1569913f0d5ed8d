"""One choice out of few: the segmented control, the tab row, the button with a menu."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6 import QtCore
from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtGui import QAction, QActionGroup, QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QStyleOptionButton

from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.button_menu import ButtonMenu
from sgdesk.ui.widgets.tab_order import tab_to_chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to choose: what the program calls it, and what the user reads."""

    id: str
    text: str
    why: str
    icon: str = ""


class ChoiceRow(QFrame):
    """Buttons of which one is down.

    Signals: `chosen(str)`, the id, only when the user changed it.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, title: str, choices: Sequence[Choice], icons: Icons, *, look: str
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty(look, True)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        # The first tab's words stand in line with the fields above and the text below.
        layout.setContentsMargins(2, 2, 2, 2) if look == "segmented" else layout.setContentsMargins(
            1, 0, 1, 0
        )
        layout.setSpacing(2 if look == "segmented" else 0)
        for choice in choices:
            button = self._button(choice, icons)
            layout.addWidget(button)
        if look == "tabs":
            layout.addStretch(1)
        self.choose(choices[0].id)
        # Not `buttonClicked`: a screen reader puts a button down without a click.
        self._group.buttonToggled.connect(self._report)

    @property
    def current(self) -> str:
        """Give the id of the button that is down."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def choose(self, choice_id: str) -> None:
        """Put that button down without a signal."""
        with QSignalBlocker(self._group):
            self._buttons[choice_id].setChecked(True)
        self.setFocusProxy(self._buttons[choice_id])
        tab_to_chosen(self._buttons.values())

    def focus_current(self) -> None:
        """Put the keyboard on the button that is down."""
        self._buttons[self.current].setFocus(QtCore.Qt.FocusReason.TabFocusReason)

    def set_text(self, choice_id: str, text: str) -> None:
        """Change what one button says, e.g. to add a count."""
        self._buttons[choice_id].setText(text)
        self._buttons[choice_id].setAccessibleName(text.replace("&", ""))

    def explain(self, choice_id: str, why: str) -> None:
        """Say of one button what it is for."""
        button = self._buttons[choice_id]
        button.setToolTip(why)
        button.setAccessibleDescription(f"{self.accessibleName()}. {why}")

    def set_shown(self, choice_id: str, *, shown: bool) -> None:
        """Show or leave out one button."""
        self._buttons[choice_id].setVisible(shown)

    def _button(self, choice: Choice, icons: Icons) -> QPushButton:
        button = _ChoiceButton(choice.text)
        button.setObjectName(f"{self.objectName()}-{choice.id}")
        button.setCheckable(True)
        # A screen reader then says "radio button", one of several, not "check box".
        button.setAutoExclusive(True)
        button.setAutoDefault(False)
        button.setAccessibleName(choice.text.replace("&", ""))
        if choice.icon:
            icons.put(button, choice.icon, "muted", "text")
        self._group.addButton(button)
        self._buttons[choice.id] = button
        self.explain(choice.id, choice.why)
        return button

    def _report(self, toggled: QPushButton, is_down: bool) -> None:
        if is_down:
            tab_to_chosen(self._buttons.values())
            self.chosen.emit(next(key for key, one in self._buttons.items() if one is toggled))


class _ChoiceButton(QPushButton):
    """A button with room for its words as heavy as they are once it is the chosen one."""

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Add what the style leaves out: it measures the words as they are not chosen."""
        heavy = QFont(self.font())
        heavy.setWeight(QFont.Weight.DemiBold)
        text = self.text().replace("&", "")
        more = QFontMetrics(heavy).horizontalAdvance(text)
        more -= self.fontMetrics().horizontalAdvance(text)
        return super().sizeHint() + QSize(max(0, more), 0)


class MenuChoice(QPushButton):
    """A button that shows the current choice and drops a menu of the others.

    Signals: `chosen(str)`, the id, only when the user changed it; `asked(str)`,
    the id of a command that stands below the choices.
    """

    chosen = Signal(str)
    asked = Signal(str)

    def __init__(self, name: str, title: str, choices: Sequence[Choice], icons: Icons) -> None:
        super().__init__()
        self.setObjectName(name)
        self._title = title
        self.setAutoDefault(False)
        self._choices: dict[str, Choice] = {}
        self._current = choices[0].id
        self._commands: frozenset[str] = frozenset()
        self._actions: dict[str, QAction] = {}
        menu = ButtonMenu(self, title)
        menu.triggered.connect(self._take)
        self._group = QActionGroup(menu)
        self.setMenu(menu)
        self.setProperty("layoutDirection", "RightToLeft")
        self.set_choices(choices)
        icons.put(self, "chevron-down", "muted")

    @property
    def current(self) -> str:
        """Give the id of the current choice."""
        return self._current

    def has(self, choice_id: str) -> bool:
        """Say whether that is one of the choices."""
        return choice_id in self._choices

    def set_choices(self, choices: Sequence[Choice], commands: Sequence[Choice] = ()) -> None:
        """Offer other choices; the current one stays where it is among them, else the first.

        `commands` stand below a line: they are asked for, never chosen.
        """
        menu = self.menu()
        menu.clear()
        self._choices = {choice.id: choice for choice in choices}
        self._commands = frozenset(command.id for command in commands)
        self._actions = {}
        for choice in choices:
            action = menu.addAction(_menu_words(choice))
            action.setCheckable(True)
            action.setData(choice.id)
            action.setActionGroup(self._group)
            self._actions[choice.id] = action
        if commands:
            menu.addSeparator()
        for command in commands:
            menu.addAction(_menu_words(command)).setData(command.id)
        if self._current not in self._choices:
            self._current = choices[0].id
        self._show()

    def choose(self, choice_id: str) -> None:
        """Take that choice without a signal."""
        self._current = choice_id
        self._show()

    def _take(self, action: QAction) -> None:
        taken = str(action.data())
        if taken in self._commands:
            self.asked.emit(taken)
            return
        self.choose(taken)
        self.chosen.emit(self._current)

    def _show(self) -> None:
        choice = self._choices[self._current]
        self._actions[self._current].setChecked(True)
        self.setText(choice.text.replace("&", "&&"))
        self.setToolTip(f"{self._title}: {choice.why}" if choice.why else self._title)
        self.setAccessibleName(f"{self._title}: {choice.text}")
        self.setAccessibleDescription(choice.why)


class MenuField(MenuChoice):
    """One that stands among fields: its words begin where theirs do, its arrow is at the end."""

    def __init__(self, name: str, title: str, choices: Sequence[Choice], icons: Icons) -> None:
        super().__init__(name, title, choices, icons)
        self.setProperty("field", True)

    def initStyleOption(self, option: QStyleOptionButton) -> None:  # noqa: N802  # Qt's name
        """Leave out Qt's own arrow, which is not painted: words at the left lose their padding."""
        super().initStyleOption(option)
        option.features &= ~QStyleOptionButton.ButtonFeature.HasMenu


def _menu_words(choice: Choice) -> str:
    # A name that somebody typed may hold an ampersand, which a menu reads as a mnemonic.
    text = choice.text.replace("&", "&&")
    # Behind a tab the explanations of a menu stand in a column of their own.
    return f"{text}\t{choice.why}" if choice.why else text
