"""Play an act, and show each of its scenes in both schemes and at both sizes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from sgdesk.ui.life import Life
from sgdesk.ui.theme import Look
from tests.gui.gallery.pauses import said_still, settle
from tests.gui.gallery.scene import Act, set_for, title_of
from tests.support.disk import make_room
from tests.support.qt import make_life, running, turns

SIZES = ((1280, 800), (900, 600))
LOOKS: tuple[Look, ...] = (Look.LIGHT, Look.DARK)
DRAWN_S = 0.4
"""Longer than the preview engine takes for a small mail, in another process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """One scene in one scheme at one size."""

    name: str
    look: Look
    size: tuple[int, int]
    surface: QWidget
    """The window, or the sheet that stands over it."""
    is_on_top: bool
    """Whether the keyboard goes there."""

    @property
    def title(self) -> str:
        """Name it, e.g. `write-empty-dark-900x600`."""
        return f"{self.name}-{self.look.value}-{self.size[0]}x{self.size[1]}"


SCENE_S = 60
"""Far longer than any scene takes: one that waits in vain is to fail."""


async def play(
    application: QApplication, folder: Path, act: Act, only: str = "", *, check: bool = False
) -> AsyncIterator[Showing]:
    """Go through an act in a window of its own; show the scenes whose title holds `only`.

    With `check` each scale has one scheme, which lasts: 100 % the light one, larger the dark
    one, and that in the small window alone, where room is short. To change the scheme takes far
    longer than anything else here.
    """
    looks: tuple[Look, ...] = LOOKS
    sizes: tuple[tuple[int, int], ...] = SIZES
    if check:
        is_large = application.devicePixelRatio() > 1
        looks, sizes = (LOOKS[1:], SIZES[1:]) if is_large else (LOOKS[:1], SIZES)
    async with (
        set_for(act, folder),
        running(make_life(application, folder, size=SIZES[0], look=looks[0].value)) as life,
    ):
        last = max(at for at, scene in enumerate(act.scenes) if only in title_of(scene))
        for scene in act.scenes[: last + 1]:
            async with asyncio.timeout(SCENE_S):
                await scene(life)
            if only in title_of(scene):
                await settle(life.window)
                pause_s = 0 if check else DRAWN_S
                async with said_still(life.window):
                    async for showing in _show(life, title_of(scene), looks, sizes, pause_s):
                        yield showing
            _close_sheets(life.window)
            await life.tasks.wait_for("quit", "review")
        if act.has_small_disk:
            # Or it asks at its end what is to become of the draft.
            make_room(folder / "data")


async def _show(
    life: Life,
    title: str,
    looks: tuple[Look, ...],
    sizes: tuple[tuple[int, int], ...],
    pause_s: float,
) -> AsyncIterator[Showing]:
    # First the scheme that is on.
    for look in sorted(looks, key=lambda look: look is not life.theme.look):
        if look is not life.theme.look:
            life.theme.set_look(look)
        for size in sizes:
            life.window.resize(*size)
            await turns(20)
            await asyncio.sleep(pause_s)
            surfaces = (life.window, *_sheets(life.window))
            menus = _menus(life.window)
            if not menus:
                surfaces[-1].activateWindow()
            await turns()
            for surface in (*surfaces, *menus):
                yield Showing(
                    name=f"{title}{_suffix(surface)}",
                    look=look,
                    size=size,
                    surface=surface,
                    is_on_top=surface is surfaces[-1] and not menus,
                )
    life.window.resize(*SIZES[0])


def _sheets(window: QWidget) -> list[QDialog]:
    return [sheet for sheet in window.findChildren(QDialog) if sheet.isVisible()]


def _menus(window: QWidget) -> list[QMenu]:
    return [menu for menu in window.findChildren(QMenu) if menu.isVisible()]


def _suffix(surface: QWidget) -> str:
    if isinstance(surface, QMenu):
        return "-menu"
    return "-sheet" if isinstance(surface, QDialog) else ""


def _close_sheets(window: QWidget) -> None:
    for menu in _menus(window):
        menu.close()
    for sheet in _sheets(window):
        sheet.reject()
