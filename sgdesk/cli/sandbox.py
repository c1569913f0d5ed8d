"""`sgdesk sandbox`: the local SendGrid in the foreground, until Ctrl-C."""

import argparse
import asyncio

from sgdesk import doors
from sgdesk.cli.exit import ExitCode
from sgdesk.cli.output import Console
from sgdesk.sandbox.arguments import add_arguments, options_from


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "sandbox",
        help="run the local SendGrid until Ctrl-C",
        description="Run a SendGrid on this computer, for trying things out; nothing is ever "
        "delivered. Prints one JSON line with its addresses when it is ready to answer.",
    )
    add_arguments(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> ExitCode | int:
    """Run it in this process."""
    options = options_from(arguments)
    console.flush()
    return asyncio.run(doors.run_sandbox(options))
