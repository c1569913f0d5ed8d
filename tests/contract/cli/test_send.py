"""`sgdesk send` as a process: three paths, true times, one mail."""

import base64
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sgdesk.present.words import CAPTURED_IN_JSON
from tests.support.cli import Ran, key_of, live_at, sgdesk
from tests.support.mails import Mail, from_v3, parsed, smtpapi
from tests.support.other_parser import OtherParser, other_parser
from tests.support.sandbox import Sandbox
from tests.support.timing import phase_times, server_share

PATHS = ("webapi", "smtp:587:starttls", "smtp:465:tls")
VIA = tuple(word for path in PATHS for word in ("--via", path))
THINK_MS = 200.0
TOLERANCE_MS = 5.0


def check_tiling(attempt: dict[str, Any]) -> None:
    """Fail unless each phase starts where the last ended and the total is their sum."""
    phases = attempt["phases"]
    assert phases[0]["start_ms"] == 0
    for one, two in pairwise(phases):
        assert round(one["start_ms"] + one["ms"], 3) == two["start_ms"], (one, two)
    assert round(phases[-1]["start_ms"] + phases[-1]["ms"], 3) == attempt["total_ms"]
    assert round(attempt["wire_ms"] + attempt["client_ms"], 3) == attempt["total_ms"]


def test_three_paths_are_captured_and_their_phases_tile() -> None:
    ran = sgdesk("send", "--sandbox", *VIA, "--json")

    assert (ran.code, ran.err) == (0, "")
    assert ran.document()["schema"] == "sgdesk.send/1"
    attempts = ran.attempts()
    assert [attempt["path"] for attempt in attempts] == list(PATHS)
    assert [attempt["outcome"] for attempt in attempts] == ["accepted"] * 3
    assert [attempt["code"] for attempt in attempts] == [202, 250, 250]
    for attempt in attempts:
        check_tiling(attempt)
        assert attempt["practice"]
        assert attempt["message_id"]
        assert attempt["tls"]["verified"]


def test_captured_is_accepted_in_practice_and_the_help_says_so() -> None:
    told = sgdesk("send", "--sandbox")
    (attempt,) = sgdesk("send", "--sandbox", "--json").attempts()
    help_text = " ".join(sgdesk("send", "--help").out.split())

    assert "Captured" in told.out
    assert (attempt["outcome"], attempt["practice"]) == ("accepted", True)
    assert " ".join(CAPTURED_IN_JSON.split()) in help_text


def test_each_phase_says_what_happened_in_it() -> None:
    attempts = sgdesk("send", "--sandbox", *VIA, "--json").attempts()
    told = [{phase["name"]: phase["detail"] for phase in each["phases"]} for each in attempts]

    assert [name for each in told for name, detail in each.items() if not detail] == []
    assert told[0]["upload"].endswith(" bytes of JSON written")
    assert told[1]["upload"].endswith(" kB of mail written")
    assert told[1]["starttls"] == "220 Begin TLS negotiation now"


def test_the_phases_are_those_of_each_path() -> None:
    names = [
        [phase["name"] for phase in attempt["phases"] if phase["name"] != "resolve"]
        for attempt in sgdesk("send", "--sandbox", *VIA, "--json").attempts()
    ]
    tail = ["envelope", "upload", "reply"]

    assert names[0][:4] == ["connect", "tls", "upload", "reply"]
    assert names[1] == ["connect", "greeting", "ehlo", "starttls", "tls", "ehlo", "auth", *tail]
    assert names[2] == ["connect", "tls", "greeting", "ehlo", "auth", *tail]


def live(sandbox: Sandbox, *words: str) -> Ran:
    """Send for real, as far as the program knows, to the local SendGrid."""
    return sgdesk("send", *live_at(sandbox.info), *words, env=key_of(sandbox.info))


MOST_ATTEMPTS = 24

MAIL = ("--from", "sender@example.com", "--to", "to@example.com", "--subject", "s", "--text", "t")


@pytest.mark.measures
@pytest.mark.parametrize(
    ("point", "path"),
    [
        ("auth", "smtp:587:starttls"),
        ("auth", "smtp:465:tls"),
        ("reply", "smtp:587:starttls"),
        ("reply", "smtp:465:tls"),
        ("reply", "webapi"),
    ],
)
def test_think_time_lands_in_its_phase_and_in_server_time(
    sandbox: Sandbox, point: str, path: str
) -> None:
    """Compare with the server's own stamps: on a busy computer its timer is late, not we.

    One attempt must be clean; a wrong booking would spoil them all. Only a busy computer
    needs more than the first round.
    """
    sandbox.fault(point, {"delay_ms": THINK_MS})
    off: list[float] = []
    while len(off) < MOST_ATTEMPTS and not any(one <= TOLERANCE_MS for one in off):
        ran = live(sandbox, "--via", path, *MAIL, "--repeat", "4", "--yes", "--json")
        assert ran.code == 0, ran.err
        stamps = [stamp for stamp in sandbox.stamps() if stamp["point"] == point][len(off) :]
        for attempt, thought in zip(ran.attempts(), map(_thought_ms, stamps), strict=True):
            by_phase = phase_times(attempt)
            assert max(by_phase.items(), key=lambda item: item[1])[0] == point
            share = server_share(attempt, point)
            off.append(max(abs(by_phase[point] - thought), abs(share - thought)))

    assert min(off) <= TOLERANCE_MS, off


def _thought_ms(stamp: dict[str, Any]) -> float:
    """Say how long the server took, by its own clock."""
    thought = float(stamp["answered_ns"] - stamp["asked_ns"]) / 1e6
    # A timer may fire a little early, never by a millisecond.
    assert thought > THINK_MS - 1
    return thought


@pytest.fixture(scope="module")
def parser() -> Iterator[OtherParser]:
    with other_parser() as running:
        yield running


def a_rich_mail(folder: Path) -> tuple[str, ...]:
    """Give options for a mail with everything that both paths can carry."""
    (folder / "bytes.bin").write_bytes(bytes(range(256)) * 40)
    (folder / "dot.png").write_bytes(
        base64.b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )
    )
    text = "Grüße, 你好 ✓\n.a line with a dot first\n" + "long " * 300 + "\nend\n"
    (folder / "text.txt").write_text(text, encoding="utf-8")
    (folder / "page.html").write_text("<p>ü ✓ <img src='cid:dot'></p>\n", encoding="utf-8")
    return (
        *("--from", "Grüße <sender@example.com>", "--to", "Ada Ł <ada@example.com>"),
        *("--cc", "cc@example.com", "--reply-to", "back@example.com"),
        *("--subject", 'Ça marche ✓ it\'s a "test"', "--text-file", str(folder / "text.txt")),
        *("--html-file", str(folder / "page.html"), "--attach", str(folder / "bytes.bin")),
        *("--inline", f"dot={folder / 'dot.png'}", "--category", "news"),
        *("--custom-arg", "order=ü-17", "--header", "X-Own: value"),
    )


def test_the_mailbox_shows_three_equal_messages(
    sandbox: Sandbox, parser: OtherParser, tmp_path: Path
) -> None:
    ran = live(sandbox, *VIA, "--yes", "--json", *a_rich_mail(tmp_path))
    assert ran.code == 0, ran.err
    by_path: dict[str, list[bytes]] = {"webapi": [], "smtp": []}
    for entry in sandbox.inbox():
        by_path[entry["path"]].append(sandbox.raw(entry["id"]))

    (request,) = by_path["webapi"]
    body = json.loads(request)
    expected = from_v3(body)
    assert len(by_path["smtp"]) == 2
    for raw in by_path["smtp"]:
        assert parsed(raw) == expected
        assert parser.parsed(raw) == _lower_headers(expected)
        assert smtpapi(raw)["unique_args"] == body["custom_args"] == {"order": "ü-17"}
        assert smtpapi(raw)["category"] == body["categories"] == ["news"]
    assert expected.subject == 'Ça marche ✓ it\'s a "test"'
    assert len(expected.files) == 2


def _lower_headers(mail: Mail) -> Mail:
    """Fold the case of header names, which the other parser does too."""
    headers = frozenset((name.lower(), value) for name, value in mail.headers)
    return Mail(
        sender=mail.sender,
        to=mail.to,
        cc=mail.cc,
        reply_to=mail.reply_to,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        files=mail.files,
        headers=headers,
    )


def test_warm_keeps_the_connection_and_says_so(sandbox: Sandbox) -> None:
    ran = live(sandbox, *VIA, *MAIL, "--repeat", "2", "--warm", "--yes", "--json")

    assert ran.code == 0, ran.err
    assert [attempt["warm"] for attempt in ran.attempts()] == [False] * 3 + [True] * 3
    for attempt in ran.attempts():
        check_tiling(attempt)
    names = [phase["name"] for phase in ran.attempts()[4]["phases"]]
    assert "auth" not in names
    assert "tls" not in names


def test_repeat_without_warm_connects_anew(sandbox: Sandbox) -> None:
    ran = live(sandbox, "--via", "webapi", *MAIL, "--repeat", "2", "--yes", "--json")

    assert [attempt["warm"] for attempt in ran.attempts()] == [False, False]


def test_without_pipelining_each_command_waits_its_turn(sandbox: Sandbox) -> None:
    words = ("--via", "smtp:465", *MAIL, "--json")
    (piped,) = live(sandbox, *words).attempts()
    (stepped,) = live(sandbox, *words, "--no-pipelining").attempts()

    assert (piped["pipelined"], stepped["pipelined"]) == (True, False)
    trips = [
        next(phase["round_trips"] for phase in attempt["phases"] if phase["name"] == "envelope")
        for attempt in (piped, stepped)
    ]
    assert trips == [1, 3]


def test_check_only_is_valid_and_not_sent(sandbox: Sandbox) -> None:
    ran = live(sandbox, "--via", "webapi", *MAIL, "--sandbox-mode")

    assert ran.code == 0
    assert "Valid, not sent" in ran.out
    assert sandbox.inbox() == []


def test_each_recipient_gets_a_mail_of_their_own(sandbox: Sandbox) -> None:
    words = (*MAIL, "--to", "second@example.com", "--via", "webapi", "--via", "smtp:465")
    ran = live(sandbox, *words, "--yes", "--json")

    assert ran.code == 0, ran.err
    for mail in sandbox.mails():
        assert [copy["to"] for copy in mail["copies"]] == [
            [{"email": "to@example.com", "name": ""}],
            [{"email": "second@example.com", "name": ""}],
        ]


def test_smtpapi_off_makes_one_transaction_a_recipient(sandbox: Sandbox) -> None:
    words = (*MAIL, "--to", "second@example.com", "--via", "smtp:465", "--category", "c")
    ran = live(sandbox, *words, "--yes", "--smtpapi", "off")

    assert ran.code == 0, ran.err
    assert "X-SMTPAPI" in ran.err
    assert len(sandbox.inbox()) == 2


def test_a_refusal_names_the_field_that_it_is_about_in_words_and_in_the_document() -> None:
    words = (*("--from", "me@mycompany.test", "--to", "ada@example.com"), "--text", "t")
    mail = ("send", "--sandbox", "--subject", "s", *words)
    (attempt,) = sgdesk(*mail, "--json").attempts()
    shown = sgdesk(*mail)

    assert [(error["field"], error["help"]) for error in attempt["errors"]] == [("from", None)]
    assert attempt["errors"][0]["message"] == attempt["reply"]
    assert "\n  Field: from\n" in shown.out
    assert shown.code == 5
    assert attempt["exit_code"] == 5
    assert "  Exit code 5: the way works, and the server refuses the key, the sender" in shown.out


def test_events_tell_each_step_and_end_with_the_document() -> None:
    ran = sgdesk("send", "--sandbox", "--via", "webapi", "--via", "smtp:587", "--events")
    lines = [json.loads(line) for line in ran.out.splitlines()]

    kinds = [line.get("event") for line in lines]
    assert kinds[0] == "queued"
    assert kinds[-1] is None
    assert lines[-1]["schema"] == "sgdesk.send/1"
    assert [line["attempt"] for line in lines if line.get("event") == "attempt"] == lines[-1][
        "attempts"
    ]
    second = kinds.index("queued", 1)
    phases = [line["phase"] for line in lines[second:] if line.get("event") == "phase"]
    assert list(dict.fromkeys(phases))[-3:] == ["envelope", "upload", "reply"]


def test_piped_output_is_plain_text_of_80_columns() -> None:
    ran = sgdesk("send", "--sandbox", "--via", "webapi", "--via", "smtp:587")

    assert ran.code == 0
    assert "\x1b" not in ran.out + ran.err
    assert [line for line in ran.out.splitlines() if len(line) > 80] == []
    assert ran.out.count("✓ Captured") == 2
    assert "this once" in ran.out


def test_an_old_code_page_still_gets_its_results() -> None:
    ran = sgdesk("send", "--sandbox", "--via", "webapi", env={"PYTHONIOENCODING": "ascii"})

    assert ran.code == 0
    assert "+ Captured" in ran.out
