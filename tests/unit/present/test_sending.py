"""A send on its way: what it waits for, and how much longer."""

from dataclasses import replace

import pytest

from sgdesk.present.sending import sending_row, timed_words, waiting_words
from sgdesk.route import WebApiPath, parse_path
from sgdesk.trace import Phase
from tests.support.engine import ROUTE, a_delivery, a_message

SMTP = replace(
    ROUTE, path=parse_path("smtp:587:starttls"), connect_timeout=10.0, total_timeout=60.0
)


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (Phase.CONNECT, "Connecting to port 587, gives up in 6 s"),
        (Phase.TLS, "Encrypting, gives up in 6 s"),
        (Phase.STARTTLS, "Asking for encryption, gives up in 6 s"),
        (Phase.GREETING, "Waiting for the greeting, gives up in 56 s"),
        (Phase.REPLY, "Waiting for the answer, gives up in 56 s"),
    ],
)
def test_each_step_says_which_limit_holds(phase: Phase, words: str) -> None:
    assert waiting_words(SMTP, phase, 0.0, 4.2) == words


@pytest.mark.parametrize("phase", Phase)
def test_no_wait_is_without_words(phase: Phase) -> None:
    assert "gives up in" in waiting_words(SMTP, phase, 0.0, 0.0)


def test_the_whole_sends_limit_holds_for_its_connection_too() -> None:
    short = replace(SMTP, total_timeout=5.0)

    assert waiting_words(short, Phase.CONNECT, 0.0, 4.2).endswith("gives up in 1 s")
    assert waiting_words(short, Phase.CONNECT, 0.0, 9.0).endswith("gives up in 0 s")


def test_upload_says_how_far_it_is_and_the_web_api_has_no_port() -> None:
    api = replace(SMTP, path=WebApiPath())

    assert waiting_words(api, Phase.UPLOAD, 0.62, 4.2) == "Handing over 62 %, gives up in 56 s"
    assert waiting_words(api, Phase.CONNECT, 0.0, 4.2).startswith("Connecting to the Web API,")


def test_time_so_far_is_set_apart_from_how_much_is_handed_over() -> None:
    assert timed_words("Handing over… 30 %", 1_240) == "Handing over… 30 %, 1.2 s"
    assert timed_words("Signing in…", 1_240) == "Signing in… 1.2 s"


def test_a_row_does_not_show_a_key_that_stands_in_the_subject() -> None:
    key = "SG." + "k" * 22 + "." + "s" * 43

    assert sending_row(a_delivery(message=a_message(f"It is {key}"))).subject == "It is ••••"
