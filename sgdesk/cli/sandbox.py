"""`sgdesk sandbox`: the local SendGrid in the foreground, until Ctrl-C."""

import argparse
import asyncio

from sgdesk import doors
from sgdesk.cli.exit import ExitCode
from sgdesk.cli.output import Console
from sgdesk.sandbox.options import LISTENERS, SandboxOptions


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "sandbox",
        help="run the local SendGrid until Ctrl-C",
        description="Run a SendGrid on this computer, for trying things out; nothing is ever "
        "delivered. Prints one JSON line with its addresses when it is ready to answer.",
    )
    defaults = SandboxOptions()
    parser.add_argument(
        "--port-base",
        type=int,
        metavar="N",
        help=f"use ports N to N+{len(LISTENERS) - 1}, in the order {', '.join(LISTENERS)} "
        "(default: free ones)",
    )
    parser.add_argument(
        "--host", default=defaults.host, metavar="ADDR", help=f"listen here, not on {defaults.host}"
    )
    parser.add_argument("--expose", action="store_true", help="allow an address beyond loopback")
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
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> ExitCode | int:
    """Run it in this process."""
    options = SandboxOptions(
        host=arguments.host,
        expose=arguments.expose,
        port_base=arguments.port_base,
        until_eof=arguments.until_eof,
        verified_senders=tuple(arguments.verified),
    )
    console.flush()
    return asyncio.run(doors.run_sandbox(options))
