"""What every sheet does with the keyboard: what Return presses, and who has it afterwards."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

import sgdesk.ui
from sgdesk.present.certificate import CertificateWords
from sgdesk.present.drafts import DraftLine
from sgdesk.present.recipients import read_list
from sgdesk.present.review import Review
from sgdesk.present.simulation import Simulation
from sgdesk.ui.account.rename import RenameSheet
from sgdesk.ui.account.sheet import AccountSheet
from sgdesk.ui.compose.asking import AskingSheet, Blank, Offer
from sgdesk.ui.compose.command_sheet import Command, CommandSheet
from sgdesk.ui.compose.people_sheet import PeopleSheet
from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.diagnose.key_choice import KeySheet
from sgdesk.ui.diagnose.report_sheet import ReportSheet
from sgdesk.ui.drafts.sheet import DraftsSheet
from sgdesk.ui.icons import Icons
from sgdesk.ui.log.certificate_sheet import CertificateSheet
from sgdesk.ui.sandbox.simulate import SimulateSheet
from sgdesk.ui.sheets import Answer, Question, ShortcutsSheet
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.widgets.sheet import Sheet
from sgdesk.ui.widgets.surface import column
from tests.support.live import open_sheet, press_in
from tests.support.qt import aio, bury_windows, make_life, running, turns, until, visible_children

PEOPLE = read_list("ada@example.com; grace@example.com")
REVIEW = Review(
    title="Send this mail?",
    manner="",
    origin="From news@example.org",
    recipients="ada@example.com, grace@example.com",
    domains="example.com",
    people=PEOPLE,
    warnings=(),
    send_text="Send to 2 people",
    goes_back=True,
    can_mend=False,
)
ANSWERS = (
    Answer(id="go", text="Close without saving", why="Forget it"),
    Answer(id="stay", text="Keep editing", why="Back (Esc)", is_default=True),
)
BLANK = Blank(
    id="alt",
    title="&Words",
    why="What is seen",
    value="Hello",
    or_nothing="&Decoration",
    offer=Offer(text="Use the file's name", value="logo", why="Put it in"),
)


def _account(purpose: str) -> Callable[[QWidget, Icons], Sheet]:
    return lambda over, icons: AccountSheet(over, icons, purpose)  # type: ignore[arg-type]


def _drafts(over: QWidget, icons: Icons) -> Sheet:
    sheet = DraftsSheet(over, icons)
    sheet.show_lines([DraftLine(id="1", title="Hello", people="ada@example.com", saved="14:31")])
    return sheet


MAKERS: dict[str, tuple[type[Sheet], Callable[[QWidget, Icons], Sheet]]] = {
    "add": (AccountSheet, _account("add")),
    "edit": (AccountSheet, _account("edit")),
    "replace": (AccountSheet, _account("replace")),
    "rename": (RenameSheet, lambda over, _: RenameSheet(over, "example.org")),
    "asking": (
        AskingSheet,
        lambda over, _: AskingSheet(over, "ask", "Image", (BLANK,), accept="Insert"),
    ),
    "command": (
        CommandSheet,
        lambda over, icons: CommandSheet(
            over,
            {kind: Command(text=kind, note="") for kind in ("curl", "swaks", "sgdesk")},
            "export SENDGRID_API_KEY=…",
            icons,
            "curl",
        ),
    ),
    "people": (PeopleSheet, lambda over, _: PeopleSheet(over, "To", PEOPLE)),
    "review": (ReviewSheet, lambda over, icons: ReviewSheet(over, REVIEW, icons)),
    "drafts": (DraftsSheet, _drafts),
    "certificate": (
        CertificateSheet,
        lambda over, icons: CertificateSheet(
            over, CertificateWords(title="", verdict="", parts=(), text=""), icons
        ),
    ),
    "simulate": (
        SimulateSheet,
        lambda over, icons: SimulateSheet(
            over, Simulation(), icons, limits_s=(10, 60), running="every reply"
        ),
    ),
    "question": (Question, lambda over, _: Question(over, "leave", "Close?", "It goes.", ANSWERS)),
    "key": (KeySheet, KeySheet),
    "report": (
        ReportSheet,
        lambda over, icons: ReportSheet(over, {"summary.txt": "all", "report.json": "{}"}, icons),
    ),
    "shortcuts": (ShortcutsSheet, lambda over, _: ShortcutsSheet(over, [("Send", "Ctrl+Return")])),
}


@pytest.fixture
def make(qapp: QApplication) -> Iterator[Callable[[str], Sheet]]:
    """Give what opens a sheet over a window."""
    theme = Theme(qapp, Look.LIGHT)
    over = QWidget()
    theme.dress(over)
    over.resize(1280, 800)
    over.setLayout(column(QPushButton("Behind"), QPushButton("Beside")))
    over.show()
    over.activateWindow()

    def make_one(kind: str) -> Sheet:
        sheet = MAKERS[kind][1](over, Icons(theme))
        sheet.open()
        sheet.activateWindow()
        qapp.processEvents()
        return sheet

    yield make_one
    bury_windows()
    theme.deleteLater()


def usable(sheet: Sheet) -> list[QPushButton]:
    """Give the buttons that the keyboard can get to."""
    return [button for button in visible_children(sheet, QPushButton) if button.isEnabled()]


def pressed_by_return(sheet: Sheet, focused: QWidget) -> list[str]:
    """Press Return where the keyboard is; give the buttons that this pressed."""
    pressed: list[str] = []
    for button in sheet.findChildren(QAbstractButton):
        button.pressed.connect(partial(pressed.append, button.objectName()))
    focused.setFocus(Qt.FocusReason.TabFocusReason)
    assert sheet.focusWidget() is focused
    QTest.keyClick(focused, Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    if menu is not None:
        menu.close()
    return pressed


def test_every_sheet_is_tried_here_and_made_of_the_one_that_knows_return() -> None:
    found: set[type[QDialog]] = set()
    for module in pkgutil.walk_packages(sgdesk.ui.__path__, "sgdesk.ui."):
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(kind, QDialog) and kind.__module__.startswith("sgdesk."):
                found.add(kind)

    assert found - {Sheet} == {kind for kind, _ in MAKERS.values()}
    assert all(issubclass(kind, Sheet) for kind in found)


@pytest.mark.parametrize("kind", MAKERS)
def test_every_sheet_has_its_title_in_one_size(make: Callable[[str], Sheet], kind: str) -> None:
    labels = make(kind).findChildren(QLabel)
    heads = [one for one in labels if one.property("role") in {"heading", "sentence"}]

    assert [one.property("role") for one in heads] == ["heading"]
    assert heads[0].y() < 30


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")
@pytest.mark.parametrize("kind", MAKERS)
def test_return_presses_the_button_that_has_the_keyboard(
    make: Callable[[str], Sheet], kind: str
) -> None:
    names = [button.objectName() for button in usable(make(kind))]
    assert names
    for name in names:
        sheet = make(kind)
        (button,) = [each for each in usable(sheet) if each.objectName() == name]
        assert pressed_by_return(sheet, button) == [name]


@pytest.mark.parametrize(
    ("kind", "field", "expected"),
    [
        ("add", "account-sender", "check-key"),
        ("edit", "account-sender", "save-account"),
        ("rename", "new-name", "rename-take"),
        ("asking", "ask-alt", "ask-accept"),
        ("simulate", "simulate-distance", "simulate-start"),
    ],
)
def test_return_in_a_field_presses_the_filled_button(
    make: Callable[[str], Sheet], kind: str, field: str, expected: str
) -> None:
    sheet = make(kind)
    if isinstance(sheet, AccountSheet):
        sheet.show_saving(can_save=kind == "edit")
    (typed,) = [each for each in visible_children(sheet, QLineEdit) if each.objectName() == field]
    filled = [each.objectName() for each in usable(sheet) if each.property("primary")]

    assert filled == [expected]
    assert pressed_by_return(sheet, typed) == [expected]


def test_return_on_a_choice_goes_on_as_in_a_field(make: Callable[[str], Sheet]) -> None:
    for kind, expected in (("add", "check-key"), ("asking", "ask-accept")):
        sheet = make(kind)
        tick = next(
            each
            for each in visible_children(sheet, QAbstractButton)
            if not isinstance(each, QPushButton) and (kind == "asking" or each.isChecked())
        )
        assert kind == "asking" or isinstance(tick, QRadioButton)
        assert pressed_by_return(sheet, tick) == [expected]


def test_held_return_presses_once(make: Callable[[str], Sheet]) -> None:
    sheet = make("add")
    (button,) = [each for each in usable(sheet) if each.objectName() == "key-practice"]
    pressed = QSignalSpy(button.clicked)
    button.setFocus()
    for again in (False, True, True):
        held = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_Return,
            Qt.KeyboardModifier.NoModifier,
            "\r",
            again,
        )
        QApplication.sendEvent(button, held)

    assert pressed.count() == 1


def close_by(sheet: Sheet, way: str) -> None:
    """Close a sheet as its user does; what asks its owner for leave gets it."""
    if isinstance(sheet, AccountSheet):
        sheet.leave_requested.connect(sheet.reject)
    if way == "the window's cross":
        sheet.close()
    elif way == "Esc":
        QTest.keyClick(sheet.focusWidget() or sheet, Qt.Key.Key_Escape)
    else:
        sheet.accept()


@pytest.mark.parametrize("way", ["Esc", "the window's cross", "a button"])
@pytest.mark.parametrize("kind", MAKERS)
def test_keyboard_goes_back_to_the_window_when_a_sheet_closes(
    make: Callable[[str], Sheet], qapp: QApplication, kind: str, way: str
) -> None:
    sheet = make(kind)
    over = sheet.parentWidget()
    assert over is not None
    behind, beside = over.findChildren(QPushButton, "")[:2]
    behind.setFocus()
    sheet.activateWindow()
    qapp.processEvents()
    assert qapp.activeWindow() is sheet
    if way == "a button":
        # As the card of an account that was removed.
        shiboken6.delete(behind)
    close_by(sheet, way)
    qapp.processEvents()

    assert qapp.focusWidget() is (beside if way == "a button" else behind)


def test_keyboard_goes_back_to_a_sheet_from_one_over_it(
    make: Callable[[str], Sheet], qapp: QApplication
) -> None:
    sheet = make("add")
    assert isinstance(sheet, AccountSheet)
    sheet.focus_first()
    asked = Question(sheet, "leave", "Close?", "It goes.", ANSWERS)
    asked.open()
    asked.activateWindow()
    qapp.processEvents()
    assert qapp.activeWindow() is asked
    asked.reject()
    qapp.processEvents()

    assert qapp.focusWidget() is sheet.key.field


@pytest.mark.parametrize("view", ["start", "write", "results", "accounts", "settings"])
@aio()
async def test_keyboard_is_in_the_window_after_a_key_was_typed_and_given_up(
    qapp: QApplication, tmp_path: Path, view: str
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view(view)
        life.window.activateWindow()
        await turns(10)
        sheet = await open_sheet(life)
        QTest.keyClicks(sheet.key.field, "SG.x")
        QTest.keyClick(sheet.key.field, Qt.Key.Key_Escape)
        await until(lambda: visible_children(sheet, Question))
        (asked,) = visible_children(sheet, Question)
        press_in(asked, "leave-account-close")
        await life.tasks.wait_for("leave-account")
        await turns(10)

        focused = qapp.focusWidget()
        assert focused is not None
        assert (focused.window(), focused.isVisible()) == (life.window, True)
