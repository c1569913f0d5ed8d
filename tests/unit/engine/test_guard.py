"""A route that may mail only some people mails nobody else, one by one or in bulk."""

from dataclasses import replace

import pytest

from sgdesk.message import Address, MessageError
from tests.support.engine import ROUTE, SECRET, a_delivery, a_message, engine_bench

GUARDED = replace(ROUTE, may_mail=("@example.net",))
STRANGER = replace(a_message(), bcc=(Address(email="eve@example.org"),))


async def test_stranger_is_refused_before_anything_is_recorded() -> None:
    async with engine_bench() as bench:
        with pytest.raises(MessageError, match=r"may not mail eve@example\.org"):
            await bench.engine.deliver(a_delivery("d1", GUARDED, STRANGER), SECRET, reuse=False)
        attempt = await bench.engine.deliver(a_delivery("d2", GUARDED), SECRET, reuse=False)

    assert bench.journal.steps == ["begin", "mark", "finish"]
    assert list(bench.journal.attempts) == [attempt.id]


async def test_bulk_run_with_one_stranger_sends_nothing() -> None:
    deliveries = [a_delivery("d1", GUARDED), a_delivery("d2", GUARDED, STRANGER)]
    async with engine_bench() as bench:
        with pytest.raises(MessageError, match="may not mail"):
            await bench.engine.deliver_many(deliveries, SECRET)

    assert bench.journal.steps == []
