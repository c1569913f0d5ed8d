"""End the drafts of mails that everybody has, whichever part of the window sent them."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from sgdesk.clock import wall_utc
from sgdesk.doors import unpack_draft
from sgdesk.errors import StoreError
from sgdesk.message import Message
from sgdesk.present.compose import compose
from sgdesk.ui.compose.sent import Sent

if TYPE_CHECKING:
    from sgdesk.store import Drafts

AllHaveIt = Callable[[Message, Sent], bool]


async def end_drafts(drafts: "Drafts", sent: Sent, all_have_it: AllHaveIt) -> None:
    """Look for the drafts of a mail that went out, and end those whose people all have it now.

    One that is open, here or in another window, is left to who has it.
    """
    subject = sent.message.subject
    for row in await drafts.list():
        if row.subject.strip() == subject and row.holder == "nobody" and row.tried_at is None:
            # It may be opened elsewhere meanwhile.
            with suppress(StoreError):
                await end_draft(drafts, row.id, sent, all_have_it)


async def end_draft(drafts: "Drafts", draft_id: str, sent: Sent, all_have_it: AllHaveIt) -> None:
    """End one draft, if it is of that mail and all its people have it; practice keeps the text."""
    content = await drafts.open(draft_id)
    if content is None:
        return
    read = await asyncio.to_thread(compose, unpack_draft(content), sent.attempts[0].path)
    is_over = read.message is not None and all_have_it(read.message, sent)
    if is_over and not sent.is_practice:
        await drafts.delete(draft_id)
        return
    if is_over:
        await drafts.note_tried(draft_id, wall_utc())
    await drafts.release(draft_id)
