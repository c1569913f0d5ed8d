"""Late imports inside the Qt room: what is dear and not needed for the first paint.

The event loop costs 20 ms, WebEngine 30 MB, everything with a socket in it
250 ms; a bare window takes 80 ms. `sgdesk/doors.py` may not know Qt, so its
sister for the window stands here. Nothing else in `ui` imports late.
"""

import importlib
import os
from collections.abc import Iterator, MutableMapping
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget

from sgdesk.ui.options import GuiOptions

if TYPE_CHECKING:
    from sgdesk.present.about import Component
    from sgdesk.ui.icons import Icons
    from sgdesk.ui.preview.renderer import Renderer
    from sgdesk.ui.single.spot import Spot
    from sgdesk.ui.start.view import StartView
    from sgdesk.ui.theme import Theme
    from sgdesk.ui.window import MainWindow
    from sgdesk.ui.write import WriteView


_STEPS = (
    "ssl",
    "h11",
    "anyio",
    "idna",
    "sqlite3",
    "httpcore",
    "httpx",
    "aiosmtplib",
    "email_validator",
    "truststore",
    "sgdesk.message.checks",
    "sgdesk.render",
    "sgdesk.wire",
    "sgdesk.transport",
    "sgdesk.engine",
    "sgdesk.store",
    "sgdesk.app",
    "sgdesk.account.regions",
    "markdown_it.token",
    "markdown_it.common.utils",
    "markdown_it.ruler",
    "markdown_it.parser_inline",
    "markdown_it",
    "css_inline",
    "sgdesk.content.mail",
)


_CORE = "PySide6.QtWebEngineCore"
_ENGINE_STEPS = (
    ("PySide6.QtNetwork", "__name__"),
    ("PySide6.QtPrintSupport", "__name__"),
    (_CORE, "__name__"),
    (_CORE, "QWebEngineSettings"),
    (_CORE, "QWebEnginePage"),
    (_CORE, "QWebEngineProfile"),
    (_CORE, "QWebEngineUrlRequestInfo"),
    (_CORE, "QWebEngineUrlRequestJob"),
    ("PySide6.QtWebEngineWidgets", "QWebEngineView"),
)


def draw_icons(icons: "Icons") -> None:
    """Draw the icons, which until now only took their room."""
    from sgdesk.ui.svg import draw_icon

    icons.start_drawing(draw_icon)


def add_start(window: "MainWindow", icons: "Icons") -> "StartView":
    """Build the Start view into a window that has been painted."""
    from sgdesk.ui.start.view import StartView

    start = StartView(icons)
    window.add_view("start", start)
    return start


def add_write(window: "MainWindow", theme: "Theme", icons: "Icons") -> "WriteView":
    """Build the Write view into a window that has been painted."""
    from sgdesk.ui.write import WriteView

    write = WriteView(theme, icons, renderer_steps)
    window.narrow_changed.connect(write.set_narrow)
    write.set_narrow(window.is_narrow)
    window.add_view("write", write)
    return write


def run_loop(
    application: QApplication,
    window: "MainWindow",
    start: "StartView",
    write: "WriteView",
    theme: "Theme",
    icons: "Icons",
    options: GuiOptions,
    state: QSettings,
    spot: "Spot",
) -> int:
    """Load the event loop and the other views, and serve the window."""
    from sgdesk.ui.life import run_loop as serve

    return serve(application, window, start, write, theme, icons, options, state, spot)


def call_open_window(spot: "Spot", options: GuiOptions) -> bool:
    """Have the window that is open do what is asked for; `False` when it is gone by now."""
    from sgdesk.ui.single.calling import hand_over
    from sgdesk.ui.single.calls import call_of

    return hand_over(spot, call_of(options, os.environ))


def read_parts() -> "tuple[tuple[Component, ...], str]":
    """Give what the program is made of, and the same as a text to copy. Reads files."""
    from sgdesk.present.about import components, versions_text

    parts = components()
    return parts, versions_text(parts)


def read_licence(name: str) -> str:
    """Give the licence of a part of the program. Reads files."""
    from sgdesk.present.about import licence_text

    return licence_text(name)


def network_steps() -> Iterator[None]:
    """Import what sends mail, one package a step, so that no step costs a frame for long."""
    for name in _STEPS:
        importlib.import_module(name)
        yield


def make_mail(markdown: str) -> str:
    """Turn what is written into HTML; what does it is loaded with what sends."""
    from sgdesk.content.mail import make_mail as make

    return make(markdown)


def make_renderer(parent: QWidget) -> "tuple[Renderer, bool]":
    """Give the faithful renderer where it can run, else the simple one; the flag says which."""
    return next(made for made in renderer_steps(parent) if made is not None)


def renderer_steps(parent: QWidget) -> "Iterator[tuple[Renderer, bool] | None]":
    """Do the same, with nothing after each step: all of them at once would cost many frames."""
    from sgdesk.ui.preflight import can_preview
    from sgdesk.ui.preview.simple import SimplePreview

    if not can_preview():
        yield SimplePreview(), False
        return
    draw_in_software(os.environ)
    # The engine wants it set. Before the application exists it would make Qt load the graphics
    # driver, which is only of use to those who draw with the card.
    QApplication.setAttribute(QtCore.Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    keep_off_the_network(os.environ)
    for module, name in _ENGINE_STEPS:
        # PySide6 makes a class with all that it holds when it is first asked for.
        getattr(importlib.import_module(module), name)
        yield None
    from sgdesk.ui.preview.faithful import FaithfulPreview

    yield None
    yield FaithfulPreview(parent), True


def draw_in_software(environ: MutableMapping[str, str]) -> None:
    """Let the browser engine draw as the window's other widgets do, without the graphics card.

    The first view that draws with the card makes Qt take the window off the screen and
    put another in its place: it flickered, and what was typed in that moment was lost.
    Must be settled before the engine is loaded. Measured on X11 with PySide6 6.11.3: no new
    window, the longest frame gap 16 ms instead of 89, and 35 MB less.
    """
    environ["QT_QUICK_BACKEND"] = "software"
    _add_flags(environ, "--disable-gpu")


def keep_off_the_network(environ: MutableMapping[str, str]) -> None:
    """Let the browser engine find no host at all, not even one named by its number.

    The gate of the preview refuses every request. A mail's `<link rel=preconnect>` opens
    connections that no gate is asked about (seen with PySide6 6.11.3); they end here, whatever
    proxy is set. Must be settled before the engine is loaded.
    """
    _add_flags(
        environ, '--host-resolver-rules="MAP * ~NOTFOUND"', "--disable-background-networking"
    )


def _add_flags(environ: MutableMapping[str, str], *flags: str) -> None:
    there = environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    missing = [flag for flag in flags if flag not in there]
    environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join(filter(None, (there, *missing)))
