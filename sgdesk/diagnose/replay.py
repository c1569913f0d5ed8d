"""Walk recorded ways again, where a server plays them; runs in the wire thread.

Names are not looked up: what they were found to be is taken from the record, and each recorded
address is dialled where it is played. So is what only the other computer could see: how far a
server was, and whether that computer's own store alone vouched for it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sgdesk.diagnose.notebook import Limits, Notebook
from sgdesk.diagnose.observation import Encrypted, Observation, Probe, Result, Role, Target
from sgdesk.diagnose.report import Replayed, Report
from sgdesk.diagnose.verdict import diagnose
from sgdesk.diagnose.walk import Walk
from sgdesk.route import Endpoint, Override, Route, Tls
from sgdesk.trace import TlsFacts
from sgdesk.wire.together import together

_SECOND_LOOKS = frozenset(
    (Probe.AGAIN, Probe.LARGE, Probe.PLAIN, Probe.TLS_FIRST, Probe.OTHER_NAME, Probe.OTHER_STORE)
)
_OF_THE_RECORD = frozenset((Probe.LOOK_UP, Probe.PROXY_FOUND, Probe.KEY, Probe.WALK))
"""What no server plays: names, the settings of the other computer, its key."""
Place = tuple[str, str, int, str, str]
"""Role, host, port, kind of encryption and address of a recorded way, as a report writes them."""


def place_of(observation: Observation) -> Place:
    """Give where something was seen."""
    target = observation.target
    return target.role.value, target.host, target.port, target.tls.value, observation.where


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """Where a recording is played."""

    host: str
    ca_file: str
    ports: Mapping[Place, int]
    not_played: Mapping[Place, str]
    """Why a way has no port; it is taken from the record."""


async def replay(
    report: Report,
    player: Player,
    tell: Callable[[Observation], None],
    limits: Limits | None = None,
) -> Replayed:
    """Probe what is played as a run would; without `limits` under that of the recorded one."""
    notebook = _Beside(report, limits or Limits(run=report.max_seconds), tell)
    walks: dict[Target, Walk] = {}
    async with together() as group:
        for seen in report.observations:
            port = player.ports.get(place_of(seen))
            if port is None or seen.probe in _OF_THE_RECORD or _is_second_look(seen):
                notebook.keep(seen)
            elif seen.probe is Probe.CONNECT:
                end = Endpoint(host=player.host, port=port)
                route = _route_to(seen.target, end, player.ca_file)
                walk = walks.setdefault(seen.target, _walk(seen.target, route, notebook))
                group.create_task(walk.reach(route, seen.where))
    return Replayed(
        diagnosis=diagnose(report.targets, tuple(notebook.observations), report.tested_practice),
        recorded=report.diagnosis,
        not_played=_told(report.observations, player.not_played),
    )


def _is_second_look(seen: Observation) -> bool:
    is_page = seen.probe is Probe.PORTAL and seen.target.role is not Role.WEB
    return is_page or seen.probe in _SECOND_LOOKS


def _says_nothing_new(seen: Observation) -> bool:
    """Say whether a port that was connected to again was there each time."""
    return seen.probe is Probe.AGAIN and seen.result is Result.OK


def _walk(target: Target, route: Route, notebook: Notebook) -> Walk:
    return Walk(target, route, notebook, looks_again=False)


def _route_to(target: Target, end: Endpoint, ca_file: str) -> Route:
    meant = Endpoint(host=target.host, port=target.port)
    scheme = "http" if target.tls is Tls.PLAIN else "https"
    return Route(
        path=target.path,
        api_url=f"{scheme}://{meant.text}",
        smtp_host=target.host,
        overrides=(Override(target=meant, address=end),),
        ca_file=ca_file,
        # No other issuer vouches: whom the other computer trusted is in that file.
        practice=True,
    )


def _told(observations: Sequence[Observation], reasons: Mapping[Place, str]) -> tuple[str, ...]:
    told = {
        f"{seen.target.text}: {reasons[place_of(seen)]}"
        for seen in observations
        if seen.probe is Probe.CONNECT and place_of(seen) in reasons
    }
    told |= {
        f"{seen.target.text}: the proxy of the computer that was tested is not here"
        for seen in observations
        if seen.probe is Probe.PROXY
    }
    told |= {
        f"{seen.target.text}: a second look is not played"
        for seen in observations
        if _is_second_look(seen) and not _says_nothing_new(seen)
    }
    told |= {
        f"{seen.target.text}: no key is tried again"
        for seen in observations
        if seen.probe is Probe.KEY
    }
    return tuple(sorted(told))


class _Beside(Notebook):
    """A notebook that lies beside the recorded one."""

    def __init__(self, report: Report, limits: Limits, tell: Callable[[Observation], None]) -> None:
        super().__init__(limits, tell)
        self._recorded = {(each.probe, place_of(each)): each for each in report.observations}
        self._private = {
            each.target: each.seen.facts.private_issuer
            for each in report.observations
            if isinstance(each.seen, Encrypted) and each.seen.facts is not None
        }

    def keep(self, observation: Observation) -> Observation:
        """Add it, with what only the other computer could see."""
        recorded = self._recorded.get((observation.probe, place_of(observation)))
        is_alike = recorded is not None and recorded.result is observation.result
        if observation.probe is Probe.CONNECT and is_alike and recorded is not None:
            return super().keep(recorded)
        shown = self._private.get(observation.target)
        match observation.seen:
            case Encrypted(facts=TlsFacts() as facts) as seen if shown and facts.verified:
                facts = replace(facts, private_issuer=shown)
                observation = replace(observation, seen=replace(seen, facts=facts))
            case _:
                pass
        return super().keep(observation)
