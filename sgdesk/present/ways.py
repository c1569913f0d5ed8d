"""Other ways for a mail whose own did not let it through, and what is said once they were tried."""

from collections.abc import Sequence
from contextlib import suppress

from sgdesk.account.account import Account
from sgdesk.account.facts import PathCheck, Standing
from sgdesk.diagnose.rules.saying import capital
from sgdesk.errors import InputError
from sgdesk.present.path_choices import smtp_choices
from sgdesk.present.whose_servers import has_own_smtp
from sgdesk.present.words import path_words
from sgdesk.route import Path, SmtpPath, Tls, WebApiPath, parse_path

_SENDGRIDS: tuple[Path, ...] = (
    SmtpPath(port=587, tls=Tls.STARTTLS),
    SmtpPath(port=2525, tls=Tls.STARTTLS),
    SmtpPath(port=465, tls=Tls.IMPLICIT),
)
"""In the order in which SendGrid advises them. Not 25: hardly a network that stops these lets it
through."""


def other_ways(failed: Path, account: Account) -> tuple[Path, ...]:
    """Give the ways to try in place of one that failed: of a server of one's own, its ports.

    The first that works is what a diagnosis advises: in place of a port another one.
    """
    smtp = _own_ports(account) if has_own_smtp(account) else _SENDGRIDS
    return tuple(way for way in (*smtp, WebApiPath()) if way != failed)


def _own_ports(account: Account) -> tuple[Path, ...]:
    own: Path = WebApiPath()
    with suppress(InputError):
        own = parse_path(account.path)
    named = own if isinstance(own, SmtpPath) else None
    offered = smtp_choices(named, elsewhere=True, led=account.led_ports)
    return tuple(choice.path for choice in offered)


def working_ways(found: Sequence[PathCheck]) -> tuple[Path, ...]:
    """Give those that work."""
    return tuple(way.path for way in found if way.standing is Standing.WORKS)


def ways_words(found: Sequence[PathCheck]) -> str:
    """Say which of the ways to take from here, or why none does."""
    working = working_ways(found)
    if working:
        names = [_named(way) for way in working]
        told = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
        return f"{capital(told)} {'works' if len(names) == 1 else 'work'} from here."
    if not found:
        return "The key has not the form of one, so nobody was asked."
    failed = [f"{capital(_named(way.path))}: {_reason(way)}" for way in found]
    return " ".join(("No other way works from here.", *failed))


def leads_nowhere(found: Sequence[PathCheck]) -> bool:
    """Say whether other ways were tried and none works, so that to try them is no advice."""
    return bool(found) and not working_ways(found)


def _named(path: Path) -> str:
    return "the Web API" if isinstance(path, WebApiPath) else path_words(path)


def _reason(way: PathCheck) -> str:
    title = way.problem.title if way.problem is not None else "does not work"
    return f"{title.rstrip('.')}."
