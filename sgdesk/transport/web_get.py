"""GET requests on one connection of the timed wire, through the route's proxy and trust."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import httpx

from sgdesk import __version__
from sgdesk.route import Route
from sgdesk.transport.webapi_http import HttpExchange, HttpLine, WireTransport
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.tls import client_context


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """An answer, as it came: its body is not decoded."""

    status: int
    headers: httpx.Headers
    body: bytes


class WebGet:
    """A connection to the route's web server; use it as an async context manager."""

    def __init__(self, route: Route, recorder: Recorder, headers: Mapping[str, str]) -> None:
        is_https = route.api_url.startswith("https:")
        context = (
            client_context(route.ca_file, alpn="http/1.1", alone=route.practice)
            if is_https
            else None
        )
        self._line = HttpLine(route, context)
        self._exchange = HttpExchange(recorder=recorder, body=b"", mark=_no_mark)
        # The line holds a header back until its body begins; a GET has none.
        self._exchange.has_begun_body = True
        self._line.exchange = self._exchange
        self._client = httpx.AsyncClient(
            transport=WireTransport(self._line),
            trust_env=False,
            follow_redirects=False,
            timeout=None,  # noqa: S113  # the caller's limits hold
            headers={
                "User-Agent": f"sgdesk/{__version__}",
                "Accept-Encoding": "identity",
                **headers,
            },
        )

    async def get(self, url: str, most: int) -> Got:
        """Ask, and read the answer; of one without end little more than `most` bytes.

        Raises `DialError` and what `classify.TRANSPORT_ERRORS` names.
        """
        body = bytearray()
        async with self._client.stream("GET", url) as answer:
            async for part in answer.aiter_raw():
                body += part
                if len(body) > most:
                    break
        return Got(status=answer.status_code, headers=answer.headers, body=bytes(body))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        stream, self._line.stream = self._line.stream, None
        if stream is not None:
            await stream.aclose()
        if self._exchange.watch is not None:
            self._exchange.watch.close()
        await self._client.aclose()


async def _no_mark() -> None:
    """Mark nothing: a question leaves nothing behind that could happen twice."""
