"""A stream may be ended by several at once: whoever cancels, the client, the attempt."""

import asyncio

import pytest

from sgdesk.route import Endpoint, Route, WebApiPath
from sgdesk.wire.dial import dial
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.stream import WireStream
from tests.support.servers import Visit, serving


class Brittle(asyncio.Transport):
    """A transport as Python 3.11.2 has it for TLS: closed twice it can no more be aborted."""

    def __init__(self, real: asyncio.Transport) -> None:
        super().__init__()
        self._real: asyncio.Transport | None = real
        self._closed = False

    def close(self) -> None:
        if self._closed:
            self._real = None
        else:
            self._closed = True
            assert self._real is not None
            self._real.close()

    def abort(self) -> None:
        self._closed = True
        assert self._real is not None, "ended again"
        self._real.abort()


@pytest.mark.parametrize(
    "order", [("abort", "aclose", "abort"), ("aclose", "abort", "aclose"), ("abort", "abort")]
)
async def test_a_stream_that_has_ended_may_be_ended_again(order: tuple[str, ...]) -> None:
    async def wait(visit: Visit) -> None:
        await visit.reader.read()

    async with serving(wait) as running:
        place = Endpoint(host="localhost", port=running.port)
        recorder = Recorder()
        stream = await WireStream.open(await dial(place, Route(path=WebApiPath()), recorder))
        assert stream._transport is not None
        stream._transport = Brittle(stream._transport)
        for end in order:
            if end == "abort":
                stream.abort()
            else:
                await stream.aclose()
        await stream.aclose()
        recorder.finish()

    assert stream.is_closed
