"""What draws a mail, and what it has to tell."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

PHONE_PX = 375
DESKTOP_PX = 640
"""The least width of a mail window on a desktop; a narrower pane shows it smaller."""


class Reports(QObject):
    """What a renderer tells.

    Signals: `drawn()`, a mail stands there whole; `blocked(object, int)`, the addresses of the
    remote images that it asked for in vain, as a frozenset, and how many other files;
    `link_hovered(str)`, nothing when the pointer left; `link_clicked(str)`; `zoomed(int)`, the
    size in per cent at which a desktop's width fits; `died()`, the engine ended and shows
    nothing any more.
    """

    drawn = Signal()
    blocked = Signal(object, int)
    link_hovered = Signal(str)
    link_clicked = Signal(str)
    zoomed = Signal(int)
    died = Signal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A mail and how it is looked at."""

    html: str = ""
    images: Mapping[str, bytes] = field(default_factory=dict)
    """The inline ones, by Content-ID."""
    remote: Mapping[str, bytes] = field(default_factory=dict)
    """Those of the web that were fetched, by address."""
    is_dark: bool = False
    is_phone: bool = False


class Renderer(Protocol):
    """What draws HTML: the faithful engine or the simple one."""

    reports: Reports

    def show_mail(self, picture: Picture, *, stay: bool) -> None:
        """Draw it: with `stay` the same mail, where its reader was, else another from its top."""

    def clear(self) -> None:
        """Show nothing until the next mail is drawn."""

    def widget(self) -> QWidget:
        """Give the widget to place."""


MakeRenderer = Callable[[QWidget], Iterator[tuple[Renderer, bool] | None]]
"""Makes what draws step by step, and says at the end whether it is the faithful one."""
