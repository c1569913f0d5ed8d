"""The user's key, tried for a diagnosis: what the check of accounts finds, as the probes note it.

Introduces the rooms `account` and `diagnose` to each other. Signs in and asks for
the scopes; nothing is sent.
"""

from collections.abc import Sequence
from dataclasses import replace

from sgdesk.account.facts import AccountCheck, PathCheck, Standing
from sgdesk.account.regions import RegionCheck, check_regions
from sgdesk.delivery import Problem
from sgdesk.diagnose.also import Tried, TryKey
from sgdesk.diagnose.observation import Keyed, Result
from sgdesk.errors import InputError
from sgdesk.route import Route, is_same
from sgdesk.secret import Secret
from sgdesk.sendgrid.hosts import API_URL, SMTP_HOST, Region

_RESULTS = {
    Standing.WORKS: Result.OK,
    Standing.REFUSED: Result.REFUSED,
    Standing.FAILED: Result.NO_ANSWER,
}


def key_trial(secret: Secret) -> TryKey:
    """Give what tries a key on routes, and in the other region where the first refuses it."""

    async def try_key(routes: Sequence[Route]) -> Sequence[Tried]:
        asked = _region_of(routes)
        places = [(asked, routes)]
        other = _elsewhere(routes, asked)
        if other is not None:
            places.append(other)
        try:
            found = await check_regions(places, secret)
        except InputError as error:
            # Said of the key, beside all that is known of the ways.
            return [(Result.REFUSED, Keyed(problem=_not_shown(error)), 0) for _ in routes]
        return _tried(found, asked, routes)

    return try_key


def _not_shown(error: InputError) -> Problem:
    return Problem(
        id="KEY-NOT-SHOWN",
        title=error.happened.removesuffix("."),
        explanation=error.why,
        remedy=error.remedy,
        source="This program",
    )


def _region_of(routes: Sequence[Route]) -> Region:
    eu = (API_URL[Region.EU], SMTP_HOST[Region.EU])
    return Region.EU if any(r.api_url in eu or r.smtp_host in eu for r in routes) else Region.GLOBAL


def _elsewhere(routes: Sequence[Route], asked: Region) -> tuple[Region, list[Route]] | None:
    """Give the same routes in the other region; nothing for servers of one's own or elsewhere."""
    other = Region.EU if asked is Region.GLOBAL else Region.GLOBAL
    there: list[Route] = []
    for route in routes:
        is_usual = route.api_url == API_URL[asked] and route.smtp_host == SMTP_HOST[asked]
        led = replace(route, api_url=API_URL[other], smtp_host=SMTP_HOST[other])
        is_led = any(is_same(each.target, led.endpoint) for each in route.overrides)
        # Who has SendGrid dialled elsewhere means no other computer to get the key.
        if not is_usual or (route.overrides and not is_led):
            return None
        there.append(led)
    return other, there


def _tried(found: RegionCheck, asked: Region, routes: Sequence[Route]) -> Sequence[Tried]:
    check = found.check
    if not check.paths:
        # It has no key's form, so no server was shown it.
        return [(Result.REFUSED, Keyed(problem=check.key.problem), 0) for _ in routes]
    region = "" if found.region is asked else found.region.value
    return [_of_path(path, check, region) for path in check.paths]


def _of_path(path: PathCheck, check: AccountCheck, region: str) -> Tried:
    works = path.standing is Standing.WORKS
    senders = check.senders
    seen = Keyed(
        code=path.code,
        reply=path.reply,
        problem=check.key.problem if works else path.problem,
        region=region if works else "",
        may_send=check.may_send if works else None,
        verified_senders=None if senders is None else sum(s.is_verified for s in senders),
        sends_left=check.credits.remaining if check.credits else None,
        next_reset=check.credits.next_reset if check.credits else "",
    )
    is_here = not (works and region)
    return _RESULTS[path.standing] if is_here else Result.REFUSED, seen, path.total_ns
