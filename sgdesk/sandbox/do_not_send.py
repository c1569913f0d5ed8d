"""The do-not-send lists of the local SendGrid: the part before the @ says on which an address is.

Sources: Twilio's "Suppressions" API pages and the official OpenAPI file.
"""

from collections.abc import Callable

ADDED_AT = 1_700_000_000
"""Unix seconds; on every list the same."""
NO_SUCH_USER = "550 5.1.1 The mail account does not exist"
_ROWS: dict[str, tuple[str, dict[str, object]]] = {
    "bounces": ("bounced", {"reason": NO_SUCH_USER, "status": "5.1.1"}),
    "blocks": ("blocked", {"reason": "550 5.7.1 Refused by policy", "status": "5.7.1"}),
    "invalid_emails": ("invalid", {"reason": "Mail domain mentioned in email address is unknown"}),
    "spam_reports": ("complained", {"ip": "192.0.2.25"}),
}
UNSUBSCRIBED, LEFT_GROUP = "unsubscribed", "left-group"
Tell = Callable[[str], object]


def rows(name: str) -> Tell:
    """Give what tells the rows of an address on a list: one or none."""
    local, more = _ROWS[name]

    def tell(address: str) -> object:
        row = {"created": ADDED_AT, "email": address, **more}
        return [row] if _local(address) == local else []

    return tell


def globally(address: str) -> object:
    """Tell of the global unsubscribes; an empty object stands for no."""
    return {"recipient_email": address} if _local(address) == UNSUBSCRIBED else {}


def by_group(address: str) -> object:
    """Tell of every group whether the address has left it."""
    has_left = _local(address) == LEFT_GROUP
    groups = (("Newsletter", "What is new, once a month", has_left), ("Bills", "By month", False))
    return {
        "suppressions": [
            {
                "id": number,
                "name": name,
                "description": description,
                "is_default": False,
                "suppressed": suppressed,
            }
            for number, (name, description, suppressed) in enumerate(groups, start=1)
        ]
    }


CALLS: dict[str, Tell] = {
    **{f"/v3/suppression/{name}/{{email:path}}": rows(name) for name in _ROWS},
    "/v3/asm/suppressions/global/{email:path}": globally,
    "/v3/asm/suppressions/{email:path}": by_group,
}
"""By path; each gets the address that is asked about, which may have a slash in it."""


def _local(address: str) -> str:
    return address.partition("@")[0].partition("+")[0].lower()
