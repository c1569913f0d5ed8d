"""The words of outcomes, steps and paths."""

from dataclasses import replace

import pytest

from sgdesk.delivery import (
    OUTCOME_WORDS,
    Accepted,
    Cancelled,
    Deferred,
    NotSent,
    Outcome,
    Partial,
    Rejected,
    Unknown,
)
from sgdesk.present.answer import answer_facts
from sgdesk.present.words import (
    GROUP_WORDS,
    GROUPS,
    PHASE_TERMS,
    PHASE_WORDS,
    PhaseGroup,
    Tone,
    outcome_words,
    path_words,
    place_words,
    practice_tag,
    progress_words,
    server_name,
    timing_quality,
)
from sgdesk.route import SmtpPath, Tls, WebApiPath
from sgdesk.trace import Phase
from tests.support.attempts import an_attempt

WORDS: list[tuple[Outcome, str, Tone]] = [
    (Accepted(), "Accepted", Tone.GOOD),
    (Accepted(checked_only=True), "Valid, not sent", Tone.GOOD),
    (Partial(), "Partly accepted", Tone.WARN),
    (Rejected(), "Refused", Tone.BAD),
    (Deferred(), "Try later", Tone.WARN),
    (NotSent(), "Not sent", Tone.BAD),
    (Unknown(after=Phase.UPLOAD), "Unknown", Tone.WARN),
    (Cancelled(), "Cancelled", Tone.NEUTRAL),
]


@pytest.mark.parametrize(("outcome", "word", "tone"), WORDS)
def test_each_outcome_has_its_word(outcome: Outcome, word: str, tone: Tone) -> None:
    shown = outcome_words(outcome)

    assert (shown.word, shown.tone) == (word, tone)
    assert shown.icon
    assert len(shown.mark) == 1
    assert shown.meaning.endswith(".")


def test_every_kind_of_outcome_is_in_the_table() -> None:
    assert {type(outcome) for outcome, _, _ in WORDS} == set(OUTCOME_WORDS)


def test_practice_turns_accepted_into_captured_and_nothing_else() -> None:
    practice = {outcome_words(outcome, practice=True).word for outcome, _, _ in WORDS}

    assert practice == {word for _, word, _ in WORDS} - {"Accepted"} | {"Captured"}


def test_accepted_is_never_called_sent_or_delivered() -> None:
    words = outcome_words(Accepted())

    assert "delivered" not in f"{words.word} {words.meaning}".lower()
    assert "sent" not in words.word.lower()


@pytest.mark.parametrize("phase", Phase)
def test_each_phase_is_named_grouped_and_announced(phase: Phase) -> None:
    assert PHASE_WORDS[phase]
    assert PHASE_TERMS[phase]
    assert progress_words(phase).endswith("…")
    assert GROUPS[phase] in GROUP_WORDS


def test_the_six_groups_are_the_six_of_the_bar() -> None:
    words = [GROUP_WORDS[group] for group in PhaseGroup]

    assert words == ["Look-up", "Connect", "Encryption", "Sign-in", "Hand-over", "Answer"]


def test_upload_shows_how_far_it_is() -> None:
    assert progress_words(Phase.UPLOAD, 0.62) == "Handing over… 62 %"


def test_a_finished_upload_does_not_claim_to_be_done() -> None:
    assert progress_words(Phase.UPLOAD, 1.0) == "Handing over… 99 %"


def test_silent_server_is_not_said_to_sign_anybody_in() -> None:
    assert progress_words(Phase.GREETING) == "Waiting for the greeting…"
    assert progress_words(Phase.EHLO) == "Greeting the server…"
    assert progress_words(Phase.AUTH) == "Signing in…"


@pytest.mark.parametrize(
    ("host", "practice", "name"),
    [
        ("smtp.eu.sendgrid.net", False, "SendGrid"),
        ("mail.example.org", False, "mail.example.org"),
        ("127.0.0.1", True, "The practice inbox"),
    ],
)
def test_who_answered_is_named(host: str, practice: bool, name: str) -> None:
    attempt = replace(an_attempt(Accepted(checked_only=True)), host=host, practice=practice)
    words = outcome_words(attempt.outcome, server=server_name(attempt))

    assert words.meaning == f"{name} checked the mail and found it good. Nothing was sent."


def test_paths_are_named_in_words() -> None:
    assert path_words(WebApiPath()) == "Web API"
    assert path_words(SmtpPath(port=2525, tls=Tls.STARTTLS)) == "SMTP 2525"


def test_practice_tag_names_the_simulated_distance() -> None:
    assert practice_tag() == "practice"
    assert practice_tag(80.0) == "practice, simulated 80 ms"


def test_lateness_of_this_program_spoils_only_its_own_stamps() -> None:
    assert timing_quality(True, 12_000_000, 300_000_000) == "exact"
    busy = "waits exact; this computer was busy 30 ms"
    assert timing_quality(True, 30_000_000, 300_000_000) == busy
    late = "approximate (this window was busy 12 ms)"
    assert timing_quality(False, 12_000_000, 300_000_000) == late
    assert timing_quality(False, 1_000_000, 60_000_000_000) == "exact to 1 ms"


@pytest.mark.parametrize(
    ("host", "peer", "words"),
    [
        ("smtp.sendgrid.net", None, "smtp.sendgrid.net:587"),
        ("smtp.sendgrid.net", "192.0.2.7:587", "smtp.sendgrid.net:587"),
        ("127.0.0.1", "127.0.0.1:46143", "127.0.0.1:46143"),
        ("::1", "[::1]:46143", "[::1]:46143"),
        ("::1", "[::1]:587", "[::1]:587"),
        (
            "smtp.sendgrid.net",
            "192.0.2.9:3128",
            "smtp.sendgrid.net:587 by way of 192.0.2.9:3128",
        ),
    ],
)
def test_place_is_the_one_that_was_dialled_where_that_is_another(
    host: str, peer: str | None, words: str
) -> None:
    went = an_attempt()

    assert place_words(replace(went, host=host, trace=replace(went.trace, peer=peer))) == words


def test_practice_inbox_is_named_where_it_listens_and_by_the_port_that_it_stands_for() -> None:
    went = an_attempt(practice=True)
    here = replace(went, host="127.0.0.1", trace=replace(went.trace, peer="127.0.0.1:46143"))
    web = an_attempt(practice=True, path=WebApiPath())

    assert place_words(here) == "127.0.0.1:46143 in place of port 587"
    assert place_words(went) == "the practice inbox in place of port 587"
    assert place_words(web) == f"{web.host}:{web.port}"
    servers = [value for name, value, _ in answer_facts(here) if name in ("Server", "Dialled")]
    assert servers == ["127.0.0.1:46143 in place of port 587"]
