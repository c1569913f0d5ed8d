"""The one place that chooses a transport for a route."""

from typing import assert_never

from sgdesk.route import Route, SmtpPath, WebApiPath
from sgdesk.secret import Secret
from sgdesk.transport.base import Connection
from sgdesk.transport.smtp import SmtpConnection
from sgdesk.transport.webapi import WebApiConnection


def open_connection(route: Route, secret: Secret | None) -> Connection:
    """Give a connection for the route's path; nothing is dialled before its first send."""
    match route.path:
        case WebApiPath():
            return WebApiConnection(route, secret)
        case SmtpPath():
            return SmtpConnection(route, secret)
        case never:
            assert_never(never)
