"""Sign in by SMTP and leave: the session is opened as for a mail, and nothing is said after."""

import asyncio
from contextlib import suppress
from dataclasses import replace

from sgdesk.account.api import ASKING, path_check, said_of_a_check
from sgdesk.account.facts import PathCheck, Standing
from sgdesk.delivery import Problem
from sgdesk.route import Route
from sgdesk.secret import Secret
from sgdesk.trace import Phase
from sgdesk.transport.circumstances import Circumstances, cleaned, problem
from sgdesk.transport.classify import TRANSPORT_ERRORS, answer_in, classify_exception
from sgdesk.transport.session import (
    ConnectLimit,
    Overheard,
    Session,
    SessionRefusedError,
    open_session,
)
from sgdesk.wire.errors import DialError, words_of
from sgdesk.wire.recorder import Recorder, no_progress

GOODBYE_S = 0.3
"""A server that owes us nothing but a goodbye is not waited for longer."""

_FAILURES: tuple[type[BaseException], ...] = (SessionRefusedError, *TRANSPORT_ERRORS)


async def sign_in(route: Route, secret: Secret) -> PathCheck:
    """Try the key on one SMTP port: greeting to AUTH, then QUIT."""
    overheard = Overheard()
    if secret:
        overheard.hide(secret.reveal())
    limit = ConnectLimit(no_progress)
    recorder = Recorder(progress=limit, transcript=overheard)
    failure: BaseException | None = None
    phase = Phase.CONNECT
    try:
        async with asyncio.timeout(route.total_timeout):
            session = await open_session(route, secret, recorder, overheard, limit)
        await _leave(session)
    except _FAILURES as error:
        failure = error
        phase = recorder.stopped_at or phase
        recorder.fail(overheard.clean(words_of(error)))
    return _check(route, recorder, failure, phase)


async def _leave(session: Session) -> None:
    session.dialled.tap.recorder = None
    with suppress(TimeoutError, *TRANSPORT_ERRORS):
        async with asyncio.timeout(GOODBYE_S):
            await session.transaction.goodbye()
    session.transaction.close()


def _check(
    route: Route, recorder: Recorder, failure: BaseException | None, phase: Phase
) -> PathCheck:
    reply = answer_in(failure) if failure is not None else None
    # A no, and not the 334 of a server that asks on where nothing is left to say.
    said_no = reply is not None and reply.code is not None and reply.code >= 400
    refused = said_no and phase is Phase.AUTH
    check = path_check(route, recorder, Standing.WORKS)
    if failure is None:
        return check
    return replace(
        check,
        standing=Standing.REFUSED if refused else Standing.FAILED,
        code=reply.code if reply else None,
        reply=recorder.transcript.clean(reply.text) if reply else "",
        # A server may repeat what it was given.
        problem=said_of_a_check(
            cleaned(_why(route, recorder, failure, phase), recorder.transcript)
        ),
    )


def _why(route: Route, recorder: Recorder, failure: BaseException, phase: Phase) -> Problem | None:
    about = Circumstances(route=route, tls=recorder.tls, asking=ASKING)
    if isinstance(failure, SessionRefusedError):
        return problem(failure.entry, about, phase)
    if isinstance(failure, DialError):
        phase = failure.phase
    return classify_exception(failure, phase=phase, committed=False, about=about).problem
