"""From options to a message."""

import argparse
import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from sgdesk.cli.main import make_parser
from sgdesk.cli.message_options import _DESTS, has_message_options, message_of
from sgdesk.content.plain import html_to_text
from sgdesk.errors import InputError
from sgdesk.message import Address, Copies, Message, Tracking, sample
from sgdesk.message.saved import save_json
from sgdesk.render import render_mime, render_v3


def parsed(*words: str) -> argparse.Namespace:
    return make_parser().parse_args(["send", *words])


def made(*words: str) -> Message:
    return message_of(parsed(*words))


def test_without_options_it_is_the_sample() -> None:
    assert made() == sample()
    assert not has_message_options(parsed())


def test_every_message_option_counts_as_describing_a_message() -> None:
    given = parsed("--subject", "x")

    assert has_message_options(given)
    assert all(hasattr(given, dest) for dest in _DESTS)


def test_check_only_alone_describes_no_message() -> None:
    assert not has_message_options(parsed("--sandbox-mode"))
    assert made("--sandbox-mode").options.check_only


def test_addresses_may_have_names_and_stand_in_one_option() -> None:
    message = made(
        *("--from", "Ada <ada@example.com>", "--to", "a@example.com, B <b@example.com>"),
        *("--to", "c@example.com", "--cc", "d@example.com", "--bcc", "e@example.com"),
        *("--reply-to", "r@example.com"),
    )

    assert message.sender == Address(email="ada@example.com", name="Ada")
    assert [each.address.email for each in message.to] == [
        "a@example.com",
        "b@example.com",
        "c@example.com",
    ]
    assert (message.cc[0].email, message.bcc[0].email, message.reply_to[0].email) == (
        "d@example.com",
        "e@example.com",
        "r@example.com",
    )


@pytest.mark.parametrize(
    ("words", "copies"),
    [
        (["--to", "a@example.com"], Copies.TOGETHER),
        (["--to", "a@example.com,b@example.com"], Copies.EACH),
        (["--to", "a@example.com,b@example.com", "--together"], Copies.TOGETHER),
        (["--to", "a@example.com,b@example.com", "--cc", "c@example.com"], Copies.TOGETHER),
        (["--to", "a@example.com,b@example.com", "--bcc", "c@example.com"], Copies.TOGETHER),
        (["--to", "a@example.com", "--each"], Copies.EACH),
    ],
)
def test_who_sees_whom(words: list[str], copies: Copies) -> None:
    assert made(*words).copies is copies


def test_content_from_files(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_bytes("\ufeffGrüße\n".encode())
    (tmp_path / "h.html").write_text("<p>ü</p>", encoding="utf-8")
    message = made("--text-file", str(tmp_path / "t.txt"), "--html-file", str(tmp_path / "h.html"))

    assert (message.text, message.html) == ("Grüße\n", "<p>ü</p>")


def test_files_and_inline_images(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.png", "c.tar.gz", "d"):
        (tmp_path / name).write_bytes(b"\x00" + name.encode())
    message = made(
        *("--attach", str(tmp_path / "a.pdf"), "--inline", f"logo={tmp_path / 'b.png'}"),
        *("--attach", str(tmp_path / "c.tar.gz"), "--attach", str(tmp_path / "d")),
    )

    assert [(each.filename, each.type, each.content_id) for each in message.attachments] == [
        ("a.pdf", "application/pdf", ""),
        ("c.tar.gz", "application/octet-stream", ""),
        ("d", "application/octet-stream", ""),
        ("b.png", "image/png", "logo"),
    ]


def test_headers_tags_own_data_and_options(tmp_path: Path) -> None:
    data = tmp_path / "d.json"
    data.write_text('{"name": "Ada"}')
    message = made(
        *("--header", "X-Own: a: b", "--category", "news", "--category", "x"),
        *("--custom-arg", "k=v=w", "--template-id", "d-1", "--data", str(data)),
        *("--batch-id", "B", "--asm-group", "7", "--ip-pool", "P"),
        *("--tracking", "opens=on,clicks=off", "--send-at", "2026-01-31T09:00+01:00"),
    )

    assert message.headers == (("X-Own", "a: b"),)
    assert message.categories == ("news", "x")
    assert message.custom_args == (("k", "v=w"),)
    options = message.options
    assert (options.template_id, json.loads(options.template_data_json)) == ("d-1", {"name": "Ada"})
    assert (options.batch_id, options.asm_group_id, options.ip_pool) == ("B", 7, "P")
    assert options.tracking == Tracking(opens=True, clicks=False)
    assert options.send_at == datetime(2026, 1, 31, 8, tzinfo=UTC)


def test_a_time_without_a_zone_is_this_computers() -> None:
    at = made("--send-at", "2026-01-31T09:00").options.send_at

    assert at is not None
    assert isinstance(at.utcoffset(), timedelta)


def test_rows_of_a_file_become_recipients_of_their_own(tmp_path: Path) -> None:
    rows = tmp_path / "r.csv"
    rows.write_text('email,name,-city-\na@example.com,Ada,"Paris, F"\nb@example.com,,Rom\n')
    message = made("--recipients", str(rows))

    assert message.copies is Copies.EACH
    assert message.to[0].address == Address(email="a@example.com", name="Ada")
    assert message.to[0].substitutions == (("{{name}}", "Ada"), ("-city-", "Paris, F"))
    assert message.to[1].substitutions == (("{{name}}", ""), ("-city-", "Rom"))


def test_rows_are_template_data_with_a_dynamic_template(tmp_path: Path) -> None:
    rows = tmp_path / "r.csv"
    rows.write_text("Email,city\na@example.com,Paris\n")
    (recipient,) = made("--recipients", str(rows), "--template-id", "d-1").to

    assert json.loads(recipient.template_data_json) == {"city": "Paris"}


@pytest.mark.parametrize("name", ["m.json", "v3.json", "m.eml"])
def test_a_saved_message_is_read_and_an_option_replaces_its_part(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    forms = {
        "m.json": lambda: save_json(sample()),
        "v3.json": lambda: render_v3(sample()).body,
        "m.eml": lambda: render_mime(sample(), smtpapi=True)[0].data,
    }
    path.write_bytes(forms[name]())
    message = made("--message", str(path), "--subject", "Other")

    assert message.subject == "Other"
    assert message.sender == sample().sender
    assert message.text.split() == sample().text.split()
    assert message.custom_args == sample().custom_args


BAD: list[list[str]] = [
    ["--to", "nobody"],
    ["--from", ""],
    ["--header", "no colon"],
    ["--custom-arg", "novalue"],
    ["--inline", "nofile"],
    ["--attach", "/nonexistent/file"],
    ["--text", "a", "--text-file", "b"],
    ["--send-at", "tomorrow"],
    ["--tracking", "opens=maybe"],
    ["--tracking", "smells=on"],
    ["--message", "/nonexistent/m.eml"],
]


@pytest.mark.parametrize("words", BAD)
def test_what_cannot_be_read_is_a_sentence(words: list[str]) -> None:
    with pytest.raises(InputError) as failure:
        made(*words)

    assert failure.value.happened


@pytest.mark.parametrize(
    "content", ["", "name\nAda\n", 'email\n"a@example.com\n', "email\nnobody\n"]
)
def test_recipients_that_cannot_be_read_are_named(tmp_path: Path, content: str) -> None:
    rows = tmp_path / "r.csv"
    rows.write_text(content)
    with pytest.raises(InputError) as failure:
        made("--recipients", str(rows))

    assert "r.csv" in str(failure.value)


def test_one_mail_for_all_cannot_be_personal(tmp_path: Path) -> None:
    rows = tmp_path / "r.csv"
    rows.write_text("email,-x-\na@example.com,1\nb@example.com,2\n")
    with pytest.raises(InputError):
        made("--recipients", str(rows), "--together")


@pytest.mark.parametrize(
    "content", [b"[1]", b"{", b"\xff", b'{"a":' * 100_000, b'{"a": NaN}', b'{"a": -1e999}']
)
def test_template_data_must_be_a_json_object(tmp_path: Path, content: bytes) -> None:
    data = tmp_path / "d.json"
    data.write_bytes(content)
    with pytest.raises(InputError):
        made("--data", str(data))


@pytest.mark.parametrize("text", ["yesterday", "0001-01-01", "9999-12-31T23:59:59-23:59"])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError) as failure:
        made("--send-at", text)

    assert text in str(failure.value)


@pytest.mark.parametrize(
    ("option", "before"),
    [("--attach", ""), ("--inline", "c="), ("--message", ""), ("--html-file", "")],
)
def test_a_file_without_end_is_refused(option: str, before: str) -> None:
    with pytest.raises(InputError) as failure:
        made(option, f"{before}/dev/zero")

    assert "too large" in str(failure.value)


HTML = "<p>Hello <a href='https://example.com/'>there</a></p>"


@pytest.mark.parametrize("how", ["--html", "--html-file"])
def test_plain_text_is_made_of_html_as_in_the_window(tmp_path: Path, how: str) -> None:
    file = tmp_path / "mail.html"
    file.write_text(HTML)
    message = made(how, HTML if how == "--html" else str(file))

    assert message.html == HTML
    assert message.text == html_to_text(HTML)
    assert message.text.startswith("Hello there")


def test_a_plain_text_that_is_given_or_refused_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "mail.json"
    file.write_bytes(save_json(sample()))

    assert made("--html", HTML, "--text", "mine").text == "mine"
    assert made("--html", HTML, "--text", "").text == ""
    assert made("--message", str(file), "--html", "").text == sample().text
    file.write_bytes(save_json(replace(sample(), text="")))
    assert made("--message", str(file)).text == ""


def test_new_html_replaces_the_old_plain_text_too(tmp_path: Path) -> None:
    file = tmp_path / "mail.eml"
    file.write_bytes(b"From: a@example.com\nTo: b@example.org\nSubject: s\n\nOld\n")
    message = made("--message", str(file), "--html", HTML)

    assert (message.html, message.text) == (HTML, html_to_text(HTML))


@pytest.mark.parametrize("words", [["--template-id", "d-1"], []])
def test_rows_of_a_dynamic_template_are_its_data_wherever_it_is_named(
    tmp_path: Path, words: list[str]
) -> None:
    rows, body = tmp_path / "r.csv", tmp_path / "body.json"
    rows.write_text("email,city\na@example.com,Rom\n")
    people = [{"to": [{"email": "b@example.com"}]}]
    v3 = {"from": {"email": "f@example.com"}, "personalizations": people, "template_id": "d-2"}
    body.write_text(json.dumps(v3))
    (recipient,) = made("--message", str(body), "--recipients", str(rows), *words).to

    assert json.loads(recipient.template_data_json) == {"city": "Rom"}
    assert recipient.substitutions == ()


def test_a_mail_is_read_once_as_a_named_pipe_allows(tmp_path: Path) -> None:
    pipe, told = tmp_path / "mail.eml", list[str]()
    os.mkfifo(pipe)
    mail = b"From: a@example.com, z@example.com\nTo: b@example.org\nSubject: s\n\nText\n"
    writer = Thread(target=pipe.write_bytes, args=(mail,))
    writer.start()
    message = message_of(parsed("--message", str(pipe)), tell=told.append)
    writer.join()

    assert message.subject == "s"
    assert told == ["Left out of mail.eml: the other sender z@example.com."]
