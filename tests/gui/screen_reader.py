"""One journey through AT-SPI alone, as a screen reader sees and drives the window.

Run by the system's own Python inside a session bus of its own, with what leads an account to
a server that is not SendGrid's, and a key. Prints `done` when a mail was written, sent, heard
of and found in Results, each view with its tabs and each sheet was walked through, and the
window was quit with a mail on its way.
"""

import sys
from dataclasses import dataclass

from tests.support.at_spi import (
    DOWN,
    ESCAPE,
    RETURN,
    UP,
    Q,
    default_of,
    find,
    left_out_by_tab,
    listen,
    press,
    sheet_called,
    strike,
    strike_with_control,
    unspoken,
    wait_until,
    wait_until_said,
    windows,
    write,
)

PARTS: dict[str, tuple[str, ...]] = {
    "Start": (),
    "Write": ("Part of the mail", "HTML", "Plain text", "Files", "More", "Write"),
    "Results": ("Part of the", "Conversation", "Answer", "Message", "Copy as", "Steps"),
    "Diagnose": ("Part of the diagnosis", "What was seen", "What was found"),
    "Practice inbox": ("Part of the mail", "Headers", "Source", "Request", "Steps", "View"),
    "Accounts": (),
    "Settings": ("Page of settings", "Sending", "Network", "History", "Shortcuts", "About", "Look"),
}
"""By view: how its tabs are described, and what they are called."""
LAST_OF_MENU = (UP, RETURN)
"""What stands in an open menu is not in the tree: a screen reader hears it as it gets the
keyboard, and its user chooses by key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet that Esc closes: what it is called, and what one presses to open it."""

    title: str
    opened_by: tuple[str, ...] = ()
    keys: tuple[int, ...] = ()
    """What is struck after that."""
    inside: tuple[str, ...] = ()
    """What is pressed in it to see more of it."""
    default: str = ""
    """The button that Return presses."""


SHEETS = (
    Sheet(title="Keyboard shortcuts", opened_by=("Keyboard shortcuts",)),
    Sheet(title="Drafts", opened_by=("Write", "Drafts")),
    Sheet(
        title="Copy as command",
        opened_by=("Write", "More ways to send"),
        keys=(UP, *LAST_OF_MENU),
        inside=("swaks",),
    ),
    # A mail in plain text alone takes no links.
    Sheet(title="Link", opened_by=("Write", "New mail", "Link"), default="Insert"),
    Sheet(
        title="Add a SendGrid key",
        opened_by=("Accounts", "Add a SendGrid key"),
        inside=("only these addresses", "Connection details"),
    ),
    Sheet(title="Simulate", opened_by=("Practice inbox", "Simulate"), default="Start"),
    Sheet(
        title="Delete 2 results?",
        opened_by=("Settings", "History", "Delete history"),
        default="Keep them",
    ),
)
ACCOUNT_SHEETS = (
    Sheet(title="Rename the account", opened_by=("Rename",), default="Rename"),
    Sheet(title="Replace the key", opened_by=("Replace key",)),
    Sheet(title="Remove Work?", opened_by=("Remove",), default="Cancel"),
)


def walk() -> list[str]:
    """Go through every view and its tabs; give what a user would hear nothing of."""
    found: list[str] = []
    for view, parts in PARTS.items():
        press(view)
        found += unspoken(view, windows()[0])
        for part in parts[1:]:
            press(part, parts[0])
            found += unspoken(f"{view}, {part}", windows()[0])
    return found


def walk_sheet(sheet: Sheet) -> list[str]:
    """Open a sheet, go through it, and close it with Esc; give what is wrong with it."""
    for name in sheet.opened_by:
        press(name)
    for key in sheet.keys:
        strike(key)
    found = looked_at(sheet)
    strike(ESCAPE)
    wait_until(lambda: not sheet_called(sheet.title), f"Esc does not close {sheet.title}")
    return found


def looked_at(sheet: Sheet) -> list[str]:
    """Give what is wrong with a sheet that is open."""
    shown = wait_until(lambda: sheet_called(sheet.title), f"no sheet is called {sheet.title}")
    found = unspoken(f"the sheet {sheet.title}", shown)
    for name in sheet.inside:
        press(name)
        found += unspoken(f"the sheet {sheet.title}, {name}", shown)
    default = default_of(shown)
    if default != sheet.default:
        found.append(f"the sheet {sheet.title}: Return presses {default!r}")
    found += [f"the sheet {sheet.title}: Tab leaves out {it}" for it in left_out_by_tab(shown)]
    return found


def narrow(words: str, told: str) -> None:
    """Filter the results, and hear how many are left."""
    write("Filter results", words)
    wait_until_said(told)


def write_mail(to: str) -> None:
    """Write a mail."""
    press("Write")
    write("To", to)
    write("Subject", "Sent without eyes")
    press("Plain text")
    write("Plain text", "Hello Ada")


def practise() -> None:
    """Write a mail to the practice inbox, hear and read what became of it."""
    write_mail("ada@example.com")
    press("Send to practice inbox")
    wait_until_said("Sent to the practice inbox for")
    # Beside so low a mail the newest result is one line.
    find(("push button", "button"), "", "Open this result")
    press("Results")
    find(("table cell",), "Captured")
    press("Send again")
    wait_until_said("This time: Sent to the practice inbox for ada@example.com")
    narrow("nobody", "Nothing matches 'nobody'. What was written in the mails is not searched.")
    narrow("ada", "2 results")
    narrow("", "2 results")
    press("Practice inbox")
    find(("list item",), "Sent without eyes")


def examine() -> None:
    """Test every way, hear the verdict, and read a cell."""
    press("Diagnose")
    press("Start", "Test every way")
    wait_until_said("The practice inbox works by SMTP and by the Web API. Certain.")
    find(("table cell",), "SMTP 587, Encryption: verified")


def ask_about_others() -> list[str]:
    """Have an error explained, and look for what is not spoken in each part of Diagnose."""
    press("Explain an error")
    write("What to explain", "before\nconnect to smtp.sendgrid.net:587: Connection timed out\n")
    wait_until_said("Port 587 does not answer.")
    press("Line 2", "Go to this line")
    found = unspoken("Explain an error", windows()[0])
    press("Test another computer", "Get lines to run")
    press("Windows", "What the other computer runs")
    press("Copy the lines")
    wait_until_said("Copied")
    write("What they printed", "sg001 sgdesk-test 1 sh 2026-01-02T03:04:05Z bash openssl roots\n")
    wait_until_said("The end of the output is missing: it breaks off after the line sg001.")
    found += unspoken("Another computer", windows()[0])
    press("Open a report", "What to diagnose")
    found += unspoken("Open a report", windows()[0])
    press("This computer", "What to diagnose")
    return found


def add_account(connect_to: str, key: str) -> None:
    """Add an account whose key cannot be checked."""
    press("Accounts")
    press("Add a SendGrid key")
    press("Connection details")
    press("Global")
    for field, words in {
        "Key": key,
        "Sender": "sender@example.com",
        "Account name": "Work",
        "Other address": connect_to,
    }.items():
        write(field, words)
    press("Check key")
    wait_until_said("was not checked")
    press("Save unchecked")
    find(("push button",), "Account: Work")


def send_live() -> list[str]:
    """Send to two people, and hear that somebody stands in between."""
    write_mail("ada@example.com, grace@example.net")
    press("Send to 2 people")
    review = Sheet(title="Send 'Sent", default="Back")
    found = [*looked_at(review), *walk_sheet(Sheet(title="Recipients", opened_by=("Show all",)))]
    press("Send to 2 people", "Send it now")
    wait_until_said("This is not SendGrid's certificate")
    return [*found, *walk_sheet(Sheet(title="Certificate", opened_by=("Show certificate",)))]


def quit_while_sending() -> list[str]:
    """Quit with a mail on its way to a server that says nothing."""
    press("SMTP")
    press("Port and encryption")
    for key in (DOWN, DOWN, RETURN):
        strike(key)
    press("Send to 2 people")
    press("Send to 2 people", "Send it now")
    find(("push button",), "Cancel")
    strike_with_control(Q)
    found = walk_sheet(Sheet(title="1 mail is on its way.", default="Wait, then quit"))
    strike_with_control(Q)
    press("Cancel and quit")
    wait_until(lambda: not windows(), "the window does not quit")
    return found


def main() -> None:
    """Write a mail, send it, hear and read what became of it; look at all there is; quit."""
    connect_to, key = sys.argv[1:]
    listen()
    practise()
    examine()
    found = [*ask_about_others(), *walk()]
    for sheet in SHEETS:
        found += walk_sheet(sheet)
    add_account(connect_to, key)
    for sheet in ACCOUNT_SHEETS:
        found += walk_sheet(sheet)
    found += send_live()
    found += quit_while_sending()
    if found:
        sys.exit("\n".join(dict.fromkeys(found)))
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main()
