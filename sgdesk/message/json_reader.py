"""Take typed values out of a JSON object, noting what is missing, wrong or left over.

The words for a wrong type are SendGrid's own, so that a refused body reads the
same here as there.
"""

import json
import math
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TypeVar

from sgdesk.message.findings import Finding, error
from sgdesk.message.lifting import lift_strings
from sgdesk.message.model import Pairs

T = TypeVar("T")

_MOST_DIGITS = 400
"""A double, which is what a number in JSON is to most, has 309 before its point."""

_NAMES: dict[type, str] = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
}


def parse_json(text: str | bytes) -> Any:
    """Read JSON as RFC 8259 has it: Python alone also takes `NaN`, `Infinity` and 1e999.

    Raises `ValueError`, for what is nested too deep as well.
    """
    if isinstance(text, bytes) and not (lifted := lift_strings(text)).is_whole:
        with suppress(ValueError):
            return lifted.in_values(_parse(lifted.rest))
    if not text.strip():
        msg = "it is empty"
        raise ValueError(msg)
    # Of a text that is wrong, the words name the place in the whole.
    return _parse(text)


def _parse(text: str | bytes) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number, parse_float=_number, parse_int=_integer)
    except RecursionError as exc:
        msg = "it is nested too deep"
        raise ValueError(msg) from exc
    except UnicodeDecodeError as exc:
        msg = f"byte {exc.start + 1} does not fit into UTF-8 text"
        raise ValueError(msg) from exc


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        msg = f"a number has {len(digits):,} digits"
        raise ValueError(msg)
    return int(digits)


def _no_number(word: str) -> float:
    msg = f"{word} is no number in JSON"
    raise ValueError(msg)


def _number(digits: str) -> float:
    value = float(digits)
    return value if math.isfinite(value) else _no_number(digits)


class JsonReader:
    """One JSON object being read; all readers of a body share one list of findings."""

    def __init__(self, value: object, place: str, findings: list[Finding]) -> None:
        self.place = place
        self.findings = findings
        self._left: dict[str, Any] = dict(self._typed(value, dict, place) or {})

    def _typed(self, value: object, kind: type[T], place: str) -> T | None:
        # To Python, true is an integer; to JSON it is not.
        if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
            return value
        self.findings.append(
            error(
                "wrong_type",
                place,
                f"Invalid type. Expected: {_NAMES[kind]}, given: {_NAMES[type(value)]}.",
                f"It stands at {place or 'the top'}.",
            )
        )
        return None

    def at(self, name: str) -> str:
        """Give the dotted path of one of this object's fields."""
        return f"{self.place}.{name}" if self.place else name

    def take(self, name: str, kind: type[T]) -> T | None:
        """Take a field of one type; `None` when it is absent or of another type."""
        if name not in self._left:
            return None
        return self._typed(self._left.pop(name), kind, self.at(name))

    def text(self, name: str) -> str:
        """Take a string; empty when absent."""
        return self.take(name, str) or ""

    def __contains__(self, name: str) -> bool:
        return name in self._left

    def names(self) -> tuple[str, ...]:
        """Give the names of the fields that nobody took yet."""
        return tuple(self._left)

    def holds(self, name: str, kind: type) -> bool:
        """Say whether a field is there and of a type."""
        return isinstance(self._left.get(name), kind)

    def items(self, name: str) -> list["JsonReader"]:
        """Take an array of objects."""
        found = self.take(name, list) or []
        return [
            JsonReader(item, f"{self.at(name)}.{index}", self.findings)
            for index, item in enumerate(found)
        ]

    def scalars(self, name: str, kind: type[T]) -> tuple[T, ...]:
        """Take an array of strings or of integers."""
        found = [
            self._typed(item, kind, f"{self.at(name)}.{index}")
            for index, item in enumerate(self.take(name, list) or [])
        ]
        return tuple(item for item in found if item is not None)

    def child(self, name: str) -> "JsonReader | None":
        """Take an object to read further; `None` when absent."""
        if name not in self._left:
            return None
        return JsonReader(self._left.pop(name), self.at(name), self.findings)

    def moment(self, name: str) -> datetime | None:
        """Take a time in Unix seconds, as an aware one."""
        seconds = self.take(name, int)
        try:
            return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
        except (OverflowError, ValueError, OSError):
            happened = f"{seconds} is no moment that can be scheduled."
            self.refuse("send_at_limit", name, happened, "SendGrid schedules up to 72 hours ahead.")
            return None

    def pairs(self, name: str) -> Pairs:
        """Take an object whose values are all strings."""
        child = self.child(name)
        if child is None:
            return ()
        return tuple((key, child.text(key)) for key in child.names())

    def refuse(self, rule: str, name: str, happened: str, why: str = "", remedy: str = "") -> None:
        """Note that a field breaks a rule."""
        self.findings.append(error(rule, self.at(name), happened, why, remedy))

    def finish(self, known: Sequence[str] = ()) -> None:
        """Note every field that nobody took: fields in `known` are SendGrid's, others are not."""
        for name in self._left:
            if name in known:
                self.refuse(
                    "not_held",
                    name,
                    f"{self.at(name)} cannot be held by a message here.",
                    "SendGrid knows the field; this program has no place for it.",
                    "Take it out.",
                )
            else:
                self.refuse(
                    "unknown_field",
                    name,
                    f"{self.at(name)} is no field that SendGrid knows.",
                    "SendGrid would ignore or refuse it.",
                    "Check its spelling.",
                )
