"""From a check to what is kept of it."""

from datetime import datetime

from sgdesk.account.account import Known, PathStanding
from sgdesk.account.facts import AccountCheck, PathCheck, Standing
from sgdesk.route import Path, SmtpPath, Tls, WebApiPath, parse_path


def known_of(check: AccountCheck, at: datetime) -> Known:
    """Give what is worth keeping of a check made at `at` (aware)."""
    return Known(
        masked_key=check.key.cleaned.masked,
        checked_at=at,
        paths=tuple(map(standing_of, check.paths)),
        may_send=check.may_send,
        senders=check.senders,
        credits=check.credits,
    )


def standing_of(path: PathCheck) -> PathStanding:
    """Give what is worth keeping of one path."""
    return PathStanding(
        path=path.path.text,
        works=path.standing is Standing.WORKS,
        reason="" if path.problem is None else path.problem.title,
        refused=path.standing is Standing.REFUSED,
        elsewhere=path.elsewhere,
    )


def check_paths(own: str = "") -> tuple[Path, ...]:
    """Give the ways by which a key is tried: the Web API, and SMTP by the account's own port.

    `own` is the path that the account itself names; without one SMTP is tried by port 587.
    """
    path = parse_path(own) if own else WebApiPath()
    smtp = path if isinstance(path, SmtpPath) else SmtpPath(port=587, tls=Tls.STARTTLS)
    return (WebApiPath(), smtp)


def own_path(check: AccountCheck, first: Path) -> Path | None:
    """Give the path that the account needs for itself; `None` where `first` serves it.

    `first` is what the settings say; of SMTP one port is tried, and speaks for the others.
    """
    working = [path.path for path in check.paths if path.standing is Standing.WORKS]
    return None if any(type(path) is type(first) for path in working) else best_path(check)


def best_path(check: AccountCheck) -> Path:
    """Give the path to send by: the Web API where it works, else the first that does."""
    working = [path.path for path in check.paths if path.standing is Standing.WORKS]
    api = WebApiPath()
    return api if not working or api in working else working[0]
