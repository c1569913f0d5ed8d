"""The table of actions: what can be done by key, and what the shortcuts sheet lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """One action of the window."""

    id: str
    title: str
    shortcut: str
    """As Qt's portable text; `Ctrl` is Command on macOS. Several stand apart by `; `."""
    callback: Callable[[], object]


def install(window: QWidget, rows: Sequence[ActionRow]) -> dict[str, QAction]:
    """Make the actions and give them to the window, so that their keys work everywhere in it.

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
        action.triggered.connect(_without_argument(row.callback))
        window.addAction(action)
        actions[row.id] = action
    return actions


def _without_argument(callback: Callable[[], object]) -> Callable[[], None]:
    def call() -> None:
        callback()

    return call
