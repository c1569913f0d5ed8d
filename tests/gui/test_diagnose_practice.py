"""Diagnose says of a practice inbox what is simulated there, and offers to stop that."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from sgdesk.present.simulation import Kind, Simulation
from sgdesk.ui.life import Life
from tests.support.diagnosing import diagnosed
from tests.support.qt import aio, make_life, running, until, visible_children
from tests.support.window import press, seen_button, texts


async def simulate(life: Life, kind: Kind) -> Simulation:
    """Let something go wrong in the practice inbox."""
    chosen = Simulation.of(kind)
    life.practice.simulate(chosen)
    await life.tasks.wait_for("simulate")
    return chosen


async def run_here(life: Life) -> None:
    """Start a run by its button, and wait for its end."""
    life.window.show_view("diagnose")
    press(life, "diagnose-start")
    await diagnosed(life)


@pytest.mark.parametrize("kind", [Kind.REFUSE, Kind.STRIP, Kind.CERTIFICATE])
@aio(60)
async def test_simulation_is_the_verdict_and_its_button_ends_it_and_tests_again(
    qapp: QApplication, tmp_path: Path, kind: Kind
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        chosen = await simulate(life, kind)
        await run_here(life)
        here = life.rooms.diagnose.here

        assert here.outcome.verdict.headline.startswith(f"This is simulated: {chosen.words}.")
        assert "as you chose there: nothing is wrong" in texts(life, here)
        assert "network" not in texts(life, here)
        press(life, "diagnose-copy")
        await life.tasks.wait_for("diagnose-copy")
        assert chosen.words in " ".join(QGuiApplication.clipboard().text().split())

        assert seen_button(life, "diagnose-do").text() == "Stop the simulation"
        press(life, "diagnose-do")
        await until(lambda: "The practice inbox works" in here.outcome.verdict.headline)
        assert not life.session.simulated
        assert seen_button(life, "diagnose-do").text() != "Stop the simulation"


@aio(60)
async def test_result_is_out_of_date_once_something_else_is_simulated(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        await simulate(life, Kind.REFUSE)
        await run_here(life)
        press(life, "stop-simulating")
        await until(lambda: "Run again tests it without." in texts(life))

        assert seen_button(life, "diagnose-do").text() == "Run again"
        named = [one.text() for one in visible_children(life.window, QPushButton)]
        assert named.count("Run again") == 1
        press(life, "diagnose-do")
        await until(
            lambda: "The practice inbox works" in life.rooms.diagnose.here.outcome.verdict.headline
        )
        assert "Run again tests it" not in texts(life)


@aio(60)
async def test_simulation_that_only_a_mail_meets_leads_too_and_is_stopped_by_the_button(
    qapp: QApplication, tmp_path: Path
) -> None:
    async with running(make_life(qapp, tmp_path)) as life:
        chosen = await simulate(life, Kind.KEY)
        await run_here(life)
        verdict = life.rooms.diagnose.here.outcome.verdict

        works = "Every way that was tested works."
        assert verdict.headline == f"This is simulated: {chosen.words}. {works}"
        assert seen_button(life, "diagnose-do").text() == "Stop the simulation"
