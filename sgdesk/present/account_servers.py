"""Where an account leads, in words: what tells it from others, and from SendGrid itself."""

from urllib.parse import urlsplit

from sgdesk.account.account import Account
from sgdesk.sendgrid.hosts import is_sendgrid_host

STAYS_HERE = "mail stays on this computer"


def own_servers(account: Account) -> str:
    """Name the servers of an account that are not SendGrid's; nothing where all are."""
    hosts = (urlsplit(account.api_url).hostname, account.smtp_host)
    return ", ".join(dict.fromkeys(host for host in hosts if host and not is_sendgrid_host(host)))


def whose_words(account: Account) -> str:
    """Say in a menu what tells an account from others."""
    where = STAYS_HERE if account.is_practice else own_servers(account)
    return " · ".join(filter(None, (account.sender, where)))


def chosen_words(account: Account) -> str:
    """Say on its card that the window sends as it."""
    if account.is_practice:
        return f"This window sends as this account; {STAYS_HERE}"
    return "Mail goes out as this account"


def strangers_sentence(account: Account) -> str:
    """Name who answers in SendGrid's place, so that nobody takes them for it."""
    places = [path.elsewhere for path in account.known.paths if path.elsewhere]
    return f"Not SendGrid's own servers: {', '.join(places)}." if places else ""
