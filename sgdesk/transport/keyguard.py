"""Show no practice key to SendGrid, and no live one to a practice inbox that is known as one.

They are told by their text, and an inbox by the file that it is trusted by. One that is dialled
as any other server, as by plain HTTP, is shown the key that was given: it is on this computer.

Here alone a key is taken to the wire; who begins before that, or keeps an account, asks
`refuse_key` first, so that its sentence is said before anything is done.
"""

from sgdesk.errors import InputError
from sgdesk.route import Route, SmtpPath, overridden
from sgdesk.routing import is_loopback
from sgdesk.secret import Secret
from sgdesk.sendgrid.hosts import is_sendgrid_host


def key_for(route: Route, secret: Secret) -> str:
    """Give a key as the server of a route is to get it: the one way to the wire.

    Raises `InputError` as `refuse_key` does.
    """
    refuse_key(route, secret)
    return secret.reveal()


def refuse_key(route: Route, secret: Secret) -> None:
    """Raise `InputError` where a practice key would be shown to SendGrid, or a live one here.

    What may be shown of a key will do for it.
    """
    is_smtp = isinstance(route.path, SmtpPath)
    if not secret or (is_smtp and not route.authenticate):
        return
    host, setting = route.endpoint.host, "smtp_host" if is_smtp else "api_url"
    if secret.is_practice and may_be_sendgrid(route):
        raise InputError(
            f"A practice key is not shown to {host}.",
            why="A practice inbox made it, and SendGrid does not know it.",
            remedy="Choose Practice (--sandbox), name both servers of the inbox that made it, or "
            "give a key of SendGrid's.",
            setting=setting,
        )
    if route.practice and not secret.is_practice:
        raise InputError(
            f"This key is not shown to the practice inbox at {route.endpoint.text}.",
            why="No practice inbox made it, so it may be a live one.",
            remedy="Choose Practice (--sandbox), or add an account with the key that the inbox "
            "names.",
            setting=setting,
        )


def may_be_sendgrid(route: Route) -> bool:
    """Say whether SendGrid may answer: it is dialled, or its name at an address elsewhere."""
    is_named = is_sendgrid_host(route.endpoint.host)
    dialled = overridden(route.endpoint, route).host
    return is_sendgrid_host(dialled) or (is_named and not is_loopback(dialled))
