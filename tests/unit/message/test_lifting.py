"""What is long stands aside while a file is parsed, and nobody can tell afterwards."""

import json
import random
from base64 import b64encode
from collections.abc import Callable
from email import message_from_bytes
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from sgdesk.message import lifting
from sgdesk.message.eml import load_eml
from sgdesk.message.json_reader import parse_json
from sgdesk.message.lifting import LONG_BYTES, lift_bodies, lift_strings
from sgdesk.message.model import Message

LONG = random.Random(11).randbytes(LONG_BYTES)


def mail(*parts: MIMEText | MIMEApplication | MIMEMultipart) -> MIMEMultipart:
    """Give a mail of these parts."""
    whole = MIMEMultipart()
    whole["From"], whole["To"], whole["Subject"] = "a@example.com", "b@example.org", "s"
    for part in parts:
        whole.attach(part)
    return whole


def attached(content: bytes, name: str = "x.bin") -> MIMEApplication:
    """Give a file as a part."""
    part = MIMEApplication(content)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def long_lines(count: int) -> str:
    """Give text that could be base64 and is none."""
    return "\n".join("abcdefghijklmnopqrstuvwxyz" for _ in range(count)) + "\n"


def both_ways(data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[Message, Message]:
    """Read a mail with its runs taken out, and without."""
    assert not lift_bodies(data).is_whole
    lifted = load_eml(data)
    with monkeypatch.context() as whole:
        whole.setattr(lifting, "LONG_BYTES", len(data))
        assert lift_bodies(data).is_whole
        return lifted, load_eml(data)


CASES: dict[str, Callable[[], bytes]] = {
    "files": lambda: mail(
        MIMEText("t\n"), attached(LONG, "one"), attached(b"short"), attached(LONG[::-1], "two")
    ).as_bytes(),
    "alone": lambda: (
        b"From: a@example.com\r\nTo: b@example.org\r\nContent-Type: application/pdf\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + b64encode(LONG) + b"\r\n"
    ),
    "text like base64": lambda: mail(
        MIMEText(long_lines(LONG_BYTES // 20)), attached(LONG)
    ).as_bytes(),
    "mail in a mail": lambda: (
        mail(MIMEText("outer\n"))
        .as_bytes()
        .replace(
            b'Content-Type: text/plain; charset="us-ascii"',
            b"Content-Type: message/rfc822",
        )
        .replace(b"Content-Transfer-Encoding: 7bit\n", b"")
        .replace(b"outer\n", mail(MIMEText("inner\n"), attached(LONG)).as_bytes())
    ),
    "broken base64": lambda: mail(attached(LONG)).as_bytes().replace(b"=\n", b"=AAA\n", 1),
    "line ends": lambda: mail(attached(LONG)).as_bytes().replace(b"\n", b"\r\n"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mail_reads_the_same_with_its_long_parts_aside(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lifted, whole = both_ways(CASES[case](), monkeypatch)

    assert lifted == whole
    assert "lifted" not in repr(lifted.text)


def test_the_parser_sees_little_of_a_long_file() -> None:
    data = mail(attached(LONG), attached(LONG)).as_bytes()

    assert len(lift_bodies(data).rest) < 2_000
    assert len(message_from_bytes(lift_bodies(data).rest).get_payload()) == 2


def test_json_reads_the_same_with_its_long_strings_aside() -> None:
    text = b64encode(LONG).decode()
    plain = {"files": [{"content": text}, {"content": "c2hvcnQ="}], text: 1, "html": "<" + text}
    plain["text"] = "é\n" * LONG_BYTES
    data = json.dumps(plain).encode()

    assert len(lift_strings(data).rest) < len(data) - 2 * len(text) + 1_000
    assert parse_json(data) == plain


def test_words_about_wrong_json_name_the_place_in_the_whole_file() -> None:
    data = json.dumps({"content": b64encode(LONG).decode()}).encode()[:-1] + b", }"

    with pytest.raises(ValueError, match=rf"char {len(data) - 1}\)"):
        parse_json(data)
