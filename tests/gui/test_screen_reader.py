"""A mail written, sent and found by somebody who sees nothing, through AT-SPI."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.house import CHECKOUT
from tests.support.xvfb import x_server

_SESSION = """
/usr/libexec/at-spi-bus-launcher --launch-immediately &
"$1" -m sgdesk &
window=$!
/usr/bin/python3 "$2"
told=$?
kill -TERM $window
wait $window
exit $told
"""


def test_a_mail_is_written_sent_and_found_through_at_spi(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    with x_server() as display:
        done = subprocess.run(
            [
                *("dbus-run-session", "--", "bash", "-c", _SESSION, "session"),
                *(sys.executable, CHECKOUT / "tests" / "gui" / "screen_reader.py"),
            ],
            env=environ
            | {
                "DISPLAY": display,
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                "SGDESK_CONFIG_DIR": str(tmp_path / "config"),
                "SGDESK_DATA_DIR": str(tmp_path / "data"),
                "PYTHONPATH": str(CHECKOUT),
            },
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    assert done.stdout.endswith("done\n"), done.stderr
