"""The head of the mail: From, To, Cc and Bcc on demand, who sees whom, Subject."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QRadioButton, QWidget

from sgdesk.ui.widgets.surface import button, label, restyle, row

_PLACES = ("sender", "to", "cc", "bcc", "subject")
_TITLES = {"sender": "&From", "to": "&To", "cc": "&Cc", "bcc": "&Bcc", "subject": "S&ubject"}
_WHY = {
    "sender": "The address the mail comes from; SendGrid must know it as verified",
    "to": "Who gets the mail: addresses with commas between, or a pasted list",
    "cc": "Who gets a copy that everyone sees",
    "bcc": "Who gets a copy that nobody sees",
    "subject": "The line that people see in their inbox",
}
_HINTS = {
    "sender": "you@example.com, or Your Name <you@example.com>",
    "to": "Addresses, or paste a list",
    "cc": "Addresses",
    "bcc": "Addresses",
    "subject": "What the mail is about",
}
EACH_ONLY_TO = "With Cc or Bcc it is one mail for all; they see the To and Cc addresses."


class Head(QWidget):
    """The fields above the body.

    Signals: `edited()`.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("head")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnMinimumWidth(0, 52)
        self._grid.setColumnStretch(1, 1)
        self.fields = {place: _field(place) for place in _PLACES}
        self._labels: dict[str, QLabel] = {}
        self._errors = {place: _error_label() for place in _PLACES}
        self._more = {
            "cc": button("+ Cc", name="show-cc", why=_WHY["cc"], kind="link"),
            "bcc": button("+ Bcc", name="show-bcc", why=_WHY["bcc"], kind="link"),
        }
        self._copies = _CopiesChoice()
        self._place_rows()
        self._set_tab_order()
        self._connect()

    def text(self, place: str) -> str:
        """Give what stands in one field; nothing for one that is not shown."""
        field = self.fields[place]
        return "" if field.isHidden() else field.text()

    def set_text(self, place: str, text: str) -> None:
        """Fill one field, and show it when it has something to show."""
        self.fields[place].setText(text)
        if place in self._more and text:
            self._show_field(place)

    @property
    def wants_each(self) -> bool:
        """Say whether everyone is to get a mail of their own."""
        return self._copies.each.isChecked()

    def show_copies_for(self, to_count: int) -> None:
        """Offer the choice from two To addresses on; Cc or Bcc decides it."""
        has_others = bool(self.text("cc").strip() or self.text("bcc").strip())
        self._copies.offer(shown=to_count >= 2, forced=has_others)

    def set_error(self, place: str, words: str) -> None:
        """Say under a field what is wrong with it; no words take it back."""
        self._errors[place].setText(words)
        self._errors[place].setVisible(bool(words))
        restyle(self.fields[place], "bad", bool(words))
        self.fields[place].setAccessibleDescription(words or _WHY[place])

    def focus_place(self, place: str) -> None:
        """Put the cursor into a field."""
        if place in self._more:
            self._show_field(place)
        self.fields[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_cc(self) -> None:
        """Open the Cc field and go there."""
        self.focus_place("cc")

    def show_bcc(self) -> None:
        """Open the Bcc field and go there."""
        self.focus_place("bcc")

    def _place_rows(self) -> None:
        for number, place in enumerate(_PLACES):
            name = label("", "field")
            name.setTextFormat(Qt.TextFormat.AutoText)
            name.setText(_TITLES[place])
            name.setBuddy(self.fields[place])
            self._labels[place] = name
            at = number * 3
            self._grid.addWidget(name, at, 0)
            self._grid.addWidget(self.fields[place], at, 1)
            self._grid.addWidget(self._errors[place], at + 1, 1)
            if place == "to":
                extra = QWidget()
                extra.setLayout(row(self._more["cc"], self._more["bcc"], spacing=0))
                self._grid.addWidget(extra, at, 2)
                self._grid.addWidget(self._copies, at + 2, 1, 1, 2)
            else:
                self._grid.addWidget(self.fields[place], at, 1, 1, 2)
        for place in self._more:
            self.fields[place].hide()
            self._labels[place].hide()

    def _set_tab_order(self) -> None:
        to = self.fields["to"]
        order: tuple[QWidget, ...] = (
            self.fields["sender"],
            to,
            self._more["cc"],
            self._more["bcc"],
            self._copies.each,
            self._copies.together,
            self.fields["cc"],
            self.fields["bcc"],
            self.fields["subject"],
        )
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        for field in self.fields.values():
            field.textEdited.connect(self._report)
        self._copies.each.toggled.connect(self._report)
        self._more["cc"].clicked.connect(self.show_cc)
        self._more["bcc"].clicked.connect(self.show_bcc)

    def _show_field(self, place: str) -> None:
        self.fields[place].show()
        self._labels[place].show()
        self._more[place].hide()

    def _report(self) -> None:
        self.edited.emit()


class _CopiesChoice(QWidget):
    """One mail each, or one mail that all see."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("copies")
        self.each = QRadioButton("One mail each")
        self.each.setObjectName("copies-each")
        self.each.setToolTip("Everyone gets a mail of their own and sees nobody else")
        self.together = QRadioButton("One mail, all see each other")
        self.together.setObjectName("copies-together")
        self.together.setToolTip("Everyone gets the same mail with all the addresses in it")
        for choice in (self.each, self.together):
            choice.setAccessibleName(choice.text())
            choice.setAccessibleDescription(choice.toolTip())
        self.each.setChecked(True)
        self._note = label(EACH_ONLY_TO, "hint")
        self._note.setWordWrap(True)
        self.setLayout(row(self.each, self.together, self._note, None, spacing=10))
        self.hide()
        self._note.hide()

    def offer(self, *, shown: bool, forced: bool) -> None:
        """Show the choice; with Cc or Bcc it is settled and says why."""
        self.setVisible(shown)
        if forced:
            self.together.setChecked(True)
        self.each.setEnabled(not forced)
        self._note.setVisible(forced)


def _field(place: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(place)
    field.setAccessibleName(_TITLES[place].replace("&", ""))
    field.setAccessibleDescription(_WHY[place])
    field.setToolTip(_WHY[place])
    field.setPlaceholderText(_HINTS[place])
    return field


def _error_label() -> QLabel:
    words = label("", "error", selectable=True)
    words.setWordWrap(True)
    words.hide()
    return words
