"""One v3 body for each rule of `POST /v3/mail/send` that breaks it and no other.

The messages are written out in `tests/support/broken/`, not taken from the
program: they are SendGrid's own where `own_wording` is false. Source: Twilio,
"Mail Send, Errors", and server output quoted in public issues.
"""

from tests.support.broken import addresses, base, content, dispatch, extras

for _add in (
    addresses.recipients,
    addresses.too_many_personalizations,
    addresses.senders,
    content.content,
    content.attachments,
    extras.headers,
    extras.arguments,
    extras.categories,
    dispatch.dispatch,
    dispatch.settings,
    dispatch.unknown_properties,
):
    _add()

CASES = tuple(base.CASES)
