"""Which accounts send as practice: those whose every path leads to a local SendGrid."""

from sgdesk.account.account import Account
from sgdesk.account.findings import check_paths
from sgdesk.errors import InputError
from sgdesk.route import Route, SmtpPath
from sgdesk.routing import make_route
from sgdesk.secret import Secret
from sgdesk.settings import Settings
from sgdesk.transport.keyguard import refuse_key


def is_practice(settings: Settings) -> bool:
    """Say whether every path of the account with these settings leads to a local SendGrid."""
    try:
        paths = check_paths(settings.text("path"))
        return all(make_route(settings, path).practice for path in paths)
    except InputError:
        return False


def refuse_stray_key(settings: Settings, key: Secret) -> None:
    """Raise `InputError` where a path of the account would bring its key to servers it is not for.

    Those are SendGrid's for a practice key, and a practice inbox for any other. What may be
    shown of a key will do for it.
    """
    for path in check_paths(settings.text("path")):
        refuse_key(make_route(settings, path), key)


def refuse_mixed(account: Account, route: Route) -> None:
    """Raise `InputError` where a live account would end in practice, or the reverse."""
    if route.practice is account.is_practice:
        return
    way = "SMTP" if isinstance(route.path, SmtpPath) else "the Web API"
    where = "a practice inbox" if route.practice else "a server that may be a real one"
    raise InputError(
        f"By {way} {account.name} leads to {where}, so nothing was sent.",
        why="An account sends as practice where both its paths, encrypted, lead to a practice "
        "inbox whose certificate file it names; by any other nothing may end there unnoticed.",
        remedy="Choose its other path, or correct its connection details in Accounts.",
    )
