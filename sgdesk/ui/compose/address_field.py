"""An address field: chips that are painted, and one line to type in among them.

One widget however many addresses there are. The text of the field stays text:
it is copied, pasted, edited and undone like any other.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu

from sgdesk.present.chips import Chips, History, Kept
from sgdesk.present.recipients import (
    AT_ONCE_CHARACTERS,
    Entry,
    read_list,
    separator,
    text_of,
    wrong_at,
)
from sgdesk.ui.compose.chip_keys import answer
from sgdesk.ui.compose.chip_strip import ChipStrip
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.button_menu import part_columns
from sgdesk.ui.widgets.surface import restyle


class AddressField(ChipStrip):
    """Collect recipients.

    Signals: `edited()`, when the user changed something; `read_wanted(str, bool)`, a list
    that is too long to read here and whether it was pasted; `all_wanted()`, when the user
    asks for those that are not shown; `files_wanted(object)`, paths of files with lists.
    """

    edited = Signal()
    read_wanted = Signal(str, bool)
    all_wanted = Signal()
    files_wanted = Signal(object)

    def __init__(self, place: str, theme: Theme, icons: Icons) -> None:
        super().__init__(place, theme, icons, self.take_key, self.take_text)
        self._history = History()
        self._unread = ""
        self._joined = ""
        self.pasted: tuple[Entry, ...] = ()
        """The list that was pasted last, until something else is changed."""
        self._is_pasting = False
        self.editor.textEdited.connect(self._note_typing)
        self.editor.entered.connect(self._enter)
        self.editor.left.connect(self._leave)
        self.editor.paused.connect(self._pause)
        self.editor.dropping.connect(self._let_go)
        self.editor.files_taken.connect(self.files_wanted)
        self.lay_out()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Give what stands in the field as chips."""
        return self._chips.entries

    @property
    def count(self) -> int:
        """Count the recipients, the one that is being typed too."""
        return len(self._chips.entries) + bool(self.editor.text().strip())

    @property
    def wrong(self) -> int:
        """Count those that cannot be read, as far as they were typed to their end."""
        return len(wrong_at(self.entries))

    @property
    def is_reading(self) -> bool:
        """Say whether a long list is still being read."""
        return bool(self._unread)

    def text(self) -> str:
        """Give the whole field as text, with what is being typed or read."""
        parts = [part for part in (self.editor.text().strip(), self._unread) if part]
        if self._joined and parts:
            parts[0] = f"{self._joined}{separator(self.entries[-1])}{parts[0]}"
        return ", ".join(parts) or self._joined

    def setText(self, text: str) -> None:  # noqa: N802  # as a line edit has it
        """Replace everything, with nothing to undo."""
        self._history = History()
        self._unread = ""
        self.editor.setText("")
        self._put(Chips())
        if len(text) > AT_ONCE_CHARACTERS:
            self._unread, self._is_pasting = text, False
            self.read_wanted.emit(text, False)
        elif text.strip():
            self._put(Chips().add(read_list(text)))

    def add(self, entries: tuple[Entry, ...]) -> None:
        """Add what was read of a long list; nothing read leaves the field as it was."""
        if self._unread and entries:
            self._keep()
            self._put(self._chips.add(entries))
            self.pasted = entries if self._is_pasting else ()
        self._unread = ""
        self.edited.emit()

    def remove(self, positions: frozenset[int]) -> None:
        """Take entries away, as one step that can be undone."""
        self._keep()
        self._change(self._chips.without(positions))

    def take(self, entries: tuple[Entry, ...]) -> None:
        """Have these in the place of all that stand there, as one step that can be undone."""
        self._keep()
        self._change(Chips().add(entries))

    def correct(self, position: int, text: str) -> None:
        """Put what a text says in the place of an entry, as one step that can be undone."""
        self._keep()
        self._change(self._chips.corrected(position, text))

    def commit(self, ended_by: str = "") -> None:
        """Turn what was typed into chips; a comma that ended it may belong to a name."""
        typed = self.editor.text()
        if typed.strip():
            self._keep()
            chips = self._chips.add_typed(typed + ended_by)
            self.editor.setText("")
            self._change(chips)

    def remove_selected(self) -> None:
        """Remove the selected chips."""
        self._keep()
        self._change(self._chips.without_selected())

    def edit_chip(self, position: int) -> None:
        """Turn a chip back to text."""
        self.commit()
        self._keep()
        chips, text = self._chips.take_out(position)
        self._put(chips)
        self.editor.setText(text)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def select_at(self, domain: str) -> None:
        """Put the keyboard on the first address at a domain."""
        ends = (entry.key.endswith(f"@{domain}") for entry in self.entries)
        at = next((at for at, is_there in enumerate(ends) if is_there), None)
        if at is not None:
            self.show_chips(self._chips.select(at))

    def copy_selected(self) -> None:
        """Put the selected addresses on the clipboard."""
        QGuiApplication.clipboard().setText(self._chips.selected_text())

    def undo(self) -> None:
        """Take the last change of the chips back."""
        self._restore(self._history.undo(self._now()))

    def redo(self) -> None:
        """Do again what was taken back."""
        self._restore(self._history.redo(self._now()))

    def take_key(self, event: QKeyEvent) -> bool:
        """Use a key for the chips; say whether it was used."""
        return answer(self, event)

    def take_text(self, text: str) -> bool:
        """Read a pasted or dropped list; text that belongs into the line is left to it."""
        is_list = any(mark in text.strip() for mark in ",;\n\t")
        if not is_list and (self.editor.text().strip() or "@" not in text):
            return False
        if len(text) > AT_ONCE_CHARACTERS:
            self.commit()
            self._let_go()
            self._unread, self._is_pasting = text, True
            self.read_wanted.emit(text, True)
            return True
        entries = read_list(text)
        if not entries or (not is_list and entries[0].problem):
            return False
        self.take_list(entries)
        return True

    def take_list(self, entries: tuple[Entry, ...]) -> None:
        """Add a list that was pasted or read of a file, as one step that can be undone."""
        self.commit()
        self._keep()
        self._put(self._chips.type().add(entries))
        self.pasted = entries
        self.edited.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Select a chip, remove it by its cross, or go on typing."""
        item, is_cross = self.item_at(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if item is None:
            self.editor.setFocus(Qt.FocusReason.MouseFocusReason)
            self.show_chips(self._chips.type())
        elif item < 0:
            self.all_wanted.emit()
        elif is_cross:
            self.remove(frozenset({item}))
        else:
            self.editor.setFocus(Qt.FocusReason.MouseFocusReason)
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.commit()
            self.show_chips(self._chips.select(item, extend=extend))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Turn a chip back to text."""
        item, is_cross = self.item_at(event.position().toPoint())
        if item is not None and item >= 0 and not is_cross:
            self.edit_chip(item)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # Qt's name
        """Offer for a chip what the keys do."""
        item, _ = self.item_at(event.pos())
        if item is None or item < 0:
            super().contextMenuEvent(event)
            return
        self.commit()
        if item not in self._chips.selected:
            self.show_chips(self._chips.select(item))
        menu = QMenu(self)
        menu.addAction("Edit\tF2", self._edit_current)
        menu.addAction("Copy", self.copy_selected)
        menu.addAction("Remove", self.remove_selected)
        part_columns(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _edit_current(self) -> None:
        if self._chips.current is not None:
            self.edit_chip(self._chips.current)

    def _now(self) -> Kept:
        return Kept(chips=self._chips, typed=self.editor.text())

    def _keep(self) -> None:
        self._history.keep(self._now())

    def _restore(self, kept: Kept | None) -> None:
        if kept is not None:
            self.editor.setText(kept.typed)
            self._change(kept.chips)

    def _put(self, chips: Chips) -> None:
        if chips.entries is not self._chips.entries:
            self._joined = text_of(chips.entries)
            self._repeated = frozenset()
            self.pasted = ()
        self._chips = chips
        self.lay_out()

    def _change(self, chips: Chips) -> None:
        self._put(chips)
        self.edited.emit()

    def _let_go(self) -> None:
        self.show_chips(self._chips.type())

    def _note_typing(self, text: str) -> None:
        # A selected address is somebody who was chosen: only Delete and Backspace remove it.
        if self._chips.current is not None:
            self._let_go()
        # What comes in one piece, from an input method or a middle click.
        if text.rstrip().endswith((",", ";")) and text.count('"') % 2 == 0:
            self.commit()
            return
        self.edited.emit()

    def _enter(self) -> None:
        restyle(self, "focused", True)
        self.lay_out()

    def _pause(self) -> None:
        # The keyboard may come back elsewhere, of which nobody would tell this field.
        restyle(self, "focused", False)

    def _leave(self) -> None:
        restyle(self, "focused", False)
        self.commit()
        self._chips = self._chips.type()
        self.lay_out()
