"""What a run tests: every way to SendGrid, and servers of others where the user lets it."""

from sgdesk.route import Endpoint, Path, SmtpPath, Tls, WebApiPath, parse_path
from sgdesk.sendgrid.hosts import is_sendgrid_host
from sgdesk.settings import Settings

EVERY_PATH: tuple[Path, ...] = (
    WebApiPath(),
    SmtpPath(port=587, tls=Tls.STARTTLS),
    SmtpPath(port=2525, tls=Tls.STARTTLS),
    SmtpPath(port=465, tls=Tls.IMPLICIT),
    SmtpPath(port=25, tls=Tls.STARTTLS),
)
CONTROLS = (
    Endpoint(host="www.google.com", port=443),
    Endpoint(host="smtp.gmail.com", port=587),
    Endpoint(host="smtp.gmail.com", port=465),
    Endpoint(host="smtp.gmail.com", port=25),
)
"""Servers that everybody's network should reach; connected to when the user allows it."""


def own_paths(settings: Settings) -> tuple[Path, ...]:
    """Give SendGrid's ways, and the port of one's own that the settings or an account name."""
    own = parse_path(settings.text("path"))
    if own in EVERY_PATH:
        return EVERY_PATH
    host = settings.text("smtp_host")
    # Another server has no ports that one could expect.
    return (WebApiPath(), own) if host and not is_sendgrid_host(host) else (*EVERY_PATH, own)
