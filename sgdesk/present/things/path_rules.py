"""Rules for what the chosen path would not carry."""

from collections.abc import Iterator

from sgdesk.present.compose import extras_of, field_of
from sgdesk.present.lost import lost_places, lost_words
from sgdesk.present.things.thing import Fix, Thing, UseWebApi
from sgdesk.present.things.written import Written


def lost(written: Written) -> Iterator[Thing]:
    """What an SMTP server that does not read X-SMTPAPI would not be told."""
    around = written.around
    if not around.by_smtp:
        return
    places = lost_places(extras_of(written.form), is_smtp=True, smtpapi=around.smtpapi)
    if places:
        yield Thing(
            rule="lost_by_path",
            place=field_of(places[0]),
            words=lost_words(places),
            why="They would go in the header X-SMTPAPI, which only SendGrid's own servers are "
            "known to read. If this one does, say so in the account's connection details.",
            fix=Fix(
                text="Use the Web API",
                why="Send by the Web API, which carries them",
                change=UseWebApi(),
            ),
        )
