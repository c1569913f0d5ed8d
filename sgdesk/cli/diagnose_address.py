"""`sgdesk diagnose --address`: is a recipient on one of SendGrid's do-not-send lists?"""

import argparse

from sgdesk.account.listed import LookUp
from sgdesk.cli.output import Console, paragraph
from sgdesk.errors import InputError
from sgdesk.present.do_not_send import look_up_lines

_OTHERS = ("watch", "open", "replay", "for_another", "from_another")


def add_address_option(group: argparse._ArgumentGroup) -> None:
    """Add it."""
    group.add_argument(
        "--address",
        metavar="ADDRESS",
        help="also ask SendGrid, with the key, whether this recipient is on a do-not-send list "
        "(bounces, blocks, invalid addresses, spam reports, unsubscribes); asks for --with-key, "
        "and is kept in no report",
    )


def check_address(arguments: argparse.Namespace) -> None:
    """Raise `InputError` for what is no address, and for what does not go with one."""
    address: str | None = arguments.address
    if address is None:
        return
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or any(c.isspace() for c in address):
        raise InputError(
            "--address needs one mail address.", remedy="Give it as reader@example.com."
        )
    refuse_others("--address", arguments)


def refuse_others(asked: str, arguments: argparse.Namespace) -> None:
    """Raise `InputError` for what does not go with a question to the account."""
    for name in _OTHERS:
        if getattr(arguments, name, None):
            option = f"--{name.replace('_', '-')}"
            raise InputError(
                f"{asked} and {option} do not go together.",
                why="SendGrid is asked once, with the key, from this computer.",
                remedy="Leave out one of them.",
            )


def show_look_up(found: LookUp, console: Console) -> None:
    """Print what the lists say."""
    console.line()
    for text in look_up_lines(found):
        for line in paragraph(text, console.out_style.width, indent=""):
            console.line(line)
