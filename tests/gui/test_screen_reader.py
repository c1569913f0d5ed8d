"""A mail written, sent and found by somebody who sees nothing, through AT-SPI."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.support.house import CHECKOUT
from tests.support.sandbox import Sandbox
from tests.support.xvfb import x_server

_SESSION = """
/usr/libexec/at-spi-bus-launcher --launch-immediately &
# A window that is there before its manager never gets the keyboard. However long that takes on
# a busy machine, and even if one ends before it has begun, the window waits for it.
manager=
trap 'kill $manager 2>/dev/null' EXIT
until [ -e "$4" ]; do
    [ -n "$manager" ] && kill -0 "$manager" 2>/dev/null || {
        openbox --startup "touch '$4'" &
        manager=$!
    }
    sleep 0.05
done
"$1" -m sgdesk &
window=$!
/usr/bin/python3 -m tests.gui.screen_reader "$2" "$3"
told=$?
[ $told = 0 ] || kill -TERM $window
wait $window || exit
exit $told
"""


def test_a_mail_is_written_sent_and_found_through_at_spi(tmp_path: Path, sandbox: Sandbox) -> None:
    info = sandbox.info
    environ = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    # A server that takes connections and says nothing.
    with x_server() as display, socket.create_server(("127.0.0.1", 0)) as silent:
        places = {
            "api.sendgrid.com:443": info.api_url.rpartition(":")[2].rstrip("/"),
            "smtp.sendgrid.net:587": info.starttls_port,
            "smtp.sendgrid.net:2525": silent.getsockname()[1],
        }
        led_to = " ".join(f"{host}=127.0.0.1:{port}" for host, port in places.items())
        done = subprocess.run(
            [
                *("dbus-run-session", "--", "bash", "-c", _SESSION, "session"),
                *(sys.executable, led_to, info.key, tmp_path / "managed"),
            ],
            env=environ
            | {
                "DISPLAY": display,
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                # The one of the session would ask for a password over the window.
                "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
                "SGDESK_CONFIG_DIR": str(tmp_path / "config"),
                "SGDESK_DATA_DIR": str(tmp_path / "data"),
                "PYTHONPATH": str(CHECKOUT),
            },
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    assert (done.stdout.endswith("done\n"), done.returncode) == (True, 0), done.stderr
