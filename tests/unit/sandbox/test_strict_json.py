"""JSON that Python reads and nobody can write again."""

import json

import pytest

from sgdesk.sandbox.strict_json import read_json


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", '{"a": -Infinity}', "1e999", "[-1e999]"])
def test_number_that_json_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no JSON|too large"):
        read_json(text)


def test_half_a_character_is_replaced_in_keys_and_values() -> None:
    assert read_json(r'{"\ud800": ["a\udc00b", 1.5]}') == {"\ufffd": ["a\ufffdb", 1.5]}


@pytest.mark.parametrize("text", [r'"\ud83d\ude00"', '"\U0001f600"', r'"\\ud800"', '"\\n"'])
def test_whole_characters_stay_as_they_are(text: str) -> None:
    assert read_json(text) == json.loads(text)
