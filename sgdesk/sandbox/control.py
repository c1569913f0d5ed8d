"""The control listener: captured mail, events, faults and stamps.

It has a port of its own, so that no fault can lock out the one who set it.
"""

import ipaddress
import json
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sgdesk.errors import InputError, SandboxError
from sgdesk.sandbox.listeners import Listeners
from sgdesk.sandbox.service import Service


def make_control(service: Service, listeners: Listeners, *, is_exposed: bool) -> ASGIApp:
    """Build the application behind the control listener."""
    calls = _Calls(service, listeners)
    middleware = [] if is_exposed else [Middleware(OnlyByAddress)]
    return Starlette(
        middleware=middleware,
        routes=[
            Route("/inbox", calls.list_inbox, methods=["GET"]),
            Route("/inbox", calls.empty_inbox, methods=["DELETE"]),
            Route("/inbox/{id}", calls.show, methods=["GET"]),
            Route("/inbox/{id}/raw", calls.show_raw, methods=["GET"]),
            Route("/refusals", calls.list_refusals, methods=["GET"]),
            Route("/refusals/{id}", calls.show_refusal, methods=["GET"]),
            Route("/events", calls.list_events, methods=["GET"]),
            Route("/stamps", calls.list_stamps, methods=["GET"]),
            Route("/stamps", calls.forget_stamps, methods=["DELETE"]),
            Route("/faults", calls.list_faults, methods=["GET"]),
            Route("/faults", calls.add_fault, methods=["POST"]),
            Route("/faults", calls.clear_faults, methods=["DELETE"]),
        ],
    )


class _Shown(JSONResponse):
    """JSON of a mail, in which a charset may have left half a character: that has no UTF-8."""

    def render(self, content: Any) -> bytes:
        """Write a question mark in its place."""
        return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


class OnlyByAddress:
    """Refuse requests that name another host than this computer.

    A web page could otherwise point a name of its own at 127.0.0.1 and read
    the captured mail through the user's browser.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope.get("headers") or ())
        host = headers.get(b"host", b"").decode("latin-1").rpartition(":")[0].strip("[]")
        if host == "localhost" or _is_address(host):
            await self._app(scope, receive, send)
            return
        await PlainTextResponse("Ask by address.\n", status_code=421)(scope, receive, send)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class _Calls:
    """What the control listener can be asked."""

    def __init__(self, service: Service, listeners: Listeners) -> None:
        self._service = service
        self._listeners = listeners

    async def list_inbox(self, _: Request) -> Response:
        """Give a summary of each captured mail, oldest first."""
        return _Shown(self._service.mailbox.summaries())

    async def empty_inbox(self, _: Request) -> Response:
        """Forget mails, events and refused calls."""
        self._service.mailbox.clear()
        self._service.refusals.clear()
        return Response(status_code=204)

    async def show(self, request: Request) -> Response:
        """Give one mail with everything that can be said about it."""
        mail = self._service.mailbox.get(request.path_params["id"])
        return _Shown(mail.to_json()) if mail else _not_there()

    async def show_raw(self, request: Request) -> Response:
        """Give the bytes as received."""
        mail = self._service.mailbox.get(request.path_params["id"])
        if mail is None:
            return _not_there()
        kind = "message/rfc822" if mail.path == "smtp" else "application/json"
        return Response(mail.raw, media_type=kind)

    async def list_refusals(self, _: Request) -> Response:
        """Give a summary of each refused call, oldest first."""
        return _Shown(self._service.refusals.summaries())

    async def show_refusal(self, request: Request) -> Response:
        """Give one refused call with its answer."""
        call = self._service.refusals.get(request.path_params["id"])
        return _Shown(call.to_json()) if call else _not_there()

    async def list_events(self, _: Request) -> Response:
        """Give the events that the Event Webhook would have posted."""
        return _Shown(list(self._service.mailbox.events))

    async def list_stamps(self, _: Request) -> Response:
        """Give when the servers were asked and when they answered."""
        return JSONResponse(self._service.stamps.to_json())

    async def forget_stamps(self, _: Request) -> Response:
        """Forget the stamps."""
        self._service.stamps.clear()
        return Response(status_code=204)

    async def list_faults(self, _: Request) -> Response:
        """List the faults in force and how often the occasion of each has come."""
        return JSONResponse(self._service.faults.to_json())

    async def add_fault(self, request: Request) -> Response:
        """Put a fault in force from now on."""
        try:
            posted = json.loads(await request.body(), parse_constant=_refuse_constant)
            if not isinstance(posted, dict):
                raise InputError("A fault is a JSON object.")
            fault = self._service.faults.add(posted)
        except (ValueError, RecursionError, InputError) as exc:
            return JSONResponse({"error": str(exc)}, status_code=400)
        try:
            await self._listeners.follow_faults()
        except SandboxError as exc:
            self._service.faults.remove(fault)
            await self._listeners.follow_faults()
            return JSONResponse({"error": str(exc)}, status_code=400)
        return JSONResponse(fault.to_json(), status_code=201)

    async def clear_faults(self, _: Request) -> Response:
        """Clear every fault and let go of every connection it may still hold."""
        self._service.faults.clear()
        self._listeners.hang_up()
        await self._listeners.follow_faults()
        return Response(status_code=204)


def _refuse_constant(name: str) -> object:
    # Python reads it, and then cannot list the fault in JSON (RFC 8259, section 6).
    raise InputError(f"{name} is no JSON.")


def _not_there() -> Response:
    return JSONResponse({"error": "There is no such mail or call."}, status_code=404)
