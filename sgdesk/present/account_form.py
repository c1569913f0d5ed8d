"""What stands in the sheet of an account, and what becomes of it in the settings file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sgdesk.errors import InputError
from sgdesk.message.address import parse_address
from sgdesk.message.allowed import is_allowed, parse_allowed
from sgdesk.route import SmtpPath, parse_path
from sgdesk.settings import BY_KEY, parse_value, value_text

DETAILS = (
    *("username", "smtp_host", "path", "smtpapi"),
    *("api_url", "connect_to", "proxy", "ca_file"),
)
"""Settings under "Connection details", in this order; of the path stands the SMTP port there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountForm:
    """Everything typed, unread, but for the key."""

    name: str = ""
    sender: str = ""
    test_address: str = ""
    only_some: bool = False
    may_mail: str = ""
    keeps_in_system: bool = True
    region: str = ""
    """Empty: find out."""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadForm:
    """The settings of an account, or what is wrong with the fields."""

    values: dict[str, object]
    wrong: dict[str, str]
    """Words by field: `sender`, `test_address`, `may_mail`."""
    wrong_detail: InputError | None = None
    """What is wrong under "Connection details", at its `setting`."""


def connection_values(form: AccountForm) -> dict[str, object]:
    """Give the settings under "Connection details" and the region; raises `InputError`."""
    values: dict[str, object] = {}
    for key, text in form.details.items():
        if key == "path":
            if text.strip():
                values[key] = _smtp_path(text)
            continue
        setting = BY_KEY[key]
        read = parse_value(setting, text, setting.title)
        if text.strip() and read != setting.default:
            values[key] = list(read) if isinstance(read, tuple) else read
    if form.region:
        values["region"] = form.region
    return values


def detail_text(key: str, value: object) -> str:
    """Write a setting as its field under "Connection details" shows it."""
    if key == "path":
        return _port_text(str(value))
    if isinstance(value, list):
        return value_text(tuple(str(part) for part in value))
    return str(value)


def _port_text(own: str) -> str:
    try:
        path = parse_path(own)
    except InputError:
        return ""
    if not isinstance(path, SmtpPath):
        return ""
    number = str(path.port)
    return number if _smtp_path(number) == path.text else f"{number}:{path.tls.value}"


def _smtp_path(text: str) -> str:
    try:
        return parse_path(f"smtp:{text.strip()}").text
    except InputError as error:
        raise InputError(
            f"{text.strip()!r} is no SMTP port.",
            remedy="Use a number such as 587; 465 is encrypted from the start.",
            setting="path",
        ) from error


def read_form(form: AccountForm) -> ReadForm:
    """Read the fields; an empty sender or test address is one that is not set yet."""
    values: dict[str, object] = {}
    wrong: dict[str, str] = {}
    for key, text in (("sender", form.sender), ("test_address", form.test_address)):
        if text.strip():
            try:
                parse_address(text)
            except InputError as error:
                wrong[key] = str(error)
            values[key] = text.strip()
    if form.only_some:
        try:
            values["may_mail"] = list(_allowed(form))
        except InputError as error:
            wrong["may_mail"] = str(error)
    try:
        values |= connection_values(form)
    except InputError as error:
        return ReadForm(values=values, wrong=wrong, wrong_detail=error)
    return ReadForm(values=values, wrong=wrong)


def _allowed(form: AccountForm) -> tuple[str, ...]:
    allowed = parse_allowed(form.may_mail)
    if not allowed:
        raise InputError(
            "Nobody is named.", remedy="Name an address, or a domain such as @example.org."
        )
    test = _email(form.test_address)
    if test and not is_allowed(test, allowed):
        raise InputError(
            "The test address is not among them.", remedy=f"Add {test}, or tests are refused."
        )
    return allowed


def _email(text: str) -> str:
    """Give the bare address; nothing when there is none, which is said at its own field."""
    try:
        return parse_address(text).email
    except InputError:
        return ""


def form_of_values(name: str, values: Mapping[str, object], *, in_system: bool) -> AccountForm:
    """Show a kept account as if it had been typed."""
    allowed = values.get("may_mail", ())
    entries = [str(entry) for entry in allowed] if isinstance(allowed, list | tuple) else []
    return AccountForm(
        name=name,
        sender=str(values.get("sender", "")),
        test_address=str(values.get("test_address", "")),
        only_some=bool(entries),
        may_mail=", ".join(entries),
        keeps_in_system=in_system,
        region=str(values.get("region", "")),
        details={key: detail_text(key, values[key]) for key in DETAILS if key in values},
    )


def suggested_name(sender: str, taken: frozenset[str]) -> str:
    """Suggest a name for an account: its sender's domain, numbered if that is taken."""
    domain = sender.rpartition("@")[2].strip("> ").lower() or "SendGrid"
    names = {name.lower() for name in taken}
    name, number = domain, 2
    while name.lower() in names:
        name, number = f"{domain} {number}", number + 1
    return name
