"""Listeners hear everything and spoil nothing."""

import pytest

from sgdesk.engine.events import DeliveryFinished, Event, Hub
from tests.support.attempts import an_attempt

EVENT = DeliveryFinished(attempt=an_attempt())


def test_every_listener_hears_until_it_leaves() -> None:
    hub, first, second = Hub(), list[Event](), list[Event]()
    leave = hub.subscribe(first.append)
    hub.subscribe(second.append)

    hub.publish(EVENT)
    leave()
    leave()
    hub.publish(EVENT)

    assert (len(first), len(second)) == (1, 2)


def test_failing_listener_spoils_neither_others_nor_the_send(
    caplog: pytest.LogCaptureFixture,
) -> None:
    hub, heard = Hub(), list[Event]()

    def fail(event: Event) -> None:
        raise ZeroDivisionError

    hub.subscribe(fail)
    hub.subscribe(heard.append)
    hub.publish(EVENT)

    assert heard == [EVENT]
    assert "DeliveryFinished" in caplog.text


def test_listener_may_leave_while_it_is_told() -> None:
    hub, heard = Hub(), list[Event]()
    leaves = [hub.subscribe(lambda event: leaves[0]()), hub.subscribe(heard.append)]

    hub.publish(EVENT)

    assert heard == [EVENT]
