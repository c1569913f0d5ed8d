"""`sgdesk gui`: the window."""

import argparse
import re
from pathlib import Path
from typing import Protocol

from sgdesk.cli.output import Console
from sgdesk.errors import InputError
from sgdesk.present.exit_codes import ExitCode

LONGEST_SIDE = 16_384
MOST_PIXELS = 70_000_000
"""1280x800 at eight times its size is 66 million, and takes 0.9 GB."""


class OpenWindow(Protocol):
    """The door to the window, which the starter holds: this room knows no Qt."""

    def __call__(
        self,
        *,
        screenshot: Path | None = None,
        width: int | None = None,
        height: int | None = None,
        scale: float | None = None,
        theme: str | None = None,
        view: str | None = None,
        file: Path | None = None,
    ) -> int:
        """Open the window and give the exit code once it is closed."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command and its options."""
    parser.description = (
        "Open the window, or paint it into a file. Where it is open already, "
        "it comes to the front and opens FILE."
    )
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="a mail to open: .eml, a saved .json, or .html",
    )
    parser.add_argument(
        "--screenshot", type=Path, metavar="FILE", help="paint the window into a PNG and end"
    )
    parser.add_argument("--size", metavar="WxH", help="e.g. 1280x800")
    parser.add_argument("--scale", type=float, metavar="N", help="device pixels a pixel, e.g. 2")
    parser.add_argument("--theme", choices=("light", "dark"))
    parser.add_argument("--view", metavar="NAME", help="the view to show first, e.g. results")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> ExitCode | int:
    """Open the window."""
    console.flush()
    open_window: OpenWindow = arguments.open_window
    file = _file(arguments.file)
    if file is not None and arguments.screenshot is not None:
        raise InputError("A picture is painted of the window alone.", remedy="Leave FILE out.")
    scale = _scale(arguments.scale)
    width, height = _size(arguments.size, scale or 1)
    return open_window(
        screenshot=arguments.screenshot,
        width=width,
        height=height,
        scale=scale,
        theme=arguments.theme,
        view=arguments.view,
        file=file,
    )


def _file(path: Path | None) -> Path | None:
    """Give the whole path: the window that opens it may stand in another folder."""
    if path is None:
        return None
    if not path.exists():
        raise InputError(f"There is no file {str(path)!r}.", remedy="Give the path of a mail.")
    return path.absolute()


def _size(text: str | None, scale: float) -> tuple[int | None, int | None]:
    if text is None:
        return None, None
    match = re.fullmatch(r"(\d{2,5})[xX](\d{2,5})", text)
    if match is None:
        raise InputError(f"--size {text!r} is no size.", remedy="Write it as 1280x800.")
    width, height = int(match[1]), int(match[2])
    if max(width, height) * scale > LONGEST_SIDE or width * height * scale**2 > MOST_PIXELS:
        raise InputError(
            f"--size {text} at scale {scale:g} is too large a picture.",
            why=f"It may have {MOST_PIXELS // 1_000_000} million pixels, "
            f"and {LONGEST_SIDE:,} along a side.",
            remedy="Use a smaller size or scale.",
        )
    return width, height


def _scale(scale: float | None) -> float | None:
    if scale is not None and not 0.5 <= scale <= 8:
        raise InputError(f"--scale {scale:g} is out of range.", remedy="Use 0.5 to 8.")
    return scale
