"""Mail in files: opened into the form, and saved from it, with words for what is lost on the way.

What a file holds and the form does not, and the other way round, is found by
comparing: what was read back is not what was written. So nothing is left out
in silence, whatever fields there are.
"""

import json
import re
import secrets
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import PurePath
from typing import Any, Literal, TypeVar

from sgdesk import codec
from sgdesk.errors import InputError
from sgdesk.message import Attachment, Message, MessageError, SendOptions
from sgdesk.message.eml import load_eml, other_senders
from sgdesk.message.json_reader import parse_json
from sgdesk.message.saved import SCHEMA, message_from_plain
from sgdesk.message.v3_body import shown_from_v3
from sgdesk.pieces import encode_pieces
from sgdesk.present.compose import as_written, form_of
from sgdesk.present.form import ComposeForm, FormFile
from sgdesk.render import render_mime, render_v3
from sgdesk.render.headers import address_list

DRAFT_SCHEMA = "sgdesk.draft/1"

MailKind = Literal["eml", "json", "v3"]
File = TypeVar("File", FormFile, Attachment)

_MARK_BYTES = 24

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_NAMES = {
    "sender": "From",
    "to": "To",
    "cc": "Cc",
    "bcc": "Bcc",
    "reply_to": "reply-to",
    "copies": "the choice of one mail each",
    "subject": "the subject",
    "text": "the plain text",
    "html": "the HTML",
    "attachments": "files",
    "headers": "headers",
    "categories": "tags",
    "custom_args": "own data",
    "template_id": "the template",
    "template_data_json": "the template's data",
    "send_at": "the time to send at",
    "batch_id": "the batch",
    "asm_group_id": "the unsubscribe group",
    "asm_groups_to_display": "the unsubscribe groups to show",
    "ip_pool": "the IP pool",
    "tracking": "tracking",
    "check_only": "the wish to check only",
}
_INDEX = re.compile(r"\.\d+")
_TRACKING = re.compile(r"(tracking_settings)\..+")
_OF_V3 = {
    "personalizations.to": "which of the recipients see each other, so each gets a mail alone",
    "personalizations.substitutions": "the personal fields that several people share",
    "content.type": "text that is neither plain nor HTML",
    "attachments.content": "files whose content cannot be read",
    "attachments.content_id": "where files are shown that name no place, or are attached as well",
}
"""What else a request body says of the mail itself, by its field."""
_SETTINGS = {
    "sections": "pieces of text to put in for tags",
    "tracking_settings": "details of tracking",
    "mail_settings.bcc": "a copy to a fixed address",
    "mail_settings.footer": "a footer",
    "mail_settings.spam_check": "the spam check",
}
_BYPASS = "mail_settings.bypass_"
_OTHERS = "fields that are not known here"
"""Their names say nothing to most people; who knows them finds them in `OpenedMail.fields`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedMail:
    """A mail from a file, as the form can show it."""

    form: ComposeForm
    left_out: tuple[str, ...] = ()
    """What the file holds and the form does not, e.g. `the template`; what matters most first."""
    fields: tuple[str, ...] = ()
    """The names that some of it has in the file, e.g. `mail_settings.footer`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedMail:
    """A mail as the bytes of a file."""

    data: bytes
    left_out: tuple[str, ...] = ()
    """What the form holds and the file does not."""
    note: str = ""
    """What else is to be known of the file."""


def read_mail_file(name: str, data: bytes) -> OpenedMail:
    """Read an `.eml`, a saved message, a `mail/send` body or an HTML file.

    Raises `InputError` when it is none of them.
    """
    match _kind_of(name, data):
        case "html":
            form = ComposeForm(html=_html_text(data), html_is_own=True)
            return OpenedMail(form=form)
        case "json":
            return _read_json(data)
        case _:
            opened = _shown(load_eml(data))
            others = tuple(f"the other sender {each}" for each in other_senders(data))
            return replace(opened, left_out=(*others, *opened.left_out))


def write_mail_file(form: ComposeForm, kind: MailKind) -> SavedMail:
    """Write the form as a file.

    Raises `InputError` when an `.eml` or a request body cannot hold it at all, because an
    address cannot be read.
    """
    message = as_written(form)
    if kind == "json":
        return _write_json(form, message)
    if message is None:
        what = "An .eml file" if kind == "eml" else "A request body"
        raise InputError(
            f"{what} cannot hold this mail yet.",
            why="From is empty, or one of the addresses cannot be read.",
            remedy="Correct it, or save the mail as a saved message, which keeps it as it stands.",
        )
    return _write_eml(message) if kind == "eml" else _write_v3(message)


def differences(before: Message, after: Message) -> tuple[str, ...]:
    """Name what is another after a mail went into another form and back."""
    return tuple(dict.fromkeys(_differing(before, after)))


def _differing(before: Message, after: Message) -> Iterator[str]:
    for field in fields(Message):
        ours, theirs = getattr(before, field.name), getattr(after, field.name)
        if field.name == "options":
            yield from (
                _NAMES[option.name]
                for option in fields(SendOptions)
                if getattr(ours, option.name) != getattr(theirs, option.name)
            )
        elif field.name == "to" and [each.address for each in ours] == [
            each.address for each in theirs
        ]:
            if ours != theirs:
                yield "personal fields"
        elif field.name in ("text", "html"):
            if ours.rstrip() != theirs.rstrip():
                yield _NAMES[field.name]
        elif field.name == "copies" and len(before.to) < 2:
            continue
        elif ours != theirs:
            yield _NAMES[field.name]


def _kind_of(name: str, data: bytes) -> str:
    suffix = PurePath(name).suffix.lower()
    if suffix in (".eml", ".json", ".html"):
        return suffix[1:]
    start = data.removeprefix(BOM_UTF8).lstrip()[:1]
    if suffix == ".htm" or start == b"<":
        return "html"
    return "json" if start == b"{" else "eml"


def _html_text(data: bytes) -> str:
    found = _CHARSET.search(data[:2048])
    named = found[1].decode("ascii") if found else "cp1252"
    for charset in ("utf-8-sig", named):
        try:
            return data.decode(charset)
        except (UnicodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")


def _shown(message: Message) -> OpenedMail:
    form = form_of(message)
    shown = as_written(form)
    return OpenedMail(form=form, left_out=differences(message, shown) if shown else ())


def _read_json(data: bytes) -> OpenedMail:
    try:
        plain = parse_json(data)
    except ValueError as exc:
        raise InputError("This is not JSON.", why=str(exc)) from exc
    if isinstance(plain, dict) and plain.get("schema") == DRAFT_SCHEMA:
        return OpenedMail(form=codec.from_plain(plain.get("form"), ComposeForm))
    if isinstance(plain, dict) and "schema" not in plain:
        message, unheld = shown_from_v3(plain)
        shown = _shown(message)
        names = tuple(dict.fromkeys(_INDEX.sub("", each.place) for each in unheld))
        of_mail = [_OF_V3[name] for name in names if name in _OF_V3]
        settings = [_setting(name) for name in names if name not in _OF_V3]
        left_out = dict.fromkeys((*of_mail, *shown.left_out, *settings))
        return replace(shown, left_out=tuple(left_out), fields=names)
    message = message_from_plain(plain)
    form = _kept_form(plain, message)
    return OpenedMail(form=form) if form is not None else _shown(message)


def _kept_form(plain: dict[str, Any], message: Message) -> ComposeForm | None:
    """Give the form that was saved beside a message, unless that was changed since."""
    if "form" not in plain:
        return None
    try:
        bare = codec.from_plain(plain["form"], ComposeForm)
    except InputError:
        return None
    if len(bare.files) != len(message.attachments):
        return None
    files = zip(bare.files, message.attachments, strict=True)
    form = replace(bare, files=tuple(replace(file, content=kept.content) for file, kept in files))
    return form if as_written(form) == message else None


def _write_json(form: ComposeForm, message: Message | None) -> SavedMail:
    if message is None:
        files, marks = _with_marks(form.files)
        plain = {"schema": DRAFT_SCHEMA, "form": codec.to_plain(replace(form, files=files))}
        return SavedMail(
            data=_json_bytes(plain, marks),
            note="It is an unfinished mail: only this window can open the file.",
        )
    bare = replace(form, files=tuple(replace(file, content=b"") for file in form.files))
    light, marks = _with_marks(message.attachments)
    plain = {
        "schema": SCHEMA,
        "message": codec.to_plain(replace(message, attachments=light)),
        "form": codec.to_plain(bare),
    }
    return SavedMail(data=_json_bytes(plain, marks))


def _with_marks(files: Iterable[File]) -> tuple[tuple[File, ...], dict[bytes, bytes]]:
    """Give files with a mark for content, and the contents by their marks.

    So files of many megabytes need not go through what makes and reads whole texts, which
    lets no other thread run meanwhile.
    """
    marks: dict[bytes, bytes] = {}
    light = []
    for file in files:
        mark = secrets.token_bytes(_MARK_BYTES)
        marks[mark] = file.content
        light.append(replace(file, content=mark))
    return tuple(light), marks


def _json_bytes(
    plain: Mapping[str, Any], marks: Mapping[bytes, bytes], *, is_ascii: bool = True
) -> bytes:
    """Write JSON in which contents stand where their marks are, in the order of the marks."""
    rest = json.dumps(plain, indent=2, ensure_ascii=is_ascii)
    pieces: list[bytes] = []
    for mark, content in marks.items():
        before, _, rest = rest.partition("".join(encode_pieces(mark)))
        pieces.append(before.encode())
        pieces.extend(piece.encode("ascii") for piece in encode_pieces(content))
    return b"".join((*pieces, rest.encode(), b"\n"))


def _write_eml(message: Message) -> SavedMail:
    mail = render_mime(message, smtpapi=True)[0]
    # In a mail that is sent Bcc stands in the envelope alone; in a file it has no other place.
    bcc = address_list("Bcc", message.bcc, utf8=False) if message.bcc else ""
    data = bcc.encode() + mail.data
    light, _ = _with_marks(message.attachments)
    message = replace(message, attachments=light)
    bare = bcc.encode() + render_mime(message, smtpapi=True)[0].data
    try:
        left_out = differences(message, load_eml(bare))
    except MessageError as exc:
        raise InputError("An .eml file cannot hold this mail.", why=str(exc)) from exc
    note = (
        "Other mail programs show the first address alone; the others stand in X-SMTPAPI."
        if message.has_private_copies
        else ""
    )
    return SavedMail(data=data, left_out=left_out, note=note)


def _write_v3(message: Message) -> SavedMail:
    """Write what the Web API would be sent; names are kept as far as the API takes them."""
    light, marks = _with_marks(message.attachments)
    message = replace(message, attachments=light)
    try:
        body = render_v3(message).value
        kept, _ = shown_from_v3(body)
    except MessageError as exc:
        raise InputError("A request body cannot hold this mail.", why=str(exc)) from exc
    return SavedMail(
        data=_json_bytes(body, marks, is_ascii=False),
        left_out=differences(message, kept),
        note="It is what the Web API is sent; no key is in it.",
    )


def _setting(name: str) -> str:
    """Say in words what a field of a request body is that the form has no place for."""
    if name.startswith("personalizations."):
        return "what is set apart for some of the recipients"
    if name.startswith(_BYPASS):
        return "sending past the lists of who gets no mail"
    return _SETTINGS.get(_TRACKING.sub(r"\1", name), _OTHERS)
