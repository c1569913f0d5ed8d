"""Rules for the words and images of the body, and for what goes along."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from sgdesk.content.fields import unfilled
from sgdesk.content.marks import link_at, links
from sgdesk.content.objects import shows
from sgdesk.pieces import encoded_size
from sgdesk.present.form import ComposeForm, FormFile
from sgdesk.present.things.thing import (
    Around,
    DeriveText,
    Fix,
    Go,
    RemoveFile,
    Replace,
    SetFiles,
    TextPlace,
    Thing,
)
from sgdesk.present.things.written import Spot, Tag, Written
from sgdesk.sizes import size_text

CLIPPED_BYTES = 102 * 1024
"""Gmail shows so much of an HTML body, then a link to the rest."""
_ADVISED_BYTES = 10 * 1024 * 1024
"""What SendGrid's documentation advises to stay below, however much it takes."""

_FILLER = re.compile(r"lorem ipsum", re.IGNORECASE)
_ELSEWHERE = re.compile(r"data:|file:|[a-z]:(?=[\\/])|blob:", re.IGNORECASE)
"""How the address of an image begins that only its writer can see."""
_PROMISE = re.compile(
    r"\b(?:(?:see|find|is|are) (?:the )?attached|attached (?:is|are|you)|I(?: have|'ve)? attach"
    r"|in the attachment|as an attachment|im Anhang|ci-joint|en pièce jointe)",
    re.IGNORECASE,
)
_PROMISE_SIGNS = ("attach", "anhang", "joint")


def merge_marks(written: Written) -> Iterator[Thing]:
    """A field of a template that nothing fills."""
    for place, text in written.sources:
        seen: set[str] = set()
        for match in unfilled(text):
            mark = match[0]
            if mark in seen:
                continue
            seen.add(mark)
            yield Thing(
                rule="merge_mark",
                place=place,
                words=f"{mark} is not filled in.",
                why="Write what belongs there, or take it out. Only the command line fills it in: "
                "sgdesk send --recipients.",
                start=match.start(),
                length=len(mark),
                go=Go(text="Fill it in", why="Select it, to write what belongs there"),
            )


def open_fields(form: ComposeForm) -> tuple[str, ...]:
    """Give the fields of a mail that nothing fills, each once."""
    written = Written(form, Around())
    found = (match[0] for _, text in written.sources for match in unfilled(text))
    return tuple(dict.fromkeys(found))


def filler(written: Written) -> Iterator[Thing]:
    """The words of a template's author."""
    for place, text in written.sources:
        # Looking for a word is quick; a pattern over two megabytes lets nothing else run.
        if "lorem" in text.lower() and (match := _FILLER.search(text)):
            yield Thing(
                rule="filler",
                place=place,
                words="Filler text is left: Lorem ipsum.",
                start=match.start(),
                length=len(match[0]),
                go=Go(text="Write over it", why="Select it, to write what belongs there"),
            )


def text_missing(written: Written) -> Iterator[Thing]:
    """HTML alone; text that follows the HTML is made for the send at the latest."""
    form = written.form
    if form.html.strip() and form.text_is_own and not form.text.strip():
        yield Thing(
            rule="text_missing",
            place="text",
            words="There is no plain text.",
            why="Some people read it, and spam filters look for it.",
            fix=Fix(text="Make it", why="Make the plain text from the HTML", change=DeriveText()),
        )


def html_clipped(written: Written) -> Iterator[Thing]:
    """More HTML than Gmail shows."""
    size = len(written.form.html.encode(errors="replace"))
    if size > CLIPPED_BYTES:
        yield Thing(
            rule="html_clipped",
            place="html",
            words=f"The HTML has {size_text(size)}; Gmail shows the first 102 KB.",
            why="What comes after hides behind a link, an unsubscribe link too.",
        )


def cid_dead(written: Written) -> Iterator[Thing]:
    """An image that the HTML shows and nobody attached."""
    there = {file.content_id for file in written.form.files}
    seen: set[str] = set()
    for tag in written.images:
        src = tag.attributes.get("src")
        if src is None or not src.text.lower().startswith("cid:"):
            continue
        content_id = src.text[4:]
        if content_id in there or content_id in seen:
            continue
        seen.add(content_id)
        spot = written.spot(src.start, src.length)
        yield Thing(
            rule="cid_dead",
            place=spot.place,
            words=f"The file of the image {_named(tag, content_id)} is missing.",
            why="People see a broken picture.",
            start=spot.start,
            length=spot.length,
            fix=_use_file(written.form.files, content_id) or _without(tag, spot, written),
            go=Go(
                text="Choose it…",
                why="Say which picture is to stand there",
                opens="picture",
                about=content_id,
            ),
        )


def image_elsewhere(written: Written) -> Iterator[Thing]:
    """An image that stands where its readers cannot see it, as word processors paste them."""
    for place, start, end, address, alt in _images(written):
        scheme = _ELSEWHERE.match(address)
        if scheme is None:
            continue
        name = f"The image '{alt.strip()}'" if alt.strip() else "An image"
        is_data = scheme[0].lower() == "data:"
        why = "Gmail and Outlook show nothing of it." if is_data else "Others see a broken picture."
        change = Replace(place=place, start=start, length=end - start, new="")
        yield Thing(
            rule="image_elsewhere",
            place=place,
            words=f"{name} is {'written into the HTML' if is_data else 'a file on this computer'}.",
            why=f"{why} Put it in with Image, so that its file goes along.",
            start=start,
            length=end - start,
            fix=Fix(text="Remove it", why="Take the image out of the mail", change=change),
        )


def _images(written: Written) -> Iterator[tuple[TextPlace, int, int, str, str]]:
    """Give where images stand in what is edited, their addresses, and what they show."""
    markdown = written.form.markdown
    if written.form.follows_writing:
        for image in links(markdown, 0, len(markdown)):
            if image.is_image:
                yield "markdown", image.start, image.end, image.address, image.words
        return
    for tag in written.images:
        src = tag.attributes.get("src")
        if src is not None:
            end = tag.start + tag.length
            yield "html", tag.start, end, src.text, tag.text("alt")


def _named(tag: Tag, content_id: str) -> str:
    """Name an image by what it shows, else by its address."""
    words = tag.text("alt").strip()
    return f"'{words}'" if words else f"cid:{content_id}"


def _without(tag: Tag, spot: Spot, written: Written) -> Fix | None:
    """Offer to take the code of the image out."""
    place, start, end = spot.place, tag.start, tag.start + tag.length
    if place == "markdown":
        text = written.form.markdown
        image = None if spot.start is None else link_at(text, spot.start, spot.start)
        if image is None or not image.is_image:
            return None
        start, end = image.start, image.end
    change = Replace(place=place, start=start, length=end - start, new="")
    return Fix(text="Remove it", why="Take the image out of the mail", change=change)


def _use_file(files: tuple[FormFile, ...], content_id: str) -> Fix | None:
    """Offer the attached image that goes by that name."""
    stem = PurePath(content_id.partition("@")[0]).stem.lower()
    for at, file in enumerate(files):
        fits = PurePath(file.filename).stem.lower() == stem and file.type.startswith("image/")
        if fits and not file.content_id:
            shown = replace(file, content_id=content_id)
            return Fix(
                text=f"Show {file.filename}",
                why="Put the attached image in its place",
                change=SetFiles(files=(*files[:at], shown, *files[at + 1 :])),
            )
    return None


def inline_unused(written: Written) -> Iterator[Thing]:
    """An image for the text that is not in it: taken out there, or never come into it."""
    files = written.form.files
    for at, file in enumerate(files):
        if not file.content_id or shows(written.html, file.content_id):
            continue
        yield Thing(
            rule="inline_unused",
            place="attachments",
            words=f"{file.filename} is not in the text, but still goes along as a file.",
            why="It makes the mail larger, and mail programs hide it or list it below.",
            fix=_leave_out(at) if file.type.startswith("image/") else _attach(files, at),
            go=Go(
                text="Put it in…",
                why="Show it in the mail, where the cursor is",
                opens="place",
                about=file.content_id,
            ),
        )


def _attach(files: tuple[FormFile, ...], at: int) -> Fix:
    plain = replace(files[at], content_id="")
    return Fix(
        text="Attach as a file",
        why="Let it go along as a file that people can open",
        change=SetFiles(files=(*files[:at], plain, *files[at + 1 :])),
    )


def _leave_out(at: int) -> Fix:
    """Offer to take off what was deleted in the text, most likely."""
    why = (
        "Take it off the mail; Ctrl+Z in the text that showed it, or Undo in Files, brings it back"
    )
    return Fix(text="Leave it out", why=why, change=RemoveFile(number=at))


def image_alt(written: Written) -> Iterator[Thing]:
    """Images without words for those who do not see them."""
    bare = [tag for tag in written.images if _needs_words(tag)]
    if not bare:
        return
    first = bare[0]
    one = len(bare) == 1
    spot = written.spot(*_shown_part(first))
    yield Thing(
        rule="image_alt",
        place=spot.place,
        words="An image has no alternative text."
        if one
        else f"{len(bare)} images have no alternative text.",
        why="People read it where images are blocked or cannot be seen.",
        start=spot.start,
        length=spot.length,
        fix=_decoration(bare, written),
    )


def _needs_words(tag: Tag) -> bool:
    """Say whether nobody said what it shows; an empty `alt` says that it is decoration.

    Source: HTML Living Standard, 4.8.4.4.5 "A purely decorative image".
    """
    return "alt" not in tag.attributes and tag.text("width") != "1"


def _shown_part(tag: Tag) -> tuple[int, int]:
    src = tag.attributes.get("src")
    return (src.start, src.length) if src is not None else (tag.start, tag.length)


def _decoration(tags: Sequence[Tag], written: Written) -> Fix:
    start, end = tags[0].start, tags[-1].start + len("<img")
    parts, at = [], start
    for tag in tags:
        parts += [written.form.html[at : tag.start], '<img alt=""']
        at = tag.start + len("<img")
    return Fix(
        text="Mark as decoration" if len(tags) == 1 else "Mark all as decoration",
        why="Say that it carries no meaning; otherwise write what it shows",
        change=Replace(place="html", start=start, length=end - start, new="".join(parts)),
    )


def attachment_forgotten(written: Written) -> Iterator[Thing]:
    """Words that speak of a file, and none goes along."""
    if any(not file.content_id for file in written.form.files):
        return
    for place, text in written.sources:
        if place == "subject" or not any(sign in text.lower() for sign in _PROMISE_SIGNS):
            continue
        if match := _PROMISE.search(text):
            yield Thing(
                rule="attachment_forgotten",
                place=place,
                words=f"The text says '{match[0]}', and no file goes along.",
                start=match.start(),
                length=len(match[0]),
                go=Go(text="Attach files…", why="Choose the files", opens="files"),
            )
            return


def size_large(written: Written) -> Iterator[Thing]:
    """A mail near or above what SendGrid takes."""
    files = written.form.files
    encoded = sum(encoded_size(len(file.content)) for file in files)
    size = encoded + len(written.form.html) + len(written.form.text)
    if not files or size < _ADVISED_BYTES:
        return
    largest = max(files, key=lambda file: len(file.content))
    grown = encoded_size(len(largest.content))
    yield Thing(
        rule="size_large",
        place="attachments",
        words=f"The mail has {size_text(size)}; {largest.filename} becomes {size_text(grown)}.",
        why="Files grow by a third when mailed. SendGrid takes less than 30 MB and advises 10 MB; "
        "many mailboxes take 20 MB.",
        go=Go(text="Choose files to remove", why="See the files and how large they are"),
    )
