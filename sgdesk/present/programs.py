"""What one's own programs need to send to the practice inbox."""

import shlex
from typing import TYPE_CHECKING

from sgdesk.present.recipes import FILE_GOES, told
from sgdesk.routing import goes_with_its_server, led_ports

if TYPE_CHECKING:
    from sgdesk.sandbox.process import SandboxInfo


def missed_ports_words(first: int) -> str:
    """Say in a line that the ports of the settings cannot be had."""
    ports = f"Ports {first} to {first + 5} cannot be had"
    return f"{ports}: the practice inbox has others, and another key, this time."


WHERE_SHUT = "Send here from your program, too: by Web API or SMTP."

WHICH_ADDRESS = (
    "https is SendGrid's own way and what Copy as environment variables names: with it goes the "
    "certificate file to trust. http is for a program that cannot be told to trust a file."
)


def practice_words(info: "SandboxInfo") -> str:
    """Give the addresses in a line, the one of the variables first; no dot begins a second one."""
    return "\N{NO-BREAK SPACE}· ".join(
        (
            f"API {info.api_url}, or {info.api_url_plain} unencrypted",
            f"SMTP {info.smtp_host}:{info.starttls_port}",
            f"key {info.key[:8]}…",
        )
    )


def practice_environment(info: "SandboxInfo") -> str:
    """Give the lines for a shell after which programs send to the practice inbox.

    The first six are what SendGrid's libraries, their examples and curl read; the rest is
    sgdesk's own: its command line then takes every path there. The key is the practice one.
    The Web API is named by its encrypted address, as SMTP is encrypted, too.
    """
    host = info.smtp_host
    variables = {
        "SENDGRID_API_URL": info.api_url,
        "SMTP_HOST": host,
        "SMTP_PORT": str(info.starttls_port),
        "SSL_CERT_FILE": str(info.ca_file),
        "NODE_EXTRA_CA_CERTS": str(info.ca_file),
        "SGDESK_API_URL": info.api_url,
        "SGDESK_SMTP_HOST": host,
        "SGDESK_CONNECT_TO": led_ports(host, starttls=info.starttls_port, tls=info.tls_port),
        "SGDESK_CA_FILE": str(info.ca_file),
        "SGDESK_SMTPAPI": "on",
    }
    lines = (f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())
    notes = (
        "SSL_CERT_FILE takes the place of the issuers that programs of this shell trust: leave it "
        "out where they talk to other servers, too.",
        "A program that cannot be told to trust a certificate file uses "
        f"{info.api_url_plain} for the Web API, unencrypted.",
        FILE_GOES if goes_with_its_server(info.ca_file) else "",
    )
    return told(*notes) + practice_key_line(info) + "".join(lines)


def practice_key_line(info: "SandboxInfo") -> str:
    """Give the line for a shell that sets the practice key, all that a recipe reads."""
    return f"export SENDGRID_API_KEY={shlex.quote(info.key)}\n"
