"""Real key stores for tests: GNOME Keyring on a D-Bus of its own, open, locked, or silent."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

Mood = Literal["open", "locked", "silent"]
PASSWORD = b"correct horse battery"
TRIES, PAUSE_S = 400, 0.05
_BUS = """
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
"""A session bus that starts nothing by itself.

The system's own starts a second key store, with no keyring, for whoever asks before ours
has taken its name; ours then yields to it.
"""
_SILENT = """
import sys
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
from jeepney.bus_messages import message_bus
bus = open_dbus_connection(bus=sys.argv[1])
bus.send_and_get_reply(message_bus.RequestName("org.freedesktop.secrets"))
print("ready", flush=True)
while True:
    bus.receive()
"""
"""Takes the key store's name on the bus, reads every call, and answers none."""


@contextmanager
def secret_service(folder: Path, mood: Mood) -> Iterator[dict[str, str]]:
    """Run a key store; give the variables that lead a program to it."""
    with ExitStack() as stack:
        environ = {"XDG_DATA_HOME": str(folder / "data"), "XDG_RUNTIME_DIR": str(folder / "run")}
        (folder / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
        environ["DBUS_SESSION_BUS_ADDRESS"] = stack.enter_context(_bus(environ))
        if mood == "silent":
            stack.enter_context(_silent(environ))
        else:
            # The first unlocking makes the keyring that a later start finds locked.
            with _keyring(environ, unlock=True):
                if mood == "open":
                    yield environ
                    return
            stack.enter_context(_keyring(environ, unlock=False))
        yield environ


@contextmanager
def _bus(environ: dict[str, str]) -> Iterator[str]:
    config = Path(environ["XDG_RUNTIME_DIR"]) / "bus.conf"
    config.write_text(_BUS, encoding="utf-8")
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"]
    with _child(command, environ) as bus:
        assert bus.stdout is not None
        yield bus.stdout.readline().decode().strip()


@contextmanager
def _keyring(environ: dict[str, str], *, unlock: bool) -> Iterator[None]:
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
    with _child([*command, *(["--unlock"] if unlock else [])], environ) as daemon:
        assert daemon.stdin is not None
        daemon.stdin.write(PASSWORD if unlock else b"")
        daemon.stdin.close()
        _await_keyring(environ["DBUS_SESSION_BUS_ADDRESS"], locked=not unlock)
        yield


@contextmanager
def _silent(environ: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-c", _SILENT, environ["DBUS_SESSION_BUS_ADDRESS"]]
    with _child(command, environ) as service:
        assert service.stdout is not None
        assert service.stdout.readline() == b"ready\n"
        yield


def _await_keyring(address: str, *, locked: bool) -> None:
    """Wait for the keyring that programs get: it comes after the service's name."""
    state = ("org.freedesktop.DBus.Properties.Get", "string:org.freedesktop.Secret.Collection")
    whom = ("--print-reply", "--dest=org.freedesktop.secrets")
    command = (*whom, "/org/freedesktop/secrets/aliases/default", *state, "string:Locked")
    wanted = b"boolean true" if locked else b"boolean false"
    asked = None
    for _ in range(TRIES):
        asked = subprocess.run(
            ["dbus-send", f"--bus={address}", *command], capture_output=True, check=False
        )
        if wanted in asked.stdout:
            return
        time.sleep(PAUSE_S)
    raise AssertionError(f"the key store was not ready in {TRIES * PAUSE_S:.0f} s: {asked}")


@contextmanager
def _child(command: list[str], environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environ},
    ) as child:
        try:
            yield child
        finally:
            child.kill()
