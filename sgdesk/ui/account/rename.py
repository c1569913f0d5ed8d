"""The small sheet that takes another name for an account."""

import asyncio

from PySide6.QtWidgets import QLineEdit, QWidget

from sgdesk.ui.widgets.sheet import Sheet
from sgdesk.ui.widgets.surface import button, column, label, row


class RenameSheet(Sheet):
    """Ask for a name; Return takes it, Esc keeps the old one."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName("rename")
        self.setWindowTitle("Rename the account")
        self.setAccessibleName("Rename the account")
        self.setMinimumWidth(420)
        self.field = QLineEdit(name)
        self.field.setObjectName("new-name")
        self.field.setAccessibleName("Name")
        self.field.setToolTip("What the picker, the results and --profile call the account")
        self.field.selectAll()
        title = label("Name", "field")
        title.setBuddy(self.field)
        keep = button("Cancel", name="rename-cancel", why="Keep the old name (Esc)")
        take = button(
            "Rename", name="rename-take", why="Give the account this name", kind="primary"
        )
        take.setDefault(True)
        take.clicked.connect(self.accept)
        keep.clicked.connect(self.reject)
        self.setLayout(
            column(
                label("Rename the account", "heading"),
                row(title, self.field),
                row(None, keep, take),
                margins=(22, 18, 22, 16),
                spacing=12,
            )
        )

    async def ask(self) -> str:
        """Open it and wait; gives the name, or nothing when it is to stay."""
        answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def settle(result: int) -> None:
            if not answered.done():
                answered.set_result(result)

        self.finished.connect(settle)
        self.open()
        try:
            return self.field.text() if await answered else ""
        finally:
            self.close()
            self.deleteLater()
