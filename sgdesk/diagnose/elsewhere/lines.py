"""The lines that test on another computer; they print what `paste.py` reads.

They say no MAIL FROM, hold no key, write no file and need no rights of an administrator.
Source: POSIX Shell and Utilities; bash's manual, Redirections, for /dev/tcp; .NET Framework 4.5,
which Windows PowerShell 5.1 has.
"""

import re
from collections.abc import Sequence
from enum import Enum

from sgdesk.diagnose.observation import Role, Target
from sgdesk.errors import InputError
from sgdesk.resources import resource_path
from sgdesk.route import Tls

VERSION = 1
"""Of what the lines print."""
_PLAIN_HOST = re.compile(r"[A-Za-z0-9._:-]{1,253}")


class Shell(Enum):
    """Where the lines are to be pasted."""

    SH = "sh"
    """Linux and other Unix, whatever the shell."""
    POWERSHELL = "powershell"
    """Windows PowerShell 5.1, and PowerShell 7."""
    MACOS = "macos"


def lines_for(shell: Shell, targets: Sequence[Target]) -> str:
    """Give the lines that test `targets`; raises `InputError` for a host that is no plain name."""
    ways = {(t.host, t.port): t for t in (*targets, *_doors(targets))}
    for host, _ in ways:
        if not _PLAIN_HOST.fullmatch(host) or host.startswith("-"):
            raise InputError(
                f"{host!r} cannot be tested on another computer.",
                why="Only letters, digits, dots and dashes can stand in the lines.",
                remedy="Write the name in its ASCII form.",
            )
    name = "lines.ps1" if shell is Shell.POWERSHELL else "lines.sh"
    text = resource_path("elsewhere", name).read_text(encoding="utf-8")
    rows = [
        f"{number} {t.role.value} {t.host} {t.port} {t.tls.value}"
        for number, t in enumerate(ways.values(), start=10)
    ]
    hosts = dict.fromkeys(t.host for t in ways.values())
    return (
        text.replace("@WAYS@", "\n".join(rows))
        .replace("@HOSTS@", " ".join(hosts))
        .replace("@VERSION@", str(VERSION))
    )


def _doors(targets: Sequence[Target]) -> list[Target]:
    """Give the Web API's door without encryption, as a run of our own tries it."""
    return [
        Target(role=Role.WEB, host=t.host, port=80, tls=Tls.PLAIN)
        for t in targets
        if t.role is Role.API and t.port == 443 and t.means_sendgrid
    ]
