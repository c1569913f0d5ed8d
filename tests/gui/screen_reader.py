"""One journey through AT-SPI alone, as a screen reader sees and drives the window.

Run by the system's own Python, which has `pyatspi`, inside a session bus of its
own; prints `done` when a mail was written, sent and found in Results, and each view with
its tabs and the sheets were walked through. Knows the window by role and name only, never by
an object's name in the program.
"""

import contextlib
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyatspi  # type: ignore[import-not-found]  # Debian's python3-pyatspi
from gi.repository import GLib  # type: ignore[import-not-found]  # comes with it

LIMIT_S = 40
PREVIEW = "Preview of the mail"
BUTTONS = ("push button", "radio button", "check box")
USED = (*BUTTONS, "toggle button", "text", "password text", "table", "list", "combo box", "menu")
"""Roles of what one uses; cells and items are named by what stands in them."""
NAMED_BY_CONTENT = ("table cell", "list item", "label", "filler")
"""Words that can be selected, and rooms that scroll: what they are called is all they are."""
PARTS: dict[str, tuple[str, ...]] = {
    "Start": (),
    "Write": ("Part of the mail", "HTML", "Plain text", "Files", "More", "Write"),
    "Results": ("Part of the", "Conversation", "Answer", "Message", "Copy as", "Steps"),
    "Practice inbox": ("Part of the mail", "Headers", "Source", "Request", "Steps", "View"),
    "Accounts": (),
    "Settings": ("Page of settings", "Sending", "Network", "History", "Shortcuts", "About", "Look"),
}
"""By view: how its tabs are described, and what they are called."""
UP, RETURN = 0xFF52, 0xFF0D
"""Keys, by their X names."""
LAST_OF_MENU = (UP, RETURN)
"""What stands in an open menu is not in the tree: a screen reader hears it as it gets the
keyboard, and its user chooses by key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: what it is called, and what one presses to open and to leave it."""

    title: str
    opened_by: tuple[str, ...]
    keys: tuple[int, ...] = ()
    """What is struck after that."""
    inside: tuple[str, ...] = ()
    """What is pressed in it to see more of it."""
    left_by: str


SHEETS = (
    Sheet(title="Keyboard shortcuts", opened_by=("Keyboard shortcuts",), left_by="Close"),
    Sheet(title="Drafts", opened_by=("Write", "Drafts"), left_by="Close"),
    Sheet(
        title="Copy as command",
        opened_by=("Write", "More ways to send"),
        keys=LAST_OF_MENU,
        inside=("swaks",),
        left_by="Close",
    ),
    # A mail in plain text alone takes no links.
    Sheet(title="Link", opened_by=("Write", "New mail", "Link"), left_by="Cancel"),
    Sheet(
        title="Add a SendGrid key",
        opened_by=("Accounts", "Add a SendGrid key"),
        inside=("only these addresses", "Connection details"),
        left_by="Cancel",
    ),
    Sheet(title="Simulate", opened_by=("Practice inbox", "Simulate"), left_by="Cancel"),
    Sheet(
        title="Delete 1 result?",
        opened_by=("Settings", "History", "Delete history"),
        left_by="Keep",
    ),
)


def everything(root: Any) -> Iterator[Any]:
    """Give what is shown, from the top down."""
    for child in root:
        # What has gone meanwhile answers no more.
        with contextlib.suppress(GLib.GError):
            if child is not None and is_in_sight(child):
                yield child
                # What stands in the preview is the mail, not ours, and changes as it is drawn.
                if child.name != PREVIEW:
                    yield from everything(child)


def is_in_sight(thing: Any) -> bool:
    """Say whether a user who sees would see it."""
    return bool(thing.getState().contains(pyatspi.STATE_SHOWING) or thing.getRoleName() == "frame")


def seek(roles: tuple[str, ...], name: str, described: str = "") -> Any:
    """Give the first thing in sight of a role whose name, and description, begin so."""
    for application in pyatspi.Registry.getDesktop(0):
        if application is None or application.name != "sgdesk":
            continue
        # A sheet, which came last, stands over what it shares names with.
        for window in reversed([window for window in application if window is not None]):
            with contextlib.suppress(GLib.GError):
                for found in (window, *everything(window)) if is_in_sight(window) else ():
                    is_wanted = found.getRoleName() in roles and found.name.startswith(name)
                    if is_wanted and found.description.startswith(described):
                        return found
    return None


def find(roles: tuple[str, ...], name: str, described: str = "") -> Any:
    """Wait for such a thing."""
    begun = time.monotonic()
    while time.monotonic() - begun < LIMIT_S:
        found = seek(roles, name, described)
        if found is not None:
            return found
        time.sleep(0.1)
    sys.exit(f"nothing in sight is a {' or '.join(roles)} called {name!r}")


def wait_until_gone(title: str) -> None:
    """Wait until a sheet is there no more."""
    begun = time.monotonic()
    while seek(("dialog",), title) is not None:
        if time.monotonic() - begun > LIMIT_S:
            sys.exit(f"the sheet {title} does not go")
        time.sleep(0.1)


def press(name: str, described: str = "") -> None:
    """Do what a screen reader does on its user's Enter."""
    find(BUTTONS, name, described).queryAction().doAction(0)


def write(name: str, words: str) -> None:
    """Fill a field."""
    find(("text",), name).queryEditableText().setTextContents(words)


def silence_of(thing: Any, where: str) -> list[str]:
    """Say what a thing that can have the keyboard does not tell of itself."""
    role, name, about = thing.getRoleName(), thing.name, thing.description
    if not thing.getState().contains(pyatspi.STATE_FOCUSABLE):
        return []
    if role not in (*USED, *NAMED_BY_CONTENT):
        return [f"{where}: {name!r} can have the keyboard and is a {role}"]
    if not name:
        is_mail = thing.parent is not None and thing.parent.name == PREVIEW
        return [] if is_mail else [f"{where}: a {role} without a name, described as {about!r}"]
    if role in USED and not about:
        return [f"{where}: the {role} {name!r} has no description"]
    return []


def unspoken(where: str) -> list[str]:
    """Name what can have the keyboard, and has no role, no name or no description."""
    found: list[str] = []
    for application in pyatspi.Registry.getDesktop(0):
        if application is None or application.name != "sgdesk":
            continue
        for thing in everything(application):
            # What has gone meanwhile answers no more.
            with contextlib.suppress(GLib.GError):
                found += silence_of(thing, where)
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


def walk_sheets() -> list[str]:
    """Open each sheet, look at what is in it, and leave it."""
    found: list[str] = []
    for sheet in SHEETS:
        for name in sheet.opened_by:
            press(name)
        for key in sheet.keys:
            pyatspi.Registry.generateKeyboardEvent(key, None, pyatspi.KEY_SYM)
        find(("dialog",), sheet.title)
        found += unspoken(f"the sheet {sheet.title}")
        for name in sheet.inside:
            press(name)
            found += unspoken(f"the sheet {sheet.title}, {name}")
        press(sheet.left_by)
        wait_until_gone(sheet.title)
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
    silent = [*walk(), *walk_sheets()]
    if silent:
        sys.exit("\n".join(dict.fromkeys(silent)))
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main()
