"""Check a key on every path at once, in about a second, sending nothing."""

from collections.abc import Sequence
from dataclasses import replace

from sgdesk.account.api import ApiFacts, ask_api, said_of_a_check
from sgdesk.account.facts import SEND_SCOPE, AccountCheck, PathCheck, Standing
from sgdesk.account.key import look_at_key
from sgdesk.account.sign_in import sign_in
from sgdesk.route import Route, SmtpPath
from sgdesk.routing import refuse_gone
from sgdesk.secret import Secret
from sgdesk.sendgrid.catalogue_http import MAY_NOT_SEND
from sgdesk.sendgrid.catalogue_smtp import BAD_LOGIN, SMTP_ALONE, UNKNOWN_KEY, USER_NAME
from sgdesk.sendgrid.hosts import SMTP_USERNAME, is_sendgrid_host
from sgdesk.trace import Phase
from sgdesk.transport.circumstances import Circumstances, problem
from sgdesk.transport.keyguard import refuse_key
from sgdesk.wire.together import together

ANSWER_S = 10.0
"""Somebody waits for the answer, so a path has no longer, whatever a mail may take."""


async def check_account(routes: Sequence[Route], secret: Secret) -> AccountCheck:
    """Look at the key's form, then try it on each route; runs in the wire thread.

    A key that cannot be one is not shown to any server: the answer would be
    the same and the text may be somebody's password. That of another mail server
    needs no form. Raises `InputError` where a local SendGrid is gone, and for a
    key that is not for the server of a route.
    """
    for route in routes:
        refuse_gone(route)
    look = look_at_key(secret.reveal())
    is_password = all(map(_takes_password, routes))
    if is_password:
        look = replace(look, problem=None)
    elif not look.is_complete:
        return AccountCheck(key=look)
    key = secret if is_password else look.cleaned
    for route in routes:
        refuse_key(route, key)
    async with together() as group:
        asked = [group.create_task(_try(route, key)) for route in routes]
    facts = [task.result() for task in asked]
    api = next((fact for fact in facts if isinstance(fact, ApiFacts)), None)
    works = api if api is not None and api.check.standing is Standing.WORKS else None
    return AccountCheck(
        key=look,
        paths=tuple(_path(fact, route, works) for fact, route in zip(facts, routes, strict=True)),
        scopes=api.scopes if api else None,
        senders=api.senders if api else None,
        credits=api.credits if api else None,
    )


def _takes_password(route: Route) -> bool:
    """Say whether it is another mail server, whose user has a name of their own."""
    is_mail = isinstance(route.path, SmtpPath)
    is_own = route.username != SMTP_USERNAME and not is_sendgrid_host(route.endpoint.host)
    return is_mail and is_own and not route.practice


async def _try(route: Route, key: Secret) -> ApiFacts | PathCheck:
    route = replace(route, total_timeout=min(route.total_timeout, ANSWER_S))
    if isinstance(route.path, SmtpPath):
        return await sign_in(route, key)
    return await ask_api(route, key)


def _path(fact: ApiFacts | PathCheck, route: Route, works: ApiFacts | None) -> PathCheck:
    if isinstance(fact, ApiFacts):
        return fact.check
    return fact if works is None else _what_is_left(fact, route, works)


def _what_is_left(check: PathCheck, route: Route, works: ApiFacts) -> PathCheck:
    """Name the one cause of a refused sign-in that the Web API, which takes the key, leaves."""
    if check.problem is None or check.problem.id not in (BAD_LOGIN.id, UNKNOWN_KEY.id):
        return check
    left = SMTP_ALONE if route.username == SMTP_USERNAME else USER_NAME
    if left is SMTP_ALONE and works.scopes is not None and SEND_SCOPE not in works.scopes:
        left = MAY_NOT_SEND
    judged = problem(left, Circumstances(route=route), Phase.AUTH)
    return replace(check, problem=said_of_a_check(judged))
