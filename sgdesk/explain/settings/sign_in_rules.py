"""Rules about the sign-in, the sender, and whether anything is sent at all."""

import re
from collections.abc import Iterator

from sgdesk.explain.settings import faults
from sgdesk.explain.settings.given import Given, MailSettings, Password
from sgdesk.explain.settings.key_form import form_of
from sgdesk.explain.settings.rules import CERTAIN, LIKELY, Fault
from sgdesk.secret import looks_like_key
from sgdesk.sendgrid.hosts import SMTP_USERNAME

_FREE = (
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "yahoo.co.uk",
    "ymail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "aol.com",
    "icloud.com",
    "me.com",
    "mail.ru",
    "gmx.de",
    "gmx.net",
    "gmx.com",
    "web.de",
    "protonmail.com",
    "proton.me",
    "yandex.ru",
    "zoho.com",
)
_IDLE = re.compile(
    r"^(?:log|array|null|file|test|memory|console|dummy)$|(?:console|locmem|dummy|filebased|file)\."
    r"EmailBackend|^:?(?:test|letter_opener\w*|file)$",
    re.IGNORECASE,
)
_OFFERED = (
    "plain",
    "login",
    "auto",
    "automatic",
    "on",
    "true",
    "yes",
    "1",
    "normal",
    "basic",
    "any",
)
_REFUSED = re.compile(r"cram|xoauth|oauth|ntlm|digest|gssapi|scram|external", re.IGNORECASE)
_FORMS = {
    Password.EMPTY: (faults.NO_PASSWORD, CERTAIN),
    Password.PLACEHOLDER: (faults.PLACEHOLDER, LIKELY),
    Password.DAMAGED: (faults.DAMAGED, CERTAIN),
    Password.WRONG_LENGTH: (faults.LENGTH, CERTAIN),
    Password.ENCODED: (faults.ENCODED, LIKELY),
    Password.FOREIGN: (faults.FOREIGN_KEY, CERTAIN),
    Password.OTHER: (faults.PASSWORD, CERTAIN),
}


def nothing_sent(mail: MailSettings) -> Iterator[Fault]:
    """A way of sending that writes mails down."""
    for each in mail.all("mailer"):
        is_switch = each.key.lower().endswith("perform_deliveries")
        if (
            each.is_off if is_switch else _IDLE.search(each.value.strip())
        ) and not each.is_reference:
            yield Fault(faults.NOT_SENDING, CERTAIN, (each,))


def user_name(mail: MailSettings) -> Iterator[Fault]:
    """Any other user name than the one there is."""
    user = mail.user
    if (
        user is None
        or not mail.is_sendgrids
        or user.is_reference
        or _is_masked(user)
        or user.is_code
    ):
        return
    name = user.value.strip()
    if name == SMTP_USERNAME:
        return
    if looks_like_key(name):
        yield Fault(faults.SWAPPED, CERTAIN, (user, mail.password))
    elif name.lower() in ("", "null", "none", "nil"):
        yield Fault(faults.NO_PASSWORD, CERTAIN, (user,))
    else:
        yield Fault(faults.USER, LIKELY if name.lower() == SMTP_USERNAME else CERTAIN, (user,))


def password(mail: MailSettings) -> Iterator[Fault]:
    """The form of the key, where one is given for SendGrid."""
    given = mail.password
    if given is None or not (mail.is_sendgrids or _is_key_name(given)):
        return
    if given.value.strip() == SMTP_USERNAME and mail.user and looks_like_key(mail.user.value):
        return
    yield from _of_form(given)


def key(mail: MailSettings) -> Iterator[Fault]:
    """The form of a key that is named as one."""
    for given in mail.all("key"):
        ours = (
            "sendgrid" in given.key.lower()
            or looks_like_key(given.value)
            or given.value.startswith("SG.")
        )
        if ours and form_of(given) not in (Password.PLACEHOLDER, Password.OTHER):
            yield from _of_form(given)


def _of_form(given: Given) -> Iterator[Fault]:
    fault = _FORMS.get(form_of(given))
    if fault is not None:
        count = f"{len(given.value.strip())}"
        yield Fault(fault[0].filled({"count": count}), fault[1], (given,))


def sign_in_off(mail: MailSettings) -> Iterator[Fault]:
    """No sign-in, or one that SendGrid does not offer."""
    if not mail.is_sendgrids:
        return
    for each in mail.all("auth", "sasl"):
        word = each.value.strip().lower().lstrip(":")
        if each.is_off:
            yield Fault(faults.AUTH_OFF, CERTAIN, (each,))
        elif _REFUSED.search(word):
            yield Fault(faults.MECHANISM, CERTAIN, (each,))
    for each in mail.all("mechanism"):
        words = [word for word in re.split(r"[\s,:]+", each.value.lower()) if word]
        if words and not any(word in _OFFERED for word in words) and _REFUSED.search(each.value):
            yield Fault(faults.MECHANISM, CERTAIN, (each,))


def sender(mail: MailSettings) -> Iterator[Fault]:
    """A From address in whose name nobody else may send."""
    for each in mail.all("from"):
        domain = each.value.strip(" <>\"'").rpartition("@")[2].lower()
        if domain in _FREE:
            yield Fault(faults.FREEMAIL, LIKELY, (each,))
            return


def _is_masked(given: Given) -> bool:
    return form_of(given) is Password.MASKED


def _is_key_name(given: Given) -> bool:
    return "sendgrid" in given.key.lower() or given.value.startswith("SG.")


RULES = (nothing_sent, user_name, password, key, sign_in_off, sender)
