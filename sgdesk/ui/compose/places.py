"""Places in the mail: go to one, or put other words there as one step to undo."""

from PySide6.QtCore import Qt

from sgdesk.present.things.thing import Replace, Thing
from sgdesk.ui.compose.editor import TextEditor
from sgdesk.ui.compose.pane import ComposePane

_TABS = {"markdown": "write", "html": "html", "text": "text", "attachments": "files"}


def go_to(compose: ComposePane, thing: Thing) -> None:
    """Bring the field to the front, with what it is about selected."""
    if thing.place in compose.head.fields:
        compose.head.focus_place(thing.place)
        line = compose.head.lines.get(thing.place)
        if line is not None and thing.start is not None:
            line.setSelection(thing.start, thing.length)
        if thing.place in compose.head.lists and thing.go.about:
            compose.head.lists[thing.place].select_at(thing.go.about)
        return
    tab = _TABS.get(thing.place)
    if tab is None:
        compose.body.show_place(thing.place)
        return
    compose.body.show_tab(tab)
    compose.body.editor.setFocus(Qt.FocusReason.OtherFocusReason)
    editor = _editor(compose, thing.place)
    if editor is not None and thing.start is not None:
        cursor = editor.cursor_at(thing.start, thing.length)
        editor.setTextCursor(cursor)
        editor.ensureCursorVisible()


def put(compose: ComposePane, change: Replace) -> None:
    """Put other words in the place of some."""
    editor = _editor(compose, change.place)
    if editor is None:
        compose.head.replace_part(change.place, change.start, change.length, change.new)
    else:
        editor.insert_at(editor.cursor_at(change.start, change.length), change.new)


def _editor(compose: ComposePane, place: str) -> TextEditor | None:
    body = compose.body
    return {"markdown": body.write.editor, "html": body.html, "text": body.plain}.get(place)
