"""Taking a file off the mail: out of the text too, where it is seen, and back again by undo."""

from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor

from sgdesk.content.objects import picture_spans, picture_tags
from sgdesk.present.files import file_name, removed_words
from sgdesk.present.form import FormFile
from sgdesk.ui.compose.editor import TextEditor
from sgdesk.ui.compose.files import FilesTab
from sgdesk.ui.compose.sources import Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class _Removed:
    file: FormFile
    number: int
    """Where it stood among the files."""
    editor: TextEditor | None
    """From whose text it was taken out; none for a file that was only attached."""
    steps: int
    """How many undo steps that text had then."""


class Removal(QObject):
    """Take files off, and bring them back with the text that shows them."""

    def __init__(self, files: FilesTab, sources: Sources, editors: tuple[TextEditor, ...]) -> None:
        super().__init__(files)
        self._files = files
        self._sources = sources
        self._writing, self._html = editors[0], editors[1]
        self._removed: list[_Removed] = []
        files.removal_requested.connect(self.remove)
        files.undo_requested.connect(self.undo)
        for editor in (self._writing, self._html):
            editor.edited.connect(self._follow_text)

    def remove(self, number: int) -> None:
        """Take a file off the mail, and out of the text that shows it."""
        file = self._files.files[number]
        others = self._files.files[:number] + self._files.files[number + 1 :]
        editor = self._take_out_of_text(file) if file not in others else None
        steps = _steps(editor) if editor is not None else 0
        self._removed.append(_Removed(file=file, number=number, editor=editor, steps=steps))
        self._files.take_out(number)
        self._files.say_removed(removed_words(file_name(file), from_text=editor is not None))

    def undo(self) -> None:
        """Bring the file back that was removed last, to its place in the text too."""
        if not self._removed:
            return
        last = self._removed[-1]
        if last.editor is None:
            self._bring_back(last)
        elif last.steps == _steps(last.editor):
            # The file follows its code.
            last.editor.undo_step()

    def forget(self) -> None:
        """Another mail comes: its undo is not for files of this one."""
        self._removed.clear()
        self._files.say_removed("")

    def _take_out_of_text(self, file: FormFile) -> TextEditor | None:
        """Take out what shows the file, as one step; say in whose text that was."""
        if not file.content_id:
            return None
        is_html = self._sources.html_is_own
        editor = self._html if is_html else self._writing
        find = picture_tags if is_html else picture_spans
        spans = find(editor.source(), file.content_id)
        if not spans:
            return None
        cursors = [editor.cursor_at(start, end - start) for start, end in spans]
        whole = QTextCursor(editor.document())
        whole.beginEditBlock()
        for cursor in cursors:
            editor.insert_at(cursor, "")
        whole.endEditBlock()
        return editor

    def _follow_text(self) -> None:
        """Have a removed picture along again whose code came back, by whatever undo."""
        for each in tuple(self._removed):
            name, editor = each.file.content_id, each.editor
            # One that nothing showed any more may be shown again by undo of either text.
            texts = (self._writing, self._html) if editor is None else (editor,)
            if name and any(f"cid:{name}" in text.source() for text in texts):
                self._bring_back(each)
            elif editor is None:
                continue
            elif each is self._removed[-1] and each.steps != _steps(editor):
                # Undo of the text is no longer about this file.
                self._files.say_removed("")

    def _bring_back(self, removed: _Removed) -> None:
        was_last = removed is self._removed[-1]
        self._removed.remove(removed)
        if removed.file not in self._files.files:
            self._files.put_back(removed.file, removed.number)
        if was_last:
            self._files.say_removed("")


def _steps(editor: TextEditor) -> int:
    return editor.document().availableUndoSteps()
