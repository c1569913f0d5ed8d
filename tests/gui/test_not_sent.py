"""Send that sends nothing says so beside the button, until something is typed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from sgdesk.message.findings import error
from sgdesk.present.form import ComposeForm
from sgdesk.present.send_words import not_sent_words
from tests.support.qt import aio, make_life, running, visible_children
from tests.support.window import fill, texts

EMPTY = ComposeForm(sender="a@example.com", to="b@example.com", subject="Hello")


@aio()
async def test_send_with_a_wrong_field_says_each_time_why_nothing_was_sent(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        fill(life, to="emil at example")
        done = life.rooms.write.compose.send_bar.done
        for _ in range(2):
            life.compose.send("send")
            await life.tasks.wait_for("read form")
            said = texts(life, done)
            assert said.startswith("Not sent: 'emil at example' is not an address"), said
            assert not visible_children(done, QPushButton), "there is no result to see"
        QTest.keyClick(life.rooms.write.compose.body.html, Qt.Key.Key_A)
        life.rooms.write.compose.body.sources.catch_up()

        assert not done.isVisible()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (("'a' is not an address.",), "Not sent: 'a' is not an address."),
        (("No subject.", "No text."), "Not sent: No subject, and 1 more thing to mend."),
        (("Same.", "Same."), "Not sent: Same."),
        (("The mail is too large.",), "Not sent: the mail is too large."),
    ],
)
def test_the_line_names_the_first_reason_and_counts_the_others(
    wrong: tuple[str, ...], words: str
) -> None:
    assert not_sent_words([error("rule", "to", each) for each in wrong]) == words


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"html": "The message is empty."}, "Not sent."),
        (
            {"html": "The message is empty.", "to.0": "'a' is not an address."},
            "Not sent: 'a' is not an address, and 1 more thing to mend.",
        ),
    ],
)
def test_the_line_repeats_nothing_of_which_is_told_right_above_it(
    wrong: dict[str, str], words: str
) -> None:
    errors = [error("rule", place, each) for place, each in wrong.items()]
    assert not_sent_words(errors, {"html"}) == words


@aio()
async def test_an_empty_mail_is_said_to_be_empty_once(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        compose = life.rooms.write.compose
        compose.set_form(EMPTY)
        for _ in range(2):
            life.compose.send("send")
            await life.tasks.wait_for("read form")
            labels = visible_children(life.window, QLabel)
            said = [label.text() for label in labels if "is empty" in label.text()]

            assert said == ["The message is empty."]
            assert texts(life, compose.send_bar.done) == "Not sent."
        compose.notice.clear()

        assert not compose.notice.text
