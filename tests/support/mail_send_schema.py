"""SendGrid's own schema of a `mail/send` body, closed: a property it does not name is refused.

`tests/data/openapi/tsg_mail_v3.json` is the official file, unchanged. Where it
contradicts SendGrid's pages and servers, `SLIPS` puts it right, each with its reason.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

FILE = Path(__file__).parents[1] / "data" / "openapi" / "tsg_mail_v3.json"

STRING_MAP = {"type": "object", "additionalProperties": {"type": "string"}}

SLIPS: dict[tuple[str, ...], tuple[Any, str]] = {
    ("properties", "custom_args"): (
        STRING_MAP,
        "typed `string`; its own example and the page 'Mail Send' show an object of strings",
    ),
    ("properties", "headers"): (
        STRING_MAP,
        "typed `object` with nothing said of its keys, which are the user's",
    ),
    ("properties", "personalizations", "items", "properties", "headers"): (
        STRING_MAP,
        "as above",
    ),
    ("properties", "personalizations", "items", "properties", "custom_args"): (
        {**STRING_MAP, "maxProperties": 10000},
        "as above",
    ),
    ("properties", "personalizations", "items", "properties", "dynamic_template_data"): (
        {"type": "object", "additionalProperties": True},
        "any JSON object: its keys are the template's",
    ),
}
"""Path in the request schema: what stands there instead, and why."""


@cache
def validator() -> Any:
    """Give a validator of request bodies."""
    document = json.loads(FILE.read_text(encoding="utf-8"))
    media = document["components"]["requestBodies"]["PostMailSend"]["content"]
    schema = media["application/json"]["schema"]
    for path, (replacement, _reason) in SLIPS.items():
        holder = schema
        for name in path[:-1]:
            holder = holder[name]
        assert path[-1] in holder, path
        holder[path[-1]] = replacement
    _close(schema)
    _close(document["components"]["schemas"])
    schema["components"] = document["components"]
    checker = jsonschema.Draft202012Validator
    checker.check_schema(schema)
    return checker(schema, format_checker=checker.FORMAT_CHECKER)


def _close(node: Any) -> None:
    """Forbid, in every object that names its properties, all others."""
    if isinstance(node, list):
        for child in node:
            _close(child)
    if not isinstance(node, dict):
        return
    if isinstance(node.get("properties"), dict):
        node.setdefault("additionalProperties", False)
    for child in node.values():
        _close(child)


def violations(body: Any) -> list[str]:
    """Say what the schema has against a body."""
    return [f"{error.json_path}: {error.message}" for error in validator().iter_errors(body)]
