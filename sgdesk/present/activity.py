"""What became of a mail after SendGrid had accepted it, as lines and as a document."""

from collections import Counter
from collections.abc import Iterator

from sgdesk.account.happened import Activity, Happened

NOTHING = (
    "SendGrid knows nothing of this message: it keeps up to 30 days, shows a mail some minutes "
    "late, and keeps nothing of accounts in the EU region. Check the id as well."
)
NEEDS = (
    "Email Activity is an add-on of SendGrid's plans; the key needs the permission messages.read."
)
_STATUS_WORDS = {
    "delivered": "delivered: the recipient's server took it, which may still file it as spam",
    "processed": "on its way: the recipient's server has not taken it yet",
    "not_delivered": "not delivered",
}
_EVENT_WORDS = {
    "bounced": "the recipient's server refused it",
    "dropped": "SendGrid did not send it",
    "deferred": "the recipient's server asked to come back later",
}


def activity_lines(found: Activity) -> Iterator[str]:
    """Give what became of it at whom, then what could not be read."""
    if found.happened:
        counts = Counter(each.status for each in found.happened)
        known = [name for name in _STATUS_WORDS if counts[name]]
        told = [f"{counts[name]:,} {_status(name)}" for name in known]
        yield f"Of this message SendGrid says: {', '.join(told)}."
        for each in found.happened:
            yield _line(each)
        if found.has_more:
            yield "It went to more recipients, of whom is not told here."
    elif found.unread is None:
        yield NOTHING
    if found.unread is not None:
        yield f"Not read: {found.unread.title.removesuffix('.')}. {found.unread.remedy} {NEEDS}"


def _status(name: str) -> str:
    return name.replace("_", " ")


def _line(each: Happened) -> str:
    at = f" at {each.at:%Y-%m-%d %H:%M:%S} UTC" if each.at else ""
    event = f", {_EVENT_WORDS[each.event]}" if each.event in _EVENT_WORDS else ""
    reason = f": {each.reason}" if each.reason else ""
    return f"{each.to}: {_STATUS_WORDS[each.status]}{event}{at}{reason}"


def activity_json(found: Activity) -> dict[str, object]:
    """Give the same for a program."""
    return {
        "recipients": [
            {
                "to": each.to,
                "status": each.status,
                "at": each.at.isoformat() if each.at else None,
                "event": each.event or None,
                "reason": each.reason,
            }
            for each in found.happened
        ],
        "has_more": found.has_more,
        "unread": None
        if found.unread is None
        else {"title": found.unread.title, "remedy": found.unread.remedy},
    }
