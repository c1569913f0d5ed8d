"""What tests take for visible is what a user sees, in the window and in sheets over it."""

from PySide6.QtWidgets import QApplication, QDialog, QLabel, QStackedWidget, QWidget

from tests.support.qt import visible_children


def test_hidden_pages_are_passed_over_and_sheets_of_a_part_are_not(qapp: QApplication) -> None:
    window = QWidget()
    pages = QStackedWidget(window)
    shown, hidden, sheet = QWidget(), QWidget(), QDialog(pages)
    for place in (shown, hidden, sheet):
        QLabel(place)
    pages.addWidget(shown)
    pages.addWidget(hidden)
    window.show()
    sheet.show()

    for kind in (QLabel, QDialog, QWidget):
        asked = {child for child in window.findChildren(kind) if child.isVisible()}
        assert set(visible_children(window, kind)) == asked
    assert len(visible_children(window, QLabel)) == 2
    assert visible_children(shown, QDialog) == []
    window.close()
    window.deleteLater()
