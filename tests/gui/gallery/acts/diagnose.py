"""Diagnose in each of its states: before, during and after a run, on networks that go wrong."""

import random

from sgdesk.diagnose.observation import Observation
from sgdesk.present.simulation import Kind, Simulation, Where
from sgdesk.ui.diagnose.key_choice import OF_ACCOUNT, KeySheet
from sgdesk.ui.life import Life
from tests.gui.gallery.scene import Act, Scene, press, says
from tests.support.diagnosing import cells, diagnosed, network_of, sign_up_at_sendgrid
from tests.support.networks import (
    Make,
    all_mail_refused,
    all_mail_silent,
    no_resolver,
    no_route,
    nothing_at_all,
    only_25_silent,
    some_ports_silent,
)
from tests.support.qt import until, visible_children

SEED = 7


def _seen(make: Make) -> list[Observation]:
    """Give what such a network shows, the same in each picture."""
    observations, _ = make(random.Random(SEED))
    return observations


async def _run(life: Life, make: Make) -> None:
    with network_of(_seen(make)):
        life.diagnose.here.run()
        await diagnosed(life)


async def diagnose_practice_empty(life: Life) -> None:
    life.window.show_view("diagnose")


async def diagnose_practice_healthy(life: Life) -> None:
    press(life, "diagnose-start")
    await until(lambda: says(life, "The practice inbox works by"))


async def diagnose_practice_key_taken(life: Life) -> None:
    life.rooms.diagnose.key.choose(OF_ACCOUNT)
    life.diagnose.here.run()
    await until(lambda: says(life, "the key was tried"))


async def diagnose_try_a_key(life: Life) -> None:
    life.rooms.diagnose.key.another_wanted.emit()
    await until(lambda: bool(visible_children(life.window, KeySheet)))


async def diagnose_evidence_open(life: Life) -> None:
    for sheet in visible_children(life.window, KeySheet):
        sheet.reject()
    table = life.rooms.diagnose.here.outcome.matrix
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, 4))
    life.rooms.diagnose.here.outcome.open_cell()
    await until(lambda: says(life, "SMTP 587, Encryption"))


async def diagnose_practice_simulated(life: Life) -> None:
    life.practice.simulate(Simulation(kind=Kind.REFUSE, where=Where.STARTTLS))
    await life.tasks.wait_for("simulate")
    press(life, "diagnose-do")
    await until(lambda: says(life, "This is simulated: "))


async def diagnose_practice_why(life: Life) -> None:
    press(life, "diagnose-why")
    await until(lambda: says(life, "OpenSSL") or says(life, "ECONNREFUSED"))


async def diagnose_account_empty(life: Life) -> None:
    await sign_up_at_sendgrid(life, path="smtp:587:starttls")
    life.window.show_view("diagnose")


async def diagnose_running(life: Life) -> None:
    seen = _seen(all_mail_silent)
    with network_of([o for o in seen if o.result.value != "no_answer"], ends=False):
        life.diagnose.here.run()
        await until(lambda: life.diagnose.here.is_running)
        await until(lambda: "verified" in cells(life)["Web API"])


async def diagnose_stopped(life: Life) -> None:
    life.diagnose.here.stop()


async def diagnose_blocked(life: Life) -> None:
    await _run(life, all_mail_silent)


async def diagnose_way_kept(life: Life) -> None:
    press(life, "diagnose-do")
    await until(lambda: says(life, "from now on. It was"))


async def diagnose_silent_cell(life: Life) -> None:
    table = life.rooms.diagnose.here.outcome.matrix
    table.setCurrentIndex(table.model().index(2, 2))
    life.rooms.diagnose.here.outcome.open_cell()


async def diagnose_refused(life: Life) -> None:
    await _run(life, all_mail_refused)


async def diagnose_one_port(life: Life) -> None:
    await _run(life, some_ports_silent)


async def diagnose_only_25(life: Life) -> None:
    await _run(life, only_25_silent)


async def diagnose_nothing_answers(life: Life) -> None:
    await _run(life, nothing_at_all)


async def diagnose_no_way_out(life: Life) -> None:
    await _run(life, no_route)


async def diagnose_no_network(life: Life) -> None:
    await _run(life, no_resolver)


_AT_SENDGRID: tuple[Scene, ...] = (
    diagnose_account_empty,
    diagnose_running,
    diagnose_stopped,
    diagnose_blocked,
    diagnose_way_kept,
    diagnose_silent_cell,
    diagnose_refused,
    diagnose_one_port,
    diagnose_only_25,
    diagnose_nothing_answers,
    diagnose_no_way_out,
    diagnose_no_network,
)
_IN_PRACTICE: tuple[Scene, ...] = (
    diagnose_practice_empty,
    diagnose_practice_healthy,
    diagnose_practice_key_taken,
    diagnose_try_a_key,
    diagnose_evidence_open,
    diagnose_practice_simulated,
    diagnose_practice_why,
)
ACTS = (
    Act(scenes=_IN_PRACTICE),
    Act(scenes=_AT_SENDGRID),
)
