"""The head of the mail: From, To, Cc and Bcc on demand, who sees whom, Subject."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QSpacerItem, QWidget

from sgdesk.present.address_mending import cut_words, cuts, joined
from sgdesk.present.recipients import (
    find_repeats,
    kept_words,
    list_words,
    problem_words,
    short_words,
    wrong_at,
)
from sgdesk.present.whose_servers import SENDER_WHY
from sgdesk.ui.compose.address_field import AddressField
from sgdesk.ui.compose.copies import CopiesChoice
from sgdesk.ui.compose.head_lines import LABEL_GAP_PX, LABELS_PX, error_label
from sgdesk.ui.compose.head_notes import HeadNotes
from sgdesk.ui.compose.sender_field import SenderField
from sgdesk.ui.compose.subject_line import SubjectLine
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.surface import LINK_PX, button, label, restyle, row

_PLACES = ("sender", "to", "cc", "bcc", "subject")
LISTS = ("to", "cc", "bcc")
_TITLES = {"sender": "&From", "to": "&To", "cc": "&Cc", "bcc": "&Bcc", "subject": "S&ubject"}
_WHY = {
    "sender": SENDER_WHY,
    "to": "Who gets the mail: addresses with commas between, a pasted list, or a file",
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
_ROWS_PER_FIELD = 3
_TO_LINES = 2
"""So many hold as many people as one can count at a glance; of more it says how many."""


class Head(QWidget):
    """The fields above the body.

    Signals: `edited()`; `read_wanted(str, str, bool)`, a place, a list too long to read at
    once, and whether it was pasted; `read_cancelled(str)`, a place; `all_wanted(str)`, the
    place whose addresses are to be listed; `wrong_wanted(str)`, the same for the wrong ones;
    `files_wanted(str, object)`, a place and paths of files with lists for it.
    """

    edited = Signal()
    read_wanted = Signal(str, str, bool)
    read_cancelled = Signal(str)
    all_wanted = Signal(str)
    wrong_wanted = Signal(str)
    files_wanted = Signal(str, object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("head")
        self._grid = QGridLayout(self)
        self._beyond = QSpacerItem(-LINK_PX, 0)
        # The words of links end where the fields do, and their buttons beyond.
        self._grid.setContentsMargins(0, 0, LINK_PX, 0)
        self._grid.setHorizontalSpacing(LABEL_GAP_PX)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnMinimumWidth(0, LABELS_PX)
        self._grid.setColumnStretch(1, 1)
        self.lists = {place: _address_field(place, theme, icons) for place in LISTS}
        self.subject = SubjectLine()
        self.lines = {"sender": QLineEdit(), "subject": self.subject}
        for place, line in self.lines.items():
            _explain(line, place)
        self.fields: dict[str, AddressField | QLineEdit] = {
            place: self.lists[place] if place in self.lists else self.lines[place]
            for place in _PLACES
        }
        self.from_choice = SenderField(self.lines["sender"], icons)
        self._labels: dict[str, QLabel] = {}
        self._errors = {place: error_label() for place in _PLACES}
        self._refused = dict.fromkeys(_PLACES, "")
        self._repeat_words = ""
        self._notes = HeadNotes(LISTS, icons)
        self._more = {
            "cc": button("+ Cc", name="show-cc", why=_WHY["cc"], kind="link"),
            "bcc": button("+ Bcc", name="show-bcc", why=_WHY["bcc"], kind="link"),
        }
        self._extra = QWidget()
        self._copies = CopiesChoice(self._notes)
        self._place_rows()
        self._connect()

    def set_low(self, low: bool) -> None:
        """Give To one line in a low window, else some."""
        self.lists["to"].set_lines(1 if low else _TO_LINES)

    def text(self, place: str) -> str:
        """Give what stands in one field; nothing for one that is not shown."""
        field = self.fields[place]
        return "" if field.isHidden() else field.text()

    def set_text(self, place: str, text: str) -> None:
        """Fill one field, and show it when it has something to show."""
        self._refused[place] = ""
        self._errors[place].setMinimumHeight(0)
        field = self.fields[place]
        field.setText(text)
        if isinstance(field, QLineEdit):
            # A long one is read from its beginning.
            field.home(False)
        if place in self._more:
            self._show_field(place, shown=bool(text))
        self._check(place)

    def take_sender(self, text: str) -> None:
        """Put another into From, as if it had been typed."""
        self.set_text("sender", text)
        self._report()

    def count(self, place: str) -> int:
        """Count the recipients of To, Cc or Bcc."""
        field = self.lists[place]
        return 0 if field.isHidden() else field.count

    @property
    def people(self) -> int:
        """Count everybody who can be mailed."""
        return sum(self.count(place) for place in LISTS) - self.wrong

    @property
    def wrong(self) -> int:
        """Count the addresses that cannot be read."""
        return sum(field.wrong for field in self.lists.values() if not field.isHidden())

    @property
    def seen(self) -> int:
        """Count whose addresses everybody sees who gets the same mail."""
        return self.count("to") + self.count("cc")

    @property
    def repeat_words(self) -> str:
        """Say who is there more than once; empty when nobody is."""
        return self._repeat_words

    def replace_part(self, place: str, start: int, length: int, new: str) -> None:
        """Put other words into a line, as a step that can be undone."""
        line = self.lines[place]
        line.setSelection(start, length)
        line.insert(new)
        self._take_edit(place)

    @property
    def is_reading(self) -> bool:
        """Say whether a long list is still being read."""
        return any(field.is_reading for field in self.lists.values())

    @property
    def wants_each(self) -> bool:
        """Say whether everyone is to get a mail of their own, where that is a choice."""
        return self._copies.wants_each

    def set_copies(self, *, each: bool) -> None:
        """Show the choice that a mail comes with."""
        self._copies.choose(each=each)

    def choose_each(self) -> None:
        """Give everyone a mail of their own, where that is a choice."""
        if self._copies.each.isEnabled():
            self._copies.each.setChecked(True)

    def show_copies(self) -> None:
        """Offer the choice from two To addresses on; Cc or Bcc decides it."""
        has_others = bool(self.count("cc") or self.count("bcc"))
        count = self.count("to")
        self._copies.offer(shown=count >= 2, forced=has_others, is_empty=not count)

    def show_reading(self, place: str, words: str, *, can_cancel: bool) -> None:
        """Say that a long list is being read; no words take it back."""
        self._notes.show_reading(place, words, can_cancel=can_cancel)

    def set_error(self, place: str, words: str) -> None:
        """Say under a field why it was refused; no words take it back, and so does editing."""
        self._refused[place] = words
        self._errors[place].setMinimumHeight(0)
        self._show_error(place)

    def offer_senders(self, senders: Sequence[str]) -> None:
        """Offer the account's verified senders beside From."""
        self.from_choice.offer(senders)

    def focus_place(self, place: str) -> None:
        """Put the cursor into a field."""
        if place in self._more:
            self._show_field(place, shown=True)
        self.fields[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_cc(self) -> None:
        """Open the Cc field and go there."""
        self.focus_place("cc")

    def show_bcc(self) -> None:
        """Open the Bcc field and go there."""
        self.focus_place("bcc")

    def remove_repeats(self) -> None:
        """Keep the first of each address that is there more than once."""
        entries = {place: field.entries for place, field in self.lists.items()}
        for place, positions in find_repeats(entries).at.items():
            self.lists[place].remove(positions)

    def keep_only(self, addresses: Sequence[str]) -> None:
        """Put these into To, and nobody else anywhere."""
        self.put_people(", ".join(addresses))

    def put_people(self, to: str, cc: str = "", bcc: str = "") -> None:
        """Put these in the place of all who are there."""
        for place, text in (("to", to), ("cc", cc), ("bcc", bcc)):
            self.set_text(place, text)
        self._report()

    def keep_good(self, place: str) -> None:
        """Take out what cannot be read, with the keyboard where Ctrl+Z brings it back."""
        field = self.lists[place]
        wrong = wrong_at(field.entries)
        field.remove(frozenset(wrong))
        field.setFocus()
        self._notes.show_found(place, kept_words(len(wrong)), wrong=0)

    def join_names(self, place: str) -> None:
        """Make one of each person whom a comma in the name has cut in two."""
        field = self.lists[place]
        field.take(joined(field.entries))
        field.setFocus()

    def correct_first(self, place: str) -> None:
        """Turn the first entry that cannot be read back to text."""
        field = self.lists[place]
        field.edit_chip(wrong_at(field.entries)[0])

    def _place_rows(self) -> None:
        for number, place in enumerate(_PLACES):
            name = label("", "field")
            name.setTextFormat(Qt.TextFormat.AutoText)
            name.setText(_TITLES[place])
            name.setBuddy(self.lists[place].editor if place in LISTS else self.fields[place])
            self._labels[place] = name
            at = number * _ROWS_PER_FIELD
            self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            name.setContentsMargins(0, 8, 0, 0)
            widget: QWidget = self.from_choice if place == "sender" else self.fields[place]
            self._grid.addWidget(self._errors[place], at + 1, 1)
            if place == "sender":
                # Before To, where the keyboard comes by on its way to it and not after it.
                self._extra.setLayout(row(self._more["cc"], self._more["bcc"], spacing=0))
                self._beside = row(widget, self._extra, spacing=10)
                self._beside.addSpacerItem(self._beyond)
                self._beside.setStretch(0, 1)
                self._grid.addLayout(self._beside, at, 1)
            else:
                self._grid.addWidget(widget, at, 1)
            if place == "to":
                self._grid.addLayout(row(self._copies, -LINK_PX), at + 2, 1)
        for place in self._more:
            self.fields[place].hide()
            self._labels[place].hide()

    def _connect(self) -> None:
        for place, line in self.lines.items():
            line.textEdited.connect(partial(self._take_edit, place))
        self.from_choice.edited.connect(partial(self._take_edit, "sender"))
        for place, field in self.lists.items():
            field.edited.connect(partial(self._take_edit, place))
            field.read_wanted.connect(partial(self.read_wanted.emit, place))
            field.all_wanted.connect(partial(self.all_wanted.emit, place))
            field.files_wanted.connect(partial(self.files_wanted.emit, place))
        self._notes.join_wanted.connect(self.join_names)
        self._notes.keep_wanted.connect(self.keep_good)
        self._notes.correct_wanted.connect(self.correct_first)
        self._notes.wrong_wanted.connect(self.wrong_wanted)
        self._notes.read_cancelled.connect(self.read_cancelled)
        self._notes.repeats_unwanted.connect(self.remove_repeats)
        self._copies.each.toggled.connect(self._take_copies)
        for place in self._more:
            self.lists[place].editor.passed.connect(partial(self._put_away, place))
        self._more["cc"].clicked.connect(self.show_cc)
        self._more["bcc"].clicked.connect(self.show_bcc)

    def _show_field(self, place: str, *, shown: bool) -> None:
        self.fields[place].setVisible(shown)
        self._labels[place].setVisible(shown)
        self._more[place].setHidden(shown)
        # With nothing in it, it would still keep a gap beside the field.
        is_empty = all(each.isHidden() for each in self._more.values())
        self._extra.setHidden(is_empty)
        self._beyond.changeSize(0 if is_empty else -LINK_PX, 0)
        self._beside.invalidate()

    def _put_away(self, place: str) -> None:
        """Take a row away that holds nobody, when a key leads on; a click would miss what moves."""
        if not self.lists[place].text():
            self.set_error(place, "")
            self._show_field(place, shown=False)

    def _take_edit(self, place: str, *_: object) -> None:
        self._forgive(place)
        self._check(place)
        if place in self.lists:
            self._notes.look_at(place)
        self.edited.emit()

    def _check(self, place: str) -> None:
        """Say what is wrong in a field, and what is there twice in all of them."""
        self._show_error(place)
        if place in self.lists:
            found = find_repeats({name: field.entries for name, field in self.lists.items()})
            self._repeat_words = found.words
            self._notes.show_repeats(found.words, found.short, found.fix)
            for name, field in self.lists.items():
                field.mark(found.at.get(name, frozenset()))

    def _show_error(self, place: str) -> None:
        field = self.fields[place]
        refused = self._refused[place]
        if not isinstance(field, AddressField):
            self._show_words(place, refused)
            field.setAccessibleDescription(refused or _WHY[place])
            return
        wrong = wrong_at(field.entries)
        why = problem_words(field.entries)
        told = why or list_words(field.entries, field.pasted)
        found = cuts(field.entries)
        left = len(wrong) - sum(cut.last - cut.first for cut in found)
        if found and not left:
            told, *shorter = cut_words(found)
        else:
            shorter = [*(field.entries[wrong[0]].shorter if why else short_words(len(wrong)))]
        if wrong:
            self._notes.show_found(place, told, *shorter, wrong=left, cut=len(found))
        else:
            self._notes.show_count(place, told)
        # What is wrong with the addresses themselves is said in that line.
        words = "" if wrong else refused
        self._show_words(place, words)
        restyle(field, "bad", bool(wrong or words))
        field.explain(" ".join(filter(None, (told, words))) or _WHY[place])

    def _show_words(self, place: str, words: str) -> None:
        error = self._errors[place]
        error.setText(words)
        error.setVisible(bool(words) or error.minimumHeight() > 0)
        restyle(self.fields[place], "bad", bool(words))

    def _take_copies(self) -> None:
        """Take back why the lists were refused: with the other choice they may be right."""
        for place in self.lists:
            self._forgive(place)
            self._show_error(place)
        self._report()

    def _forgive(self, place: str) -> None:
        """Say no more why a field was refused, but keep the room: nothing moves while one types."""
        self._refused[place] = ""
        error = self._errors[place]
        error.setMinimumHeight(0 if error.isHidden() else error.height())

    def _report(self) -> None:
        self.edited.emit()


def _explain(field: QLineEdit, place: str) -> None:
    field.setObjectName(place)
    field.setAccessibleName(_TITLES[place].replace("&", ""))
    field.setAccessibleDescription(_WHY[place])
    field.setToolTip(_WHY[place])
    field.setPlaceholderText(_HINTS[place])


def _address_field(place: str, theme: Theme, icons: Icons) -> AddressField:
    field = AddressField(place, theme, icons)
    field.editor.setAccessibleName(_TITLES[place].replace("&", ""))
    field.explain(_WHY[place])
    field.set_hint(_HINTS[place])
    return field
