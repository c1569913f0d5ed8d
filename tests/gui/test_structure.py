"""What must hold in every view at every size: names, keys, order, room for words."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QTextBrowser,
    QWidget,
)

from sgdesk.present.form import ComposeForm
from sgdesk.resources import resource_path
from sgdesk.ui.frame import PLACES
from sgdesk.ui.life import Life
from sgdesk.ui.theme import Look, Theme, style_sheet
from sgdesk.ui.tokens import DARK, LIGHT, TEXT_PAIRS, Tokens, contrast
from tests.support.qt import aio, make_life, running, turns, until, visible_children
from tests.support.structure import cut_off, over_each_other
from tests.support.window import fill, press, send

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QTextBrowser, QAbstractItemView)
SIZES = ((1280, 800), (900, 600))


async def filled(life: Life) -> None:
    """Send two mails, so that no view is empty."""
    life.rooms.write.compose.set_form(
        ComposeForm(
            sender="Grace Hopper <sender@example.com>",
            to="ada@example.com, grace@example.net",
            subject="Autumn news",
            html="<p>Hello</p>",
        )
    )
    await send(life)
    await send(life, again=True)


def controls(life: Life) -> list[QWidget]:
    """Give what can be used in the open view and the frame."""
    found: list[QWidget] = []
    for kind in CONTROLS:
        found.extend(visible_children(life.window, kind))
    # A heading belongs to its table, which has a name.
    return [widget for widget in found if not isinstance(widget, QHeaderView)]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_keeps_a_contrast_of_4_5(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_example_in_a_field_keeps_the_contrast_of_muted_text(qapp: QApplication) -> None:
    window, theme = QWidget(), Theme(qapp, Look.LIGHT)
    theme.dress(window)
    for field in (QLineEdit(window), QPlainTextEdit(window)):
        field.ensurePolished()
        assert field.palette().placeholderText().color() == theme.colour("muted")


def test_chosen_radio_button_is_round(qapp: QApplication) -> None:
    window, theme = QWidget(), Theme(qapp, Look.LIGHT)
    theme.dress(window)
    choice = QRadioButton("One", window)
    choice.setChecked(True)
    choice.resize(choice.sizeHint())
    option = QStyleOptionButton()
    option.initFrom(choice)
    area = choice.style().subElementRect(QStyle.SubElement.SE_RadioButtonIndicator, option, choice)
    ring = choice.grab().toImage().copy(area)
    assert ring.width() == ring.height() == 16
    for x, y in ((2, 8), (4, 4), (8, 2), (11, 4), (13, 8), (11, 11), (8, 13), (4, 11)):
        assert ring.pixelColor(x, y) == theme.colour("accent"), (x, y)


def test_style_sheet_uses_only_tokens() -> None:
    sheet = resource_path("qss", "sgdesk.qss").read_text(encoding="utf-8")

    assert "@" not in style_sheet(sheet, LIGHT)


@aio()
async def test_every_control_has_a_name_for_those_who_cannot_see_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await filled(life)
        for place in PLACES:
            life.window.show_view(place.id)
            for widget in controls(life):
                interface = QAccessible.queryAccessibleInterface(widget)
                assert interface.text(QAccessible.Text.Name), widget.objectName()
                assert widget.objectName(), widget


@aio()
async def test_every_button_says_why_one_would_press_it(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await filled(life)
        for place in PLACES:
            life.window.show_view(place.id)
            for button in visible_children(life.window, QAbstractButton):
                assert button.toolTip(), button.objectName()


@aio()
async def test_write_tells_of_paths_in_plain_words_and_of_no_port_before_smtp_is_chosen(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:

        def told() -> dict[str, str]:
            seen = [*visible_children(life.window, QLabel), *controls(life)]
            return {f"{each.property('text') or ''}": each.toolTip() for each in seen}

        fill(life)
        await send(life)
        said = told()
        assert all(said[word] for word in ("Path", "Web API", "SMTP"))
        for words in (*said, *said.values()):
            assert not re.search(r"\b(465|587|2525)\b|TLS", words), words
        press(life, "path-smtp")
        assert "587" in told()


@aio()
async def test_mnemonics_and_shortcuts_are_unique(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.rooms.write.compose.head.show_cc()
        life.rooms.write.compose.head.show_bcc()
        letters: list[str] = []
        labels = [w for w in visible_children(life.window, QLabel) if w.buddy() is not None]
        for text in (
            *(label.text() for label in labels),
            *(button.text() for button in visible_children(life.window, QAbstractButton)),
        ):
            at = text.find("&")
            letters += [text[at + 1].lower()] if at >= 0 else []
        keys = [
            shortcut.toString()
            for action in life.window.findChildren(QAction)
            for shortcut in action.shortcuts()
        ]

        assert letters
        assert len(letters) == len(set(letters))
        assert len(keys) == len(set(keys))
        assert {"Ctrl+Return", "Ctrl+L", "Ctrl+F", "F6", "Ctrl+Q"} <= set(keys)


@aio()
async def test_tab_reaches_every_control_in_reading_order(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await filled(life)
        # The question before the second send was the active window, and goes at its leisure.
        life.window.activateWindow()
        await until(life.window.isActiveWindow)
        life.rooms.write.compose.head.fields["sender"].setFocus()
        reached = [life.rooms.write.compose.head.fields["sender"].objectName()]
        for _ in range(80):
            QTest.keyClick(life.window, Qt.Key.Key_Tab)
            focused = qapp.focusWidget()
            assert focused is not None
            if focused.objectName() == reached[0]:
                break
            reached.append(focused.objectName())

        head = ["sender", "show-cc", "show-bcc", "to", "copies-each"]
        assert reached[: len(head)] == head
        read = ["subject", "html", "new-mail", "show-drafts", "path-webapi", "send"]
        assert [name for name in reached if name in read] == read
        assert {"send-more", "line-newest", "account", "help", "go-write"} <= set(reached)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("place", [place.id for place in PLACES])
@aio()
async def test_no_word_is_cut_off(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int], place: str
) -> None:
    async with running(make_life(qapp, tmp_path, size=size)) as life:
        await filled(life)
        life.rooms.write.compose.send_bar.route.toggle()
        life.window.show_view(place)
        await until(lambda: not life.tasks.is_running("detail"))
        await turns()

        assert life.window.size().toTuple() == size
        assert not cut_off(life.window)


@aio()
async def test_siblings_do_not_overlap(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path, size=(900, 600))) as life:
        await filled(life)
        for place in PLACES:
            life.window.show_view(place.id)

            assert not over_each_other(life.window)


@pytest.mark.parametrize(
    ("size", "before", "after"), [((1280, 800), 18, 11), ((900, 600), 9, 4)], ids=["wide", "small"]
)
@aio()
async def test_mail_has_room_for_lines_before_and_after_a_send(
    qapp: QApplication, tmp_path: Path, size: tuple[int, int], before: int, after: int
) -> None:
    async with running(make_life(qapp, tmp_path, size=size)) as life:
        body = life.rooms.write.compose.body

        def lines(editor: QPlainTextEdit) -> int:
            seen = editor.viewport().visibleRegion().boundingRect().height()
            return seen // editor.fontMetrics().lineSpacing()

        life.rooms.write.compose.head.set_text("to", "ada@example.com, grace@example.net")
        await turns()
        assert lines(body.write.editor) >= before

        await filled(life)
        await life.tasks.wait_for("send")
        await turns()
        assert lines(body.html) >= after


@aio()
async def test_fields_of_more_begin_where_those_above_begin(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        compose.body.show_tab("more")
        await turns()
        fields = (compose.head.lines["subject"], compose.body.more.reply_to)

        assert len({field.mapTo(life.window, QPoint(0, 0)).x() for field in fields}) == 1
