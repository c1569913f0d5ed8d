"""The Web API's doors: who may come in, and which call it is.

Sources: Twilio's "Mail Send", "Scopes", "Verified Senders" and "Users" API
pages and the official OpenAPI files.
"""

import email.utils
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sgdesk.clock import wall_ns
from sgdesk.sandbox import errors_v3
from sgdesk.sandbox.account_calls import AccountCalls
from sgdesk.sandbox.errors_v3 import error_response
from sgdesk.sandbox.mail_send import MailSend
from sgdesk.sandbox.service import Service

Endpoint = Callable[[Request], Awaitable[Response]]


def make_api(service: Service) -> Starlette:
    """Build the application behind both HTTP listeners."""
    account = AccountCalls(service.account)
    calls: list[tuple[str, str, Endpoint]] = [
        ("/v3/mail/send", "POST", MailSend(service).answer),
        ("/v3/scopes", "GET", account.scopes),
        ("/v3/verified_senders", "GET", account.verified_senders),
        ("/v3/user/credits", "GET", account.credits),
        ("/v3/user/account", "GET", account.account),
    ]
    return Starlette(
        routes=[Route(path, _with_date(call), methods=[verb]) for path, verb, call in calls],
        exception_handlers={HTTPException: _refuse},
    )


def _with_date(call: Endpoint) -> Endpoint:
    async def dated(request: Request) -> Response:
        if "accept" not in request.headers:
            response = error_response(406)
        else:
            response = await call(request)
        return dress(response)

    return dated


def dress(response: Response) -> Response:
    """Add what every answer of SendGrid carries; the clock check reads `Date`."""
    response.headers["Server"] = "nginx"
    response.headers["Date"] = email.utils.formatdate(wall_ns() / 1e9, usegmt=True)
    return response


async def _refuse(_: Request, exc: Exception) -> Response:
    status = exc.status_code if isinstance(exc, HTTPException) else 500
    known = errors_v3.GENERIC
    return dress(error_response(status if status in known else 400))
