"""A test on another computer in words: what is pasted there, what it prints, and from where."""

from typing import Any

from sgdesk.diagnose.elsewhere.lines import Shell
from sgdesk.diagnose.elsewhere.tested import Elsewhere
from sgdesk.present.diagnosis import diagnosis_json

SHELL_NAMES = {
    Shell.SH: "Linux",
    Shell.POWERSHELL: "Windows",
    Shell.MACOS: "macOS",
}
WHERE_TO_PASTE = {
    Shell.SH: "Paste the lines into a shell on the other computer, and press Enter.",
    Shell.POWERSHELL: "Paste the lines into Windows PowerShell or PowerShell 7 on the other "
    "computer, and press Enter.",
    Shell.MACOS: "Paste the lines into Terminal on the other Mac, and press Enter.",
}
WHAT_THEY_DO = (
    "They look the servers' names up, connect to each port and hear how it answers. They send no "
    "mail, show no key, write no file, and need no rights of an administrator."
)
WHAT_THEY_PRINT = (
    "What they print holds the time, which tools were there, the servers' names and addresses, "
    "and what each server answered. Nothing else is in it: neither the name of that computer or "
    "of its user nor an address of its own, unless a server repeats one as it refuses."
)
HOW_BACK = "Bring what they print back: sgdesk diagnose --from-another FILE"


def tested_line(elsewhere: Elsewhere) -> str:
    """Say where and when it was tested, and whose "here" the findings mean."""
    hosts = ", ".join(dict.fromkeys(target.host for target in elsewhere.diagnosis.targets))
    several = (
        f" The text holds {elsewhere.tests} tests; this is the last whole one."
        if elsewhere.tests > 1
        else ""
    )
    return (
        f"Tested on another computer, at {elsewhere.tested_at:%Y-%m-%d %H:%M:%S} UTC by its "
        f'clock: {hosts}. Where it says "here" or "this computer", that one is meant.{several}'
    )


def elsewhere_json(elsewhere: Elsewhere) -> dict[str, Any]:
    """Give the `--json` document: that of a run of our own, and where it was tested."""
    tested = {
        "at": elsewhere.tested_at.isoformat().replace("+00:00", "Z"),
        "shell": elsewhere.shell.value,
        "tests": elsewhere.tests,
    }
    return {**diagnosis_json(elsewhere.diagnosis), "from_another": tested}
