"""What can be done by key in this window, row by row."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from sgdesk.ui.actions import ActionRow

if TYPE_CHECKING:
    from sgdesk.ui.life import Life


def action_rows(life: "Life") -> tuple[ActionRow, ...]:
    """Give every action of the window, in the order of the shortcuts sheet."""
    return (
        *_sending_rows(life),
        *_message_rows(life),
        *_format_rows(life),
        *_place_rows(life),
        *_result_rows(life),
        *_window_rows(life),
    )


def shown_rows(rows: Sequence[ActionRow]) -> tuple[tuple[str, str], ...]:
    """Give what each key does as `(what, keys)`, for the sheet and the settings page."""
    shown = [(row.title, keys_text(row.shortcut)) for row in rows]
    return (*shown, *WITHIN)


def keys_text(shortcut: str) -> str:
    """Write a shortcut as keyboards do: the first of several, Return as Enter."""
    first = shortcut.partition("; ")[0]
    return (
        QKeySequence(first)
        .toString(QKeySequence.SequenceFormat.NativeText)
        .replace("Return", "Enter")
    )


WITHIN = (
    ("Open the selected row", "Enter"),
    ("Copy the selected row of a table", "Ctrl+C"),
    ("Say what can be done with the selected result", "Menu or Shift+F10"),
    ("From Subject into the text of the mail", "Tab"),
    ("From the text back to its tools and tabs", "Shift+Tab"),
    ("List all whom an address field has no room for", "Down"),
    ("Undo in the mail", "Ctrl+Z"),
    ("Redo in the mail", "Ctrl+Y or Ctrl+Shift+Z"),
    ("Paste the words without their formats", "Ctrl+Shift+V"),
    ("Close a sheet without a change", "Esc"),
)
"""Keys of single widgets, which no action stands for."""


def _message_rows(life: "Life") -> tuple[ActionRow, ...]:
    """Where the mail at hand comes from and goes to on this computer."""
    return (
        ActionRow(
            id="act-new",
            title="New mail; the present one stays as a draft",
            shortcut="Ctrl+N",
            callback=life.drafts.begin_blank,
        ),
        ActionRow(
            id="act-open",
            title="Open a message",
            shortcut="Ctrl+O",
            callback=life.files.choose_to_open,
        ),
        ActionRow(
            id="act-save",
            title="Save the message in a file",
            shortcut="Ctrl+S",
            callback=life.files.choose_to_save,
            view="write",
        ),
    )


def _sending_rows(life: "Life") -> tuple[ActionRow, ...]:
    """What is done to the mail at hand."""
    return (
        ActionRow(
            id="act-send",
            title="Send",
            shortcut="Ctrl+Return; Ctrl+Enter",
            callback=life.compose.send_chosen,
            view="write",
            once=True,
        ),
        ActionRow(
            id="act-test",
            title="Send test to me",
            shortcut="Ctrl+Shift+Return; Ctrl+Shift+Enter",
            callback=life.compose.send_test,
            view="write",
            once=True,
        ),
        ActionRow(
            id="act-path",
            title="Other path (Web API, SMTP)",
            shortcut="Ctrl+Shift+T",
            callback=life.rooms.write.compose.send_bar.route.toggle,
            view="write",
        ),
        ActionRow(
            id="act-attach",
            title="Attach files",
            shortcut="Ctrl+Shift+A",
            callback=life.compose.body.choose_files,
            view="write",
        ),
        ActionRow(
            id="act-preview",
            title="Preview on or off",
            shortcut="Ctrl+Shift+P",
            callback=life.rooms.write.toggle_preview,
            view="write",
        ),
    )


def _format_rows(life: "Life") -> tuple[ActionRow, ...]:
    """How what is written looks."""

    def use(tool: str) -> Callable[[], None]:
        return lambda: life.rooms.write.compose.body.use_format(tool)

    return (
        ActionRow(
            id="act-bold", title="Bold", shortcut="Ctrl+B", callback=use("bold"), view="write"
        ),
        ActionRow(
            id="act-italic", title="Italic", shortcut="Ctrl+I", callback=use("italic"), view="write"
        ),
        ActionRow(
            id="act-strike",
            title="Strike through",
            shortcut="Ctrl+Shift+X",
            callback=use("strike"),
            view="write",
        ),
        ActionRow(
            id="act-link", title="Link", shortcut="Ctrl+K", callback=use("link"), view="write"
        ),
    )


def _place_rows(life: "Life") -> tuple[ActionRow, ...]:
    """The views, under the numbers that they keep as more of them come."""

    def go(place: str) -> Callable[[], None]:
        return lambda: life.window.show_view(place)

    return (
        ActionRow(id="act-start", title="Start", shortcut="Ctrl+1", callback=go("start")),
        ActionRow(id="act-write", title="Write", shortcut="Ctrl+2", callback=go("write")),
        ActionRow(id="act-results", title="Results", shortcut="Ctrl+3", callback=go("results")),
        ActionRow(id="act-diagnose", title="Diagnose", shortcut="Ctrl+5", callback=go("diagnose")),
        ActionRow(
            id="act-practice",
            title="Practice inbox",
            shortcut="Ctrl+6",
            callback=go("practice"),
        ),
        ActionRow(id="act-settings", title="Settings", shortcut="Ctrl+,", callback=go("settings")),
    )


def _result_rows(life: "Life") -> tuple[ActionRow, ...]:
    """What is done with results and captured mail."""
    return (
        ActionRow(
            id="act-log",
            title="Results, in the table",
            shortcut="Ctrl+L",
            callback=life.desk.go_to_log,
        ),
        ActionRow(
            id="act-filter",
            title="Find in the mail, or filter results",
            shortcut="Ctrl+F",
            callback=life.desk.find,
        ),
        ActionRow(
            id="act-copy",
            title="Copy the selected result, or the diagnosis, for a ticket",
            shortcut="Ctrl+Shift+C",
            callback=life.copy_result,
        ),
        ActionRow(
            id="act-refresh",
            title="Test again, check the key again, or read the practice inbox",
            shortcut="F5",
            callback=life.run_again,
        ),
    )


def _window_rows(life: "Life") -> tuple[ActionRow, ...]:
    """What concerns the window."""
    return (
        ActionRow(id="act-pane", title="Next pane", shortcut="F6", callback=life.desk.next_pane),
        ActionRow(
            id="act-pane-back",
            title="Previous pane",
            shortcut="Shift+F6",
            callback=life.desk.previous_pane,
        ),
        ActionRow(
            id="act-escape",
            title="Clear the filter, stop the test or what is sent (asks)",
            shortcut="Esc",
            callback=life.desk.escape,
        ),
        ActionRow(
            id="act-keys",
            title="Keyboard shortcuts",
            shortcut="F1",
            callback=life.show_shortcuts,
        ),
        ActionRow(id="act-quit", title="Quit", shortcut="Ctrl+Q", callback=life.window.close),
    )
