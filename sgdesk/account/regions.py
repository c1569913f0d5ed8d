"""Find out in which region a key lives: each has servers of its own, and refuses the other's."""

from collections.abc import Sequence
from dataclasses import dataclass

from sgdesk.account.check import check_account
from sgdesk.account.facts import AccountCheck, Standing
from sgdesk.route import Route, WebApiPath
from sgdesk.secret import Secret
from sgdesk.sendgrid.hosts import Region


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionCheck:
    """What a check found, and where."""

    region: Region
    check: AccountCheck
    found_by_asking: bool = False
    """Nobody had named the region: the next one would have been asked as well."""


async def check_regions(
    places: Sequence[tuple[Region, Sequence[Route]]], secret: Secret
) -> RegionCheck:
    """Check a key in the first region, and in the next one when the first refuses it.

    A key that every region refuses is reported as the first one said. Runs in
    the wire thread.
    """
    first: RegionCheck | None = None
    for region, routes in places:
        check = await check_account(routes, secret)
        found = RegionCheck(region=region, check=check, found_by_asking=len(places) > 1)
        first = first or found
        if not _is_strange(found.check):
            # A region that cannot be reached says nothing against the first one's word.
            return found if first is found or _works(found.check) else first
    if first is None:
        msg = "no region to check in"
        raise ValueError(msg)
    return first


def _is_strange(check: AccountCheck) -> bool:
    """Say whether no server takes the key, and one refuses it as those of its region would not.

    The Web API says so with 401, 403 or 451; where it was not asked, SMTP does with 535.
    """
    by_api = [path for path in check.paths if isinstance(path.path, WebApiPath)]
    codes = (401, 403, 451) if by_api else (451, 535)
    asked = by_api or check.paths
    return any(path.code in codes for path in asked)


def _works(check: AccountCheck) -> bool:
    return any(path.standing is Standing.WORKS for path in check.paths)
