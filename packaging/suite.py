"""Run every check in order, in a scrubbed environment, and sum up."""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import environment
import machine
import start
from environment import CHECKOUT
from steps import SetupError, quietly, say, step

PROGRAMS = {
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "gnome-keyring-daemon": "gnome-keyring",
    "dbus-run-session": "dbus",
    "postfix": "postfix",
    "saslpasswd2": "sasl2-bin",
    "swaks": "swaks",
    "zsh": "zsh",
    "curl": "curl",
    "nginx": "nginx-light",
    "tcpdump": "tcpdump",
    "ip": "iproute2",
    "nft": "nftables",
    "ps": "procps",
    "openssl": "openssl",
    "nc": "netcat-openbsd",
    "busybox": "busybox-static",
    "shellcheck": "shellcheck",
    "cc": "gcc",
    "node": "nodejs",
    "npm": "npm",
}
"""What the tests start, and the Debian package that has it."""

LIBRARIES = (
    "libsasl2-modules",  # Postfix checks PLAIN and LOGIN with it
    "libnet-ssleay-perl",  # swaks speaks TLS with it
    "ca-certificates",
    "libc6-dev",
    "python3-pyatspi",  # the window as a screen reader sees it
    "at-spi2-core",
    "libssl-dev",  # the C sink that benchmarks send to
)
SYSTEM_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin"
"""Debian keeps servers here, outside an ordinary user's PATH."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One check: a command of the environment's, and what it needs."""

    name: str
    command: tuple[str, ...]
    environ: tuple[tuple[str, str], ...] = ()
    needs_root: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """How a stage ended; `passed` is None when this machine cannot run it."""

    stage: Stage
    passed: bool | None
    seconds: float
    closing: str


PYTEST = ("pytest", "-q", "-p", "no:cacheprovider")
BESIDE = (*PYTEST, "-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")
"""A test at a time for each processor."""
WAITING = (*PYTEST, "-n", "3", "--dist", "worksteal")
"""More than there may be processors: these wait for processes and sockets now and then."""
NETWORKS = (*PYTEST, "-n", "3", "--dist", "loadfile")
"""A file's tests share its networks, and mostly wait for them."""
NO_SCREEN = (("QT_QPA_PLATFORM", "offscreen"),)
STAGES = (
    Stage("format", ("ruff", "format", "--check")),
    Stage("lint", ("ruff", "check")),
    Stage("types", ("mypy",)),
    Stage("imports", ("lint-imports", "--no-logo")),
    Stage("unit", (*BESIDE, "tests/unit")),
    Stage("contract", (*WAITING, "-m", "not measures", "tests/contract")),
    Stage("gui", (*BESIDE, "-m", "not measures", "tests/gui"), NO_SCREEN),
    Stage("alone", (*PYTEST, "-m", "measures", "tests/contract", "tests/gui"), NO_SCREEN),
    Stage("lab", (*NETWORKS, "tests/lab"), needs_root=True),
)


def main(arguments: Sequence[str]) -> int:
    """Run the stages named, or all; 0 when every one that ran passed."""
    unknown = set(arguments) - {stage.name for stage in STAGES}
    if unknown:
        say(
            f"No such stage: {', '.join(sorted(unknown))}. "
            f"There are: {', '.join(stage.name for stage in STAGES)}."
        )
        return 2
    chosen = [stage for stage in STAGES if not arguments or stage.name in arguments]
    # What a shell starts in the background ignores Ctrl-C, and so would the programs under test.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        python = _prepare()
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="sgdesk-test-", ignore_cleanup_errors=True) as home:
            results = [_run(stage, python, Path(home)) for stage in chosen]
    except SetupError as error:
        say(str(error))
        return 2
    except KeyboardInterrupt:
        return 130
    return _sum_up(results, time.monotonic() - begun)


def _prepare() -> Path:
    """Bring all that the checks need: what is not in Python, while pip brings what is."""
    with ThreadPoolExecutor() as threads:
        tools = threads.submit(_bring_tools)
        try:
            python = environment.prepare(["preview", "dev"])
        except SetupError as error:
            if tools.done():
                raise
            # apt and npm are not broken off in the middle; nobody need wait for them to know.
            say(f"\n{error}\nThis is the end, when what was begun beside it has ended.")
            raise SetupError("The environment of the checks is not ready; see above.") from error
        except KeyboardInterrupt:
            say("\nStopping, when what was begun has ended.")
            raise
    tools.result()
    if packages := start.screen(python).packages:
        machine.install(packages, why="libraries of the window and its preview")
    return python


def _bring_tools() -> None:
    if packages := _missing_programs():
        machine.install(packages, why="what the tests start")
    for manifest in sorted(CHECKOUT.glob("tests/**/package-lock.json")):
        if "node_modules" not in manifest.parts:
            _bring_node_packages(manifest.parent)


def _missing_programs() -> list[str]:
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), SYSTEM_FOLDERS))
    programs = [package for name, package in PROGRAMS.items() if not shutil.which(name, path=path)]
    libraries = machine.not_installed(LIBRARIES) if machine.have_apt() else ()
    return [*programs, *libraries]


def _bring_node_packages(folder: Path) -> None:
    """Install what `package-lock.json` in `folder` pins, once for each content of that file."""
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules" / ".sgdesk-setup"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == lock:
        return
    with step(f"installing the pinned Node packages of {folder.relative_to(CHECKOUT)}"):
        quietly(
            ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"),
            otherwise=f"The Node packages of {folder} could not be installed.",
            remedy="Check the network, then start again.",
            cwd=folder,
        )
    stamp.write_text(lock, encoding="utf-8")


def _run(stage: Stage, python: Path, home: Path) -> Result:
    say(f"\n== {stage.name}: {' '.join(stage.command)}")
    obstacle = _lab_obstacle() if stage.needs_root else ""
    if obstacle:
        say(f"Not run: {obstacle}")
        return Result(stage, None, 0, obstacle)
    begun = time.monotonic()
    command = (str(python.with_name(stage.command[0])), *stage.command[1:])
    code, closing = stream(command, stage_environment(stage, home))
    return Result(stage, code == 0, time.monotonic() - begun, closing)


def _lab_obstacle() -> str:
    """Say why the lab cannot run here; it builds networks of its own and captures packets."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "the lab makes network namespaces and captures packets, which only root may."
    # `ip netns` needs a mount namespace too, which a bare chroot has no root mount for.
    tried = subprocess.run(
        ["unshare", "--net", "--mount", "true"], capture_output=True, text=True, check=False
    )
    if tried.returncode:
        return f"the lab needs network and mount namespaces, and: {tried.stderr.strip()}"
    if not Path("/dev/net/tun").exists():
        return "the lab carries packets through /dev/net/tun, which is not here."
    return ""


def stream(command: Sequence[str], environ: dict[str, str]) -> tuple[int, str]:
    """Run `command`, show its output as it comes; give its exit code and last line.

    It leads a process group of its own, so that nothing it started outlives it
    or keeps the output open.
    """
    process = subprocess.Popen(
        command,
        cwd=CHECKOUT,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    last = [""]

    def show() -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                print(line, end="", flush=True)
                last[0] = line.strip() or last[0]

    reader = threading.Thread(target=show, daemon=True)
    reader.start()
    try:
        code = process.wait()
    finally:
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        reader.join(5)
    return code, last[0]


def stage_environment(stage: Stage, home: Path) -> dict[str, str]:
    """Give the tests a home of their own and none of the caller's proxies, keys and settings."""
    environ = {
        "PATH": os.pathsep.join((os.environ.get("PATH", os.defpath), SYSTEM_FOLDERS)),
        "LC_ALL": "C.UTF-8",
        "HOME": str(home),
        "SGDESK_CONFIG_DIR": str(home / "config"),
        "SGDESK_DATA_DIR": str(home / "data"),
        "XDG_RUNTIME_DIR": str(home / "runtime"),
        "HYPOTHESIS_PROFILE": "ci",
        # A window that crashes in Qt says where.
        "PYTHONFAULTHANDLER": "1",
        # Outside the checkout, and once: most tests start processes of their own.
        "PYTHONPYCACHEPREFIX": str(home / "bytecode"),
    }
    (home / "runtime").mkdir(mode=0o700, exist_ok=True)
    for name in ("CI", "TERM", "TMPDIR", "SYSTEMROOT"):
        if name in os.environ:
            environ[name] = os.environ[name]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Chromium refuses to start its own sandbox as root.
        environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    return environ | dict(stage.environ)


def _sum_up(results: Sequence[Result], seconds: float) -> int:
    say("")
    words = {True: "passed", False: "FAILED", None: "not run"}
    for result in results:
        word = words[result.passed]
        say(f"{result.stage.name:9} {word:8} {result.seconds:6.1f} s  {result.closing}")
    failed = [result.stage.name for result in results if result.passed is False]
    passed = "All passed" if all(result.passed for result in results) else "All that can run passed"
    say(f"\n{'FAILED: ' + ', '.join(failed) if failed else passed} in {seconds:.0f} s")
    return 1 if failed else 0
