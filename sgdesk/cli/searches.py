"""Before a search: let the results of an older version be found by all that they say."""

from typing import Protocol

from sgdesk import clock
from sgdesk.cli.output import Console
from sgdesk.errors import StoreError
from sgdesk.present.log_filter import unread_words

SOON_NS = 500_000_000
"""Nothing shorter is told of."""
_TOLD = "Results of an older version are being made ready for searches, once; Ctrl-C is safe."
_MISSING = "Results of an older version may be missing here, as they cannot be made ready"


class Older(Protocol):
    """What of the history this needs."""

    async def older_due(self) -> int:
        """Say about how many results are not ready."""

    async def fill_in_older(self) -> int:
        """Make a portion ready; say about how many are left."""


async def make_ready(history: Older, console: Console) -> None:
    """Make all results ready, telling of it where that takes a while."""
    began_ns, is_told = clock.monotonic_ns(), False
    whole = left = await history.older_due()
    try:
        while left:
            left = await history.fill_in_older()
            if clock.monotonic_ns() - began_ns <= SOON_NS:
                continue
            if not is_told:
                console.note(_TOLD)
                is_told = True
            console.status(unread_words(100 * (whole - left) // whole))
    except StoreError as error:
        # What is ready is searched all the same.
        console.status("")
        console.note(f"{_MISSING}: {error.happened}")
        return
    if is_told:
        console.status("")
