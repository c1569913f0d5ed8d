"""A wrong file for --message is refused in a sentence that names the field, whatever is wrong."""

import io
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sgdesk.cli.main import run
from sgdesk.clock import wall_utc
from sgdesk.message import (
    Address,
    Attachment,
    Copies,
    Message,
    Recipient,
    SendOptions,
    Tracking,
)
from sgdesk.message.saved import save_json
from sgdesk.render import render_v3

FULL = Message(
    sender=Address(email="ada@example.com", name="Ada"),
    to=(
        Recipient(
            address=Address(email="to@example.org"),
            substitutions=(("-name-", "To"),),
        ),
        Recipient(address=Address(email="second@example.net")),
    ),
    reply_to=(Address(email="reply@example.com"),),
    copies=Copies.EACH,
    subject="Hi",
    text="Hello",
    html="<p>Hello <img src='cid:logo'></p>",
    attachments=(
        Attachment(filename="a.txt", content=b"abc", type="text/plain"),
        Attachment(filename="l.png", content=b"png", type="image/png", content_id="logo"),
    ),
    headers=(("X-A", "b"),),
    categories=("news",),
    custom_args=(("k", "v"),),
    options=SendOptions(
        send_at=wall_utc() + timedelta(hours=2),
        batch_id="b",
        asm_group_id=7,
        asm_groups_to_display=(7, 8),
        ip_pool="pool",
        tracking=Tracking(opens=True),
    ),
)
SAVED = json.loads(save_json(FULL))
BODY = json.loads(render_v3(FULL).body)
OF_PYTHON = re.compile(
    r"\w+(Error|Exception)\b|Traceback|sgdesk itself failed|NoneType|object is not|codec can't"
    r"|positional|attribute|iterable|sys\.|<class|dict_|unhashable"
)
"""What stands in the text of an exception, and in no sentence of ours."""

deep: Any = []
for _ in range(400):
    deep = [deep]
strange = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**25), 10**25),
    st.sampled_from([10**350, -1, 2**63, float("nan"), float("inf"), 1.5, deep]),
    st.sampled_from(["", "\ud800", "x\x00y", "\udfff@example.com", "d-1", "{", "[]", "a\r\nb: c"]),
    st.sampled_from(["2026-01-31T09:00:00", "9999-12-31T23:59:59-23:59", "=", "é", "x" * 70_000]),
    st.text(max_size=5),
    st.recursive(
        st.none() | st.integers() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=4,
    ),
)


def places(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the way to everything in a document but the whole."""
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    for step, below in steps:
        yield (*before, step)
        if isinstance(below, dict | list):
            yield from places(below, (*before, step))


@st.composite
def wrong_documents(draw: st.DrawFn) -> Any:
    """Draw a good document in which one to three places went wrong."""
    document = deepcopy(draw(st.sampled_from([SAVED, BODY])))
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(list(places(document))))
        holder = document
        for step in way:
            holder = holder[step]
        was = holder[last]
        match draw(st.sampled_from(["remove", "replace", "nest", "repeat", "add"])):
            case "remove":
                del holder[last]
            case "nest":
                holder[last] = draw(st.sampled_from([[was], {"x": was}]))
            case "repeat" if isinstance(holder, list):
                holder.append(deepcopy(was))
            case "add" if isinstance(holder, dict):
                holder[draw(st.text(max_size=4))] = deepcopy(draw(strange))
            case _:
                holder[last] = deepcopy(draw(strange))
        if not document:
            break
    return document


def ran(*words: str) -> tuple[int, str]:
    """Run a command here; give its code and what it said."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with patch("sys.stdout", out), patch("sys.stderr", err):
        code = run(words, open_window=lambda **_: 70)
    return code, err.buffer.getvalue().decode()


@given(document=wrong_documents(), form=st.sampled_from(["v3", "mime", "curl", "saved"]))
@example(document={"schema": "sgdesk.message/1"}, form="v3")
@example(document={"schema": [deep]}, form="v3")
def test_a_wrong_document_is_a_message_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, document: Any, form: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "wrong.json"
    file.write_text(json.dumps(document))

    code, said = ran("render", "--as", form, "--message", str(file))

    assert code in (0, 2), said
    assert code == 0 or said.startswith("sgdesk: ")
    # What the file itself says may be quoted.
    assert not OF_PYTHON.search(said), said


@pytest.mark.parametrize("document", [SAVED, BODY], ids=["saved", "body"])
def test_the_document_that_is_made_wrong_is_right(tmp_path: Path, document: Any) -> None:
    file = tmp_path / "right.json"
    file.write_text(json.dumps(document))

    assert ran("render", "--as", "v3", "--message", str(file)) == (0, "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"schema": "sgdesk.message/1"}', "message is missing."),
        ('{"schema": "sgdesk.message/1", "message": 5}', "message must be an object."),
        ("", "it is empty"),
        ('{"schema": 5}', "The field schema names no saved message"),
        ('{"personalizations": 1}', "It stands at personalizations."),
        ('{"send_at": ' + "9" * 5000 + "}", "a number has 5,000 digits"),
        ('"\ud800', "This is not JSON."),
    ],
)
def test_the_field_is_named(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "wrong.json"
    file.write_text(text, errors="surrogatepass")
    code, said = ran("render", "--as", "v3", "--message", str(file))

    assert code == 2
    assert words in " ".join(said.split())
    assert not OF_PYTHON.search(said)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("to", "abc", "message.to must be a list."),
        ("categories", "abc", "message.categories must be a list."),
        ("headers", [["a"]], "message.headers.0 must have 2 parts, a name and its value."),
        ("copies", "x", "message.copies must be each or together."),
        ("subject", None, "message.subject must be a text."),
        ("options", {"send_at": "2026-01-31T09:00:00"}, "message.options.send_at must be a time"),
        ("attachments", [{"filename": "a", "content": "=="}], "message.attachments is not base64"),
    ],
)
def test_the_field_of_a_saved_message_is_named(
    tmp_path: Path, field: str, value: Any, words: str
) -> None:
    document = deepcopy(SAVED)
    document["message"][field] = value
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(document))
    code, said = ran("render", "--as", "v3", "--message", str(file))

    assert code == 2
    assert words in " ".join(said.split())


def test_an_argument_that_is_no_text_is_called_that() -> None:
    words = ("--from", "a@example.com", "--to", "b@example.org", "--subject", "a\udcffb")
    code, said = ran("render", "--as", "v3", *words, "--text", "t")

    assert code == 2
    assert "'subject' holds half of a character" in said
    assert "line break" not in said
