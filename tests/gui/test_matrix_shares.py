"""The steps of the matrix have the same room, so that nothing moves while they fill."""

import random

from sgdesk.ui.diagnose.matrix import shares


def test_steps_have_the_same_room_but_for_one_whose_words_need_more() -> None:
    assert shares(500, [10, 20, 30, 40, 50]) == [100] * 5
    assert shares(500, [10, 180, 30, 40, 50]) == [80, 180, 80, 80, 80]
    assert shares(500, [250, 130, 10, 10, 10]) == [250, 130, 40, 40, 40]


def test_room_is_never_exceeded_and_words_are_cut_only_where_there_is_too_little() -> None:
    rng = random.Random()
    for _ in range(500):
        needed = [rng.randint(0, 200) for _ in range(5)]
        room = rng.randint(0, 1200)
        given = shares(room, needed)

        assert sum(given) <= room, (room, needed)
        if sum(needed) < room:
            assert all(one >= need for one, need in zip(given, needed, strict=True)), needed
