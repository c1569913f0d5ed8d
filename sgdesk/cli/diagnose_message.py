"""`sgdesk diagnose --message-id`: what became of a mail that SendGrid accepted?"""

import argparse

from sgdesk.account.happened import Activity
from sgdesk.cli.diagnose_address import refuse_others
from sgdesk.cli.output import Console, paragraph
from sgdesk.doors import checked_message_id
from sgdesk.present.activity import activity_lines


def add_message_option(group: argparse._ArgumentGroup) -> None:
    """Add it."""
    group.add_argument(
        "--message-id",
        metavar="ID",
        help="also ask SendGrid, with the key, what became of this message: its X-Message-Id, or "
        "what stood behind `queued as`; needs the Email Activity add-on, asks for --with-key, and "
        "is kept in no report",
    )


def check_message_id(arguments: argparse.Namespace) -> None:
    """Raise `InputError` for what is no id, and for what does not go with one."""
    if arguments.message_id is not None:
        arguments.message_id = checked_message_id(arguments.message_id)
        refuse_others("--message-id", arguments)


def show_activity(found: Activity, console: Console) -> None:
    """Print what became of it."""
    console.line()
    for text in activity_lines(found):
        for line in paragraph(text, console.out_style.width, indent=""):
            console.line(line)
