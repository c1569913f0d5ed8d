"""Start the window: paint first, load what is dear afterwards.

Nothing that runs before the first paint may touch the names in `Qt`: PySide6 makes all of
its enumerations at once, when it is first asked for one, and takes 25 ms for them. What
comes before sets Qt's properties by name, and a test watches over it.
"""

import contextlib
import os
import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QElapsedTimer, QEventLoop, QSettings
from PySide6.QtWidgets import QApplication

from sgdesk.errors import InputError
from sgdesk.ui.doors import add_start, add_write, call_open_window, draw_icons, run_loop
from sgdesk.ui.frame import PLACES
from sgdesk.ui.icons import Icons
from sgdesk.ui.options import GuiOptions
from sgdesk.ui.single.spot import Spot
from sgdesk.ui.theme import Look, Theme
from sgdesk.ui.window import FIRST_SIZE, LEAST_SIZE, MainWindow

FIRST_PAINT_MS = 1_000
OPENS = "opens"
"""The key under which the window's state says what opens next: `start`, as the first time, when
something is to be decided or gone on with, else `write`."""
VIEWS = tuple(place.id for place in PLACES)


def run(options: GuiOptions) -> int:
    """Open the window and stay until it is closed; give the exit code.

    Where it is open already, that one comes to the front instead and does what is asked for.
    Raises `InputError` for a view that does not exist, and for a size below the window's least;
    `WindowError` when the window that is open does not answer.
    """
    if options.view is not None and options.view not in VIEWS:
        raise InputError(f"There is no view {options.view!r}.", remedy=f"Use {', '.join(VIEWS)}.")
    _refuse_too_small(options)
    state = window_state()
    spot = Spot(Path(state.fileName()).parent, os.environ)
    try:
        if options.screenshot is None and _is_open_already(spot, options):
            return 0
        return _open(spot, options, state)
    finally:
        spot.leave()


def _is_open_already(spot: Spot, options: GuiOptions) -> bool:
    """Take the spot, or have the window that has it do what is asked for."""
    # A folder that takes no lock must not keep the only window from opening.
    with contextlib.suppress(OSError):
        if not spot.take() and call_open_window(spot, options):
            done = (
                f"opens {options.file.name}" if options.file is not None else "comes to the front"
            )
            if sys.stdout is not None:
                sys.stdout.write(f"sgdesk is open already; its window {done}.\n")
            return True
    return False


def _open(spot: Spot, options: GuiOptions, state: QSettings) -> int:
    application = make_application(options)
    # The settings file costs more to read than the first paint may; it has its say right after.
    theme = Theme(application, Look(options.theme or str(state.value("look", Look.SYSTEM.value))))
    icons = Icons(theme)
    opens = options.view or _first_view(state, options)
    window = MainWindow(icons, opens)
    geometry = state.value("geometry")
    if isinstance(geometry, QByteArray) and options.screenshot is None:
        window.restore(geometry)
    if options.width is not None and options.height is not None:
        window.resize(options.width, options.height)
    elif options.screenshot is not None:
        # A picture has no screen to fit on.
        window.resize(*FIRST_SIZE)
    theme.dress(window)
    window.show()
    wait_for_paint(application, window)
    draw_icons(icons)
    if opens == "start":
        # What opens is built first; the other follows once it can be seen.
        start = add_start(window, icons)
        _draw(application)
        write = add_write(window, theme, icons)
    else:
        write = add_write(window, theme, icons)
        start = add_start(window, icons)
    _draw(application)
    return run_loop(application, window, start, write, theme, icons, options, state, spot)


def _first_view(state: QSettings, options: GuiOptions) -> str:
    """Give the view to open: Start the first time and when something waits there, else Write."""
    return "write" if options.screenshot is not None else str(state.value(OPENS, "start"))


def _refuse_too_small(options: GuiOptions) -> None:
    asked = (options.width or LEAST_SIZE[0], options.height or LEAST_SIZE[1])
    if asked[0] < LEAST_SIZE[0] or asked[1] < LEAST_SIZE[1]:
        least = f"{LEAST_SIZE[0]}x{LEAST_SIZE[1]}"
        raise InputError(
            f"The window cannot be made as small as {asked[0]}x{asked[1]}.",
            remedy=f"Use --size {least} or more.",
        )


def window_state() -> QSettings:
    """Give where place, size and look of the window are kept; nothing else is."""
    folder = os.environ.get("SGDESK_CONFIG_DIR", "")
    if folder:
        return QSettings(f"{folder}/window.ini", QSettings.Format.IniFormat)
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "sgdesk", "window")


def make_application(options: GuiOptions) -> QApplication:
    """Make the one application; scale and platform must be settled before it."""
    if options.scale is not None:
        os.environ["QT_SCALE_FACTOR"] = f"{options.scale:g}"
    if options.screenshot is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # As an argument: `setStyle` gives the style back, and wrapping one costs 6 ms.
    application = QApplication([*sys.argv[:1], "-style", "Fusion"])
    application.setApplicationName("sgdesk")
    application.setApplicationDisplayName("sgdesk")
    application.setDesktopFileName("sgdesk")
    # Otherwise a closing sheet ends the event loop under the coroutines.
    application.setQuitOnLastWindowClosed(False)
    return application


def wait_for_paint(application: QApplication, window: MainWindow) -> None:
    """Let Qt paint once before anything else is imported."""
    clock = QElapsedTimer()
    clock.start()
    while not window.has_painted and clock.elapsed() < FIRST_PAINT_MS:
        _draw(application)


def _draw(application: QApplication) -> None:
    """Let Qt draw; what is typed meanwhile waits for the field that it is meant for."""
    application.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 20)
