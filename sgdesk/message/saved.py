"""Messages in files: our own saved form, and SendGrid's request body.

`sgdesk.message/1` is the message as JSON, files in base64, under its schema
name. A file without that name is read as a `mail/send` body.
"""

import json
from typing import Any

from sgdesk import codec
from sgdesk.errors import InputError
from sgdesk.message.findings import MessageError, error
from sgdesk.message.json_reader import parse_json
from sgdesk.message.model import Message
from sgdesk.message.saved_shape import misfits
from sgdesk.message.v3_body import message_from_v3

SCHEMA = "sgdesk.message/1"


def save_json(message: Message) -> bytes:
    """Write a message in the saved form."""
    plain = {"schema": SCHEMA, "message": codec.to_plain(message)}
    # ASCII, so that even a broken character comes back as it was and the checks can name it.
    return json.dumps(plain, indent=2).encode("ascii") + b"\n"


def load_json(data: bytes) -> Message:
    """Read a saved message, or a v3 body; raises `MessageError` when it is neither."""
    try:
        plain = parse_json(data)
    except ValueError as exc:
        raise MessageError([error("not_json", "", "This is not JSON.", str(exc))]) from exc
    return message_from_plain(plain)


def message_from_plain(plain: Any) -> Message:
    """Read what the JSON of a saved message or of a v3 body said; raises `MessageError`."""
    if not isinstance(plain, dict):
        raise MessageError([error("not_json", "", "This is not a JSON object.")])
    schema = plain.get("schema")
    if schema is None:
        return message_from_v3(plain)
    if schema != SCHEMA:
        raise MessageError(
            [
                error(
                    "schema",
                    "schema",
                    "The field schema names no saved message that can be read here.",
                    f"It is {_shown(schema)}. "
                    f"This program reads {SCHEMA!r} and SendGrid's mail/send bodies.",
                    "A newer version may have written it.",
                )
            ]
        )
    damages = list(misfits(plain.get("message"), Message, "message"))
    if damages:
        raise _damaged(*damages)
    try:
        return codec.from_plain(plain["message"], Message)
    except InputError as exc:
        # All that is left to go wrong: the one kind that is read as it is made.
        raise _damaged("A file under message.attachments is not base64.") from exc


def _shown(value: object) -> str:
    return repr(value[:40]) if isinstance(value, str) else "no text"


def _damaged(*whys: str) -> MessageError:
    return MessageError(
        [error("saved_message", "", "The saved message is damaged.", why) for why in whys]
    )
