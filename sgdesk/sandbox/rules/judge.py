"""All rules over one body."""

from collections.abc import Mapping
from typing import Any

from sgdesk.sandbox.errors_v3 import ApiError
from sgdesk.sandbox.rules import content, dispatch, extras, recipients, senders, settings
from sgdesk.sandbox.rules.shapes import unknown_properties

TOP_PROPERTIES = frozenset(
    {
        *("personalizations", "from", "reply_to", "reply_to_list", "subject", "content"),
        *("attachments", "template_id", "headers", "categories", "custom_args", "send_at"),
        *("batch_id", "asm", "ip_pool_name", "mail_settings", "tracking_settings", "sections"),
    }
)

_SUBJECTS = (recipients, senders, content, extras, dispatch, settings)


def judge(body: Mapping[str, Any]) -> list[ApiError]:
    """List everything that is wrong with a body, in the order of the rules."""
    errors = list(unknown_properties("", body, TOP_PROPERTIES))
    for subject in _SUBJECTS:
        errors.extend(subject.check(body))
    return errors
