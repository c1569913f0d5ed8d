"""The handle on the local SendGrid's process."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sgdesk.errors import SandboxError
from sgdesk.sandbox.process import SandboxProcess, child_environment


async def _start_and_close() -> tuple[int | None, bool, bool]:
    async with await SandboxProcess.start() as sandbox:
        existed = sandbox.info.ca_file.exists()
        ca_file = sandbox.info.ca_file
    return sandbox.returncode, existed, ca_file.exists()


def test_child_ends_cleanly_and_takes_its_certificates_with_it() -> None:
    assert asyncio.run(_start_and_close()) == (0, True, False)


def test_child_can_be_started_from_a_loop_in_another_thread() -> None:
    results: list[object] = []
    thread = threading.Thread(target=lambda: results.append(asyncio.run(_start_and_close())))
    thread.start()
    thread.join(timeout=30)

    assert results == [(0, True, False)]


def test_closing_twice_is_harmless() -> None:
    async def close_twice() -> int | None:
        sandbox = await SandboxProcess.start()
        await sandbox.aclose()
        await sandbox.aclose()
        return sandbox.returncode

    assert asyncio.run(close_twice()) == 0


def test_handle_can_be_closed_from_another_loop_than_it_was_started_on() -> None:
    sandbox = asyncio.run(SandboxProcess.start())
    asyncio.run(sandbox.aclose())

    assert sandbox.returncode == 0


def test_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    program = (
        "import asyncio, os, signal\n"
        "from sgdesk.sandbox.process import SandboxProcess\n"
        "async def main():\n"
        "    sandbox = await SandboxProcess.start()\n"
        "    print(sandbox.info.pid, sandbox.info.ca_file, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())\n"
    )
    parent = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False
    )
    _, ca_file = parent.stdout.split()

    deadline = threading.Event()
    for _ in range(200):
        if not Path(ca_file).exists():
            break
        deadline.wait(0.05)
    assert not Path(ca_file).exists()


def test_taken_port_is_named_in_the_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(SandboxError, match=rf"port {port}"):
            asyncio.run(SandboxProcess.start(["--port-base", str(port)]))


def test_address_beyond_loopback_needs_expose_and_exits_2() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "sgdesk.sandbox", "--host", "0.0.0.0"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert ended.returncode == 2
    assert "--expose" in ended.stderr
    assert ended.stdout == ""


def test_host_of_another_computer_is_refused_with_what_to_give() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "sgdesk.sandbox", "--host", "192.0.2.1", "--expose"],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )

    assert ended.returncode == 2
    assert ended.stderr.endswith("Give --host an address of this computer.\n")
    assert "Errno" not in ended.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_ends_the_foreground_command(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "sgdesk.sandbox"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.send_signal(number)
        rest = child.stdout.read(), child.stderr.read()

    assert (child.returncode, *rest) == (0, b"", b"")


def test_ctrl_c_that_the_shell_made_ignored_stays_so() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "sgdesk.sandbox"],
        stdout=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        status = Path(f"/proc/{child.pid}/status").read_text().split()
        child.send_signal(signal.SIGTERM)

    assert int(status[status.index("SigIgn:") + 1], 16) >> signal.SIGINT - 1 & 1
    assert child.returncode == 0


def test_signal_during_the_start_leaves_no_folder_behind(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "sgdesk.sandbox"],
        stdout=subprocess.DEVNULL,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    ) as child:
        while child.poll() is None and not list(tmp_path.iterdir()):
            pass
        child.send_signal(signal.SIGTERM)

    assert child.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_child_environment_holds_no_key_under_any_name() -> None:
    canary = "SG." + "c" * 22 + "." + "k" * 43
    environment = {"SENDGRID_API_KEY": canary, "MY_VAR": canary, "PATH": "/bin", "HOME": canary}
    given = child_environment({**environment, "SMTP_PASSWORD": "something else"})

    assert set(given) == {"PATH", "PYTHONPATH"}
    assert given["PATH"] == "/bin"


def test_running_child_has_no_key_in_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    canary = "SG." + "c" * 22 + "." + "k" * 43
    monkeypatch.setenv("SENDGRID_API_KEY", canary)
    monkeypatch.setenv("SOME_OTHER_NAME", canary)

    async def environment_of_child() -> bytes:
        async with await SandboxProcess.start() as sandbox:
            return await asyncio.to_thread(Path(f"/proc/{sandbox.info.pid}/environ").read_bytes)

    if os.name == "posix" and Path("/proc/self/environ").exists():
        assert canary.encode() not in asyncio.run(environment_of_child())
