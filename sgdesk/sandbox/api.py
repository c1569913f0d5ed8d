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
from sgdesk.sandbox import do_not_send, errors_v3
from sgdesk.sandbox.account_calls import AccountCalls
from sgdesk.sandbox.activity import ActivityCalls
from sgdesk.sandbox.errors_v3 import error_response
from sgdesk.sandbox.mail_send import MailSend
from sgdesk.sandbox.service import Service

MAIL_SEND = "/v3/mail/send"
NO_BROWSERS = {
    "Access-Control-Allow-Origin": "https://sendgrid.api-docs.io",
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, On-behalf-of, x-sg-elas-acl",
    "Access-Control-Max-Age": "600",
    "X-No-CORS-Reason": "https://sendgrid.com/docs/Classroom/Basics/API/cors.html",
}
"""On every answer of the call that sends: no web page may. Source: sendgrid/docs issue 2841."""

Endpoint = Callable[[Request], Awaitable[Response]]


def make_api(service: Service) -> Starlette:
    """Build the application behind both HTTP listeners."""
    account = AccountCalls(service.account)
    activity = ActivityCalls(account, service.mailbox)
    calls: list[tuple[str, str, Endpoint]] = [
        (MAIL_SEND, "POST", MailSend(service).answer),
        ("/v3/scopes", "GET", account.scopes),
        ("/v3/verified_senders", "GET", account.verified_senders),
        ("/v3/user/credits", "GET", account.credits),
        ("/v3/user/account", "GET", account.account),
        ("/v3/messages", "GET", activity.messages),
        ("/v3/messages/{msg_id}", "GET", activity.message),
        *((path, "GET", account.of_address(tell)) for path, tell in do_not_send.CALLS.items()),
    ]
    api = Starlette(
        routes=[Route(path, _at_the_door(call), methods=[verb]) for path, verb, call in calls],
        exception_handlers={HTTPException: _refuse},
    )
    # A path with one slash too many is a wrong path; the library would send the client on.
    api.router.redirect_slashes = False
    return api


def _at_the_door(call: Endpoint) -> Endpoint:
    """Turn away who says nothing of what they accept; dress the answer to everybody."""

    async def answered(request: Request) -> Response:
        if "accept" not in request.headers:
            response = error_response(406)
        else:
            response = await call(request)
        return _dressed(request, response)

    return answered


def _dressed(request: Request, response: Response) -> Response:
    """Add what every answer of SendGrid carries; the clock check reads `Date`."""
    if request.url.path == MAIL_SEND:
        response.headers.update(NO_BROWSERS)
    response.headers["Server"] = "nginx"
    response.headers["Date"] = email.utils.formatdate(wall_ns() / 1e9, usegmt=True)
    return response


async def _refuse(request: Request, exc: Exception) -> Response:
    status = exc.status_code if isinstance(exc, HTTPException) else 500
    known = errors_v3.GENERIC
    response = _dressed(request, error_response(status if status in known else 400))
    if isinstance(exc, HTTPException):
        # `Allow`, which a 405 must have (RFC 9110 section 15.5.6).
        response.headers.update(exc.headers or {})
    return response
