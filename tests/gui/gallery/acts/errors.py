"""The errors under the mail, each made by a real fault."""

import itertools
from collections.abc import Awaitable, Callable
from contextlib import ExitStack

from sgdesk.ui.life import Life
from tests.gui.gallery.scene import Act, says, second
from tests.support import troubles
from tests.support.qt import until
from tests.support.troubles import Browser
from tests.support.window import fill, practice, press, send

QUICK = {"SGDESK_TIMEOUT": "1", "SGDESK_CONNECT_TIMEOUT": "1"}
"""Some faults are silence."""
_NUMBERS = itertools.count(1)


async def meet(
    life: Life,
    make: Callable[[troubles.Scene], None],
    path: str = "path-webapi",
    *,
    needs_second: bool = False,
    after: Callable[[Life], Awaitable[None]] | None = None,
) -> None:
    """Make a fault, send into it, do what comes `after`, and put it right again."""
    # Each a mail of its own: one that somebody may have already is asked about.
    fill(life, subject=f"Autumn news {next(_NUMBERS)}")
    life.rooms.write.compose.head.set_text("cc", "")
    # Where a mail that is HTML is written.
    life.rooms.write.compose.body.show_tab("html")
    press(life, path)
    with ExitStack() as stack:
        other = second() if needs_second else practice(life)
        make(troubles.Scene(life=life, other=other, browser=Browser(), stack=stack))
        await send(life)
        await until(life.rooms.write.compose.problem.isVisible)
        await life.tasks.wait_for("account-told", "accounts")
        if after is not None:
            await after(life)
    practice(life).clear_faults()
    if not life.session.account.is_practice:
        life.session.book.remove("work")


async def error_stripped(life: Life) -> None:
    await meet(life, troubles.stripped, "path-smtp")


async def error_certificate(life: Life) -> None:
    await meet(life, troubles.intercepted)


async def error_slow_down(life: Life) -> None:
    await meet(life, troubles.slowed_down)


async def error_timeout(life: Life) -> None:
    await meet(life, troubles.silent_sign_in, "path-smtp")


async def error_recipient(life: Life) -> None:
    await meet(life, troubles.one_of_four_refused, "path-smtp")


async def error_address(life: Life) -> None:
    await meet(life, troubles.bad_address)


async def error_too_large(life: Life) -> None:
    await meet(life, troubles.too_large)
    life.rooms.write.compose.body.files.set_files(())


async def error_key(life: Life) -> None:
    await meet(life, troubles.unknown_key, needs_second=True)


async def error_credits(life: Life) -> None:
    await meet(life, troubles.key_without_credits, needs_second=True)


async def error_key_gone(life: Life) -> None:
    await meet(life, troubles.key_gone, needs_second=True)


async def error_may_not_send(life: Life) -> None:
    await meet(life, troubles.key_that_may_not_send, needs_second=True)


async def error_port(life: Life) -> None:
    await meet(life, troubles.blocked_port, "path-smtp", needs_second=True)


async def find_a_way(life: Life) -> None:
    press(life, "find-way")
    await until(lambda: says(life, "work from here."))


async def error_port_tested(life: Life) -> None:
    await meet(life, troubles.blocked_port, "path-smtp", needs_second=True, after=find_a_way)


ACTS = (
    Act(
        scenes=(
            error_stripped,
            error_certificate,
            error_slow_down,
            error_timeout,
            error_recipient,
            error_address,
            error_too_large,
        ),
        environ=QUICK,
    ),
    Act(
        scenes=(
            error_key,
            error_key_gone,
            error_credits,
            error_may_not_send,
            error_port,
            error_port_tested,
        ),
        environ=QUICK,
        needs_second=True,
    ),
)
