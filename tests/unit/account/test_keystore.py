"""The key store is tried for real, never waited for, and never replaced by a file."""

import threading

import pytest

from sgdesk.account.keystore import SERVICE, KeyPlace
from sgdesk.errors import KeyStoreError
from sgdesk.secret import Secret
from tests.support.keys import KEY, MemoryKeys, store_over


def test_probe_leaves_nothing_behind() -> None:
    keys = MemoryKeys()
    store_over(keys).probe()

    assert keys.texts == {}


def test_store_that_forgets_does_not_pass_the_probe() -> None:
    class Forgetful(MemoryKeys):
        def put(self, service: str, name: str, text: str) -> None: ...

    with pytest.raises(KeyStoreError, match="does not keep"):
        store_over(Forgetful()).probe()


def test_key_kept_by_the_system_is_there_for_the_next_program() -> None:
    keys = MemoryKeys()
    store_over(keys).keep("work", Secret(KEY), KeyPlace.SYSTEM)

    assert keys.texts == {(SERVICE, "work"): KEY}
    assert store_over(keys).get("work") == Secret(KEY)


def test_key_kept_until_the_end_is_gone_with_the_program() -> None:
    keys = MemoryKeys()
    store = store_over(keys)
    store.keep("work", Secret(KEY), KeyPlace.SESSION)

    assert store.get("work") == Secret(KEY)
    assert store_over(keys).get("work") is None
    assert keys.texts == {}


def test_refused_key_is_kept_nowhere() -> None:
    store = store_over(MemoryKeys(trouble="The key store is locked."))

    with pytest.raises(KeyStoreError, match="locked"):
        store.keep("work", Secret(KEY), KeyPlace.SYSTEM)
    assert not store.holds("work")


def test_store_that_hangs_is_given_up_and_asked_again_once_it_answers() -> None:
    keys = MemoryKeys(hangs=threading.Event())
    store = store_over(keys, limit_s=0.05)
    with pytest.raises(KeyStoreError, match="does not answer"):
        store.probe()
    waiting = [thread for thread in threading.enumerate() if thread.name == "key store"]
    with pytest.raises(KeyStoreError, match="does not answer"):
        store.get("work")

    # The second call did not add a thread to the one that hangs.
    assert [t for t in threading.enumerate() if t.name == "key store"] == waiting
    assert keys.hangs is not None
    keys.hangs.set()
    waiting[0].join(5)
    assert store_over(keys).get("work") is None
    store.keep("work", Secret(KEY), KeyPlace.SYSTEM)
    assert keys.texts[SERVICE, "work"] == KEY


class SlowToKeep(MemoryKeys):
    """Say what it holds at once, and hang while it is given something."""

    def get(self, service: str, name: str) -> str | None:
        """Give a text."""
        return self.texts.get((service, name))


@pytest.mark.parametrize("before", [{}, {(SERVICE, "work"): "SG.the-one-before"}])
def test_key_that_a_store_takes_after_it_was_given_up_is_taken_back(
    before: dict[tuple[str, str], str],
) -> None:
    class Late(SlowToKeep):
        def put(self, service: str, name: str, text: str) -> None:
            MemoryKeys.put(self, service, name, text)
            puts.append(text)

    puts: list[str] = []
    keys = Late(dict(before), hangs=threading.Event())
    store = store_over(keys, limit_s=0.05)
    with pytest.raises(KeyStoreError, match="does not answer") as said:
        store.keep("work", Secret(KEY), KeyPlace.SYSTEM)
    (late,) = [thread for thread in threading.enumerate() if thread.name == "key store"]
    assert keys.hangs is not None
    keys.hangs.set()
    late.join(5)

    assert puts[0] == KEY
    assert keys.texts == before
    assert not store.holds("work")
    # Nobody takes it back once the program has ended.
    assert "after this program has ended, delete the entry of sgdesk for 'work'" in str(said.value)


def test_key_is_not_handed_to_a_store_that_was_given_up_before_it_could_be() -> None:
    class Seen(MemoryKeys):
        def put(self, service: str, name: str, text: str) -> None:
            puts.append(text)

    puts: list[str] = []
    keys = Seen(hangs=threading.Event())
    with pytest.raises(KeyStoreError, match="does not answer") as said:
        store_over(keys, limit_s=0.05).keep("work", Secret(KEY), KeyPlace.SYSTEM)
    (late,) = [thread for thread in threading.enumerate() if thread.name == "key store"]
    assert keys.hangs is not None
    keys.hangs.set()
    late.join(5)

    assert puts == []
    assert "delete the entry" not in str(said.value)


def test_key_that_failed_to_be_kept_late_leaves_the_store_alone() -> None:
    keys = SlowToKeep({(SERVICE, "work"): "SG.the-one-before"}, hangs=threading.Event())
    store = store_over(keys, limit_s=0.05)
    with pytest.raises(KeyStoreError, match="does not answer"):
        store.keep("work", Secret(KEY), KeyPlace.SYSTEM)
    (late,) = [thread for thread in threading.enumerate() if thread.name == "key store"]
    assert keys.hangs is not None
    keys.trouble = "The key store is locked."
    keys.hangs.set()
    late.join(5)

    assert keys.texts == {(SERVICE, "work"): "SG.the-one-before"}
