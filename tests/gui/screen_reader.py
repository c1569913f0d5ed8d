"""One journey through AT-SPI alone, as a screen reader sees and drives the window.

Run by the system's own Python, which has `pyatspi`, inside a session bus of its
own; prints `done` when a mail was written, sent and found in Results, and each view and
its tabs were walked through. Knows the window by role and name only, never by an object's name
in the program.
"""

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import Any

import pyatspi  # type: ignore[import-not-found]  # Debian's python3-pyatspi
from gi.repository import GLib  # type: ignore[import-not-found]  # comes with it

LIMIT_S = 40
BUTTONS = ("push button", "radio button", "check box")
USED = (*BUTTONS, "toggle button", "text", "password text", "table", "list", "combo box", "menu")
"""Roles of what one uses; cells and items are named by what stands in them."""
PARTS: dict[str, tuple[str, ...]] = {
    "Start": (),
    "Write": ("Part of the mail", "HTML", "Plain text", "Files", "More", "Write"),
    "Results": ("Part of the", "Conversation", "Answer", "Message", "Copy as", "Steps"),
    "Practice inbox": ("Part of the mail", "Headers", "Source", "Request", "Steps", "View"),
    "Accounts": (),
    "Settings": ("Page of settings", "Sending", "Network", "History", "Shortcuts", "About", "Look"),
}
"""By view: how its tabs are described, and what they are called."""


def everything(root: Any) -> Iterator[Any]:
    """Give what is shown, from the top down."""
    for child in root:
        # What has gone meanwhile answers no more.
        with contextlib.suppress(GLib.GError):
            if child is not None and is_in_sight(child):
                yield child
                yield from everything(child)


def is_in_sight(thing: Any) -> bool:
    """Say whether a user who sees would see it."""
    return bool(thing.getState().contains(pyatspi.STATE_SHOWING) or thing.getRoleName() == "frame")


def find(roles: tuple[str, ...], name: str, described: str = "") -> Any:
    """Wait for the first thing in sight of a role whose name, and description, begin so."""
    begun = time.monotonic()
    while time.monotonic() - begun < LIMIT_S:
        for application in pyatspi.Registry.getDesktop(0):
            if application is None or application.name != "sgdesk":
                continue
            for found in everything(application):
                is_wanted = found.getRoleName() in roles and found.name.startswith(name)
                if is_wanted and found.description.startswith(described):
                    return found
        time.sleep(0.1)
    sys.exit(f"nothing in sight is a {' or '.join(roles)} called {name!r}")


def press(name: str, described: str = "") -> None:
    """Do what a screen reader does on its user's Enter."""
    find(BUTTONS, name, described).queryAction().doAction(0)


def write(name: str, words: str) -> None:
    """Fill a field."""
    find(("text",), name).queryEditableText().setTextContents(words)


def unspoken(where: str) -> list[str]:
    """Name what is in sight and has no name, or no description where it needs one."""
    found: list[str] = []
    for application in pyatspi.Registry.getDesktop(0):
        if application is None or application.name != "sgdesk":
            continue
        for thing in everything(application):
            role = thing.getRoleName()
            is_used = thing.getState().contains(pyatspi.STATE_FOCUSABLE) and role in USED
            if is_used and not thing.name:
                found.append(
                    f"{where}: a {role} without a name, described as {thing.description!r}"
                )
            elif is_used and not thing.description:
                found.append(f"{where}: the {role} {thing.name!r} has no description")
    return found


def walk() -> list[str]:
    """Go through every view and its tabs; give what a user would hear nothing of."""
    found: list[str] = []
    for view, parts in PARTS.items():
        press(view)
        found += unspoken(view)
        for part in parts[1:]:
            press(part, parts[0])
            found += unspoken(f"{view}, {part}")
    return found


def main() -> None:
    """Write a mail, send it, read what became of it; then look at all there is."""
    press("Write")
    write("To", "ada@example.com")
    write("Subject", "Sent without eyes")
    press("Plain text")
    write("Plain text", "Hello Ada")
    press("Send to practice inbox")
    find(("table cell",), "Captured")
    press("Results")
    find(("table cell",), "Captured")
    press("Practice inbox")
    find(("list item",), "Sent without eyes")
    silent = walk()
    if silent:
        sys.exit("\n".join(dict.fromkeys(silent)))
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main()
