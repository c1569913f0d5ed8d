"""Queue, concurrency, warm connections, cancel, events and the journal protocol."""

from sgdesk.engine.connections import Limits, OpenConnection
from sgdesk.engine.engine import Engine, new_attempt_id
from sgdesk.engine.events import (
    DeliveryFinished,
    DeliveryQueued,
    Event,
    HistoryFailed,
    Hub,
    PhaseStarted,
    Subscriber,
)
from sgdesk.engine.journal import Journal
from sgdesk.engine.retry import AskUser, Retry, RetryPolicy, Stop, decide

__all__ = [
    "AskUser",
    "DeliveryFinished",
    "DeliveryQueued",
    "Engine",
    "Event",
    "HistoryFailed",
    "Hub",
    "Journal",
    "Limits",
    "OpenConnection",
    "PhaseStarted",
    "Retry",
    "RetryPolicy",
    "Stop",
    "Subscriber",
    "decide",
    "new_attempt_id",
]
