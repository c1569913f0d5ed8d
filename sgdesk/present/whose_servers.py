"""What stands beside the ways and the sender: of SendGrid more is known than of other servers."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sgdesk.account.account import Account
from sgdesk.present.path_choices import PATH_WHY, SMTP_WHY, WEBAPI_WHY
from sgdesk.sendgrid.hosts import is_sendgrid_host

OWN_PATH_WHY = "How the mail gets to the server."
OWN_WEBAPI_WHY = "One web request to the server that the account names."
OWN_SMTP_WHY = "The way of mail programs, to the server that the account names."
OWN_SENDER_WHY = "The address the mail comes from"
SENDER_WHY = f"{OWN_SENDER_WHY}; SendGrid must know it as verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whys:
    """Explanations of the path, of either way, and of From."""

    path: str
    webapi: str
    smtp: str
    sender: str


def has_own_smtp(account: Account) -> bool:
    """Say whether the SMTP server of an account is not SendGrid's."""
    return bool(account.smtp_host) and not is_sendgrid_host(account.smtp_host)


def has_own_api(account: Account) -> bool:
    """Say whether it is another server than SendGrid's that takes its web requests."""
    host = urlsplit(account.api_url).hostname
    return bool(host) and not is_sendgrid_host(host or "")


def whys(account: Account) -> Whys:
    """Explain to whoever sends as an account; of a server of one's own only what any does."""
    own_api, own_smtp = has_own_api(account), has_own_smtp(account)
    is_any_own = own_api or own_smtp
    return Whys(
        path=OWN_PATH_WHY if is_any_own else PATH_WHY,
        webapi=OWN_WEBAPI_WHY if own_api else WEBAPI_WHY,
        smtp=OWN_SMTP_WHY if own_smtp else SMTP_WHY,
        sender=OWN_SENDER_WHY if is_any_own else SENDER_WHY,
    )
