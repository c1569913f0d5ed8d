"""What stands in one line stands on one height, however tall each part is."""

from PySide6.QtWidgets import QApplication, QLabel, QWidget

from sgdesk.ui.widgets.flow import FlowLayout


def flowing(width: int) -> tuple[QWidget, list[QLabel]]:
    """Lay out a tall part, a low one and a hidden one."""
    whole = QWidget()
    flow = FlowLayout(spacing=10)
    whole.setLayout(flow)
    parts = [QLabel() for _ in range(3)]
    for part, height in zip(parts, (36, 16, 200), strict=True):
        part.setFixedSize(100, height)
        flow.addWidget(part)
    parts[2].hide()
    whole.resize(width, 100)
    whole.show()
    return whole, parts


def test_low_part_stands_at_the_middle_of_its_line(qapp: QApplication) -> None:
    whole, (tall, low, _) = flowing(220)
    qapp.processEvents()

    assert abs(low.geometry().center().y() - tall.geometry().center().y()) <= 1
    assert (tall.x(), low.x(), whole.heightForWidth(220)) == (0, 110, 36)


def test_part_without_room_begins_the_next_line(qapp: QApplication) -> None:
    whole, (tall, low, _) = flowing(209)
    qapp.processEvents()

    assert (low.x(), low.y()) == (0, tall.height() + 10)
    assert whole.heightForWidth(209) == 36 + 10 + 16
    assert whole.heightForWidth(210) == 36
