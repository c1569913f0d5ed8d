"""What is asked of an image: what it shows, and how wide."""

from collections.abc import Sequence

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QWidget

from sgdesk.present.files import alt_from
from sgdesk.ui.compose.asking import AskingSheet, Blank, Offer
from sgdesk.ui.compose.images import PASTED_NAME, Picture, half_width

_HINT = "Many people see a mail without its images first, or cannot see them at all."
_CHANGED_LATER = "A double click on the image changes this later."
_WHY = "Read out to those who cannot see it, and shown until images are loaded"
MOST_WIDE_PX = 4_000


def image_sheet(parent: QWidget, pictures: Sequence[Picture]) -> AskingSheet:
    """Make the sheet that asks before images come into the mail.

    One is answered by `words` and `width`; of several, each by its number with its words.
    """
    if len(pictures) > 1:
        title, blanks = f"{len(pictures)} images", [_of_many(*each) for each in enumerate(pictures)]
        return AskingSheet(parent, "ask-image", title, blanks, accept="Insert", hint=_HINT)
    (picture,) = pictures
    sheet = AskingSheet(
        parent,
        "ask-image",
        "Image",
        (words_blank(_proposed(picture)), width_blank(picture.width, picture)),
        accept="Insert",
        hint=f"{_HINT} {_CHANGED_LATER}",
    )
    check_width(sheet)
    return sheet


def words_blank(value: str, *, is_nothing: bool = False) -> Blank:
    """Ask what an image shows, or whether it is only decoration."""
    return Blank(
        id="words",
        title="&What it shows",
        why=_WHY,
        value=value,
        or_nothing="&Decoration only",
        is_nothing=is_nothing,
    )


def width_blank(width: int, picture: Picture | None = None) -> Blank:
    """Ask how wide an image is shown; 0 is its own width. A picture is offered at its half."""
    half, own = (0, 0) if picture is None else (half_width(picture), picture.own_width)
    offer = Offer(
        text=f"Half of its own {own}: {half}",
        value=str(half),
        why="For an image made at twice the size it is shown at, which keeps it sharp on phones",
    )
    return Blank(
        id="width",
        title="W&idth in pixels",
        why="How wide it is shown where there is room",
        value=str(width) if width else "",
        placeholder="Empty for its own",
        offer=offer if half else None,
    )


def check_width(sheet: AskingSheet) -> None:
    """Take nothing but a number for the width."""
    sheet.fields["width"].setValidator(QIntValidator(1, MOST_WIDE_PX, sheet))


def _of_many(at: int, picture: Picture) -> Blank:
    return Blank(
        id=str(at),
        title=picture.file.filename.replace("&", "&&"),
        why=_WHY,
        value=_proposed(picture),
        placeholder="Empty if it is only decoration",
    )


def _proposed(picture: Picture) -> str:
    """Give what it may show, by its file's name; nothing by a name that was made up here."""
    name = picture.file.filename
    return "" if name == PASTED_NAME else alt_from(name)
