"""Carry out a send plan: one delivery after another, so that no two share their time."""

import asyncio
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from sgdesk.cli.plan import SendPlan
from sgdesk.cli.reporters import Report
from sgdesk.cli.signals import INSISTING, stopped_by
from sgdesk.delivery import DeliveryId
from sgdesk.engine.events import (
    DeliveryFinished,
    DeliveryQueued,
    Event,
    HistoryFailed,
    PhaseStarted,
)
from sgdesk.route import Path, Route
from sgdesk.secret import Secret

if TYPE_CHECKING:
    from sgdesk.app import App

RouteFor = Callable[[Path], Route]


class Sending:
    """One send plan on its way through the core."""

    def __init__(self, app: "App", plan: SendPlan, secret: Secret, report: Report) -> None:
        self._app = app
        self._plan = plan
        self._secret = secret
        self._report = report
        self._current: DeliveryId | None = None
        self.is_stopped = False

    async def run(self, route_for: RouteFor) -> None:
        """Make every attempt of the plan; ends early once stopped."""
        loop = asyncio.get_running_loop()

        def hop(event: Event) -> None:
            loop.call_soon_threadsafe(self._on_event, event)

        forget = self._app.subscribe(hop)
        if notice := self._app.history.notice:
            self._report.notice(notice)
        try:
            with interrupts(self.stop):
                for _ in range(self._plan.rounds):
                    await self._round(route_for)
        finally:
            forget()

    async def _round(self, route_for: RouteFor) -> None:
        # One id for the attempts of a round, so that a log shows them together.
        group = secrets.token_hex(8) if len(self._plan.paths) > 1 else ""
        for path in self._plan.paths:
            if self.is_stopped:
                break
            delivery = self._app.new_delivery(
                self._plan.message, route_for(path), group, account=self._plan.account
            )
            self._current = delivery.id
            attempt = await self._app.deliver(delivery, self._secret, reuse=self._plan.keep_warm)
            self._current = None
            self._report.attempt(attempt)
        self._report.round_ended()

    def stop(self) -> None:
        """Start nothing more and cancel what is on its way; its outcome is still awaited."""
        self.is_stopped = True
        if self._current is not None:
            self._app.cancel(self._current)

    def _on_event(self, event: Event) -> None:
        match event:
            case DeliveryQueued(delivery=delivery):
                self._report.queued(delivery)
            case PhaseStarted(delivery_id=delivery_id, phase=phase, fraction=fraction):
                self._report.phase(delivery_id, phase, fraction)
            case DeliveryFinished():
                pass  # `deliver` hands the attempt over itself, in the plan's order
            case HistoryFailed(reason=reason):
                self._report.notice(f"The result could not be written to the history: {reason}")


@contextmanager
def interrupts(on_interrupt: Callable[[], None]) -> Iterator[None]:
    """Call `on_interrupt` on the running loop at the first signal that asks for the end.

    A second one is a plain `KeyboardInterrupt`: the user insists. A terminal that closes may
    tell it twice, through the shell too, and nobody insists.
    """
    loop = asyncio.get_running_loop()
    is_asked = False

    def handle(number: int, _frame: FrameType | None) -> None:
        nonlocal is_asked
        if is_asked and number in INSISTING:
            raise KeyboardInterrupt
        is_asked = True
        loop.call_soon_threadsafe(on_interrupt)

    with stopped_by(handle):
        yield
