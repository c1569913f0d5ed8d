"""What importing the program must not bring along."""

import subprocess
import sys


def test_httpx_comes_without_its_own_command_line() -> None:
    script = "import sys, sgdesk.transport.webapi; print(sys.modules.get('click'))"

    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert loaded.stdout == "None\n"
