"""The Results view: the table, and each tab of the detail."""

from sgdesk.ui.life import Life
from tests.gui.gallery.scene import Act, press, says, send, show_first_result
from tests.support.qt import until


async def results_empty(life: Life) -> None:
    life.window.show_view("results")


async def results_pair(life: Life) -> None:
    await send(life, how="both")
    await show_first_result(life)


async def results_conversation(life: Life) -> None:
    life.rooms.results.detail.show_tab("conversation")


async def results_answer(life: Life) -> None:
    life.rooms.results.detail.show_tab("answer")


async def results_recipients(life: Life) -> None:
    life.window.show_view("write")
    press(life, "path-smtp")
    await send(life)
    await show_first_result(life)
    life.rooms.results.detail.show_tab("recipients")


async def results_no_match(life: Life) -> None:
    life.rooms.results.filter.setText("nothing like it")
    await until(lambda: says(life, "Nothing matches"))


ACTS = (
    Act(
        scenes=(
            results_empty,
            results_pair,
            results_conversation,
            results_answer,
            results_recipients,
            results_no_match,
        )
    ),
)
