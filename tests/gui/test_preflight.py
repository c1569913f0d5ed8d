"""A start that cannot succeed ends in a sentence, before Qt aborts the process."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import PySide6
import pytest

from sgdesk.ui import preflight
from sgdesk.ui.preflight import Part, WindowError
from tests.support.xvfb import x_server

QT = Path(PySide6.__file__).parent / "Qt"
NOWHERE = ":9987"


@pytest.fixture(scope="session")
def x_display() -> Iterator[str]:
    """An X server that answers, on a display number of its own choice."""
    with x_server() as display:
        yield display


@pytest.fixture
def broken_qt(tmp_path: Path) -> Path:
    """A Qt whose X11 plug-in needs a library that no machine has."""
    plugins = tmp_path / "plugins" / "platforms"
    plugins.mkdir(parents=True)
    (tmp_path / "lib").symlink_to(QT / "lib")
    whole = (QT / "plugins" / "platforms" / "libqxcb.so").read_bytes()
    assert b"libQt6XcbQpa.so.6\0" in whole
    (plugins / "libqxcb.so").write_bytes(
        whole.replace(b"libQt6XcbQpa.so.6\0", b"libQt6Xcb_no.so.6\0")
    )
    return tmp_path


def refusal(environ: dict[str, str]) -> str:
    """Give why no window can open with `environ`; empty when one can."""
    try:
        preflight.require_window(environ)
    except WindowError as error:
        return error.happened
    return ""


def test_no_display_is_said() -> None:
    with pytest.raises(WindowError, match="no display") as caught:
        preflight.require_window({})

    assert "sgdesk send --sandbox" in caught.value.remedy


def test_dead_display_is_said() -> None:
    with pytest.raises(WindowError, match=f"{NOWHERE} does not answer"):
        preflight.require_window({"DISPLAY": NOWHERE})


def test_stale_wayland_variable_counts_for_nothing(tmp_path: Path) -> None:
    with pytest.raises(WindowError, match="no display"):
        preflight.require_window({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)})


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600"])
def test_platform_without_display_needs_none(platform: str) -> None:
    assert refusal({"QT_QPA_PLATFORM": platform}) == ""


def test_display_that_answers_is_enough(x_display: str) -> None:
    assert refusal({"DISPLAY": x_display}) == ""


def test_missing_library_names_its_package(
    broken_qt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        preflight.LIBRARIES,
        Part.X11,
        {**preflight.LIBRARIES[Part.X11], "libQt6Xcb_no.so.6": "libxcb-no0"},
    )

    with pytest.raises(WindowError) as caught:
        preflight.require_window({"DISPLAY": NOWHERE}, qt=broken_qt)

    assert "libQt6Xcb_no.so.6" in caught.value.why
    assert caught.value.remedy == "Run: sudo apt install libxcb-no0"
    assert caught.value.packages == ("libxcb-no0",)


def test_library_of_no_known_package_is_named_too(broken_qt: Path) -> None:
    with pytest.raises(WindowError) as caught:
        preflight.require_window({"DISPLAY": NOWHERE}, qt=broken_qt)

    assert "libQt6Xcb_no.so.6" in caught.value.why
    assert caught.value.packages == ()


def test_every_library_is_found_here() -> None:
    """The set-up brought them all; a name that Debian does not have would show."""
    assert preflight.missing_packages({Part.WINDOW, Part.X11, Part.PREVIEW}) == ()


def test_preflight_does_not_import_qt() -> None:
    code = (
        "import sys; from sgdesk.ui.preflight import require_window;"
        "require_window({'QT_QPA_PLATFORM': 'offscreen'}); print('PySide6' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("display", "sentence"),
    [("", "There is no display here."), (NOWHERE, f"The display {NOWHERE} does not answer.")],
)
def test_start_without_a_display_ends_in_a_sentence(display: str, sentence: str) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}

    done = subprocess.run(
        [sys.executable, "-m", "sgdesk"],
        env=environ | {"DISPLAY": display, "WAYLAND_DISPLAY": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2, "Qt aborts with SIGABRT, -6"
    assert sentence in done.stderr
    assert "Qt" not in done.stderr


def test_preview_as_root_needs_the_sandbox_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    assert not preflight.can_preview({})
    assert preflight.can_preview({"QTWEBENGINE_DISABLE_SANDBOX": "1"})
    assert preflight.can_preview({"QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox"})


def test_preview_of_an_ordinary_user_needs_its_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert preflight.can_preview({})

    monkeypatch.setitem(preflight.LIBRARIES, Part.PREVIEW, {"libno-such.so.1": "libno-such1"})

    assert not preflight.can_preview({})


def test_preview_needs_shared_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(os, "access", lambda path, mode: path != "/dev/shm")

    assert not preflight.can_preview({})


@pytest.mark.parametrize(
    ("libraries", "packages"),
    [
        (["libxcb-cursor.so.0"], "libxcb-cursor0"),
        (["libxcb-icccm.so.4", "libxcb-keysyms.so.1"], "libxcb-icccm4 libxcb-keysyms1"),
        (["libEGL.so.1"], "libegl1"),
    ],
)
def test_start_without_a_library_names_its_package(
    libraries: list[str], packages: str, tmp_path: Path
) -> None:
    """The loader meets an empty file in each library's place, for this process alone."""
    for name in libraries:
        (tmp_path / name).touch()
    environ = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}

    done = subprocess.run(
        [sys.executable, "-m", "sgdesk", "gui"],
        env=environ | {"DISPLAY": NOWHERE, "LD_LIBRARY_PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2, done.stderr
    assert f"sudo apt install {packages}" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
