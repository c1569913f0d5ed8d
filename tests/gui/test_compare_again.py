"""A pair of results is measured once more from its detail, as carefully as it was sent before."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.present.log import LogRow, log_row
from sgdesk.present.pair import ANEW
from sgdesk.route import WebApiPath
from sgdesk.trace import Phase
from sgdesk.ui.life import Life
from tests.support.attempts import MS, a_trace, all_waiting, an_attempt
from tests.support.qt import aio, make_life, running, turns, until
from tests.support.sandbox import Sandbox
from tests.support.troubles import sign_up
from tests.support.window import agree_to_both, fill, practice, press, rows, send, texts


async def pair_opened(life: Life) -> None:
    """Send by both paths and open the newer of the two results."""
    fill(life)
    await send(life, "both")
    await until(lambda: len(rows(life)) == 2)
    life.window.show_view("results")
    life.rooms.results.table.selectRow(0)
    await until(lambda: life.detail.case is not None and life.detail.case.beside is not None)
    await turns()


def chosen(life: Life) -> LogRow:
    """Give the row that is selected."""
    entry = life.rooms.results.table.current_entry()
    assert isinstance(entry, LogRow)
    return entry


@aio()
async def test_pair_is_sent_anew_by_the_same_paths_as_a_pair_of_its_own_and_shown(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await pair_opened(life)
        old = [row.attempt_id for row in rows(life)]
        press(life, "compare-again")
        await agree_to_both(life)
        await until(lambda: len(rows(life)) == 4)
        await life.tasks.wait_for("resend", "show result", "detail")
        await until(lambda: chosen(life).attempt_id == rows(life)[0].attempt_id)

        first, second, *before = rows(life)
        assert [row.attempt_id for row in before] == old
        assert {first.path, second.path} == {"Web API", "SMTP 587"}
        assert first.group_id == second.group_id != before[0].group_id
        assert "this once" in texts(life, life.rooms.results.detail)
        assert len(practice(life).inbox()) == 4


@aio()
async def test_nothing_goes_where_the_question_gets_a_no_and_a_lone_send_is_not_offered_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await pair_opened(life)
        press(life, "compare-again")
        await until(lambda: "Send it twice to the practice inbox?" in texts(life))
        assert "Nothing leaves this computer." in texts(life)
        press(life, "compare-both-back")
        await life.tasks.wait_for("resend")
        assert len(rows(life)) == 2

        life.window.show_view("write")
        fill(life, subject="Alone")
        await send(life)
        life.window.show_view("results")
        life.rooms.results.table.selectRow(0)
        await until(lambda: life.detail.case and life.detail.case.subject == "Alone")
        assert not offers(life)


def offers(life: Life) -> bool:
    """Say whether the pair in the detail may be compared again."""
    names = [button.objectName() for button in life.rooms.results.detail.findChildren(QPushButton)]
    return "compare-again" in names


@aio()
async def test_row_of_a_pair_that_is_sent_again_is_said_to_be_compared_with_none(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await pair_opened(life)
        press(life, "send-again")
        await until(lambda: len(rows(life)) == 3)
        await life.tasks.wait_for("resend")
        detail = life.rooms.results.detail
        await until(
            lambda: (
                "This time: Sent to the practice inbox for ada@example.com at"
                in texts(life, detail)
            )
        )
        assert "this once" in texts(life, detail)
        life.rooms.results.table.selectRow(0)
        newest = rows(life)[0].attempt_id
        await until(lambda: life.detail.case is not None and life.detail.case.attempt.id == newest)

        assert "Sent by itself, not beside its send by the other path" in texts(life, detail)
        assert "this once" not in texts(life, detail)
        assert not offers(life)
        life.rooms.results.table.selectRow(2)
        await until(lambda: "this once" in texts(life, detail))
        assert "Sent by itself" not in texts(life, detail)


@aio()
async def test_live_pair_names_who_gets_it_and_goes_as_the_account_that_sent_it(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        sign_up(life, sandbox.info, sandbox.info.key)
        await life.tasks.wait_for("accounts")
        life.session.account = replace(life.session.account, test_address="me@example.com")
        await pair_opened(life)
        life.accounts.choose("Practice")
        press(life, "compare-again")
        await until(lambda: "Send it twice to me@example.com?" in texts(life))
        assert "Account work. Who has it already gets it twice more." in texts(life)
        await agree_to_both(life)
        await until(lambda: len(rows(life)) == 4)
        await life.tasks.wait_for("resend")

        assert [row.account for row in rows(life)] == ["work"] * 4
        assert len(sandbox.inbox()) == 4


@aio()
async def test_pair_whose_text_was_not_kept_has_no_such_button_and_is_not_told_to_press_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.session.history.keep_text(kept=False)
        await pair_opened(life)
        assert not offers(life)

        web = an_attempt(path=WebApiPath(), trace=a_trace((Phase.UPLOAD, 40)))
        late = replace(web, trace=replace(web.trace, lag_ns=30 * MS))
        smtp = an_attempt(trace=all_waiting(a_trace((Phase.UPLOAD, 4))))
        detail = life.rooms.results.detail
        detail.show_attempt(late, log_row(late), smtp, "", again=ANEW)
        assert "choose Compare both paths… in the menu beside Send." in texts(life, detail)
        detail.show_attempt(late, log_row(late), smtp, "")
        assert "this computer was busy, once for 30 ms, so compare again." in texts(life, detail)
