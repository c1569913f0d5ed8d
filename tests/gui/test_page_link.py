"""The address of a page in the Answer tab looks like a link, opens and copies."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sgdesk.ui.widgets.facts import FactsGrid
from sgdesk.ui.widgets.page_link import PageLink
from tests.gui.test_result_acts import open_first
from tests.support.qt import aio, make_life, running, turns, visible_children
from tests.support.troubles import Browser
from tests.support.window import fill, practice, press, send

PAGE = "https://www.example.com/docs/a&b/errors"


@pytest.fixture
def browser(qapp: QApplication) -> Iterator[Browser]:
    """Give a browser that opens nothing."""
    taker = Browser()
    QDesktopServices.setUrlHandler("https", taker, "take")  # type: ignore[arg-type]  # the stub asks for bytes, the call for a name
    yield taker
    QDesktopServices.unsetUrlHandler("https")


def test_page_is_opened_and_copied_by_the_keyboard_and_shortened_where_there_is_no_room(
    qtbot: QtBot, browser: Browser
) -> None:
    link = PageLink("page-of-page", PAGE, "The page.")
    qtbot.addWidget(link)
    link.resize(link.sizeHint())
    link.show()
    assert link.text() == PAGE.replace("&", "&&")
    assert link.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(link, Qt.Key.Key_Space)
    assert browser.opened == [PAGE]
    QTest.keyClick(link, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == PAGE
    (copy,) = link.actions()
    QGuiApplication.clipboard().clear()
    copy.trigger()
    assert QGuiApplication.clipboard().text() == PAGE

    link.resize(120, link.height())
    assert "…" in link.text()
    assert len(link.text()) < len(PAGE)


@pytest.mark.parametrize("value", [f"See {PAGE}", "file:///etc/passwd", "javascript:alert(1)"])
def test_what_is_no_address_of_a_page_alone_is_no_link(qtbot: QtBot, value: str) -> None:
    grid = FactsGrid("answer", "Answer", wrap=True, has_pages=True)
    headers = FactsGrid("mail-headers", "Headers", wrap=True)
    for each in (grid, headers):
        qtbot.addWidget(each)
    grid.show_facts([("Help", value, "The page."), ("Page", PAGE, "The page.")])
    headers.show_facts([("List-Help", PAGE, "As it came.")])

    (link,) = grid.findChildren(PageLink)
    assert (link.objectName(), link.accessibleName()) == ("page-of-page", f"Page: {PAGE}")
    assert headers.findChildren(PageLink) == []


@aio()
async def test_page_of_a_failure_is_opened_from_its_answer(
    qapp: QApplication, tmp_path: Path, browser: Browser
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        practice(life).fault("auth", {"reply": "535 Authentication failed\r\n"})
        fill(life)
        press(life, "path-smtp")
        await send(life)
        await open_first(life)
        press(life, "detail-tabs-answer")
        await turns()
        (link,) = visible_children(life.rooms.results.detail, PageLink)
        assert link.text() == "https://www.rfc-editor.org/rfc/rfc4954#section-6"
        link.click()

        assert browser.opened == ["https://www.rfc-editor.org/rfc/rfc4954#section-6"]
