"""Whatever ends a command is told, and no text that may quote a message or a key comes out."""

import errno
import json
from pathlib import Path

import pytest

from sgdesk.cli.failure import as_told, failure_words
from sgdesk.errors import InputError, OwnFaultError, SgdeskError
from sgdesk.secret import MARK


def told(error: BaseException) -> SgdeskError:
    """Raise it, as a command does, and give its words."""
    with pytest.raises(type(error)) as raised:
        raise error
    return as_told(raised.value)


def test_what_has_words_of_its_own_is_told_in_them() -> None:
    error = InputError("No such thing.", remedy="Name another.")

    assert told(error) is error


def test_stop_is_no_failure_of_this_program() -> None:
    said = told(KeyboardInterrupt())

    assert said.happened == "Cancelled."
    assert not isinstance(said, OwnFaultError)


def test_too_many_open_files_are_told_as_such() -> None:
    said = told(OSError(errno.EMFILE, "Too many open files"))

    assert not isinstance(said, OwnFaultError)
    assert "files" in said.happened + said.why


def test_own_error_is_named_by_its_innermost_place_without_its_text() -> None:
    with pytest.raises(json.JSONDecodeError) as raised:
        json.loads("Dear Ada,")
    said = as_told(raised.value)
    innermost = raised.traceback[-1]

    assert isinstance(said, OwnFaultError)
    place = f"{Path(innermost.path).name}, line {innermost.lineno + 1}."
    assert said.why == f"JSONDecodeError in {place}"
    assert "Ada" not in said.happened + said.why + said.remedy
    assert str(raised.value) not in said.why


def test_key_or_login_that_was_typed_is_in_no_part_of_a_failure() -> None:
    key = "SG." + "x" * 22 + "." + "y" * 43
    login = "http://ada:pass-word@proxy.example.org"
    words = failure_words(InputError(f"No {key}.", why=f"No {login}.", remedy=f"Not {key}."))

    assert words == {
        "happened": f"No {MARK}.",
        "why": f"No http://{MARK}@proxy.example.org.",
        "remedy": f"Not {MARK}.",
    }
