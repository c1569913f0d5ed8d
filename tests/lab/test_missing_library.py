"""A system library is hidden from the program, as on a machine that never had it."""

import os
import subprocess
import sys

import pytest

HIDE_AND_START = """
for library in "$@"; do
  for file in $(ldconfig -p | sed -n "s|.*=> \\(.*/$library\\)$|\\1|p"); do
    mount --bind /dev/null "$(readlink -f "$file")" || exit 99
  done
done
exec "$PYTHON" -m sgdesk gui
"""
"""Runs in a mount namespace of its own: nobody else sees the library go."""


def start_without(*libraries: str, display: str) -> subprocess.CompletedProcess[str]:
    """Start the window on a machine that lacks `libraries`."""
    environ = os.environ | {"PYTHON": sys.executable, "DISPLAY": display}
    environ.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(
        ["unshare", "--mount", "sh", "-c", HIDE_AND_START, "sh", *libraries],
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("libraries", "packages"),
    [
        (["libxcb-cursor.so.0"], "libxcb-cursor0"),
        (["libxcb-icccm.so.4", "libxcb-keysyms.so.1"], "libxcb-icccm4 libxcb-keysyms1"),
        (["libEGL.so.1"], "libegl1"),
    ],
)
def test_start_without_a_library_names_its_package(libraries: list[str], packages: str) -> None:
    done = start_without(*libraries, display=":9987")

    assert done.returncode == 2, done.stderr
    assert f"Run: sudo apt install {packages}" in done.stderr
    assert "Traceback" not in done.stderr
