"""The menu of Write, in which nothing goes past what the keys do."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from sgdesk.ui.widgets.button_menu import part_columns


def fit_menu(
    menu: QMenu, acts: Mapping[str, Callable[[], object]], change: Callable[[], None] | None
) -> QMenu:
    """Let Qt's menu do these, by the names of its actions; `change` is for an image."""
    if change is not None:
        image = QAction("Image…", menu)
        image.setObjectName("edit-image")
        image.triggered.connect(change)
        menu.insertAction(menu.actions()[0], image)
    for action in menu.actions():
        if (act := acts.get(action.objectName())) is not None:
            action.triggered.disconnect()
            action.triggered.connect(act)
    part_columns(menu)
    return menu
