"""Other ways for a mail whose own did not let it through, and what is said once they were tried."""

from collections.abc import Sequence

from sgdesk.account.facts import PathCheck, Standing
from sgdesk.present.words import path_words
from sgdesk.route import Path, SmtpPath, Tls, WebApiPath

_WAYS: tuple[Path, ...] = (WebApiPath(), SmtpPath(port=465, tls=Tls.IMPLICIT))


def other_ways(failed: Path) -> tuple[Path, ...]:
    """Give the ways to try in place of one that failed."""
    return tuple(way for way in _WAYS if way != failed)


def working_ways(found: Sequence[PathCheck]) -> tuple[Path, ...]:
    """Give those that work."""
    return tuple(way.path for way in found if way.standing is Standing.WORKS)


def ways_words(found: Sequence[PathCheck]) -> str:
    """Say which of the ways to take from here, or why none does."""
    working = working_ways(found)
    if working:
        return f"{_named(working[0])} works from here."
    if not found:
        return "The key has not the form of one, so nobody was asked."
    failed = [f"{_named(way.path)}: {_reason(way)}" for way in found]
    return " ".join(("No other way works from here.", *failed))


def leads_nowhere(found: Sequence[PathCheck]) -> bool:
    """Say whether other ways were tried and none works, so that to try them is no advice."""
    return bool(found) and not working_ways(found)


def _named(path: Path) -> str:
    return "The Web API" if isinstance(path, WebApiPath) else path_words(path)


def _reason(way: PathCheck) -> str:
    title = way.problem.title if way.problem is not None else "does not work"
    return f"{title.rstrip('.')}."
