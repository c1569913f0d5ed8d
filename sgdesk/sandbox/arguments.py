"""The options of `sgdesk sandbox`, read without importing a server."""

import argparse
from pathlib import Path

from sgdesk.sandbox.options import LISTENERS, SandboxOptions


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `sgdesk sandbox` to a parser."""
    defaults = SandboxOptions()
    parser.add_argument(
        "--host", default=defaults.host, metavar="ADDR", help="address to listen on"
    )
    parser.add_argument("--expose", action="store_true", help="allow an address beyond loopback")
    parser.add_argument(
        "--port-base",
        type=int,
        metavar="N",
        help=f"use ports N to N+{len(LISTENERS) - 1}, in the order {', '.join(LISTENERS)}, and the "
        "same key at every start (another one with --expose)",
    )
    parser.add_argument(
        "--until-eof", action="store_true", help="stop when standard input is closed"
    )
    parser.add_argument(
        "--verified",
        action="append",
        default=[],
        metavar="SENDER",
        help="an address or a domain that may stand in From; may be repeated",
    )
    parser.add_argument(
        "--messages-per-connection",
        type=int,
        default=defaults.messages_per_connection,
        metavar="N",
        help="SMTP messages before a connection is closed with 421",
    )
    parser.add_argument(
        "--replay",
        type=Path,
        metavar="FILE",
        help="play what a report of sgdesk diagnose has recorded: `replay` in the line names the "
        "port of each way, and smtp_ports and api_url lead to them",
    )


def options_from(arguments: argparse.Namespace) -> SandboxOptions:
    """Read the parsed options; raises `InputError`."""
    return SandboxOptions(
        host=arguments.host,
        expose=arguments.expose,
        port_base=arguments.port_base,
        until_eof=arguments.until_eof,
        verified_senders=tuple(arguments.verified),
        messages_per_connection=arguments.messages_per_connection,
        replay=arguments.replay,
    )
