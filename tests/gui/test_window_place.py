"""Where the window stood and how it was divided is there again at the next start."""

from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.split import Split
from sgdesk.ui.window import MainWindow
from tests.support.qt import aio, make_life, running, turns


def make_window(qapp: QApplication) -> MainWindow:
    """Make the frame alone."""
    return MainWindow(Icons(Theme(qapp, Look.LIGHT)))


def again(qapp: QApplication, before: MainWindow) -> MainWindow:
    """Open a window with what another had kept."""
    window = make_window(qapp)
    window.restore(before.saveGeometry())
    window.show()
    return window


def test_place_and_size_come_back(qapp: QApplication) -> None:
    before = make_window(qapp)
    before.setGeometry(30, 60, 740, 560)
    before.show()
    after = again(qapp, before)

    assert after.geometry() == before.geometry()


def test_maximised_window_comes_back_maximised_and_knows_its_own_size(qapp: QApplication) -> None:
    before = make_window(qapp)
    before.setGeometry(30, 60, 740, 560)
    before.show()
    before.showMaximized()
    after = again(qapp, before)

    assert after.isMaximized()
    assert after.normalGeometry().size() == QSize(740, 560)


def test_window_of_a_screen_that_is_gone_comes_back_on_one(qapp: QApplication) -> None:
    room = qapp.primaryScreen().availableGeometry()
    for corner in (QPoint(5000, 4000), QPoint(-4000, -3000)):
        before = make_window(qapp)
        before.setGeometry(corner.x(), corner.y(), 740, 560)
        before.show()
        after = again(qapp, before)

        assert room.contains(after.geometry().topLeft())
        assert room.intersected(after.geometry()).width() > 700


@aio()
async def test_handles_stay_where_they_were_drawn_in_a_window_of_any_size(
    qapp: QApplication, tmp_path: Path
) -> None:
    def split_of(window: MainWindow, name: str) -> Split:
        (split,) = [s for s in window.findChildren(Split) if s.objectName() == name]
        return split

    async with running(make_life(qapp, tmp_path)) as life:
        split = split_of(life.window, "write-split")
        await turns()
        start = QPoint(5, 200)
        QTest.mousePress(split.handle(1), Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(split.handle(1), start + QPoint(-60, 0))
        QTest.mouseRelease(split.handle(1), Qt.MouseButton.LeftButton, pos=start)
        drawn = split.sizes()
        assert split.shares
    async with running(make_life(qapp, tmp_path)) as life:
        await turns()
        split = split_of(life.window, "write-split")
        assert abs(split.sizes()[0] - drawn[0]) <= 2
        life.window.resize(1400, 800)
        await turns()
        share = split.sizes()[0] / sum(split.sizes())
        assert abs(share - drawn[0] / sum(drawn)) < 0.01
        assert not split_of(life.window, "practice-split").shares
