"""What a path loses, said beforehand; and nothing is lost in silence."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from sgdesk.message import (
    Address,
    Attachment,
    Copies,
    Message,
    PathKind,
    Recipient,
    SendOptions,
    Tracking,
    sample,
)
from sgdesk.render import losses

DYNAMIC = "d-" + "0" * 32
LEGACY = "01234567-89ab-cdef-0123-456789abcdef"
ADA = Recipient(address=Address(email="ada@example.com"))
BOB = Recipient(address=Address(email="bob@example.com"))
BARE = replace(sample(), categories=(), custom_args=())


def bare(**changes: Any) -> Message:
    """Give a message that loses nothing anywhere, changed."""
    return replace(BARE, **changes)


def asking(**options: Any) -> Message:
    """Give a bare message with options."""
    return bare(options=SendOptions(**options))


TAGGED = replace(ADA, substitutions=(("-a-", "b"),))
MAIL = Attachment(filename="a.eml", content=b"x", type="message/rfc822")
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

CASES: list[tuple[Message, PathKind, bool, list[tuple[str, str]]]] = [
    (sample(), "webapi", True, []),
    (sample(), "smtp", True, []),
    (BARE, "smtp", False, []),
    (
        bare(cc=(Address(email="x@example.com", name="a,b"),)),
        "webapi",
        True,
        [("name_punctuation", "cc.0")],
    ),
    (
        bare(bcc=(Address(email="x@example.com", name="a;b"),)),
        "webapi",
        True,
        [("name_punctuation", "bcc.0")],
    ),
    (bare(headers=(("date", "x"),)), "webapi", True, [("own_header", "headers.date")]),
    (
        bare(headers=(("Message-ID", "x"),)),
        "webapi",
        True,
        [("own_header", "headers.Message-ID")],
    ),
    (asking(check_only=True), "webapi", True, []),
    (asking(check_only=True), "smtp", True, [("check_only", "options.check_only")]),
    (asking(template_id=DYNAMIC), "webapi", True, []),
    (asking(template_id=DYNAMIC), "smtp", True, [("dynamic_template", "options.template_id")]),
    (asking(template_id=DYNAMIC), "smtp", False, [("dynamic_template", "options.template_id")]),
    (asking(template_id=LEGACY), "smtp", True, []),
    (asking(template_id=LEGACY), "smtp", False, [("needs_smtpapi", "options.template_id")]),
    (
        asking(template_data_json="{}"),
        "smtp",
        True,
        [("template_data", "options.template_data")],
    ),
    (
        bare(to=(replace(ADA, template_data_json='{"a":1}'),)),
        "smtp",
        True,
        [("template_data", "options.template_data")],
    ),
    (bare(attachments=(MAIL,)), "smtp", True, [("attachment_type", "attachments.0.type")]),
    (bare(attachments=(MAIL,)), "webapi", True, []),
    (bare(to=(ADA, BOB), copies=Copies.EACH), "smtp", True, [("one_rcpt", "to")]),
    (bare(to=(ADA, BOB), copies=Copies.EACH), "smtp", False, []),
    (bare(to=(TAGGED,)), "smtp", True, []),
    (bare(to=(TAGGED,)), "smtp", False, [("needs_smtpapi", "to.0.substitutions")]),
    (bare(categories=("a",)), "smtp", False, [("needs_smtpapi", "categories")]),
    (bare(custom_args=(("a", "b"),)), "smtp", False, [("needs_smtpapi", "custom_args")]),
    (asking(send_at=NOON), "smtp", False, [("needs_smtpapi", "options.send_at")]),
    (asking(batch_id="b"), "smtp", False, [("needs_smtpapi", "options.batch_id")]),
    (asking(asm_group_id=1), "smtp", False, [("needs_smtpapi", "options.asm_group_id")]),
    (asking(ip_pool="ab"), "smtp", False, [("needs_smtpapi", "options.ip_pool")]),
    (
        asking(tracking=Tracking(opens=False)),
        "smtp",
        False,
        [("needs_smtpapi", "options.tracking")],
    ),
]


@pytest.mark.parametrize(("message", "kind", "smtpapi", "expected"), CASES)
def test_each_loss_is_declared(
    message: Message, kind: PathKind, smtpapi: bool, expected: list[tuple[str, str]]
) -> None:
    found = losses(message, kind, smtpapi)

    assert [(loss.id, loss.place) for loss in found] == expected
    assert all(loss.what.endswith(".") for loss in found)
