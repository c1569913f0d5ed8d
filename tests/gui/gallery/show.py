"""Play every scene in one application and save what is painted."""

import asyncio
from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication, QWidget

from sgdesk.ui.collector import collecting_here
from sgdesk.ui.main import make_application
from sgdesk.ui.options import GuiOptions
from tests.gui.gallery.acts import ACTS
from tests.gui.gallery.ink import faint_words
from tests.gui.gallery.scene import title_of
from tests.gui.gallery.stage import SIZES, Showing, play
from tests.support.colour import told_by_colour_alone
from tests.support.lent import lending
from tests.support.qt import bury_windows, standing_still
from tests.support.reach import faults_of_the_way, same_letters, unspoken
from tests.support.structure import (
    columns_out_of_sight,
    cut_off,
    headings_cut_off,
    not_selectable,
    over_each_other,
)


def show(folder: Path, state: Path, *, only: str, check: bool) -> list[str]:
    """Write the pictures into `folder`; give what the checks found, a line each.

    With `check` only those in which something was found are written.
    """
    application = make_application(GuiOptions())
    loop = asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application))
    with lending(), collecting_here(), loop as runner:
        found = runner.run(_show(application, folder, state, only, check=check))
    bury_windows()
    return found


async def _show(
    application: QApplication, folder: Path, state: Path, only: str, *, check: bool
) -> list[str]:
    found: list[str] = []
    for number, act in enumerate(ACTS):
        if not any(only in title_of(scene) for scene in act.scenes):
            continue
        async for showing in play(application, state / str(number), act, only, check=check):
            wrong = await what_is_wrong(showing) if check else []
            found += [f"{showing.title}: {line}" for line in wrong]
            if wrong or not check:
                showing.surface.grab().save(str(folder / f"{showing.title}.png"))
    return found


async def what_is_wrong(showing: Showing) -> list[str]:
    """Say what a user would see is wrong, a line each.

    At twice the scale only what is painted is looked at: that comes from other outlines there, and
    what it is and is called is no other.
    """
    surface = showing.surface
    is_first = showing.size == SIZES[0]
    is_once = surface.devicePixelRatio() == 1
    found: list[str] = []
    with standing_still():
        if is_first or not is_once:
            faint = faint_words(surface)
            found += [f"contrast {ratio}: {words}" for words, ratio in faint.items()]
        found += _misplaced(surface)
        if is_once:
            found += _unsaid(surface)
    # Last, because it takes the keyboard elsewhere; what lies under a sheet has none.
    if is_once and not is_first and showing.is_on_top:
        found += await faults_of_the_way(surface)
    return found


def _misplaced(surface: QWidget) -> list[str]:
    return [
        *(f"cut off: {words}" for words in sorted(cut_off(surface))),
        *(f"column {words}" for words in columns_out_of_sight(surface)),
        *(f"heading {words}" for words in headings_cut_off(surface)),
        *(f"overlap: {pair}" for pair in over_each_other(surface)),
        *not_selectable(surface),
    ]


def _unsaid(surface: QWidget) -> list[str]:
    return [
        *(f"colour: {words}" for words in told_by_colour_alone(surface)),
        *(f"unspoken: {words}" for words in unspoken(surface)),
        *(f"two things with Alt and {letter}" for letter in same_letters(surface)),
    ]
