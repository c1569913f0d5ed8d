"""Read JSON as strictly as SendGrid's servers, so that what was taken can be shown again.

Python reads three things that cannot be written as JSON or as text afterwards:
`NaN`, numbers past every limit, and half a character.
Source: RFC 8259, sections 6 and 8.2.
"""

import json
import math
from typing import Any


def read_json(text: str) -> Any:
    """Give the value; a half character becomes U+FFFD.

    Raises `ValueError` for what is no JSON and `RecursionError` for what is nested too deep.
    """
    value = json.loads(text, parse_constant=_refuse, parse_float=_number)
    if "\\u" not in text:
        return value
    written = json.dumps(value, ensure_ascii=False)
    return json.loads(written.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _refuse(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def _number(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text} is too large a number")
    return number
