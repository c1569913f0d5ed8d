"""What a layout places is told in its order, and what comes and goes there crashes nothing."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QVBoxLayout,
    QWidget,
)

from sgdesk.ui.widgets.flow import FlowLayout
from sgdesk.ui.widgets.laid_out import placed
from sgdesk.ui.widgets.tab_order import first_in, tab_as_laid_out

_ACCOUNTS_COME_AND_GO = """
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from sgdesk.account.account import PRACTICE
from sgdesk.present.account_words import account_words
from sgdesk.ui.account.view import AccountsView
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme

application = QApplication([])
view = AccountsView(Icons(Theme(application, Look.LIGHT)))
view.show()
for _ in range(300):
    view.show_accounts([account_words(PRACTICE, has_key=True)])
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
print("alive")
"""


@pytest.fixture
def page(qapp: QApplication) -> Iterator[QWidget]:
    """Give a page with layouts in its layout, made in another order than they stand in."""
    page = QWidget()
    last, flow, grid, line = QLabel("6"), FlowLayout(), QGridLayout(), QHBoxLayout()
    whole = QVBoxLayout(page)
    whole.addWidget(last)
    for words in ("4", "5"):
        flow.addWidget(QLabel(words))
    flowing = QWidget()
    flowing.setLayout(flow)
    grid.addWidget(QLabel("3"), 0, 0)
    line.addStretch(1)
    for words in ("1", "2"):
        line.addWidget(QLabel(words))
    whole.insertWidget(0, flowing)
    whole.insertLayout(0, grid)
    whole.insertStretch(0)
    whole.insertLayout(0, line)
    QLabel("7", page)
    yield page
    page.close()


def items() -> int:
    """Count what Python knows of the items of layouts."""
    known = (found for found in gc.get_objects() if isinstance(found, QLayoutItem))
    return sum(not isinstance(item, QLayout) for item in known)


def test_what_is_in_layouts_within_is_given_in_order_and_what_floats_is_not(page: QWidget) -> None:
    layout = page.layout()
    assert layout is not None
    found = [(part.text(),) if isinstance(part, QLabel) else texts(part) for part in placed(layout)]

    assert found == [("1",), ("2",), ("3",), ("4", "5"), ("6",)]


def texts(part: QWidget) -> tuple[str, ...]:
    """Give the labels that the layout of a part places."""
    layout = part.layout()
    assert layout is not None
    return tuple(label.text() for label in placed(layout) if isinstance(label, QLabel))


def test_no_item_of_a_layout_is_known_to_python_afterwards(page: QWidget) -> None:
    before = items()
    tab_as_laid_out(page)
    first_in(page)
    for widget in page.findChildren(QWidget):
        tab_as_laid_out(widget)

    assert items() == before


def test_accounts_may_be_shown_anew_again_and_again() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _ACCOUNTS_COME_AND_GO], capture_output=True, text=True, timeout=60
    )

    assert ran.stdout == "alive\n", ran.stderr


def test_nothing_asks_a_layout_for_its_items() -> None:
    root = Path(__file__).parents[2]
    asking = [
        str(file.relative_to(root))
        for folder in ("sgdesk", "tests")
        for file in (root / folder).rglob("*.py")
        if ".itemAt" + "(" in file.read_text(encoding="utf-8")
    ]

    assert not asking
