"""Where a command leads that is made of a result: to the server that the result went to.

A test against a server of one's own must not become live mail because somebody copied it.
"""

from dataclasses import replace

from sgdesk.delivery import Attempt
from sgdesk.errors import InputError
from sgdesk.present.recipes import meets_sendgrid
from sgdesk.present.words import path_words
from sgdesk.route import Route, SmtpPath, WebApiPath, overridden
from sgdesk.routing import is_loopback
from sgdesk.sendgrid.hosts import is_sendgrid_host
from sgdesk.trace import Phase


def towards(attempt: Attempt, route: Route, way: Route | None = None) -> tuple[Route, str]:
    """Let a route lead where an attempt went; where its path is another, say where it leads.

    `way` is the connection that the attempt took, where that is known; then the route gives its
    path alone. Raises `InputError` for what would reach SendGrid and not a server of one's own.
    """
    if route.practice:
        # The practice inbox listens elsewhere each time it starts.
        return route, ""
    is_same_kind = type(route.path) is type(attempt.path)
    if way is not None:
        route = replace(way, path=attempt.path if is_same_kind else route.path)
    elif is_same_kind:
        route = _led(attempt, route)
    if meets_sendgrid(route):
        if went := _went_elsewhere(attempt, way):
            raise _live(attempt, route, went)
        return route, ""
    if is_same_kind:
        return route, ""
    went = f"This result went to {attempt.endpoint.text} by {path_words(attempt.path)}"
    return route, f"{went}; the command sends to {overridden(route.endpoint, route).text}."


def refuse_live(attempt: Attempt, way: Route | None, route: Route, account: str) -> None:
    """Raise `InputError` where an account would send through SendGrid what went elsewhere."""
    if meets_sendgrid(route) and (went := _went_elsewhere(attempt, way)):
        raise InputError(
            f"It went to {went}, and the account {account} sends through SendGrid.",
            why="It was sent without an account, by the options of a command line.",
            remedy="Choose an account that sends there, or use Edit as new to send live mail.",
        )


def _led(attempt: Attempt, route: Route) -> Route:
    """Lead a route of the same kind to where an attempt went of which nothing else is known."""
    if isinstance(attempt.path, SmtpPath):
        return replace(route, path=attempt.path, smtp_host=attempt.host, smtpapi=attempt.smtpapi)
    if route.endpoint == attempt.endpoint:
        return route
    scheme = "http" if attempt.code is not None and attempt.trace.tls is None else "https"
    return replace(route, api_url=f"{scheme}://{attempt.endpoint.text}")


def _went_elsewhere(attempt: Attempt, way: Route | None) -> str:
    """Name the server that an attempt went to in SendGrid's place; nothing where it was that."""
    if way is not None:
        target = overridden(way.endpoint, way)
        return "" if is_sendgrid_host(target.host) else target.text
    if not is_sendgrid_host(attempt.host):
        return attempt.endpoint.text
    # An older record keeps no --connect-to, but the address that was dialled. A proxy's stands
    # there too.
    peer = attempt.trace.peer or ""
    by_proxy = any(span.phase is Phase.PROXY for span in attempt.trace.spans)
    return peer if is_loopback(peer.rpartition(":")[0]) and not by_proxy else ""


def _live(attempt: Attempt, route: Route, went: str) -> InputError:
    happened = "No command: it would send live mail through SendGrid."
    if type(route.path) is type(attempt.path):
        return InputError(
            happened,
            why=f"This result went to {went} instead, and the version of sgdesk that sent it did "
            "not record how.",
            remedy="Send it again with the options that it was sent with.",
        )
    kind, ways = ("curl", "SMTP") if isinstance(attempt.path, WebApiPath) else ("swaks", "Web API")
    return InputError(
        happened,
        why=f"This result went to {went}; by {ways} its settings lead to {route.endpoint.text}.",
        remedy=f"Use {kind}: it repeats the connection of this result.",
    )
