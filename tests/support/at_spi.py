"""The window as a screen reader has it: what is in sight, what has the keyboard, what is said.

Used by the system's own Python, which has `pyatspi`. Knows things by role and name only, never
by an object's name in the program.
"""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyatspi  # type: ignore[import-not-found]  # Debian's python3-pyatspi
from gi.repository import GLib  # type: ignore[import-not-found]  # comes with it

LIMIT_S = 40
KEY_S = 2
"""Far longer than a key takes to be heard."""
PREVIEW = "Preview of the mail"
BUTTONS = ("push button", "radio button", "check box")
FIELDS = ("text", "password text")
USED = (*BUTTONS, *FIELDS, "toggle button", "table", "list", "combo box", "menu")
"""Roles of what one uses; cells and items are named by what stands in them."""
NAMED_BY_CONTENT = ("table cell", "list item", "label", "filler")
"""Words that can be selected, and rooms that scroll: what they are called is all they are."""
UP, DOWN, RETURN, TAB, ESCAPE = 0xFF52, 0xFF54, 0xFF0D, 0xFF09, 0xFF1B
"""Keys, by their X names."""
CONTROL, Q = 37, 24
"""Keys, by their place on the X server's keyboard."""
_SAID: list[str] = []


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


def windows() -> list[Any]:
    """Give the window and its sheets in sight, the one that came last first."""
    found: list[Any] = []
    for application in pyatspi.Registry.getDesktop(0):
        # One that closes at this moment answers no more.
        with contextlib.suppress(GLib.GError):
            if application is not None and application.name == "sgdesk":
                shown = [window for window in application if window is not None]
                found += [window for window in reversed(shown) if is_in_sight(window)]
    return found


def seek(roles: tuple[str, ...], name: str, described: str = "") -> Any:
    """Give the first thing in sight of a role whose name, and description, begin so."""
    with contextlib.suppress(GLib.GError):
        # A sheet, which came last, stands over what it shares names with.
        for window in windows():
            for found in everything(window):
                is_wanted = found.getRoleName() in roles and found.name.startswith(name)
                if is_wanted and found.description.startswith(described):
                    return found
    return None


def find(roles: tuple[str, ...], name: str, described: str = "") -> Any:
    """Wait for such a thing."""
    what = f"nothing in sight is a {' or '.join(roles)} called {name!r}"
    return wait_until(lambda: seek(roles, name, described), what)


def sheet_called(title: str) -> Any:
    """Give the sheet in sight whose name begins so."""
    with contextlib.suppress(GLib.GError):
        for window in windows():
            if window.getRoleName() == "dialog" and window.name.startswith(title):
                return window
    return None


def wait_until(holds: Callable[[], Any], otherwise: str) -> Any:
    """Wait until something holds and give it, or end with what is wrong."""
    begun = time.monotonic()
    while not (held := holds()):
        if time.monotonic() - begun > LIMIT_S:
            sys.exit(otherwise)
        time.sleep(0.05)
    return held


def press(name: str, described: str = "") -> None:
    """Do what a screen reader does on its user's Enter."""
    find(BUTTONS, name, described).queryAction().doAction(0)


def write(name: str, words: str) -> None:
    """Go to a field and fill it, once it has the keyboard: before, nobody ends what is typed."""
    field = find(FIELDS, name)

    def has_keyboard() -> bool:
        field.queryComponent().grabFocus()
        return bool(field.getState().contains(pyatspi.STATE_FOCUSED))

    wait_until(has_keyboard, f"the field {name!r} does not get the keyboard")
    field.queryEditableText().setTextContents(words)


def strike(key: int) -> None:
    """Strike a key, by its X name."""
    pyatspi.Registry.generateKeyboardEvent(key, None, pyatspi.KEY_SYM)


def strike_with_control(place: int) -> None:
    """Strike a key by its place, with Ctrl held."""
    struck = (CONTROL, pyatspi.KEY_PRESS), (place, pyatspi.KEY_PRESSRELEASE)
    for code, how in (*struck, (CONTROL, pyatspi.KEY_RELEASE)):
        pyatspi.Registry.generateKeyboardEvent(code, None, how)


def listen() -> None:
    """Hear from now on what the window has read out."""
    pyatspi.Registry.registerEventListener(_hear, "object:announcement")


def _hear(event: Any) -> None:
    _SAID.append(str(event.any_data))


def wait_until_said(words: str) -> None:
    """Wait until something was read out that holds these words."""

    def is_said() -> bool:
        while GLib.MainContext.default().iteration(may_block=False):
            pass
        return any(words in said for said in _SAID)

    wait_until(is_said, f"a screen reader hears nothing of {words!r}, but {_SAID}")
    _SAID.clear()


def unspoken(where: str, root: Any) -> list[str]:
    """Name what can have the keyboard, and has no role, no name or no description."""
    found: list[str] = []
    for thing in everything(root):
        # What has gone meanwhile answers no more.
        with contextlib.suppress(GLib.GError):
            found += silence_of(thing, where)
    return found


def silence_of(thing: Any, where: str) -> list[str]:
    """Say what a thing that can have the keyboard does not tell of itself."""
    role, name, about = thing.getRoleName(), thing.name, thing.description
    state = thing.getState()
    if not state.contains(pyatspi.STATE_FOCUSABLE):
        return [f"{where}: the {role} {name!r} is for the mouse alone"] * _is_for_mouse(thing)
    if role not in (*USED, *NAMED_BY_CONTENT):
        return [f"{where}: {name!r} can have the keyboard and is a {role}"]
    if not name and role == "label":
        # It shows nothing, and the mouse alone could reach it.
        return []
    if not name:
        is_mail = thing.parent is not None and thing.parent.name == PREVIEW
        return [] if is_mail else [f"{where}: a {role} without a name, described as {about!r}"]
    if role in USED and not about:
        return [f"{where}: the {role} {name!r} has no description"]
    return []


def _is_for_mouse(thing: Any) -> bool:
    """Say whether a thing that is offered cannot have the keyboard."""
    above = thing.parent
    # In the rail the arrow keys go from view to view; the lens in a field is a picture.
    is_led_to = above is not None and (above.name == "Views" or above.getRoleName() in FIELDS)
    state = thing.getState()
    is_offered = state.contains(pyatspi.STATE_ENABLED) and thing.getRoleName() in USED
    return bool(is_offered and not is_led_to)


def default_of(sheet: Any) -> str:
    """Name the button of a sheet that Return presses from a field."""
    names = [
        thing.name
        for thing in everything(sheet)
        if thing.getState().contains(pyatspi.STATE_IS_DEFAULT)
    ]
    return " and ".join(names)


def left_out_by_tab(sheet: Any) -> list[str]:
    """Strike Tab until it comes round; name what of a sheet never had the keyboard."""
    things = [
        thing for thing in everything(sheet) if thing.getState().contains(pyatspi.STATE_FOCUSABLE)
    ]
    waiting = [thing for thing in things if _takes_tab(thing)]
    # Twice as often as there are things: on a busy machine what came is seen late.
    for _ in range(2 * len(things)):
        # A table has it together with one of its cells.
        had = [thing for thing in things if _has_keyboard(thing)]
        waiting = [thing for thing in waiting if thing not in had]
        if not waiting:
            break
        strike(TAB)
        begun = time.monotonic()
        while time.monotonic() - begun < KEY_S:
            if [thing for thing in things if _has_keyboard(thing)] != had:
                break
            time.sleep(0.01)
    # What can no longer be chosen, a key store that was found out not to be there, is left out.
    return [f"{thing.getRoleName()} {thing.name!r}" for thing in waiting if _takes_tab(thing)]


def _has_keyboard(thing: Any) -> bool:
    return bool(thing.getState().contains(pyatspi.STATE_FOCUSED))


def _takes_tab(thing: Any) -> bool:
    """Say whether Tab leads there; the arrow keys lead to the others of a group."""
    state = thing.getState()
    if thing.getRoleName() == "radio button" and not state.contains(pyatspi.STATE_CHECKED):
        return False
    return bool(state.contains(pyatspi.STATE_ENABLED) and thing.getRoleName() in USED)
