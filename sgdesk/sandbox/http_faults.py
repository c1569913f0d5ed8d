"""Faults on the HTTP path, around the application that answers."""

import email.utils
from http import HTTPStatus

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sgdesk.clock import wall_ns
from sgdesk.sandbox.account_calls import rate_headers
from sgdesk.sandbox.errors_v3 import GENERIC, error_response, gateway_page
from sgdesk.sandbox.faults import (
    AcceptThenClose,
    Action,
    Close,
    Delay,
    HttpReply,
    Point,
    RawReply,
    Reset,
    Silence,
)
from sgdesk.sandbox.mail_send import BODY_BYTES_LIMIT
from sgdesk.sandbox.pause import pause
from sgdesk.sandbox.relay import Connection
from sgdesk.sandbox.service import Service


class FaultyApi:
    """The application, with what goes wrong before, during and after a request."""

    def __init__(self, application: ASGIApp, service: Service) -> None:
        self._application = application
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            connection: Connection = scope["state"]["connection"]
            _, is_absolute, rest = scope["path"].partition("://")
            if is_absolute and not scope["path"].startswith("/"):
                # A whole URL in the request line is taken as well (RFC 9112 section 3.2.2).
                scope["path"] = "/" + rest.partition("/")[2]
            await _Exchange(
                self._application, self._service, connection, scope, receive, send
            ).run()


class _Exchange:
    """One request and its answer."""

    def __init__(
        self,
        application: ASGIApp,
        service: Service,
        connection: Connection,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        self._application = application
        self._service = service
        self._connection = connection
        self._scope = scope
        self._receive = receive
        self._send = send
        self._asked_ns = connection.upward.last_ns

    async def run(self) -> None:
        """Take the whole request, let the application answer, pass the answer on."""
        if not await self._goes_on(self._connection.take(Point.REQUEST)):
            return
        body = await self._read_body()
        if body is None:
            return
        self._asked_ns = self._connection.upward.last_ns
        actions = self._connection.take(Point.REPLY)
        delays = [action for action in actions if isinstance(action, Delay)]
        others = tuple(action for action in actions if not isinstance(action, Delay))
        is_kept = any(isinstance(action, AcceptThenClose) for action in others)
        answer = await self._ask(body) if is_kept or not others else []
        for delay in delays:
            await pause(delay.ms)
        if others:
            await self._goes_on(others)
            return
        self._stamp(Point.REPLY)
        for message in answer:
            await self._send(message)
        await self._be_idle()

    async def _read_body(self) -> bytes | None:
        """Read to the end of the request; `None` when that was cut short."""
        faults = self._connection.take_body()
        body = bytearray()
        is_whole = False
        while await self._goes_on(faults.due(len(body))):
            if is_whole:
                return bytes(body)
            message = await self._receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            is_whole = not message.get("more_body")
            if not is_whole and len(body) > BODY_BYTES_LIMIT:
                await self._answer(error_response(413))
                return None
        return None

    async def _ask(self, body: bytes) -> list[Message]:
        """Let the application answer; give its answer without sending it."""
        answer: list[Message] = []

        async def hand_over() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def keep(message: Message) -> None:
            answer.append(message)

        await self._application(self._scope, hand_over, keep)
        return answer

    async def _goes_on(self, actions: tuple[Action, ...]) -> bool:
        """Do what goes wrong; say whether the request is still to be answered."""
        is_answered = False
        for action in actions:
            match action:
                case Delay(ms=ms):
                    await pause(ms)
                case HttpReply():
                    await self._answer(reply_of(action))
                    is_answered = True
                case RawReply(content=content):
                    self._connection.write_raw(content)
                    is_answered = True
                case Close() | AcceptThenClose():
                    self._connection.close()
                    return await self._until_gone()
                case Reset():
                    self._connection.reset()
                    return await self._until_gone()
                case Silence():
                    return await self._until_gone()
                case _:
                    pass
        if is_answered and any(isinstance(action, RawReply) for action in actions):
            # The HTTP library does not know that something was answered.
            return await self._until_gone()
        return not is_answered

    async def _until_gone(self) -> bool:
        await self._connection.gone.wait()
        return False

    async def _answer(self, response: Response) -> None:
        self._stamp(Point.REPLY)
        await response(self._scope, self._receive, self._send)

    async def _be_idle(self) -> None:
        for action in self._connection.take(Point.IDLE):
            match action:
                case Delay(ms=ms):
                    await pause(ms)
                case RawReply(content=content):
                    self._connection.write_raw(content)
                case Close():
                    self._connection.close(linger=False)
                case Reset():
                    self._connection.reset()
                case _:
                    pass

    def _stamp(self, point: Point) -> None:
        self._service.stamps.expect(self._connection, point, self._asked_ns)


def reply_of(fault: HttpReply) -> Response:
    """Make the answer that a fault asks for; without a body, SendGrid's own for that status."""
    if fault.body is not None:
        response = Response(fault.body.encode(), status_code=fault.status)
        kind = "text/html" if fault.body.lstrip()[:1] == "<" else "application/json"
        response.headers["Content-Type"] = kind
    elif fault.status in GENERIC:
        response = error_response(fault.status)
    elif fault.status >= 500:
        page = gateway_page(fault.status, _phrase(fault.status))
        response = Response(page, status_code=fault.status, media_type="text/html")
    else:
        response = Response(status_code=fault.status, media_type="text/plain")
    response.headers["Server"] = "nginx"
    response.headers["Date"] = email.utils.formatdate(wall_ns() / 1e9, usegmt=True)
    if fault.status == 429:
        response.headers.update(rate_headers(0))
    response.headers.update(dict(fault.headers))
    return response


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
