"""A test on another computer in words: what is pasted there, what it prints, and from where."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sgdesk.diagnose.elsewhere.lines import Shell
from sgdesk.diagnose.elsewhere.tested import Elsewhere
from sgdesk.present.diagnosis import diagnosis_json
from sgdesk.present.diagnosis_run import others_words
from sgdesk.routing import is_loopback

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
STEPS = (
    "Choose what the other computer runs, and copy the lines",
    "Paste them there",
    "Copy all that they print, and paste it here",
)
PASTE_BACK = "Paste what the lines printed, from sg001 to the line that says end"
OF_ANOTHER = "Another computer, not this one"
FROM_HERE = "The practice inbox is on this computer alone, so the lines test SendGrid itself."
HOW_BACK = "Bring what they print back: sgdesk diagnose --from-another FILE"


def lines_for_words(hosts: Sequence[str], account: str, *, others: bool) -> str:
    """Say which servers the lines test, and for whom."""
    whose = f", for {account}" if account else ""
    also = f" {others_words()}" if others else ""
    own = next((host for host in hosts if is_loopback(host)), "")
    there = f" There {own} is that computer, not this one." if own else ""
    return f"The lines test {' and '.join(dict.fromkeys(hosts))}{whose}.{there}{also}"


def age_words(elsewhere: Elsewhere, now: datetime) -> str:
    """Say how old a test is that is not of today; nothing of a fresh one."""
    days = (now - elsewhere.tested_at) // timedelta(days=1)
    if days < 1:
        return ""
    ago = "yesterday" if days == 1 else f"{days} days ago"
    return f" That was {ago}: run the lines again to see how it is now."


def tested_line(elsewhere: Elsewhere) -> str:
    """Say where and when it was tested, and whose "here" the findings mean."""
    hosts = ", ".join(dict.fromkeys(target.host for target in elsewhere.diagnosis.targets))
    several = (
        f" The text holds {elsewhere.tests} tests; this is the last whole one."
        if elsewhere.tests > 1
        else ""
    )
    system, at = SHELL_NAMES[elsewhere.shell], f"{elsewhere.tested_at:%Y-%m-%d %H:%M:%S} UTC"
    return (
        f"Tested on another computer ({system}), at {at} by its "
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
