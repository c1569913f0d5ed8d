"""One message for each rule of the pre-send check, breaking that rule and no other error."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sgdesk.message import (
    Address,
    Attachment,
    Copies,
    Message,
    PathKind,
    Recipient,
    SendOptions,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DYNAMIC = "d-" + "0123456789abcdef" * 2


@dataclass(frozen=True, kw_only=True)
class BrokenMessage:
    """A message, and the finding that it must meet."""

    rule: str
    place: str
    message: Message
    kind: PathKind = "webapi"
    severity: str = "error"
    at_sendgrid: bool = True
    """The API refuses the rendered body too, as far as it can be rendered."""

    @property
    def id(self) -> str:
        """Name the case in test output."""
        return f"{self.kind}-{self.rule}-{self.place}"


def to(*emails: str, **personal: Any) -> tuple[Recipient, ...]:
    """Give recipients without names."""
    return tuple(Recipient(address=Address(email=each), **personal) for each in emails)


def good(**changes: Any) -> Message:
    """Give a message that breaks no rule."""
    message = Message(
        sender=Address(email="from@example.com"),
        to=to("to@example.com"),
        subject="Subject",
        text="Text",
    )
    return replace(message, **changes)


def file(**changes: Any) -> tuple[Attachment, ...]:
    """Give one attachment that breaks no rule."""
    return (replace(Attachment(filename="a.txt", content=b"a", type="text/plain"), **changes),)


def options(**changes: Any) -> SendOptions:
    """Give options."""
    return SendOptions(**changes)


def named(name: str) -> Address:
    """Give an address with a name."""
    return Address(email="x@example.com", name=name)


def plain(email: str) -> tuple[Address, ...]:
    """Give one address without a name."""
    return (Address(email=email),)


CASES: list[BrokenMessage] = []


def case(rule: str, place: str, message: Message, **more: Any) -> None:
    """Add a case to the table."""
    CASES.append(BrokenMessage(rule=rule, place=place, message=message, **more))


MANY = [f"p{number}@example.com" for number in range(1001)]
LONG = "a" * 300 + "@" + "b" * 30 + ".example.com"
IMAGE = file(filename="a.png", type="image/png", content_id="logo")

case("line_break", "subject", good(subject="a\r\nBcc: evil@example.com"), at_sendgrid=False)
case("line_break", "from.name", good(sender=named("a\nb")), at_sendgrid=False)
case("line_break", "to.0.name", good(to=(Recipient(address=named("a\rb")),)), at_sendgrid=False)
case("line_break", "headers.X-A", good(headers=(("X-A", "a\r\nBcc: e@example.com"),)))
case("line_break", "attachments.0.filename", good(attachments=file(filename="a\r\nb")))
case("line_break", "categories.0", good(categories=("a\0b",)), at_sendgrid=False)
case("line_break", "custom_args.a", good(custom_args=(("a", "b\nc"),)), at_sendgrid=False)
case("line_break", "subject", good(subject="half \ud83d"), at_sendgrid=False)
case("broken_unicode", "text", good(text="half \ud83d"), at_sendgrid=False)
case("header_name", "headers.'X A'", good(headers=(("X A", "b"),)))
case("header_name", "headers.'X-Ä'", good(headers=(("X-Ä", "b"),)))
case("header_name", "headers.'X:A'", good(headers=(("X:A", "b"),)), at_sendgrid=False)
case("attachment_type", "attachments.0.type", good(attachments=file(type="text/plain; a=b")))
case("content_id", "attachments.0.content_id", good(attachments=file(content_id="a;b")))

case("to_required", "to", good(to=()))
case("address_invalid", "to.0", good(to=to("nobody")))
case("address_invalid", "from", good(sender=Address(email="from@@example.com")))
case("address_invalid", "cc.0", good(cc=plain("a b@example.com")))
case("address_invalid", "bcc.0", good(bcc=plain("a@-example.com")))
case("address_invalid", "reply_to.0", good(reply_to=plain("a@example..com")))
case("address_too_long", "to.0", good(to=to(LONG)))
case("domain_without_dot", "to.0", good(to=to("root@localhost")))
case("domain_without_dot", "to.0", good(to=to("root@localhost")), kind="smtp", severity="warning")
case("address_unicode", "from", good(sender=Address(email="zoë@example.com")))
case("address_unicode", "to.0", good(to=to("zoë@example.com")), kind="smtp", severity="warning")
case(
    "name_punctuation",
    "to.0.name",
    good(to=(Recipient(address=named("Doe, Jane")),)),
    severity="warning",
    at_sendgrid=False,
)
case("personalizations_limit", "to", good(to=to(*MANY), copies=Copies.EACH))
case("recipients_limit", "to", good(to=to(*MANY)))
case("recipients_limit", "to", good(to=to(*MANY)), kind="smtp", severity="warning")
case("recipients_limit", "to", good(to=to(*MANY) * 10), kind="smtp")
case("recipient_duplicate", "cc.0", good(cc=plain("TO@Example.com")))
case(
    "recipient_duplicate", "cc.0", good(cc=plain("to@example.com")), kind="smtp", severity="warning"
)
case(
    "recipient_repeated",
    "to.1",
    good(to=to("to@example.com", "to@example.com"), copies=Copies.EACH),
    severity="warning",
    at_sendgrid=False,
)
case(
    "each_with_copies",
    "cc",
    good(to=to(*MANY[:2]), copies=Copies.EACH, cc=plain("c@example.com")),
    at_sendgrid=False,
)
case(
    "personal_together",
    "to.0",
    good(to=to(*MANY[:2], substitutions=(("-a-", "b"),))),
    at_sendgrid=False,
)
case("reply_to_limit", "reply_to", good(reply_to=tuple(Address(email=each) for each in MANY)))
case("reply_to_duplicate", "reply_to", good(reply_to=plain("a@example.com") + (named(""),) * 2))

case("subject_required", "subject", good(subject=""))
case("subject_required", "subject", good(subject=""), kind="smtp", severity="warning")
case("content_required", "text", good(text=""))
case("content_required", "text", good(text=""), kind="smtp", severity="warning")
case(
    "dynamic_template_smtp",
    "options.template_id",
    good(text="", options=options(template_id=DYNAMIC)),
    kind="smtp",
)
case("attachment_filename", "attachments.0.filename", good(attachments=file(filename="")))
case("attachment_filename", "attachments.0.filename", good(attachments=file(filename="a;b")))
case("attachment_empty", "attachments.0.content", good(attachments=file(content=b"")))
case(
    "content_id_duplicate",
    "attachments.1.content_id",
    good(html='<img src="cid:logo">', attachments=IMAGE * 2),
    at_sendgrid=False,
)
case(
    "content_id_unused",
    "attachments.0.content_id",
    good(html="<p>", attachments=IMAGE),
    severity="warning",
    at_sendgrid=False,
)
case(
    "content_id_missing",
    "html",
    good(html="<img src=cid:logo>"),
    severity="warning",
    at_sendgrid=False,
)
case(
    "message_too_large",
    "attachments",
    good(attachments=file(content=bytes(24 * 2**20))),
    at_sendgrid=False,
)
case(
    "message_large",
    "attachments",
    good(attachments=file(content=bytes(16 * 2**20))),
    severity="warning",
    at_sendgrid=False,
)

case("header_reserved", "headers.subject", good(headers=(("subject", "b"),)))
case("header_reserved", "headers.X-SMTPAPI", good(headers=(("X-SMTPAPI", "{}"),)), kind="smtp")
case("header_reserved", "headers.Resent-To", good(headers=(("Resent-To", "b"),)), at_sendgrid=False)
case("header_duplicate", "headers.x-a", good(headers=(("X-A", "b"), ("x-a", "c"))))
case("header_too_long", "headers.X-A", good(headers=(("X-A", "b" * 2000),)), at_sendgrid=False)
case(
    "list_unsubscribe_long",
    "headers.List-Unsubscribe",
    good(headers=(("List-Unsubscribe", f"<https://example.com/{'u' * 80}>"),)),
    kind="smtp",
    severity="warning",
)
case("categories_limit", "categories", good(categories=tuple("abcdefghijk")))
case("category_duplicate", "categories.1", good(categories=("a", "a")))
case("category_empty", "categories.0", good(categories=("",)), at_sendgrid=False)
case("category_ascii", "categories.0", good(categories=("é",)))
case("category_too_long", "categories.0", good(categories=("a" * 256,)))
case("custom_arg_name", "custom_args", good(custom_args=(("", "b"),)), at_sendgrid=False)
case(
    "custom_arg_duplicate",
    "custom_args.a",
    good(custom_args=(("a", "b"), ("a", "c"))),
    at_sendgrid=False,
)
case("custom_args_size", "custom_args", good(custom_args=(("a", "b" * 10_000),)))
case("xsmtpapi_token", "custom_args.a", good(custom_args=(("a", "b" * 1000),)), kind="smtp")
case(
    "xsmtpapi_token",
    "to.0.substitutions.-a-",
    good(to=to("a@example.com", substitutions=(("-a-", "é" * 200),))),
    kind="smtp",
)

case(
    "send_at_naive",
    "options.send_at",
    good(options=options(send_at=NOW.replace(tzinfo=None))),
    at_sendgrid=False,
)
case(
    "send_at_limit",
    "options.send_at",
    good(options=options(send_at=NOW + timedelta(hours=73))),
    at_sendgrid=False,
)
case(
    "send_at_past",
    "options.send_at",
    good(options=options(send_at=NOW - timedelta(hours=1))),
    severity="warning",
    at_sendgrid=False,
)
case(
    "asm_groups_limit",
    "options.asm_groups_to_display",
    good(options=options(asm_group_id=1, asm_groups_to_display=tuple(range(1, 27)))),
)
case(
    "asm_group_required",
    "options.asm_group_id",
    good(options=options(asm_groups_to_display=(1,))),
    at_sendgrid=False,
)
case("asm_group_id", "options.asm_group_id", good(options=options(asm_group_id=0)))
case("asm_group_id", "options.asm_group_id", good(options=options(asm_group_id=10**30)))
case(
    "asm_group_id",
    "options.asm_group_id",
    good(options=options(asm_group_id=1, asm_groups_to_display=(1, 2**53))),
)
case("ip_pool_length", "options.ip_pool", good(options=options(ip_pool="a")))
case("ip_pool_length", "options.ip_pool", good(options=options(ip_pool="a" * 65)))
case("template_id", "options.template_id", good(options=options(template_id="d-1")))
case(
    "template_data_json",
    "options.template_data",
    good(options=options(template_id=DYNAMIC, template_data_json="[]")),
    at_sendgrid=False,
)
case(
    "template_data_unused",
    "options.template_data",
    good(options=options(template_data_json='{"a":1}')),
)
case(
    "substitutions_dynamic",
    "to.0.substitutions",
    good(
        to=to("a@example.com", substitutions=(("-a-", "b"),)),
        options=options(template_id=DYNAMIC),
    ),
)
case(
    "substitution_duplicate",
    "to.0.substitutions",
    good(to=to("a@example.com", substitutions=(("-a-", "b"), ("-a-", "c")))),
    at_sendgrid=False,
)
case(
    "substitutions_limit",
    "to.0.substitutions",
    good(to=to("a@example.com", substitutions=tuple((f"-{n}-", "") for n in range(10_001)))),
)
case(
    "substitutions_size",
    "to.0.substitutions",
    good(to=to("a@example.com", substitutions=(("-a-", "b" * 10_000),))),
)
case("check_only_smtp", "options.check_only", good(options=options(check_only=True)), kind="smtp")
