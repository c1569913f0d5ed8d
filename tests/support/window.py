"""What a user does in the window and sees there, in short words for tests."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from sgdesk.present.log import LogRow
from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.life import Life
from sgdesk.ui.sheets import Question
from tests.support.qt import until, visible_children
from tests.support.sandbox import Sandbox


def fill(life: Life, *, to: str = "ada@example.com", subject: str = "Hello") -> None:
    """Type a small mail."""
    compose = life.rooms.write.compose
    compose.head.set_text("to", to)
    compose.head.set_text("subject", subject)
    compose.body.html.setPlainText("<p>Hello Ada</p>")
    compose.form_changed.emit()


def seen_button(life: Life, name: str, inside: QWidget | None = None) -> QPushButton:
    """Give a button that can be seen; fails unless there is exactly one."""
    buttons = visible_children(inside or life.window, QPushButton)
    (button,) = [found for found in buttons if found.objectName() == name]
    return button


def press(life: Life, name: str, inside: QWidget | None = None) -> None:
    """Press a button that can be seen."""
    QTest.mouseClick(seen_button(life, name, inside), Qt.MouseButton.LeftButton)


def rows(life: Life) -> list[LogRow]:
    """Give the finished rows, newest first."""
    log = life.rooms.log
    entries = [log.entry(row) for row in range(log.rowCount())]
    return [entry for entry in entries if isinstance(entry, LogRow)]


def texts(life: Life, inside: QWidget | None = None) -> str:
    """Give every label in sight."""
    return "\n".join(label.text() for label in visible_children(inside or life.window, QLabel))


def practice(life: Life) -> Sandbox:
    """Give the local SendGrid that the window started."""
    return Sandbox(info=life.session.practice)


async def confirm(life: Life) -> None:
    """Ask to send live and say yes on the sheet."""
    life.compose.send("send")
    await until(lambda: visible_children(life.window, ReviewSheet))
    (sheet,) = visible_children(life.window, ReviewSheet)
    press(life, "review-send", sheet)
    await life.tasks.wait_for("review")


async def agree_to_both(life: Life) -> None:
    """Say yes where it is asked whether a mail is to go by both paths."""
    await until(lambda: visible_children(life.window, Question))
    (question,) = visible_children(life.window, Question)
    press(life, "compare-both-send", question)


async def send(life: Life, how: str = "send", *, again: bool = False) -> None:
    """Send what is written, also where it is reviewed, and wait until the log has its result.

    `again` says that it is known to be asked about, as people may have it already.
    """
    before = len(rows(life))
    life.compose.send(how)
    if how == "both":
        await agree_to_both(life)
    if again:
        await until(lambda: visible_children(life.window, Question))
        (question,) = visible_children(life.window, Question)
        press(life, "resend-send", question)
    await until(lambda: len(rows(life)) > before or visible_children(life.window, ReviewSheet))
    for sheet in visible_children(life.window, ReviewSheet):
        press(life, "review-send", sheet)
    await until(lambda: len(rows(life)) > before)
    await life.tasks.wait_for("send")
