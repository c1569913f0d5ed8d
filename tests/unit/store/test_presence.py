"""One process after the other opens the history, and none waits for ever."""

from pathlib import Path

import pytest

from sgdesk.errors import StoreError
from sgdesk.store import Store, presence


async def test_an_opening_that_hangs_elsewhere_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "LONGEST_OPENING_NS", 0)
    with presence.one_at_a_time(tmp_path), pytest.raises(StoreError) as raised:
        await Store.open(tmp_path)

    assert raised.value.happened == "Another sgdesk is still opening the history."
    store = await Store.open(tmp_path)
    await store.aclose()
