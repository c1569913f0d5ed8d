"""Read X-SMTPAPI as SendGrid reads it.

The SMTP server takes the mail with 250 whatever the header says; what is wrong
with it shows later, as a `dropped` event. Source: SendGrid's pages "Building
an X-SMTPAPI Header" and "Scheduling Parameters".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sgdesk.sandbox.mime import first_header
from sgdesk.sandbox.rules.shapes import is_integer
from sgdesk.sandbox.strict_json import read_json

INVALID_HEADER = "Invalid SMTPAPI header"
BOTH_SEND_TIMES = "send_at and send_each_at may not be used together"
"""Own wording: SendGrid says that the request is dropped, not with which reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpApi:
    """What one X-SMTPAPI header asks for."""

    value: Mapping[str, Any] = field(default_factory=dict)
    """The JSON object; empty when there was no header or no valid one."""
    raw: str | None = None
    """The header as it came, unfolded; `None` when there was none."""
    problem: str | None = None
    """Why the mail will be dropped."""

    @property
    def to(self) -> tuple[str, ...]:
        """Who gets a copy of their own."""
        return tuple(self.value.get("to") or ())

    @property
    def categories(self) -> list[str]:
        """The tags, whether given as one string or as an array."""
        given = self.value.get("category") or []
        return [given] if isinstance(given, str) else [str(item) for item in given]

    def substitutions(self, index: int) -> dict[str, str]:
        """Give tag and value for one entry of `to`."""
        return {
            tag: str(values[index])
            for tag, values in (self.value.get("sub") or {}).items()
            if isinstance(values, list) and index < len(values)
        }

    def unique_args(self, substitutions: Mapping[str, str]) -> dict[str, str]:
        """Give the custom arguments of one copy."""
        return {
            key: substitute(str(value), substitutions)
            for key, value in (self.value.get("unique_args") or {}).items()
        }


def read(raw_mail: bytes) -> SmtpApi:
    """Read the first X-SMTPAPI header; SendGrid ignores any further one."""
    header = first_header(raw_mail, "X-SMTPAPI")
    if header is None:
        return SmtpApi()
    text = header.decode("utf-8", "backslashreplace")
    try:
        # Strictly ASCII: 8-bit text does not survive the way to SendGrid.
        value = read_json(header.decode("ascii"))
    except (ValueError, RecursionError):
        return SmtpApi(raw=text, problem=INVALID_HEADER)
    if not isinstance(value, dict) or not _is_well_formed(value):
        return SmtpApi(raw=text, problem=INVALID_HEADER)
    return SmtpApi(value=value, raw=text, problem=_problem(value))


def substitute(text: str, substitutions: Mapping[str, str]) -> str:
    """Put each tag's value in its place."""
    for tag, value in substitutions.items():
        text = text.replace(tag, value)
    return text


def _is_well_formed(value: Mapping[str, Any]) -> bool:
    to = value.get("to", [])
    sub = value.get("sub", {})
    return (
        _is_list_of_strings(to)
        and isinstance(sub, dict)
        and all(_is_list_of_strings(values) and len(values) == len(to) for values in sub.values())
        and isinstance(value.get("unique_args", {}), dict)
        and isinstance(value.get("filters", {}), dict)
        and all(is_integer(value.get(name, 0)) for name in ("send_at", "asm_group_id"))
        and all(
            isinstance(value.get(name, []), list) and all(map(is_integer, value.get(name, [])))
            for name in ("send_each_at", "asm_groups_to_display")
        )
        and (isinstance(value.get("category", ""), str) or _is_list_of_strings(value["category"]))
    )


def _is_list_of_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _problem(value: Mapping[str, Any]) -> str | None:
    if "send_at" in value and "send_each_at" in value:
        return BOTH_SEND_TIMES
    templates = value.get("filters", {}).get("templates", {})
    settings = templates.get("settings", {}) if isinstance(templates, dict) else {}
    if isinstance(settings, dict) and str(settings.get("template_id", "")).startswith("d-"):
        # Dynamic templates do not work through SMTP.
        return INVALID_HEADER
    return None
