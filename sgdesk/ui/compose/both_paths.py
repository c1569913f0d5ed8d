"""A mail that goes by each of several paths: the question before it, and the sends."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from sgdesk.account.account import Account
from sgdesk.delivery import Attempt
from sgdesk.errors import InputError
from sgdesk.message import Message
from sgdesk.present.words import path_words
from sgdesk.route import Path
from sgdesk.ui.session import Session
from sgdesk.ui.sheets import Answer, Question

STAYS_HERE = "Nothing leaves this computer."


def both_question(
    parent: QWidget, paths: Sequence[Path], to: str, says: str, *, how: str = "", careful: bool
) -> Question:
    """Make the question before a mail goes to somebody by both paths; `send` is its yes.

    `says` is what comes of it, `how` how the two mails differ from the one that was written;
    where it is to be `careful` Return sends nothing.
    """
    ways = " and once by ".join(map(path_words, paths))
    return Question(
        parent,
        "compare-both",
        f"Send it twice to {to}?",
        f"Once by {ways}{how}, to set their times side by side. {says}",
        (
            Answer(id="send", text="Send both", why="Send them now", is_default=not careful),
            Answer(id="back", text="Back", why="Send nothing (Esc)", is_default=careful),
        ),
    )


async def send_by_each(
    session: Session,
    message: Message,
    paths: Sequence[Path],
    *,
    group_id: str,
    account: Account,
    check_only: bool = False,
) -> tuple[tuple[Attempt, ...], InputError | None]:
    """Send by one path after the other: side by side they would spoil each other's times.

    Gives how each ended, and what kept the mail from going by the next, if anything did.
    """
    attempts: tuple[Attempt, ...] = ()
    try:
        for path in paths:
            attempt = await session.deliver(
                message, path, group_id=group_id, check_only=check_only, account=account
            )
            attempts = (*attempts, attempt)
    except InputError as error:
        return attempts, error
    return attempts, None
