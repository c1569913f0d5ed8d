"""The Results view: the table, and each tab of the detail."""

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from functools import partial

from sgdesk.present.log import NOT_COMPARABLE, REUSED
from sgdesk.present.simulation import Kind, Simulation
from sgdesk.sandbox.process import SandboxProcess
from sgdesk.ui.life import Life
from tests.gui.gallery.scene import (
    NEWS,
    Act,
    practice,
    press,
    says,
    second,
    send,
    show_first_result,
    shows_button,
)
from tests.support.live import add_account, led_to
from tests.support.qt import until
from tests.support.sandbox import Sandbox
from tests.support.window import rows


async def results_empty(life: Life) -> None:
    life.window.show_view("results")


async def results_pair(life: Life) -> None:
    await send(life, how="both")
    await show_first_result(life)


async def results_conversation(life: Life) -> None:
    life.rooms.results.detail.show_tab("conversation")


async def results_answer(life: Life) -> None:
    life.rooms.results.detail.show_tab("answer")


async def results_message(life: Life) -> None:
    life.rooms.results.detail.show_tab("message")
    life.rooms.results.detail.tab_shown.emit("message")
    await life.tasks.wait_for("detail")


async def results_copy_as(life: Life) -> None:
    life.rooms.results.detail.show_tab("copy")
    life.rooms.results.detail.tab_shown.emit("copy")
    await life.tasks.wait_for("detail")


async def results_ticket(life: Life) -> None:
    press(life, "copy-kinds-summary")


async def results_copied(life: Life) -> None:
    press(life, "copy-kinds-sgdesk")
    press(life, "copy-text")


async def results_recipients(life: Life) -> None:
    life.window.show_view("write")
    press(life, "path-smtp")
    await send(life)
    await show_first_result(life)
    life.rooms.results.detail.show_tab("recipients")


async def results_partly(life: Life) -> None:
    life.window.show_view("write")
    practice(life).fault("rcpt", {"reply": "550 5.1.1 User unknown\r\n"}, recipient="a@example.net")
    await send(life, replace(NEWS, to="ada@example.com, a@example.net", cc="boss@example.org"))
    practice(life).clear_faults()
    await show_first_result(life)


async def results_not_sent(life: Life) -> None:
    practice(life).fault("ehlo", "strip_starttls")
    life.window.show_view("write")
    # Another mail than the one that somebody has already: that would be asked about.
    await send(life, replace(NEWS, subject="Winter news"))
    practice(life).clear_faults()
    await show_first_result(life)


async def write_unknown(life: Life) -> None:
    practice(life).fault("reply", "accept_then_close", count=1)
    life.window.show_view("write")
    press(life, "path-webapi")
    await send(life, replace(NEWS, subject="Spring news"))
    await until(life.rooms.write.compose.problem.isVisible)


async def results_unknown(life: Life) -> None:
    await show_first_result(life)
    life.rooms.results.detail.show_tab("steps")


async def results_marked(life: Life) -> None:
    press(life, "mark-not-sent")
    await until(lambda: says(life, "You marked this mail as not sent"))


async def write_refused(life: Life) -> None:
    life.window.show_view("write")
    await send(life, replace(NEWS, sender="news@unverified.example.com"))
    await until(lambda: shows_button(life, "problem-details"))
    press(life, "problem-details")


async def results_refused(life: Life) -> None:
    await show_first_result(life)


async def write_intercepted(life: Life) -> None:
    practice(life).fault("tls", {"wrong_certificate": "ca"})
    life.window.show_view("write")
    await send(life, replace(NEWS, subject="Frost news"))
    # The card of the scene before stands there until this send has an end.
    await until(lambda: shows_button(life, "show-certificate"))


async def certificate(life: Life) -> None:
    press(life, "show-certificate")


async def results_not_comparable(life: Life) -> None:
    """From the command line, whose second round meets one connection that was closed."""
    words = ("--from", "sender@example.com", "--to", "ada@example.com", "--subject", "Autumn news")
    ways = ("--via", "webapi", "--via", "smtp:587:starttls", "--repeat", "2", "--warm", "--yes")
    command = (sys.executable, "-m", "sgdesk", "send", *words, "--text", "Hello", *ways)
    async with await SandboxProcess.start() as other:
        Sandbox(info=other.info).fault("idle", "close", path="smtp")
        led = led_to(other.info)
        variables = {
            "SENDGRID_API_KEY": other.info.key,
            "SGDESK_CONNECT_TO": led["connect_to"],
            "SGDESK_CA_FILE": led["ca_file"],
        }
        run = partial(subprocess.run, capture_output=True, check=True)
        await asyncio.to_thread(run, command, env={**os.environ, **variables})
    life.window.show_view("results")
    await until(lambda: life.rooms.log.rowCount() == 4)
    life.rooms.results.table.selectRow(0)
    await until(lambda: says(life, NOT_COMPARABLE))
    assert any(REUSED in row.tags for row in rows(life))


async def results_live_simulating(life: Life) -> None:
    """Mail of both kinds, and a simulation that goes on while a live account is chosen."""
    await send(life)
    life.practice.simulate(Simulation(kind=Kind.DISTANCE))
    await life.tasks.wait_for("simulate")
    await send(life)
    await add_account(life, second().info.key, second().info)
    await send(life, reviewed=True)
    await show_first_result(life)


async def results_sent_since(life: Life) -> None:
    """A mail that was not sent, and one marked as not sent, which went later."""
    for point, fault in (("reply", "accept_then_close"), ("connect", "refuse")):
        practice(life).fault(point, fault, count=1)
        life.window.show_view("write")
        await send(life, replace(NEWS, to="ada@example.com", subject="Autumn news"))
        practice(life).clear_faults()
        if point == "reply":
            await show_first_result(life)
            press(life, "mark-not-sent")
            await until(lambda: says(life, "You marked this mail as not sent"))
    await send(life, replace(NEWS, to="ada@example.com", subject="Autumn news"))
    await until(lambda: sum(row.is_sent_since for row in rows(life)) == 2)
    life.window.show_view("results")
    life.rooms.results.table.selectRow(1)
    await until(lambda: says(life, "Sent since, "))


async def results_no_match(life: Life) -> None:
    life.window.show_view("results")
    life.rooms.results.filter.setText("nothing like it")
    await until(lambda: says(life, "Nothing matches"))


async def history_set_aside(life: Life) -> None:
    life.window.show_view("results")
    await until(lambda: says(life, ". No draft could be read from it."))


ACTS = (
    Act(scenes=(results_not_comparable,)),
    Act(scenes=(results_sent_since,)),
    Act(scenes=(results_live_simulating,), needs_second=True),
    Act(scenes=(history_set_aside,), history=b"no database " * 500),
    Act(
        scenes=(
            results_empty,
            results_pair,
            results_conversation,
            results_answer,
            results_message,
            results_copy_as,
            results_ticket,
            results_copied,
            results_recipients,
            results_partly,
            results_not_sent,
            write_unknown,
            results_unknown,
            results_marked,
            write_refused,
            results_refused,
            write_intercepted,
            certificate,
            results_no_match,
        )
    ),
)
