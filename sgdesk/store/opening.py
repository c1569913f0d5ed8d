"""Open the history as the settings will have it, for the core or for a look at it alone."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sgdesk.profile import data_dir as default_data_dir
from sgdesk.settings import Settings
from sgdesk.store.store import Store


@asynccontextmanager
async def open_history(
    settings: Settings,
    *,
    data_dir: Path | None = None,
    memory: bool = False,
    reads_alone: bool = False,
) -> AsyncIterator[Store]:
    """Open the history, and close it at the end.

    `memory` keeps it only as long as it is open. One that `reads_alone` may be
    one that cannot be written. Raises `StoreError`.
    """
    store = await Store.open(
        None if memory else data_dir or default_data_dir(os.environ),
        keep_text=settings.flag("keep_message_text"),
        history_days=settings.count("history_days"),
        reads_alone=reads_alone,
    )
    try:
        yield store
    finally:
        await store.aclose()
