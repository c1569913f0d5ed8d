"""The lines for another computer, run by real shells that lack one tool or another."""

import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sgdesk.diagnose.elsewhere.lines import Shell, lines_for
from sgdesk.diagnose.elsewhere.reading import read_elsewhere
from sgdesk.diagnose.finding import Certainty
from sgdesk.diagnose.observation import Probe, Result, Role, Target
from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.errors import InputError
from sgdesk.route import Tls
from sgdesk.sandbox.process import SandboxInfo
from tests.support.elsewhere import tools
from tests.support.sandbox import Sandbox

LINES = {
    shell: lines_for(shell, [Target(role=Role.API, host="api.example", port=443, tls=Tls.IMPLICIT)])
    for shell in Shell
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What another computer has."""

    name: str
    shell: tuple[str, ...]
    more: tuple[str, ...] = ()
    tests_tls: bool = True


MACHINES = (
    Machine(name="debian", shell=("dash",), more=("bash", "openssl")),
    Machine(name="debian with curl", shell=("dash",), more=("bash", "curl")),
    Machine(name="bare debian", shell=("dash",), more=("bash",), tests_tls=False),
    Machine(name="bash at once", shell=("bash",), more=("bash", "openssl", "curl", "nc")),
    Machine(name="alpine", shell=("busybox", "sh"), tests_tls=False),
    Machine(name="alpine with openssl", shell=("busybox", "sh"), more=("openssl",)),
    Machine(name="only nc", shell=("dash",), more=("nc",), tests_tls=False),
    Machine(name="only openssl", shell=("dash",), more=("openssl",)),
    Machine(name="only curl", shell=("dash",), more=("curl",)),
)


def target(port: int, tls: Tls, host: str, role: Role = Role.SMTP) -> Target:
    return Target(role=role, host=host, port=port, tls=tls)


def ways(info: SandboxInfo) -> list[Target]:
    """Give what a local SendGrid has, at its name."""
    api = urlsplit(info.api_url)
    assert api.port is not None
    return [
        target(api.port, Tls.IMPLICIT, "localhost", Role.API),
        target(info.starttls_port, Tls.STARTTLS, "localhost"),
        target(info.tls_port, Tls.IMPLICIT, "localhost"),
    ]


def run(machine: Machine, folder: Path, targets: list[Target], ca_file: Path | str = "") -> str:
    """Paste the lines into a shell, and give what it printed."""
    busybox = machine.shell[0] == "busybox"
    # Busybox has an nc of its own.
    path = tools(folder / "bin", *(("nc",) if busybox else ()), busybox=busybox)
    tools(folder / "bin", *machine.more)
    shell = shutil.which(machine.shell[0])
    assert shell is not None
    done = subprocess.run(
        [shell, *machine.shell[1:]],
        input=f"cd {folder / 'work'}\n{lines_for(Shell.SH, targets)}",
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": path, "SSL_CERT_FILE": str(ca_file), "HOME": str(folder)},
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout


def judged(text: str) -> Diagnosis:
    return read_elsewhere(text).diagnosis


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place for the shell to stand in, empty."""
    (tmp_path / "work").mkdir()
    return tmp_path


@pytest.mark.parametrize("machine", MACHINES, ids=lambda each: each.name)
def test_a_network_without_a_fault_is_told_as_far_as_the_tools_reach(
    sandbox: Sandbox, machine: Machine, folder: Path
) -> None:
    found = judged(run(machine, folder, ways(sandbox.info), sandbox.info.ca_file))
    assert not found.findings
    assert found.verdict.use is not None
    certainty = Certainty.CERTAIN if machine.tests_tls else Certainty.LIKELY
    assert found.verdict.certainty is certainty
    results = {o.result for o in found.observations if o.probe is Probe.TLS}
    assert results == {Result.OK if machine.tests_tls else Result.NOT_TESTED}
    # Nothing was written, and nobody was mailed or asked with a key.
    assert list((folder / "work").iterdir()) == []
    assert not sandbox.inbox()


@pytest.mark.parametrize("machine", MACHINES, ids=lambda each: each.name)
def test_a_port_that_refuses_is_told_by_every_tool(machine: Machine, folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        found = judged(run(machine, folder, [target(port, Tls.STARTTLS, "localhost")]))
    (refused,) = [o for o in found.observations if o.probe is Probe.CONNECT]
    assert refused.result is Result.REFUSED
    assert found.findings[0].id == "D-TCP-2"


@pytest.mark.parametrize("machine", MACHINES[:3], ids=lambda each: each.name)
def test_a_server_that_takes_connections_and_is_silent_is_told(
    machine: Machine, folder: Path
) -> None:
    with silent_server() as port:
        found = judged(run(machine, folder, [target(port, Tls.STARTTLS, "localhost")]))
    assert found.findings[0].id == "D-SMTP-1"


@contextmanager
def silent_server() -> Iterator[int]:
    """Take connections and say nothing."""
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_take, args=(server, held))
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
            for each in held:
                each.close()


def _take(server: socket.socket, held: list[socket.socket]) -> None:
    try:
        while True:
            held.append(server.accept()[0])
    except OSError:
        return


def test_a_certificate_of_nobody_is_told(sandbox: Sandbox, folder: Path) -> None:
    found = judged(
        run(MACHINES[0], folder, ways(sandbox.info), "/etc/ssl/certs/ca-certificates.crt")
    )
    assert found.findings[0].id == "D-TLS-3"


def test_what_is_printed_names_neither_the_computer_nor_its_user(
    sandbox: Sandbox, folder: Path
) -> None:
    text = run(MACHINES[0], folder, ways(sandbox.info), sandbox.info.ca_file)
    assert text.isascii()
    assert socket.gethostname() not in text.replace("localhost", "")
    assert str(folder) not in text


def test_the_shell_is_left_as_it_was(folder: Path) -> None:
    lines = lines_for(Shell.SH, [target(9, Tls.STARTTLS, "localhost")])
    path = tools(folder / "bin", "bash")
    asked = "set; cd .; jobs; echo kept $KEPT"
    done = subprocess.run(
        ["bash", "--norc"],
        input=f"KEPT=yes\n{lines}\n{asked}\n",
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": path},
        timeout=60,
    )
    after = done.stdout.partition(" characters\n")[2]
    assert after.endswith("kept yes\n")
    names = {line.partition("=")[0] for line in after.splitlines()}
    assert not names & {"K", "T", "S", "R", "W", "N", "H", "limit () ", "say () "}


@pytest.mark.parametrize("shell", Shell, ids=lambda each: each.value)
def test_lines_survive_being_pasted(shell: Shell) -> None:
    text = LINES[shell]
    assert text.isascii()
    assert max(map(len, text.splitlines())) < 1000
    assert "\t" not in text
    # An empty line ends what is typed into PowerShell.
    assert "" not in text.splitlines()
    assert "@" not in text.replace("@(", "").replace("@{", "").replace("$@", "")
    # Patterns that look for an opening brace have none that closes it.
    code = text.replace("[{<]", "")
    for opening, closing in ("()", "{}") if shell is Shell.POWERSHELL else ("{}",):
        assert code.count(opening) == code.count(closing)


def test_lines_for_a_shell_hold_nothing_that_an_interactive_one_expands() -> None:
    text = LINES[Shell.SH]
    # What ends a line is no history expansion, whatever the quotes around it.
    assert not re.search("!.", text)
    # All of it is two words in single quotes, so that zsh and fish read it as sh does.
    assert text.count("'") == 4
    assert "MAIL FROM" not in text


def test_shellcheck_has_nothing_to_say(folder: Path) -> None:
    body = LINES[Shell.SH].split("'")[3]
    # Words are split on purpose; /dev/tcp and EPOCHREALTIME stand where bash was found.
    allowed = "SC2043,SC2059,SC2086,SC2209,SC3025,SC3028"
    file = folder / "lines.sh"
    file.write_text(body, encoding="utf-8")
    done = subprocess.run(
        ["shellcheck", "--shell=sh", f"--exclude={allowed}", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("host", ["a'b", "x;id", "$(id)", "mü.example", "a b", "-h", "", "x\ny"])
def test_a_host_that_a_shell_would_read_otherwise_never_gets_into_the_lines(host: str) -> None:
    for shell in Shell:
        with pytest.raises(InputError):
            lines_for(shell, [target(25, Tls.STARTTLS, host)])
