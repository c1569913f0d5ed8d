"""The table of actions: what can be done by key, and what the shortcuts sheet lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from sgdesk.ui.widgets.once import OnceKey


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """One action of the window."""

    id: str
    title: str
    shortcut: str
    """As Qt's portable text; `Ctrl` is Command on macOS. Several stand apart by `; `."""
    callback: Callable[[], object]
    once: bool = False
    """It sends: neither a held key nor a second press at once does it again."""
    view: str = ""
    """The only view in which its key does anything: nobody is to send or change what they do not
    see. Nothing for every view."""


def install(
    window: QWidget, rows: Sequence[ActionRow], current_view: Callable[[], str]
) -> dict[str, QAction]:
    """Make the actions and give them to the window, so that their keys work wherever one is.

    Raises `ValueError` when two rows share an id or a key.
    """
    taken: set[str] = set()
    actions: dict[str, QAction] = {}
    for row in rows:
        keys = [key for key in row.shortcut.split("; ") if key]
        if row.id in actions or taken.intersection(keys):
            msg = f"action {row.id} or its key {row.shortcut} is there twice"
            raise ValueError(msg)
        taken.update(keys)
        action = QAction(row.title, window)
        action.setObjectName(row.id)
        action.setShortcuts([QKeySequence(key) for key in keys])
        callback = _once(row.callback) if row.once else row.callback
        if row.view:
            callback = _only_in(row.view, current_view, callback)
        action.setAutoRepeat(not row.once)
        action.triggered.connect(_without_argument(callback))
        window.addAction(action)
        actions[row.id] = action
    return actions


def _without_argument(callback: Callable[[], object]) -> Callable[[], None]:
    def call() -> None:
        callback()

    return call


def _only_in(
    view: str, current_view: Callable[[], str], callback: Callable[[], object]
) -> Callable[[], None]:
    def call() -> None:
        if current_view() == view:
            callback()

    return call


def _once(callback: Callable[[], object]) -> Callable[[], None]:
    key = OnceKey()

    def call() -> None:
        if key.is_first():
            callback()

    return call
