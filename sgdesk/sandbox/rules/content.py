"""Rules for the subject, the bodies and the attachments."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any

from sgdesk.sandbox.errors_v3 import ApiError, error_at
from sgdesk.sandbox.rules import words
from sgdesk.sandbox.rules.shapes import blocks_of, unknown_properties, wrong_type

CONTENT_PROPERTIES = frozenset({"type", "value"})
ATTACHMENT_PROPERTIES = frozenset({"content", "filename", "type", "disposition", "content_id"})


def check(body: Mapping[str, Any]) -> Iterator[ApiError]:
    """Check what the recipient will see."""
    yield from _subject(body)
    yield from _content(body)
    attachments = body.get("attachments")
    if attachments is not None:
        yield from wrong_type("attachments", attachments, "array")
        for index, entry in enumerate(attachments if isinstance(attachments, list) else []):
            yield from _attachment(f"attachments.{index}", entry)


def _subject(body: Mapping[str, Any]) -> Iterator[ApiError]:
    blocks = list(blocks_of(body))
    places = [("subject", body), *((f"{path}.subject", block) for path, block in blocks)]
    for path, holder in places:
        if holder.get("subject") is not None and not _is_filled(holder["subject"]):
            yield error_at(path, words.SUBJECT_SHAPE)
    if body.get("subject") is not None or body.get("template_id") is not None:
        return
    lacking = [path for path, block in blocks if block.get("subject") is None]
    if len(lacking) == len(blocks):
        yield error_at("subject", words.SUBJECT_REQUIRED)
        return
    for path in lacking:
        yield error_at(f"{path}.subject", words.PERSONAL_SUBJECT_REQUIRED)


def _content(body: Mapping[str, Any]) -> Iterator[ApiError]:
    content = body.get("content")
    if content is None:
        if body.get("template_id") is None:
            yield error_at("content", words.CONTENT_REQUIRED)
        return
    yield from wrong_type("content", content, "array")
    if content == [] and body.get("template_id") is None:
        yield error_at("content", words.CONTENT_EMPTY)
    parts = content if isinstance(content, list) else []
    for index, part in enumerate(parts):
        yield from _part(f"content.{index}", part)
    kinds = [part["type"].lower() for part in parts if _has_text_type(part)]
    if kinds != sorted(kinds, key=_rank):
        yield error_at("content", words.CONTENT_ORDER)


def _has_text_type(part: Any) -> bool:
    return isinstance(part, dict) and isinstance(part.get("type"), str)


def _rank(kind: str) -> int:
    return {"text/plain": 0, "text/html": 1}.get(kind, 2)


def _part(path: str, part: Any) -> Iterator[ApiError]:
    if not isinstance(part, dict):
        yield from wrong_type(path, part, "object")
        return
    yield from unknown_properties(path, part, CONTENT_PROPERTIES)
    if part.get("type") is None:
        yield error_at(f"{path}.type", words.CONTENT_TYPE_REQUIRED)
    elif not _is_filled(part["type"]):
        yield error_at(f"{path}.type", words.CONTENT_TYPE_SHAPE)
    elif _has_any(part["type"], ";,\r\n"):
        yield error_at(f"{path}.type", words.CONTENT_TYPE_CHARACTERS)
    if part.get("value") is None:
        yield error_at(f"{path}.value", words.CONTENT_VALUE_REQUIRED)
    elif not _is_filled(part["value"]):
        yield error_at(f"{path}.value", words.CONTENT_VALUE_SHAPE)


def _attachment(path: str, entry: Any) -> Iterator[ApiError]:
    if not isinstance(entry, dict):
        yield from wrong_type(path, entry, "object")
        return
    yield from unknown_properties(path, entry, ATTACHMENT_PROPERTIES)
    if not _is_filled(entry.get("content")):
        yield error_at(f"{path}.content", words.ATTACHMENT_CONTENT)
    elif not _is_base64(entry["content"]):
        yield error_at(f"{path}.content", words.ATTACHMENT_BASE64)
    yield from _filename(f"{path}.filename", entry.get("filename"))
    kind = entry.get("type")
    if kind is not None and not _is_filled(kind):
        yield error_at(f"{path}.type", words.ATTACHMENT_TYPE_SHAPE)
    elif kind is not None and _has_any(kind, ";,\r\n"):
        yield error_at(f"{path}.type", words.ATTACHMENT_TYPE_CHARACTERS)
    disposition = entry.get("disposition")
    if disposition is not None and disposition not in ("inline", "attachment"):
        yield error_at(f"{path}.disposition", words.DISPOSITION.format(given=disposition))
    yield from _content_id(f"{path}.content_id", entry.get("content_id"))


def _filename(path: str, name: Any) -> Iterator[ApiError]:
    if name is None or name == "":
        yield error_at(path, words.FILENAME_REQUIRED)
    elif not isinstance(name, str):
        yield error_at(path, words.FILENAME_SHAPE)
    elif _has_any(name, "\r\n"):
        yield error_at(path, words.FILENAME_LINE_ENDS)
    elif _has_any(name, ";,"):
        yield error_at(path, words.FILENAME_CHARACTERS)


def _content_id(path: str, value: Any) -> Iterator[ApiError]:
    if value is None:
        return
    if not isinstance(value, str):
        yield error_at(path, words.CONTENT_ID_SHAPE.format(given=value))
    elif _has_any(value, ";,\r\n"):
        yield error_at(path, words.CONTENT_ID_LINE_ENDS)


def _is_filled(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _has_any(text: str, characters: str) -> bool:
    return any(character in text for character in characters)


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
