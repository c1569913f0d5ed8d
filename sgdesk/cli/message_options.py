"""The options that make a message, and the message they make."""

import argparse
import json
import mimetypes
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sgdesk import doors
from sgdesk.cli.output import unreadable
from sgdesk.content.plain import html_to_text
from sgdesk.errors import InputError
from sgdesk.message import (
    Address,
    Attachment,
    Copies,
    Message,
    MessageError,
    Recipient,
    Tracking,
    sample,
)
from sgdesk.message.address import parse_address, parse_addresses
from sgdesk.message.json_reader import parse_json
from sgdesk.message.table import recipients_from_csv
from sgdesk.sizes import size_text

_TRACKING = {
    "opens": "opens",
    "clicks": "clicks",
    "subscription": "subscription",
    "google-analytics": "google_analytics",
}
_SWITCH = {"on": True, "off": False}
_FILE_BYTES = 64 << 20
"""Read no further: a device such as /dev/zero has no end."""


def add_message_options(parser: argparse.ArgumentParser) -> None:
    """Add them all; each defaults to `None`, so that what was given can be told."""
    add = parser.add_argument_group(
        "message", "without any of these, a small sample message is used"
    ).add_argument
    add("--from", dest="sender", metavar="ADDR", help="sender; Name <addr> is accepted everywhere")
    add("--to", action="append", metavar="ADDR", help="recipient, or several with commas")
    add("--cc", action="append", metavar="ADDR")
    add("--bcc", action="append", metavar="ADDR")
    add("--reply-to", action="append", metavar="ADDR")
    _add_copies(parser)
    add("--subject", metavar="TEXT")
    add("--text", metavar="TEXT", help="plain text; else made of --html; '' sends HTML alone")
    add("--text-file", type=Path, metavar="FILE")
    add("--html", metavar="HTML")
    add("--html-file", type=Path, metavar="FILE")
    add("--attach", action="append", type=Path, metavar="FILE")
    add("--inline", action="append", metavar="CID=FILE", help="an image for <img src='cid:CID'>")
    add("--header", action="append", metavar="'N: v'")
    add("--category", action="append", metavar="NAME")
    add("--custom-arg", action="append", metavar="K=V")
    add("--template-id", metavar="ID")
    add("--data", type=Path, metavar="FILE.json", help="dynamic template data for every recipient")
    add(
        "--recipients",
        type=Path,
        metavar="FILE.csv",
        help="one personalization a row: email, name, and a column for each tag; "
        "a heading of one plain word is the tag {{word}}",
    )
    add("--send-at", metavar="ISO", help="e.g. 2026-01-31T09:00+01:00")
    add("--batch-id", metavar="ID")
    add("--asm-group", type=int, metavar="N", help="unsubscribe group")
    add("--ip-pool", metavar="NAME")
    add("--tracking", metavar="opens=on,clicks=off")
    add(
        "--sandbox-mode",
        action="store_const",
        const=True,
        help="SendGrid checks the mail and sends nothing; Web API only",
    )
    add(
        "--message",
        type=Path,
        metavar="FILE",
        help="an .eml, a v3 body, or what `render --as saved` wrote",
    )


def _add_copies(parser: argparse.ArgumentParser) -> None:
    copies = parser.add_mutually_exclusive_group()
    copies.add_argument(
        "--each",
        dest="copies",
        action="store_const",
        const=Copies.EACH,
        help="one mail for each To recipient, who sees nobody else (the default from two on)",
    )
    copies.add_argument(
        "--together",
        dest="copies",
        action="store_const",
        const=Copies.TOGETHER,
        help="one mail that all recipients see",
    )


_DESTS = (
    *("sender", "to", "cc", "bcc", "reply_to", "copies", "subject", "text", "text_file"),
    *("html", "html_file", "attach", "inline", "header", "category", "custom_arg"),
    *("template_id", "data", "recipients", "send_at", "batch_id", "asm_group", "ip_pool"),
    *("tracking", "sandbox_mode", "message"),
)


def has_message_options(arguments: argparse.Namespace) -> bool:
    """Say whether the user described a message; `--sandbox-mode` alone describes none."""
    return any(getattr(arguments, dest) is not None for dest in _DESTS if dest != "sandbox_mode")


def message_of(
    arguments: argparse.Namespace,
    default_sender: str = "",
    *,
    tell: Callable[[str], None] = lambda _: None,
) -> Message:
    """Make the message: the sample, or what the options and `--message` say.

    An option beside `--message` replaces that part of it. `tell` is handed what
    the file holds and the message cannot. Raises `InputError` for what cannot
    be read.
    """
    if not has_message_options(arguments):
        return _with_options(sample(), arguments)
    if arguments.message:
        message = _loaded(arguments.message, tell if arguments.sender is None else lambda _: None)
    else:
        sender = parse_address(default_sender) if default_sender else Address(email="")
        message = Message(sender=sender)
    message = _with_people(message, arguments)
    message = _with_content(message, arguments)
    return _with_options(_with_parts(message, arguments), arguments)


def _loaded(path: Path, tell: Callable[[str], None]) -> Message:
    # Read once: a named pipe has nothing more for a second reader.
    content = _bytes_of(path)
    is_eml = path.suffix.lower() == ".eml"
    if is_eml and (others := doors.other_senders(content)):
        tell(f"Left out of {path.name}: the other sender {', '.join(others)}.")
    return doors.read_message(content, is_eml=is_eml)


def _with_people(message: Message, arguments: argparse.Namespace) -> Message:
    to = _recipients(arguments, message.options.template_id)
    people = replace(
        message,
        sender=parse_address(arguments.sender) if arguments.sender is not None else message.sender,
        to=message.to if to is None else to,
        cc=_addresses(arguments.cc, message.cc),
        bcc=_addresses(arguments.bcc, message.bcc),
        reply_to=_addresses(arguments.reply_to, message.reply_to),
    )
    return replace(people, copies=_copies(people, arguments, is_new_to=to is not None))


def _recipients(arguments: argparse.Namespace, template_id: str) -> tuple[Recipient, ...] | None:
    if arguments.to is None and arguments.recipients is None:
        return None
    typed = tuple(Recipient(address=address) for address in _addresses(arguments.to, ()))
    if arguments.recipients is None:
        return typed
    template_id = template_id if arguments.template_id is None else arguments.template_id
    dynamic = template_id.startswith("d-")
    return typed + _rows(arguments.recipients, dynamic=dynamic)


def _rows(path: Path, *, dynamic: bool) -> tuple[Recipient, ...]:
    try:
        return recipients_from_csv(_bytes_of(path), dynamic=dynamic)
    except MessageError as error:
        raise InputError(f"{path}: {error.happened}", why=error.why, remedy=error.remedy) from error


def _copies(message: Message, arguments: argparse.Namespace, *, is_new_to: bool) -> Copies:
    chosen: Copies | None = arguments.copies
    is_personal = any(each.substitutions or each.template_data_json for each in message.to)
    if chosen is Copies.TOGETHER and is_personal:
        raise InputError(
            "One mail for all cannot have a row of its own for each recipient.",
            remedy="Leave out --together, or the columns besides the address and name.",
        )
    if chosen is not None:
        return chosen
    if not is_new_to:
        return message.copies
    # Cc and Bcc belong to one mail; with one mail each, everybody in them would get it again.
    shared = len(message.to) < 2 or message.cc or message.bcc
    return Copies.TOGETHER if shared and not is_personal else Copies.EACH


def _with_content(message: Message, arguments: argparse.Namespace) -> Message:
    html = _content("html", arguments.html, arguments.html_file, message.html)
    is_new = html and (arguments.html, arguments.html_file) != (None, None)
    otherwise = html_to_text(html) if is_new else message.text
    return replace(
        message,
        subject=message.subject if arguments.subject is None else arguments.subject,
        text=_content("text", arguments.text, arguments.text_file, otherwise),
        html=html,
    )


def _content(name: str, typed: str | None, path: Path | None, otherwise: str) -> str:
    if typed is not None and path is not None:
        raise InputError(f"--{name} and --{name}-file were both given.", remedy="Give one of them.")
    if path is not None:
        return _text_of(path)
    return otherwise if typed is None else typed


def _with_parts(message: Message, arguments: argparse.Namespace) -> Message:
    files = [_attachment(path) for path in arguments.attach or ()]
    for text in arguments.inline or ():
        content_id, path = _pair(text, "=", "--inline", "CID=FILE")
        files.append(_attachment(Path(path), content_id))
    headers = _pairs(arguments.header, ":", "--header", "'Name: value'")
    custom = _pairs(arguments.custom_arg, "=", "--custom-arg", "NAME=VALUE")
    return replace(
        message,
        attachments=(*message.attachments, *files),
        headers=headers if arguments.header else message.headers,
        custom_args=custom if arguments.custom_arg else message.custom_args,
        categories=tuple(arguments.category or message.categories),
    )


def _with_options(message: Message, arguments: argparse.Namespace) -> Message:
    was, given = message.options, arguments
    options = replace(
        was,
        template_id=was.template_id if given.template_id is None else given.template_id,
        template_data_json=was.template_data_json if given.data is None else _object(given.data),
        send_at=was.send_at if given.send_at is None else _moment(given.send_at),
        batch_id=was.batch_id if given.batch_id is None else given.batch_id,
        asm_group_id=was.asm_group_id if given.asm_group is None else given.asm_group,
        ip_pool=was.ip_pool if given.ip_pool is None else given.ip_pool,
        tracking=was.tracking if given.tracking is None else _tracking(given.tracking),
        check_only=was.check_only or bool(given.sandbox_mode),
    )
    return replace(message, options=options)


def _addresses(texts: Iterable[str] | None, otherwise: tuple[Address, ...]) -> tuple[Address, ...]:
    if texts is None:
        return otherwise
    return tuple(address for text in texts for address in parse_addresses(text))


def _pairs(
    texts: Iterable[str] | None, separator: str, option: str, form: str
) -> tuple[tuple[str, str], ...]:
    return tuple(_pair(text, separator, option, form) for text in texts or ())


def _pair(text: str, separator: str, option: str, form: str) -> tuple[str, str]:
    name, found, value = text.partition(separator)
    if not found or not name.strip():
        raise InputError(f"{option} {text!r} cannot be read.", remedy=f"Write it as {form}.")
    return name.strip(), value.strip()


def _attachment(path: Path, content_id: str = "") -> Attachment:
    kind, encoding = mimetypes.guess_type(path.name)
    # `x.tar.gz` guesses as tar with an encoding; what is attached is the packed file.
    plain = kind if kind and not encoding else "application/octet-stream"
    return Attachment(
        filename=path.name, content=_bytes_of(path), type=plain, content_id=content_id
    )


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_FILE_BYTES + 1)
    except OSError as error:
        raise InputError("A file cannot be read.", why=unreadable(path, error)) from error
    if len(content) > _FILE_BYTES:
        raise InputError(
            "A file is too large for a mail.",
            why=f"{path} has more than {size_text(_FILE_BYTES)}; SendGrid takes less than 30.",
            remedy="Send a link in its place.",
        )
    return content


def _text_of(path: Path) -> str:
    try:
        return _bytes_of(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "A file is not UTF-8 text.",
            why=f"{path}: byte {error.start + 1} does not fit.",
            remedy="Save it as UTF-8.",
        ) from error


def _object(path: Path) -> str:
    text = _text_of(path)
    try:
        value = parse_json(text)
    except ValueError as error:
        raise InputError("Template data is not JSON.", why=f"{path}: {error}.") from error
    if not isinstance(value, dict):
        raise InputError(
            "Template data is not a JSON object.", remedy='Write it as {"name": "value"}.'
        )
    return json.dumps(value, ensure_ascii=False)


def _moment(text: str) -> datetime:
    try:
        # Without a zone it is the time on this computer's clock.
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError) as error:
        raise InputError(
            f"--send-at {text!r} is no time.", remedy="Write it as 2026-01-31T09:00+01:00."
        ) from error


def _tracking(text: str) -> Tracking:
    chosen: dict[str, bool] = {}
    for part in text.split(","):
        name, _, value = part.strip().partition("=")
        if name not in _TRACKING or value not in _SWITCH:
            raise InputError(
                f"--tracking {part.strip()!r} cannot be read.",
                remedy=f"Use {', '.join(_TRACKING)}, each =on or =off.",
            )
        chosen[_TRACKING[name]] = _SWITCH[value]
    return Tracking(**chosen)
