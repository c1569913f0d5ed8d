"""What it means when a proxy does not let a connection through, by name."""

from sgdesk.sendgrid.entries import CatalogueEntry

REFUSED = CatalogueEntry(
    id="D-HTTP-3",
    title="The proxy does not let {host} through",
    explanation="Not sent, and the key was not sent. It {reply}.",
    remedy="Ask whoever runs the proxy to let {host} port {port} through, or use another path.",
    source="RFC 9110 section 9.3.6; RFC 1928 section 6",
)
LOGIN = CatalogueEntry(
    id="D-HTTP-1",
    title="The proxy wants a user name and password",
    explanation="Not sent, and the key was not sent. The proxy lets nothing through without a "
    "login.",
    remedy="Put the login into the proxy's address in the settings.",
    source="RFC 9110 section 15.5.8; RFC 1929",
)
LOGIN_WRONG = CatalogueEntry(
    id="D-HTTP-1",
    title="The proxy does not take the user name and password",
    explanation="Not sent, and the key was not sent. It {reply}.",
    remedy="Correct the login in the proxy's address in the settings.",
    source="RFC 9110 section 15.5.8; RFC 1929",
)
STRANGE = CatalogueEntry(
    id="PROXY-STRANGE",
    title="The proxy {proxy} does not answer as a proxy",
    explanation="Not sent, and the key was not sent. It {reply}.",
    remedy="Check the proxy's address, port and kind (http or socks5) in the settings.",
    source="RFC 9110 section 9.3.6; RFC 1928 section 3",
)
UNREACHABLE = CatalogueEntry(
    id="D-HTTP-4",
    title="The proxy {proxy} cannot be reached",
    explanation="Not sent, and the key was not sent. No connection to the proxy was possible, so "
    "{who} was never asked.",
    remedy="Check the proxy's address in the settings, or switch the proxy off.",
    source="Socket errors of the operating system",
)
