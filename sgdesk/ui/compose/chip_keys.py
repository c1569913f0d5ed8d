"""The keys of an address field: what they do to the chips, or that they are the line's."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from sgdesk.present.recipients import read_one
from sgdesk.ui.compose.typed import redoes

if TYPE_CHECKING:
    from sgdesk.ui.compose.address_field import AddressField

Key = Qt.Key
_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_ENDS = (",", ";")
_ENTER = (Key.Key_Return, Key.Key_Enter)
_REMOVES = (Key.Key_Backspace, Key.Key_Delete)


def answer(field: "AddressField", event: QKeyEvent) -> bool:
    """Use a key for the chips; say whether it was used."""
    if event.matches(QKeySequence.StandardKey.Paste):
        field.editor.paste_text()
        return True
    if event.matches(QKeySequence.StandardKey.Undo):
        return _turn_back(field)
    if redoes(event):
        again = field.editor.redo if field.editor.isRedoAvailable() else field.redo
        again()
        return True
    if event.key() == Key.Key_Down and field.hidden_count:
        # With Alt too, as in any box with a choice.
        field.all_wanted.emit()
        return True
    if field.chips.current is not None:
        return _on_a_chip(field, event)
    return _while_typing(field, event)


def _turn_back(field: "AddressField") -> bool:
    if field.editor.isUndoAvailable():
        return False
    field.undo()
    return True


def _on_a_chip(field: "AddressField", event: QKeyEvent) -> bool:
    chips, key = field.chips, event.key()
    extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if event.matches(QKeySequence.StandardKey.SelectAll):
        field.show_chips(chips.select_all())
    elif event.matches(QKeySequence.StandardKey.Copy):
        field.copy_selected()
    elif event.matches(QKeySequence.StandardKey.Cut):
        field.copy_selected()
        field.remove_selected()
    elif event.modifiers() & _MODIFIERS:
        return False
    elif key in (Key.Key_Left, Key.Key_Right):
        field.show_chips(chips.move(-1 if key == Key.Key_Left else 1, extend=extend))
    elif key == Key.Key_Home:
        field.show_chips(chips.select(0, extend=extend))
    elif key == Key.Key_End:
        field.show_chips(chips.type())
    elif key in _REMOVES:
        field.remove_selected()
    elif key == Key.Key_F2 or key in _ENTER:
        if chips.current is not None:
            field.edit_chip(chips.current)
    else:
        # What is typed comes into the line, as one more address.
        return False
    return True


def _while_typing(field: "AddressField", event: QKeyEvent) -> bool:
    editor, chips, key = field.editor, field.chips, event.key()
    typed = editor.text()
    if event.modifiers() & _MODIFIERS:
        if event.matches(QKeySequence.StandardKey.SelectAll) and not typed and chips.entries:
            field.show_chips(chips.select_all())
            return True
        return False
    at_start = editor.cursorPosition() == 0 and not editor.hasSelectedText()
    if key == Key.Key_Tab:
        field.commit()
        return False
    if key in _ENTER or _ends_entry(event.text(), typed):
        field.commit("," if event.text() == "," else "")
    elif key == Key.Key_F2 and chips.entries:
        field.edit_chip(len(chips.entries) - 1)
    elif key in (Key.Key_Left, Key.Key_Backspace, Key.Key_Home) and at_start and chips.entries:
        return _go_back(field, key)
    else:
        return False
    return True


def _go_back(field: "AddressField", key: int) -> bool:
    before = field.chips.at
    if not before:
        return False
    field.commit()
    field.show_chips(field.chips.select(0 if key == Key.Key_Home else before - 1))
    return True


def _ends_entry(mark: str, typed: str) -> bool:
    return (mark in _ENDS and not _is_open(typed)) or (mark == " " and _is_whole(typed))


def _is_open(typed: str) -> bool:
    """Say whether a comma would stand inside a quoted name or an address in brackets."""
    return typed.count('"') % 2 == 1 or typed.rfind("<") > typed.rfind(">")


def _is_whole(typed: str) -> bool:
    """Say whether a bare address is complete, so that a space ends it."""
    bare = typed.strip()
    return "." in bare.rpartition("@")[2] and " " not in bare and not read_one(bare).problem
