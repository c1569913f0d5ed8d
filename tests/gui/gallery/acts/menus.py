"""Menus while they are open: of the window's buttons, of a chip, of the words one writes."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from sgdesk.ui.life import Life
from tests.gui.gallery.scene import NEWS, Act, press, send
from tests.support.qt import visible_children


def drop(life: Life, name: str) -> None:
    """Open the menu of a button, as a press does but without waiting for its end."""
    (button,) = [b for b in visible_children(life.window, QPushButton) if b.objectName() == name]
    menu = button.menu()
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))


def ask_for_menu(widget: QWidget, at: QPoint) -> None:
    """Press the other button of the mouse."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)


async def menu_account(life: Life) -> None:
    drop(life, "account")


async def menu_send(life: Life) -> None:
    life.window.show_view("write")
    life.rooms.write.compose.set_form(NEWS)
    drop(life, "send-more")


async def menu_port(life: Life) -> None:
    press(life, "path-smtp")
    drop(life, "port")


async def menu_chip(life: Life) -> None:
    ask_for_menu(life.rooms.write.compose.head.lists["to"], QPoint(40, 16))


async def menu_words(life: Life) -> None:
    ask_for_menu(life.rooms.write.compose.head.lines["subject"], QPoint(40, 16))


async def menu_result(life: Life) -> None:
    await send(life)
    life.window.show_view("results")
    drop(life, "filter-result")


async def menu_export(life: Life) -> None:
    drop(life, "export")


ACTS = (
    Act(
        scenes=(
            menu_account,
            menu_send,
            menu_port,
            menu_chip,
            menu_words,
            menu_result,
            menu_export,
        )
    ),
)
