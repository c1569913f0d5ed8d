"""What a path does not carry of a message, in the words of the compose pane."""

from collections.abc import Mapping, Sequence

from sgdesk.message import Message
from sgdesk.render import losses

TITLES: Mapping[str, str] = {
    "categories": "Tags",
    "custom_args": "Own data",
    "options.tracking": "Tracking",
    "options.template_id": "Template",
    "options.template_data": "Template data",
    "options.send_at": "Send time",
    "options.batch_id": "Batch",
    "options.asm_group_id": "Unsubscribe group",
    "options.ip_pool": "IP pool",
    "options.check_only": "Check only",
    "to.substitutions": "Personal fields",
}


def lost_places(message: Message, *, is_smtp: bool, smtpapi: bool) -> tuple[str, ...]:
    """Give the places of what a path leaves out; `smtpapi`: the SMTP server reads X-SMTPAPI."""
    found = losses(message, "smtp" if is_smtp else "webapi", smtpapi)
    lost = (loss.place for loss in found if loss.effect == "lost")
    # What is personal to many is one thing.
    return tuple(dict.fromkeys("to.substitutions" if p.startswith("to.") else p for p in lost))


def lost_words(places: Sequence[str]) -> str:
    """Say in a sentence what SMTP to such a server leaves out."""
    names = [TITLES[place] for place in places]
    rest = [name[0].lower() + name[1:] if name != "IP pool" else name for name in names[1:]]
    listed = " and ".join(filter(None, (", ".join([names[0], *rest[:-1]]), *rest[-1:])))
    verb = "does" if len(places) == 1 and not listed.endswith(("Tags", "fields")) else "do"
    return f"{listed} {verb} not go along by SMTP to this server."
