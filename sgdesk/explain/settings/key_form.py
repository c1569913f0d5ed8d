"""What form a password has; the value itself goes no further."""

import re
from collections.abc import Iterator

from sgdesk.explain.settings.given import Given, MailSettings, Password

_KEY = re.compile(r"SG\.[\w-]{22}\.[\w-]{43}")
_MASK = re.compile(
    r"^(?:SG\.)?[xX*.•●…#<>\s_-]{2,}$|••••|\*{3,}|^<.+>$|"
    r"redacted|hidden|removed|censored|not shown",
    re.IGNORECASE,
)
_HOLDER = re.compile(
    r"your|change.?me|placeholder|example|api[_ -]?key[_ -]?here|^(?:api_?key|password|secret|"
    r"sendgrid_api_key|"
    r"todo|test|key|my_?key|insert.*)$",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"^(?:re_\w{8}|key-[0-9a-f]{8}|xkeysib-|xsmtpsib-|(?:SK|AC)[0-9a-f]{32}$|[0-9a-f]{32}-[0-9a-f]{8}-|sk_live|"
    r"mlsn\.|md-\w{10}|AKIA[0-9A-Z]{12})"
)


def form_of(given: Given) -> Password:
    """Tell what form a password has; its value goes no further than this."""
    value = given.value
    bare = value.strip().strip("\"'")
    is_call = re.fullmatch(r"[A-Za-z_][\w.]*\(.*\)", value.strip()) is not None
    is_name = given.is_code and re.fullmatch(r"[A-Za-z_][\w.]*", bare) is not None
    if given.is_reference or is_call or is_name:
        return Password.REFERENCE
    if bare.lower() in ("", "null", "none", "nil", "false"):
        return Password.EMPTY
    if _MASK.search(bare):
        return Password.MASKED
    if _KEY.fullmatch(value):
        return Password.KEY
    if _KEY.search(re.sub(r"\s", "", value)) or (
        re.search(r"^[\"']?\s*(?:Bearer\s+)?SG\.", value) and re.search(r"[^\w.-]", value)
    ):
        return Password.DAMAGED
    if bare.startswith("SG."):
        return Password.PLACEHOLDER if _HOLDER.search(bare) else Password.WRONG_LENGTH
    if re.match(r"^(?:U0cu|AGFwaWtleQ)", bare):
        return Password.ENCODED
    if _FOREIGN.search(bare):
        return Password.FOREIGN
    return Password.PLACEHOLDER if _HOLDER.search(bare) else Password.OTHER


def secrets_of(mail: MailSettings) -> Iterator[str]:
    """Give every value that stands where a secret belongs, to be hidden wherever else it is."""
    for each in mail.all("password", "key"):
        if form_of(each) not in (Password.REFERENCE, Password.MASKED, Password.EMPTY):
            yield each.value
