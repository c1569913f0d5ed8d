"""How an attempt's connection is kept, so that it can be repeated.

Only what differs from SendGrid's own servers takes room. The login of a proxy is no part of it,
nor are the rules of its account.
"""

from dataclasses import replace

from sgdesk import codec
from sgdesk.errors import InputError
from sgdesk.route import Route, without_login
from sgdesk.secret import without_keys


def write_way(route: Route) -> str:
    """Give the text to keep; nothing for practice, which listens elsewhere each time."""
    if route.practice:
        return ""
    kept = replace(
        route,
        proxy=without_login(route.proxy) if route.proxy else None,
        known_issuers=None,
        may_mail=(),
    )
    usual = codec.to_plain(Route(path=route.path))
    plain = codec.to_plain(kept)
    # A key that stands in a user name by mistake is kept no more than one in a subject.
    return without_keys(
        codec.dumps(
            {key: value for key, value in plain.items() if key == "path" or value != usual[key]}
        )
    )


def read_way(text: str) -> Route | None:
    """Read it; `None` where it was not kept, or by another version in another form."""
    try:
        return codec.from_json(text, Route) if text else None
    except InputError:
        return None
