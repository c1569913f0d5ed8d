"""Rules for mail_settings and tracking_settings, as a table."""

from collections.abc import Iterator, Mapping
from typing import Any

from sgdesk.sandbox.errors_v3 import ApiError, error_at
from sgdesk.sandbox.rules import words
from sgdesk.sandbox.rules.shapes import wrong_type

_UTM = ("utm_source", "utm_medium", "utm_term", "utm_content", "utm_campaign")
_ANALYTICS = "tracking_settings.ganalytics"
_SUBSCRIPTION = "tracking_settings.subscription_tracking"
_FINER_BYPASSES = (
    "bypass_spam_management",
    "bypass_bounce_management",
    "bypass_unsubscribe_management",
)

MESSAGES: Mapping[str, tuple[type, str]] = {
    "mail_settings.sandbox_mode.enable": (
        bool,
        "The sandbox mode enable param should be a boolean value.",
    ),
    "mail_settings.bypass_list_management.enable": (
        bool,
        "The bypass list management enable param should be a boolean value.",
    ),
    **{
        f"mail_settings.{name}.enable": (
            bool,
            words.OTHER_BYPASS_SHAPE.format(name=name.split("_")[1]),
        )
        for name in _FINER_BYPASSES
    },
    "mail_settings.footer.enable": (bool, "The footer enable param should be a boolean value."),
    "mail_settings.footer.html": (
        str,
        "The text/html version of your footer should be a string.",
    ),
    "mail_settings.footer.text": (
        str,
        "The text/plain version of your footer should be a string.",
    ),
    "tracking_settings.click_tracking.enable": (
        bool,
        "The click tracking enable param should be a boolean value.",
    ),
    "tracking_settings.click_tracking.enable_text": (
        bool,
        "The click tracking enable text must be a boolean value.",
    ),
    "tracking_settings.open_tracking.enable": (
        bool,
        "The open tracking enable param should be a boolean value.",
    ),
    "tracking_settings.open_tracking.substitution_tag": (
        str,
        "The open tracking substitution tag must be a string.",
    ),
    f"{_SUBSCRIPTION}.enable": (
        bool,
        "The subscription tracking enable param should be a boolean value.",
    ),
    f"{_SUBSCRIPTION}.html": (
        str,
        "The subscription tracking unsubscribe content for text/html messages must be a string.",
    ),
    f"{_SUBSCRIPTION}.text": (
        str,
        "The subscription tracking unsubscribe content for text/plain messages must be a string.",
    ),
    f"{_SUBSCRIPTION}.substitution_tag": (
        str,
        "The subscription tracking substitution tag must be a string value.",
    ),
    f"{_ANALYTICS}.enable": (bool, "The Google Analytics enable param must be a boolean value."),
    **{
        f"{_ANALYTICS}.{name}": (str, f"The Google Analytics {name} must be a string value.")
        for name in _UTM
    },
}
"""The type a setting must have and what is said when it has not."""


def check(body: Mapping[str, Any]) -> Iterator[ApiError]:
    """Check each setting that is present; an absent one leaves the account's in force."""
    for group in ("mail_settings", "tracking_settings"):
        settings = body.get(group)
        if settings is None:
            continue
        yield from wrong_type(group, settings, "object")
        for name, value in settings.items() if isinstance(settings, dict) else ():
            yield from wrong_type(f"{group}.{name}", value, "object")
    for path, (kind, message) in MESSAGES.items():
        is_present, value = _look_up(body, path)
        if is_present and not isinstance(value, kind):
            yield error_at(path, message)
    if _is_on(body, "bypass_list_management") and any(_is_on(body, n) for n in _FINER_BYPASSES):
        yield error_at("mail_settings.bypass_list_management", words.BYPASS_CONFLICT)


def _look_up(body: Mapping[str, Any], path: str) -> tuple[bool, Any]:
    holder: Any = body
    for name in path.split("."):
        if not isinstance(holder, dict) or name not in holder:
            return False, None
        holder = holder[name]
    return True, holder


def _is_on(body: Mapping[str, Any], bypass: str) -> bool:
    return _look_up(body, f"mail_settings.{bypass}.enable") == (True, True)
