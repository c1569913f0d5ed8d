"""Find another way for a mail that did not get through on its own: asks, and sends nothing."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from sgdesk.account.account import PRACTICE, Account, Known
from sgdesk.account.facts import PathCheck
from sgdesk.account.findings import standing_of
from sgdesk.delivery import AttemptId
from sgdesk.errors import InputError, SgdeskError
from sgdesk.present.remedies import Act, Remedy, while_finding, with_ways
from sgdesk.present.ways import leads_nowhere, other_ways, ways_words, working_ways
from sgdesk.present.words import path_words, server_name
from sgdesk.route import Path, parse_path
from sgdesk.secret import Secret
from sgdesk.ui.account.clock import AskingClock
from sgdesk.ui.log.case import Case, offered_at
from sgdesk.ui.log.detail_desk import DetailDesk
from sgdesk.ui.log.remedy_desk import RemedyDesk
from sgdesk.ui.session import Session
from sgdesk.ui.tasks import Tasks

_TASK = "find a way"
STOPPED = "Stopped. Nothing was sent."


class Ways(QObject):
    """Try the other ways at a result and offer those that work; other acts are passed on.

    Signals: `way_kept()`, when an account begins by another way from now on;
    `diagnose_wanted(str, object)`, the name of an account, and the path that failed.
    """

    way_kept = Signal()
    diagnose_wanted = Signal(str, object)

    def __init__(
        self, session: Session, tasks: Tasks, remedies: RemedyDesk, detail: DetailDesk
    ) -> None:
        super().__init__(detail)
        self._detail = detail
        self._session = session
        self._tasks = tasks
        self._remedies = remedies
        self._found: dict[AttemptId, Sequence[PathCheck]] = {}
        """What was found out, for as long as the window is open."""

    def act(self, remedy: Remedy, case: Case) -> None:
        """Do what a button says."""
        if remedy.act is Act.FIND_WAY:
            work = self._find(case)
            self._tasks.start(_TASK, work, if_running="ignore", of=case.attempt.id)
        elif remedy.act is Act.DIAGNOSE:
            self.diagnose_wanted.emit(case.account, case.attempt.path)
        elif remedy.act is Act.STOP_FINDING:
            self.stop()
        elif remedy.act is Act.KEEP_WAY and remedy.path is not None:
            self._tasks.start("keep way", self._keep(remedy.path, case), if_running="ignore")
        else:
            self._remedies.act(remedy, case)

    def note_shown(self, case: Case) -> None:
        """Say again what was found, when its result comes back into sight."""
        found = self._found.get(case.attempt.id)
        # What somebody has by now went some way.
        if found and not case.since.may_have:
            self._offer(case, found)
            self._remedies.show_words(ways_words(found), case)

    def _offer(self, case: Case, found: Sequence[PathCheck]) -> None:
        simulating = self._session.simulated_for(case.attempt)
        offered = with_ways(
            offered_at(case, simulating), working_ways(found), is_to_stay=self._begins_by(case)
        )
        self._remedies.offer(case, offered, is_vain=leads_nowhere(found))

    def _begins_by(self, case: Case) -> bool:
        """Say whether the account in use begins each mail by the way that failed."""
        account = self._session.account
        if account.is_practice or account.name != case.account:
            return False
        with suppress(InputError):
            return parse_path(account.path) == case.attempt.path
        return False

    async def _keep(self, way: Path, case: Case) -> None:
        """Let the account begin by a way that works from here."""
        book, name = self._session.book, case.account
        try:
            values = await asyncio.to_thread(book.values, name)
            account = await self._account(name)
            known = _known_by(account.known, way, self._found[case.attempt.id])
            changed = {**values, "path": way.text}
            await asyncio.to_thread(book.change, name, changed, known)
        except (SgdeskError, OSError) as error:
            self._remedies.say(str(error), case)
            return
        self.way_kept.emit()
        await self._tasks.wait_for("accounts")
        self._offer(case, self._found[case.attempt.id])
        self._remedies.say(f"{name} begins by {path_words(way)} from now on.", case)

    def stop(self) -> None:
        """Ask nobody any more."""
        self._tasks.cancel(_TASK)

    async def _find(self, case: Case) -> None:
        def show(words: str) -> None:
            if words and not clock.has_shown:
                self._remedies.offer(case, while_finding())
            self._remedies.show_words(words, case)

        attempt = case.attempt
        found: Sequence[PathCheck] = ()
        who = "the practice inbox" if attempt.practice else server_name(attempt)
        clock = AskingClock(self, show, who)
        words = STOPPED
        try:
            with clock:
                found = await self._try(case)
            if not self._tasks.is_asked_to_stop():
                words = ways_words(found)
        except SgdeskError as error:
            words = str(error)
        finally:
            if words == STOPPED:
                found = ()
            self._found[case.attempt.id] = found
            self._offer(case, found)
            self._remedies.say(words, case)
            if words != STOPPED:
                self._detail.note_found(case.attempt.id, words)

    async def _try(self, case: Case) -> Sequence[PathCheck]:
        """Ask on each other way, as a check of the key does."""
        session, attempt = self._session, case.attempt
        default = PRACTICE if attempt.practice else session.account
        name = case.account or default.name
        account = PRACTICE if name == PRACTICE.name else await self._account(name)
        routes = [await session.route(name, way) for way in other_ways(attempt.path, account)]
        if name == PRACTICE.name:
            return (await session.try_routes(routes, Secret(session.practice.key))).paths
        book = session.book
        key = await asyncio.to_thread(book.secret, name)
        issuers = await asyncio.to_thread(book.allowed_issuers, name)
        routes = [replace(route, known_issuers=issuers) for route in routes]
        return (await session.try_routes(routes, key)).paths

    async def _account(self, name: str) -> Account:
        return await asyncio.to_thread(self._session.book.account, name)


def _known_by(known: Known, way: Path, found: Sequence[PathCheck]) -> Known | None:
    """Give what stays known of a checked account that begins by a way found just now.

    Of one that was never checked that is nothing: that a way is open is not all that a check asks.
    """
    if known.checked_at is None:
        return None
    others = [each for each in known.paths if type(parse_path(each.path)) is not type(way)]
    tried = [standing_of(check) for check in found if check.path == way]
    return replace(known, paths=(*others, *tried))
