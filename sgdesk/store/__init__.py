"""The history and the at-most-once journal, in SQLite."""

from sgdesk.store.drafts import DraftContent, DraftRow, Drafts
from sgdesk.store.history import Decision, Filters, HistoryRow
from sgdesk.store.messages import KeptMessage
from sgdesk.store.other_sends import Others, OtherSend
from sgdesk.store.store import Store

__all__ = [
    "Decision",
    "DraftContent",
    "DraftRow",
    "Drafts",
    "Filters",
    "HistoryRow",
    "KeptMessage",
    "OtherSend",
    "Others",
    "Store",
]
