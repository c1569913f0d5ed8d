"""Judge settings: every rule, the weightiest fault first, and the facts they rest on."""

from collections.abc import Iterator

from sgdesk.explain.finding import Fact, Finding, Line, ranked
from sgdesk.explain.settings import relay_rules, rules, sign_in_rules
from sgdesk.explain.settings.given import Given, MailSettings, Password, Tls
from sgdesk.explain.settings.key_form import form_of
from sgdesk.explain.veil import Veiled
from sgdesk.secret import looks_like_key

_RULES = (*sign_in_rules.RULES, *rules.RULES, *relay_rules.RULES)
_LONGEST = 80


def judge(mail: MailSettings, veiled: Veiled) -> tuple[Finding, ...]:
    """Give what is wrong; nothing where the settings are right."""
    return ranked(
        [
            Finding(
                cause=fault.cause.filled({}),
                certainty=fault.certainty,
                evidence=tuple(_lines(fault.given, veiled)),
            )
            for rule in _RULES
            for fault in rule(mail)
        ]
    )


def facts_of(mail: MailSettings, veiled: Veiled) -> tuple[Fact, ...]:
    """Give what the settings say, each with the line that says it."""
    return tuple(_facts(mail, veiled))


def _facts(mail: MailSettings, veiled: Veiled) -> Iterator[Fact]:
    for name, given in (("host", mail.host), ("port", mail.port)):
        if given is not None:
            yield _fact(name, given, veiled)
    if mail.tls is not Tls.UNKNOWN and mail.tls_from is not None:
        yield Fact(name="encryption", value=mail.tls.value, line=mail.tls_from.line)
    if mail.user is not None:
        told = looks_like_key(mail.user.value)
        value = Password.KEY.value if told else _shown(mail.user, veiled)
        yield Fact(name="user name", value=value, line=mail.user.line)
    password = mail.password or mail.first("key")
    if password is not None:
        yield Fact(name="password", value=form_of(password).value, line=password.line)
    for name, role in (
        ("from", "from"),
        ("address of the API", "url"),
        ("way of sending", "mailer"),
    ):
        given = mail.first(role)
        if given is not None:
            yield _fact(name, given, veiled)


def _fact(name: str, given: Given, veiled: Veiled) -> Fact:
    return Fact(name=name, value=_shown(given, veiled), line=given.line)


def _shown(given: Given, veiled: Veiled) -> str:
    if given.is_reference:
        return Password.REFERENCE.value
    return veiled.clean(given.value.strip())[:_LONGEST]


def _lines(given: tuple[Given | None, ...], veiled: Veiled) -> Iterator[Line]:
    for number in sorted({each.line for each in given if each is not None}):
        yield Line(number=number, text=veiled.quote(number))
