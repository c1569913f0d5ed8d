"""Whether what answers for SendGrid is SendGrid."""

from sgdesk.route import Route, overridden
from sgdesk.sendgrid.hosts import is_sendgrid_host


def elsewhere(route: Route) -> str:
    """Name `host:port` that is dialled where that is not SendGrid's; empty for practice too."""
    dialled = overridden(route.endpoint, route)
    return "" if route.practice or is_sendgrid_host(dialled.host) else dialled.text
