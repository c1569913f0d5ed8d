"""Find a way to send it: asks on the other ways, sends nothing, can be stopped."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.account.account import PathStanding
from sgdesk.present.simulation import Kind, Simulation, Where
from sgdesk.present.ways import working_ways
from sgdesk.ui.compose.review_sheet import ReviewSheet
from sgdesk.ui.life import Life
from sgdesk.ui.log.ways import STOPPED
from tests.gui.test_result_acts import offered, open_first
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.sandbox import Sandbox
from tests.support.troubles import port_without_answer, sign_up
from tests.support.window import fill, practice, press, rows, seen_button, send, texts


@pytest.fixture
def silent() -> Iterator[int]:
    """Give a port that does not answer."""
    with port_without_answer() as port:
        yield port


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SGDESK_CONNECT_TIMEOUT", "1.5")


async def fail(
    life: Life, sandbox: Sandbox, silent: int, *, api: int = 0, tls: int = 0, other: int = 0
) -> None:
    """Send by a port that does not answer; `api`, `tls` and `other` stand for the other ways."""
    sign_up(life, sandbox.info, sandbox.info.key, smtp_port=silent)
    book = life.session.book
    values = book.values("work")
    ports = {"api.sendgrid.com:443": api, "smtp.sendgrid.net:465": tls}
    ways = (way.partition("=") for way in cast(list[str], values["connect_to"]))
    changed = [
        f"{name}=127.0.0.1:{ports.get(name) or place.rpartition(':')[2]}" for name, _, place in ways
    ]
    changed.append(f"smtp.sendgrid.net:2525=127.0.0.1:{other or silent}")
    book.change("work", {**values, "connect_to": changed})
    await life.tasks.wait_for("accounts")
    press(life, "path-smtp")
    fill(life)
    await send(life)
    await until(life.rooms.write.compose.problem.isVisible)


@aio()
async def test_search_for_a_way_says_how_long_it_takes_and_can_be_stopped(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, silent: int
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await fail(life, sandbox, silent, api=silent, tls=silent)
        problem = life.rooms.write.compose.problem
        press(life, "find-way")
        await until(lambda: "Asking SendGrid… " in texts(life, problem))
        press(life, "stop-finding")
        await until(lambda: STOPPED in texts(life, problem))

        assert seen_button(life, "find-way", problem)
        assert sandbox.inbox() == []


@aio()
async def test_no_other_way_is_said_with_the_reason_of_each(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, silent: int
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await fail(life, sandbox, silent, api=silent, tls=silent)
        problem = life.rooms.write.compose.problem
        press(life, "find-way")
        await until(lambda: "No other way works from here." in texts(life, problem))

        said = texts(life, problem)
        assert f"The Web API: Port {silent} does not answer." in said
        assert f"SMTP 465: Port {silent} does not answer." in said
        assert seen_button(life, "find-way", problem)


@aio()
async def test_only_a_way_that_works_is_offered_and_a_result_has_it_too(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, silent: int
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await fail(life, sandbox, silent, api=silent)
        await open_first(life)
        assert offered(life)[:2] == ["find-way", "send-again"]
        press(life, "find-way", life.rooms.results)
        await until(lambda: "SMTP 465 works from here." in texts(life, life.rooms.results))
        assert offered(life) == ["try-465", "send-again", "edit-as-new", "diagnose-this"]

        press(life, "try-465", life.rooms.results)
        await until(lambda: visible_children(life.window, ReviewSheet))
        press(life, "review-send", visible_children(life.window, ReviewSheet)[0])
        await until(lambda: rows(life)[0].result.word == "Accepted")
        assert rows(life)[0].path == "SMTP 465"


@aio()
async def test_port_2525_is_offered_where_it_alone_works_and_sends_by_it(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, silent: int
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await fail(life, sandbox, silent, api=silent, tls=silent, other=sandbox.info.starttls_port)
        await open_first(life)
        press(life, "find-way", life.rooms.results)
        await until(lambda: "SMTP 2525 works from here." in texts(life, life.rooms.results))
        assert offered(life) == ["try-port", "send-again", "edit-as-new", "diagnose-this"]
        assert seen_button(life, "try-port", life.rooms.results).text() == "Try port 2525"

        press(life, "try-port", life.rooms.results)
        await until(lambda: visible_children(life.window, ReviewSheet))
        press(life, "review-send", visible_children(life.window, ReviewSheet)[0])
        await until(lambda: rows(life)[0].result.word == "Accepted")
        assert rows(life)[0].path == "SMTP 2525"


@aio()
async def test_what_was_found_comes_back_with_its_result_and_takes_the_advice_away(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, silent: int
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await fail(life, sandbox, silent, api=silent, tls=silent)
        await open_first(life)
        detail = life.rooms.results.detail
        advice = "Try another port or the Web API."
        assert advice in texts(life, detail)
        press(life, "find-way", life.rooms.results)
        nowhere = "No other way works from here."
        await until(lambda: nowhere in texts(life, detail))
        assert advice not in texts(life, detail)
        assert f"Found afterwards: {nowhere}" in life.detail.ticket

        life.rooms.results.filter.setText("nothing like it")
        await until(lambda: nowhere not in texts(life, detail))
        life.rooms.results.filter.setText("")
        await until(lambda: life.rooms.log.rowCount() == 1)
        await open_first(life)
        await until(lambda: nowhere in texts(life, detail))
        assert advice not in texts(life, detail)


@aio()
async def test_practice_is_asked_on_its_own_other_ways(qapp: QApplication, tmp_path: Path) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        press(life, "path-smtp")
        fill(life)
        await send(life)
        await open_first(life)
        assert life.detail.case is not None
        found = await life.ways._try(life.detail.case)

        assert [way.path.text for way in found] == ["smtp:2525:starttls", "smtp:465:tls", "webapi"]
        assert working_ways(found) == tuple(way.path for way in found)
        assert len(practice(life).inbox()) == 1


@aio()
async def test_way_that_was_found_is_pressed_first_beside_what_stops_the_simulation(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        life.practice.simulate(Simulation(kind=Kind.REFUSE, where=Where.STARTTLS))
        await life.tasks.wait_for("simulate")
        press(life, "path-smtp")
        fill(life)
        await send(life)
        await open_first(life)
        detail = life.rooms.results.detail
        assert offered(life)[0] == "stop-simulating"
        press(life, "find-way", detail)
        await until(lambda: "send-webapi" in offered(life))

        every = "SMTP 465 and the Web API work from here."
        assert every in texts(life, detail)
        # As a diagnosis advises.
        assert offered(life)[0] == "try-465"
        assert "stop-simulating" in offered(life)
        way = seen_button(life, "try-465", detail)
        assert way.property("strong")

        way.click()
        await until(lambda: "Sent since, " in texts(life, detail))
        # The port is blocked still.
        assert "For live mail: check host and port, or try another port" in texts(life, detail)
        assert all(
            not button.property("strong") for button in visible_children(detail, QPushButton)
        )
        assert "from here" not in texts(life, detail)


@aio()
async def test_way_that_works_is_kept_for_an_account_that_begins_by_the_one_that_failed(
    qapp: QApplication, tmp_path: Path, sandbox: Sandbox, silent: int
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await fail(life, sandbox, silent, api=silent)
        book = life.session.book
        book.change("work", {**book.values("work"), "path": "smtp:587:starttls"})
        checked = datetime(2026, 11, 1, tzinfo=UTC)
        found = (
            PathStanding(path="webapi", works=True),
            PathStanding(path="smtp:587:starttls", works=False),
        )
        book.note("work", replace(book.account("work").known, checked_at=checked, paths=found))
        life.accounts.load()
        await life.tasks.wait_for("accounts")
        await open_first(life)
        results = life.rooms.results
        press(life, "find-way", results)
        await until(lambda: "SMTP 465 works from here." in texts(life, results))
        assert offered(life) == [
            "try-465",
            "keep-way",
            "send-again",
            "edit-as-new",
            "diagnose-this",
        ]
        assert seen_button(life, "keep-way", results).text() == "Use port 465 from now on"

        press(life, "keep-way", results)
        await until(lambda: "work begins by SMTP 465 from now on." in texts(life, results))
        assert book.values("work")["path"] == "smtp:465:tls"
        assert life.session.account.path == "smtp:465:tls"
        known = life.session.account.known
        assert known.checked_at == checked
        assert {each.path: each.works for each in known.paths} == {
            "webapi": True,
            "smtp:465:tls": True,
        }
        assert offered(life) == ["try-465", "send-again", "edit-as-new", "diagnose-this"]
        assert len(sandbox.inbox()) == 0
        life.drafts.begin_blank()
        await life.tasks.wait_for("draft-turn")
        assert life.rooms.write.compose.send_bar.route.path.text == "smtp:465:tls"
