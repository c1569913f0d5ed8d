"""What SendGrid's do-not-send lists say of an address, as lines and as a document.

The address itself is in neither: it was given by whoever reads them.
"""

from collections.abc import Iterator

from sgdesk.account.listed import Listed, LookUp

WORDS = {
    "bounces": "bounces",
    "blocks": "blocks",
    "invalid_emails": "invalid addresses",
    "spam_reports": "spam reports",
    "global_unsubscribes": "global unsubscribes",
    "group_unsubscribes": "unsubscribes of a group",
}

_PASSES = {
    "blocks": " (later mail is still tried)",
    "group_unsubscribes": " (mail that is sent with this group is not delivered)",
}


def look_up_lines(found: LookUp) -> Iterator[str]:
    """Give what is on which list, then what could not be read."""
    if found.is_stopped:
        yield "The address is on a do-not-send list: SendGrid takes mail to it and delivers none."
    elif found.is_stopped is None:
        yield "It is not known whether the address is on a do-not-send list."
    else:
        yield "The address is on no do-not-send list that stops all mail."
    for each in found.listed:
        yield _listed_line(each)
    reasons: dict[tuple[str, str], list[str]] = {}
    for unread in found.unread:
        why = (unread.problem.title, unread.problem.remedy)
        reasons.setdefault(why, []).append(WORDS[unread.list])
    for (title, remedy), names in reasons.items():
        yield f"Not read: {', '.join(names)}. {title.removesuffix('.')}. {remedy}"


def _listed_line(listed: Listed) -> str:
    since = f" since {listed.since:%Y-%m-%d %H:%M} UTC" if listed.since else ""
    reason = f": {listed.reason}" if listed.reason else ""
    return f"On the list of {WORDS[listed.list]}{since}{_PASSES.get(listed.list, '')}{reason}"


def look_up_json(found: LookUp) -> dict[str, object]:
    """Give the same for a program."""
    return {
        "is_stopped": found.is_stopped,
        "listed": [
            {
                "list": each.list,
                "since": each.since.isoformat() if each.since else None,
                "reason": each.reason,
                "stops": each.stops,
            }
            for each in found.listed
        ],
        "unread": [
            {"list": each.list, "title": each.problem.title, "remedy": each.problem.remedy}
            for each in found.unread
        ],
    }
