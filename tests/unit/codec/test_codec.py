"""Every frozen noun survives JSON, and nothing else gets in or out."""

import json
from dataclasses import dataclass
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgdesk import codec
from sgdesk.delivery import (
    OUTCOME_WORDS,
    Accepted,
    Attempt,
    Delivery,
    Outcome,
    Problem,
    Unknown,
)
from sgdesk.errors import InputError
from sgdesk.message import Attachment, Message
from sgdesk.route import Path, Route, SmtpPath
from sgdesk.secret import Secret
from sgdesk.trace import Phase, Span, Trace
from tests.support import nouns
from tests.support.attempts import an_attempt
from tests.support.messages import hostile_messages, messages

NOUNS: dict[Any, st.SearchStrategy[Any]] = {
    Message: messages() | hostile_messages(),
    Route: nouns.routes(),
    Path: nouns.paths(),
    Outcome: nouns.outcomes(),
    Span: nouns.spans(),
    Trace: nouns.traces(),
    Problem: nouns.problems(),
    Attempt: nouns.attempts(),
    Delivery: nouns.deliveries(),
}


@pytest.mark.parametrize("kind", NOUNS, ids=lambda kind: getattr(kind, "__name__", str(kind)))
def test_noun_survives_json(kind: Any) -> None:
    @given(NOUNS[kind])
    def survives(noun: Any) -> None:
        assert codec.from_json(codec.to_json(noun, kind), kind) == noun

    survives()


def test_each_outcome_is_drawn_and_has_a_word() -> None:
    assert set(get_args(Outcome)) == set(OUTCOME_WORDS)


def test_member_of_union_carries_its_name() -> None:
    text = codec.to_json(Unknown(after=Phase.REPLY), Outcome)

    assert json.loads(text) == {"type": "Unknown", "after": "reply"}


def test_broken_bytes_of_a_server_are_kept() -> None:
    problem = Problem(id="\udcff", title="", explanation="", remedy="", source="")

    assert codec.from_json(codec.to_json(problem), Problem) == problem
    assert codec.to_json(problem).isascii()


@dataclass(frozen=True, slots=True, kw_only=True)
class Careless:
    name: str
    key: Secret


@pytest.mark.parametrize(
    "holder", [Secret("SG.x"), [Secret("SG.x")], {"a": (Secret("SG.x"),)}], ids=repr
)
def test_secret_is_never_written(holder: object) -> None:
    with pytest.raises(TypeError, match="never written"):
        codec.to_json(holder)


def test_secret_inside_a_noun_is_never_written() -> None:
    with pytest.raises(TypeError, match="never written"):
        codec.to_json(Careless(name="a", key=Secret("SG.x")))


def test_secret_is_never_read() -> None:
    with pytest.raises(TypeError):
        codec.from_json('{"name": "a", "key": "SG.x"}', Careless)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "3",
        "{}",
        '{"filename": 1, "content": ""}',
        '{"filename": "a", "content": "?"}',
        '{"filename": "a", "content": "QQ==", "type": null}',
        "[" * 100_000,
    ],
    ids=lambda text: text[:40],
)
def test_what_is_no_attachment_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        codec.from_json(text, Attachment)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"type": "Sent"}', Outcome),
        ('{"checked_only": true}', Outcome),
        ('{"type": "Accepted", "checked_only": 1}', Outcome),
        ('{"port": "25", "tls": "plain"}', SmtpPath),
        ('{"port": 25, "tls": "ssl"}', SmtpPath),
        ('{"port": true, "tls": "plain"}', SmtpPath),
    ],
)
def test_wrong_kinds_are_refused(text: str, kind: Any) -> None:
    with pytest.raises(InputError):
        codec.from_json(text, kind)


def test_missing_optional_fields_get_their_defaults() -> None:
    assert codec.from_json('{"type": "Accepted"}', Outcome) == Accepted()  # type: ignore[arg-type]  # a union is no class


def test_attempt_of_an_older_history_is_read() -> None:
    new = an_attempt()
    old = codec.to_json(new).replace(',"simulated":""', "")

    assert 'simulated"' not in old
    assert codec.from_json(old, Attempt) == new
