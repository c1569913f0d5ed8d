"""Files that came into the mail with an image in the text: undo takes both, redo brings both."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from sgdesk.present.form import FormFile
from sgdesk.ui.compose.editor import TextEditor
from sgdesk.ui.compose.files import FilesTab


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    file: FormFile
    was: FormFile | None
    """What it was among the files before the text showed it; none for one that came with it."""
    editor: TextEditor
    steps: int
    """How many undo steps the text had without it."""


class Placing(QObject):
    """Take files along with the images that show them.

    An image that is taken out by hand leaves its file: only undo says that it was never meant.
    """

    def __init__(self, files: FilesTab, editors: tuple[TextEditor, ...]) -> None:
        super().__init__(files)
        self._files = files
        self._placed: list[_Placed] = []
        self._undone: list[_Placed] = []
        for editor in editors:
            editor.edited.connect(self._follow_text)

    def place(self, file: FormFile, editor: TextEditor, number: int | None = None) -> None:
        """Have a file in the mail for the image that comes next into a text.

        A number says which of the files it is already.
        """
        files = self._files.files
        was = None if number is None else files[number]
        if was == file:
            return
        steps = editor.document().availableUndoSteps()
        self._placed.append(_Placed(file=file, was=was, editor=editor, steps=steps))
        self._exchange(was, file)

    def forget(self) -> None:
        """Another mail comes: its undo is not for files of this one."""
        self._placed.clear()
        self._undone.clear()

    def _follow_text(self) -> None:
        for each in tuple(self._undone):
            if _is_shown(each):
                self._undone.remove(each)
                self._placed.append(each)
                self._exchange(each.was, each.file)
        for each in tuple(self._placed):
            steps = each.editor.document().availableUndoSteps()
            if steps <= each.steps and not _is_shown(each):
                self._placed.remove(each)
                self._undone.append(each)
                self._exchange(each.file, each.was)

    def _exchange(self, gone: FormFile | None, come: FormFile | None) -> None:
        """Put a file in the place of another; at the end where there is no other."""
        files = list(self._files.files)
        at = files.index(gone) if gone is not None and gone in files else len(files)
        files[at : at + 1] = [come] if come is not None and come not in files else []
        self._files.set_files(tuple(files))


def _is_shown(placed: _Placed) -> bool:
    return f"cid:{placed.file.content_id}" in placed.editor.source()
