"""A mail is the same mail whoever gets it: no result calls it safe that another send brought."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QRadioButton

from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.life import Life
from sgdesk.ui.log import sent_since
from sgdesk.ui.sheets import Question
from tests.gui.test_sent_since import results_said, said
from tests.gui.test_twice import open_row
from tests.support.live import add_account
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.window import fill, practice, press, rows, seen_button, send, texts

THREE = "ada@example.com, bob@example.com, cy@example.com"


def choose(life: Life, copies: str) -> None:
    """Choose who sees whom."""
    button = life.window.findChild(QRadioButton, f"copies-{copies}")
    assert button is not None
    button.click()


async def send_twice(life: Life) -> None:
    """Send one mail in vain, one mail each; then, all in one, for two of three."""
    practice(life).fault("connect", "refuse", count=1)
    fill(life, to=THREE)
    choose(life, "each")
    press(life, "path-smtp")
    await send(life)
    practice(life).clear_faults()
    choose(life, "together")
    refused = {"reply": "550 5.1.1 User unknown\r\n"}
    practice(life).fault("rcpt", refused, recipient="cy@example.com")
    await send(life)
    practice(life).clear_faults()
    assert [row.result.word for row in rows(life)] == ["Partly accepted", "Not sent"]


@aio(60)
async def test_mail_that_went_with_other_copies_since_is_not_called_safe_and_asked_about(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await send_twice(life)
        await open_row(life, 1)

        for text in (said(life), life.detail.ticket):
            assert "Sent since, " in text
            assert "It was accepted for 2 of 3 people since." in text
            assert "safe" not in text
            assert "nobody gets it twice" not in text
        seen_button(life, "send-again", life.rooms.results.detail).click()
        await until(lambda: visible_children(life.window, Question))
        (question,) = visible_children(life.window, Question)
        assert "It was captured already for 2 of 3 people" in texts(life, question)
        press(life, "resend-others", question)
        await until(lambda: len(rows(life)) == 3)
        await life.tasks.wait_for("resend", "detail")
        await until(
            lambda: "This time: Sent to the practice inbox for cy@example.com" in said(life)
        )
        newest = practice(life).mails()[-1]
        assert [one["email"] for one in newest["copies"][0]["to"]] == ["cy@example.com"]
        await until(lambda: "of 3 people since" not in said(life))
        assert "It was captured for everybody; sent again, it would be captured twice." in said(
            life
        )


@aio(60)
async def test_live_mail_of_a_result_goes_to_those_alone_who_did_not_get_it_if_so_wanted(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await add_account(life, sandbox.info.key, sandbox.info)
        fill(life, to="ada@example.com, bob@example.com")
        choose(life, "together")
        press(life, "path-smtp")
        sandbox.fault("rcpt", {"reply": "450 Not now\r\n"}, recipient="bob@example.com")
        await send(life)
        sandbox.clear_faults()
        assert rows(life)[0].result.word == "Partly accepted"
        await open_row(life, 0)
        case = life.detail.case
        assert case is not None
        life.remedies._send_by(case, case.attempt.path)
        await until(lambda: visible_children(life.window, ReviewSheet))
        (sheet,) = visible_children(life.window, ReviewSheet)
        press(life, "thing-fix-0", sheet)
        await until(lambda: len(rows(life)) == 2)
        await life.tasks.wait_for("resend")

        newest = sandbox.mails()[-1]
        assert [one["email"] for one in newest["copies"][0]["to"]] == ["bob@example.com"]


@aio(60)
async def test_old_rows_are_sent_since_once_the_last_of_their_people_got_it(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent_since, "SOON_MS", 0)
    expected = ["Captured", "Partly accepted, sent since", "Not sent, sent since"]
    async with running(make_life(qapp, tmp_path)) as life:
        await send_twice(life)
        fill(life, to="cy@example.com")
        await send(life)
        await until(lambda: results_said(life.rooms.log) == expected)
        await open_row(life, 2)
        assert "Sent since, " in said(life)
        assert "of 3 people since" not in said(life)
    async with running(make_life(qapp, tmp_path)) as life:
        life.window.show_view("results")
        await until(lambda: results_said(life.rooms.log) == expected)
