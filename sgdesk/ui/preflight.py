"""Find out, without loading Qt, whether a window can open here.

Qt aborts the whole process (SIGABRT, no Python exception) when a library of its
platform plug-in is missing or no display answers, and blames `libxcb-cursor0`
in every such case. So everything it would need is tried first, and a refusal
says what to install. Only Linux needs this; elsewhere the wheels are complete.

Package names are Debian's: a bare Debian 12 was filled up with them until
PySide6 6.11 started, window and preview.
"""

import ctypes
import importlib.util
import os
import platform
import sys
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path

from sgdesk.errors import SgdeskError


class Part(Enum):
    """What of Qt is wanted; each has libraries of its own."""

    WINDOW = "window"
    """Any window, even one painted off screen."""
    X11 = "x11"
    WAYLAND = "wayland"
    PREVIEW = "preview"
    """The faithful HTML preview, which is Chromium."""


LIBRARIES: dict[Part, Mapping[str, str]] = {
    Part.WINDOW: {
        "libglib-2.0.so.0": "libglib2.0-0",
        "libEGL.so.1": "libegl1",
        "libGL.so.1": "libgl1",
        "libfontconfig.so.1": "libfontconfig1",
        "libxkbcommon.so.0": "libxkbcommon0",
        "libdbus-1.so.3": "libdbus-1-3",
    },
    Part.X11: {
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-shape.so.0": "libxcb-shape0",
    },
    Part.WAYLAND: {
        "libwayland-cursor.so.0": "libwayland-cursor0",
        "libwayland-egl.so.1": "libwayland-egl1",
    },
    Part.PREVIEW: {
        "libnss3.so": "libnss3",
        "libasound.so.2": "libasound2",
        "libXcomposite.so.1": "libxcomposite1",
        "libXdamage.so.1": "libxdamage1",
        "libXrandr.so.2": "libxrandr2",
        "libXtst.so.6": "libxtst6",
        "libxkbfile.so.1": "libxkbfile1",
    },
}
"""The file the loader looks for, and the package that brings it."""

RENAMED_FOR_64_BIT_TIME = frozenset({"libglib2.0-0", "libasound2"})
"""Debian 13 and Ubuntu 24.04 call these `…t64`."""

WITHOUT_DISPLAY = frozenset({"offscreen", "minimal", "vnc", "linuxfb", "eglfs"})
"""Qt platforms that draw without a display server."""


SHARED_MEMORY = "/dev/shm"  # noqa: S108 - only looked at; glibc knows no other place


class WindowError(SgdeskError):
    """No window can open here; carries the packages that would help."""

    def __init__(
        self, happened: str, *, why: str = "", remedy: str = "", packages: tuple[str, ...] = ()
    ) -> None:
        super().__init__(happened, why=why, remedy=remedy)
        self.packages = packages


def require_window(environ: Mapping[str, str] = os.environ, *, qt: Path | None = None) -> None:
    """Return when Qt can open a window with this environment.

    `qt` is the folder with Qt's `lib` and `plugins`; PySide6's own by default.
    Raises `WindowError` otherwise, before Qt could abort.
    """
    if sys.platform != "linux":
        return
    folder = qt or _qt_folder()
    _require(Part.WINDOW, folder / "lib" / "libQt6Widgets.so.6")
    wanted = environ.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    if wanted in WITHOUT_DISPLAY:
        return
    if _wayland_answers(environ) and wanted in ("", "wayland"):
        _require(Part.WAYLAND, folder / "plugins" / "platforms" / "libqwayland.so")
        return
    display = environ.get("DISPLAY", "")
    if not display:
        raise WindowError(
            "There is no display here.",
            remedy="Start sgdesk in a desktop session or through ssh -X, "
            "or use the command line: sgdesk send --sandbox",
        )
    _require(Part.X11, folder / "plugins" / "platforms" / "libqxcb.so")
    if not _x11_answers(display):
        raise WindowError(
            f"The display {display} does not answer.",
            why="Nothing listens there, or it refuses this user.",
            remedy="Check DISPLAY and XAUTHORITY, or use the command line: sgdesk send --sandbox",
        )


def can_preview(environ: Mapping[str, str] = os.environ) -> bool:
    """Say whether the browser engine of the faithful preview is there and would start.

    Chromium ends the whole process where it cannot: as root, unless its
    sandbox was turned off by hand, which this program never does; and where
    shared memory may not be written (some containers). A missing library
    would only be an ImportError, but comes at the moment of the first preview.
    """
    if importlib.util.find_spec("PySide6.QtWebEngineWidgets") is None:
        return False
    if sys.platform != "linux":
        return True
    flags = environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    unconfined = environ.get("QTWEBENGINE_DISABLE_SANDBOX") == "1" or "--no-sandbox" in flags
    if os.geteuid() == 0 and not unconfined:
        return False
    return os.access(SHARED_MEMORY, os.W_OK | os.X_OK) and not missing_packages({Part.PREVIEW})


def missing_packages(parts: Iterable[Part]) -> tuple[str, ...]:
    """Give the Debian packages whose library the loader does not find, sorted."""
    if sys.platform != "linux":
        return ()
    needed = {name: package for part in parts for name, package in LIBRARIES[part].items()}
    return tuple(sorted(_package(package) for name, package in needed.items() if _refusal(name)))


def apt_line(packages: Iterable[str]) -> str:
    """Give the one command that brings `packages` on Debian and Ubuntu."""
    return "sudo apt install " + " ".join(packages)


def _require(part: Part, file: Path) -> None:
    refusal = _refusal(str(file))
    if refusal is None:
        return
    parts = {Part.WINDOW, part}
    packages = missing_packages(parts)
    raise WindowError(
        "The window cannot open: a system library is missing.",
        why=refusal,
        remedy=f"Run: {apt_line(packages)}" if packages else "Install the package that has it.",
        packages=packages,
    )


def _refusal(library: str) -> str | None:
    """Give the loader's words when it can not load `library`; None when it can."""
    try:
        ctypes.CDLL(library)
    except OSError as error:
        return str(error)
    return None


def _qt_folder() -> Path:
    """Find Qt inside PySide6; `find_spec` does not import it."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        raise WindowError(
            "The window cannot open: Qt for Python is not installed.",
            remedy="Run: pip install PySide6-Essentials — or use the command line.",
        )
    return Path(spec.submodule_search_locations[0]) / "Qt"


def _wayland_answers(environ: Mapping[str, str]) -> bool:
    """Say whether the compositor's socket is there; a stale variable is common in containers."""
    name = environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and Path(environ.get("XDG_RUNTIME_DIR", "/"), name).is_socket()


def _x11_answers(display: str) -> bool:
    """Connect to the X server and leave again, as Qt would."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    try:
        return int(xcb.xcb_connection_has_error(connection)) == 0
    finally:
        xcb.xcb_disconnect(connection)


def _package(name: str) -> str:
    if name not in RENAMED_FOR_64_BIT_TIME:
        return name
    try:
        system = platform.freedesktop_os_release()
        version = float(system.get("VERSION_ID", "0"))
    except (OSError, ValueError):
        return name
    first = {"ubuntu": 24.04, "debian": 13}.get(system.get("ID", ""))
    return f"{name}t64" if first is not None and version >= first else name
