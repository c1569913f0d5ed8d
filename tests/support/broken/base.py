"""How a broken body is written down, and the good one it starts from."""

import copy
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
ENDING = (
    'e.g. {"email": "example@example.com"} or '
    '{"email": "example@example.com", "name": "Example Recipient"}'
)
DYNAMIC = "d-" + "0123456789abcdef" * 2
LEGACY = "01234567-89ab-cdef-0123-456789abcdef"
P = "personalizations"
P0 = "personalizations.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenBody:
    """A body, and the first error that it must be answered with."""

    id: str
    body: Json
    field: str
    message: str
    own_wording: bool = False
    """No source states SendGrid's message; the words are the local SendGrid's."""
    count: int = 1
    """How many rules it breaks: some give way only with a second one."""


CASES: list[BrokenBody] = []


def good_body(**changes: Any) -> Json:
    """Give a body that breaks no rule; a `None` takes a member away."""
    body: Json = {
        "personalizations": [{"to": [{"email": "to@example.com"}]}],
        "from": {"email": "from@example.com"},
        "subject": "Subject",
        "content": [{"type": "text/plain", "value": "Text"}],
    }
    body.update(copy.deepcopy(changes))
    return {name: value for name, value in body.items() if value is not None}


def block(**changes: Any) -> Json:
    block: Json = {"to": [{"email": "to@example.com"}], **changes}
    return {"personalizations": [{k: v for k, v in block.items() if v is not None}]}


def attachment(**changes: Any) -> Json:
    entry: Json = {"content": "aGVsbG8=", "filename": "a.txt", **changes}
    return {"attachments": [{k: v for k, v in entry.items() if v is not None}]}


def people(count: int, start: int = 0) -> list[Json]:
    return [{"email": f"p{number}@example.com"} for number in range(start, start + count)]


def case(
    id: str, field: str, message: str, own: bool = False, count: int = 1, /, **changes: Any
) -> None:
    body = good_body(**changes)
    CASES.append(
        BrokenBody(id=id, body=body, field=field, message=message, own_wording=own, count=count)
    )
