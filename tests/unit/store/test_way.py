"""The connection of an attempt, as the history keeps it."""

from dataclasses import replace
from pathlib import Path

from sgdesk.delivery import AttemptId
from sgdesk.store import Store
from tests.support.attempts import an_attempt
from tests.support.engine import ROUTE, a_delivery
from tests.unit.store.test_history import all_bytes


async def test_connection_of_an_attempt_is_kept_without_a_proxys_login(tmp_path: Path) -> None:
    way = replace(
        ROUTE,
        smtp_host="127.0.0.1",
        ca_file="/tmp/own.pem",
        proxy="http://ada:hush@proxy.example.com:3128",
        username=ROUTE.username,
        may_mail=("@example.com",),
    )
    store = await Store.open(tmp_path)
    for name, route in (("own", way), ("practice", replace(way, practice=True))):
        await store.begin(a_delivery(name, route), AttemptId(name))
        await store.finish(replace(an_attempt(), id=AttemptId(name)))
    own, practice = await store.get("own"), await store.get("practice")
    listed = await store.list(5)
    await store.aclose()

    assert own is not None
    assert own.way == replace(way, proxy="http://proxy.example.com:3128", may_mail=())
    assert practice is not None
    assert [row.way for row in (practice, *listed)] == [None] * 3
    assert b"hush" not in all_bytes(tmp_path)
