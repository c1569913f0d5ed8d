"""One journey through AT-SPI alone, as a screen reader sees and drives the window.

Run by the system's own Python, which has `pyatspi`, inside a session bus of its
own; prints `done` when a mail was written, sent and found in Results. Knows
the window by role and name only, never by an object's name in the program.
"""

import sys
import time
from collections.abc import Iterator
from typing import Any

import pyatspi  # type: ignore[import-not-found]  # Debian's python3-pyatspi

LIMIT_S = 40
BUTTONS = ("push button", "radio button", "check box")


def everything(root: Any) -> Iterator[Any]:
    """Give what is shown, from the top down."""
    for child in root:
        if child is None:
            continue
        if child.getState().contains(pyatspi.STATE_SHOWING) or child.getRoleName() == "frame":
            yield child
            yield from everything(child)


def find(roles: tuple[str, ...], name: str) -> Any:
    """Wait for the first thing in sight of a role whose name begins so."""
    begun = time.monotonic()
    while time.monotonic() - begun < LIMIT_S:
        for application in pyatspi.Registry.getDesktop(0):
            if application is None or application.name != "sgdesk":
                continue
            for found in everything(application):
                if found.getRoleName() in roles and found.name.startswith(name):
                    return found
        time.sleep(0.1)
    sys.exit(f"nothing in sight is a {' or '.join(roles)} called {name!r}")


def press(name: str) -> None:
    """Do what a screen reader does on its user's Enter."""
    find(BUTTONS, name).queryAction().doAction(0)


def write(name: str, words: str) -> None:
    """Fill a field."""
    find(("text",), name).queryEditableText().setTextContents(words)


def main() -> None:
    """Write a mail, send it, read what became of it."""
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
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main()
