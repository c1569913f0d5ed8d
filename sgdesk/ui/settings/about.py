"""What the program is, and what it is made of."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from sgdesk.ui.icons import Icons
from sgdesk.ui.widgets.long_text import LongText
from sgdesk.ui.widgets.surface import GUTTER_PX, button, card, column, label, paragraph, row
from sgdesk.ui.widgets.texttable import TextModel, TextTable

if TYPE_CHECKING:
    # Its room reads the packages' descriptions, which is dear and rarely wanted.
    from sgdesk.present.about import Component

WORDS = (
    "Writes, sends and tests mail through Twilio SendGrid, by Web API and by SMTP, and shows "
    "where the time goes. sgdesk itself is under the MIT licence. It runs on Qt for Python, "
    "which it uses under the LGPL, version\N{NO-BREAK SPACE}3."
)
ROWS, LINES = 6, 16
TEXT_PX = 264
"""The height of so many lines, until their own is known."""


class AboutPage(QWidget):
    """Show version and components; the licence of the chosen one below.

    Signals: `licence_wanted(str)`, a component's name.
    """

    licence_wanted = Signal(str)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._versions = ""
        self._title = label("sgdesk", "heading")
        copy = button(
            "Copy versions",
            name="copy-versions",
            why="For a report of a fault: versions alone, no folders, no addresses, no key",
        )
        icons.put(copy, "copy")
        copy.clicked.connect(self._copy_versions)
        self._components = TextModel(("Part", "Version", "Licence"), self)
        self._table = TextTable("components", "Parts and licences", self._components, stretch=2)
        self._table.setColumnWidth(0, 210)
        self._table.setColumnWidth(1, 90)
        self._table.selectionModel().currentRowChanged.connect(self._ask_for_licence)
        self._licence = LongText(
            "licence", "Licence of the chosen part", "Choose a part in the table above"
        )
        self._licence.setPlaceholderText("Choose a part to read its licence.")
        self._licence.setFixedHeight(TEXT_PX)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GUTTER_PX)
        head = column(row(self._title, None, copy), paragraph(WORDS), margins=(16, 12, 16, 14))
        whole.addWidget(_card("about-card", "About sgdesk", head))
        parts = column(self._table, self._licence, spacing=0, margins=(1, 6, 1, 1))
        whole.addWidget(_card("components-card", "Parts and licences", parts))

    def show_components(self, components: "Sequence[Component]", versions: str) -> None:
        """Show the parts, and keep what is copied for a report."""
        self._versions = versions
        own = components[0]
        self._title.setText(f"{own.name} {own.version}")
        self._components.show([(part.name, part.version, part.licence) for part in components])
        # Only in its window has the table the frame that it is dressed with.
        self._table.ensurePolished()
        self._table.setFixedHeight(self._table.height_for(ROWS))
        self._table.selectRow(0)

    def show_licence(self, text: str) -> None:
        """Show the text of a licence from its start."""
        self._licence.show_text(text)
        self._licence.setFixedHeight(self._licence.height_for(LINES))

    def _copy_versions(self) -> None:
        QGuiApplication.clipboard().setText(self._versions)

    def _ask_for_licence(self) -> None:
        at = self._table.currentIndex().row()
        if at >= 0:
            self.licence_wanted.emit(self._components.rows[at][0])


def _card(name: str, title: str, content: QVBoxLayout) -> QFrame:
    frame = card(name, title)
    frame.setLayout(content)
    return frame
