"""What the window is started with; free of Qt, so that the starter can make it first."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class GuiOptions:
    """The choices of `sgdesk gui`."""

    screenshot: Path | None = None
    """Paint the window, save it there as PNG and end."""
    width: int | None = None
    height: int | None = None
    """In device-independent pixels; `None` keeps the size of the last time."""
    scale: float | None = None
    theme: str | None = None
    """`light`, `dark` or `system`; `None` takes the setting."""
    view: str | None = None
    """The view to open first, by its id in the rail."""
    file: Path | None = None
    """A mail to open in Write, with its whole path."""
