"""The queue between the wire thread and the window."""

import threading
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtWidgets import QApplication

from sgdesk.delivery import Accepted, Attempt, AttemptId, DeliveryId
from sgdesk.engine.events import DeliveryFinished, PhaseStarted
from sgdesk.route import WebApiPath
from sgdesk.trace import Phase, Trace
from sgdesk.ui.bridge import Batch, Bridge
from tests.support.qt import aio, until

ATTEMPT = Attempt(
    id=AttemptId("a"),
    delivery_id=DeliveryId("d"),
    path=WebApiPath(),
    host="api.example.com",
    port=443,
    outcome=Accepted(),
    trace=Trace(started_at=datetime(2026, 1, 1, tzinfo=UTC)),
)


def step(delivery_id: str, phase: Phase) -> PhaseStarted:
    """Make the news of one step."""
    return PhaseStarted(delivery_id=DeliveryId(delivery_id), phase=phase, fraction=0.0)


def finished(number: int) -> DeliveryFinished:
    """Make the news of one result."""
    attempt = replace(ATTEMPT, id=AttemptId(f"a{number}"), delivery_id=DeliveryId(f"d{number}"))
    return DeliveryFinished(attempt=attempt)


@aio()
async def test_results_of_another_thread_all_arrive_in_order_in_few_batches(
    qapp: QApplication,
) -> None:
    bridge, batches = Bridge(), list[Batch]()
    threads: list[int] = []
    bridge.drained.connect(batches.append)
    bridge.drained.connect(lambda _: threads.append(threading.get_ident()))

    def talk() -> None:
        for number in range(1_000):
            bridge.take(step(f"d{number}", Phase.UPLOAD))
            bridge.take(finished(number))

    speaker = threading.Thread(target=talk)
    speaker.start()
    await until(lambda: sum(len(batch.finished) for batch in batches) == 1_000)
    speaker.join()

    ids = [attempt.id for batch in batches for attempt in batch.finished]
    assert ids == [f"a{number}" for number in range(1_000)]
    assert len(batches) < 100
    assert set(threads) == {threading.get_ident()}


def test_of_several_steps_the_last_one_is_kept() -> None:
    batch = Batch()
    for phase in (Phase.CONNECT, Phase.TLS, Phase.UPLOAD):
        batch.add(step("d", phase))

    assert [event.phase for event in batch.phases.values()] == [Phase.UPLOAD]


def test_a_step_is_dropped_once_its_result_is_there() -> None:
    batch = Batch()
    batch.add(step("d1", Phase.REPLY))
    batch.add(finished(1))

    assert not batch.phases
    assert len(batch.finished) == 1
