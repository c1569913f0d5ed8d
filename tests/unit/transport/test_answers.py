"""What a server's answer makes of an attempt: the stage before the code, words before digits."""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from email.utils import format_datetime

import pytest

from sgdesk import clock
from sgdesk.delivery import (
    OUTCOME_WORDS,
    Accepted,
    Deferred,
    NotSent,
    Outcome,
    Rejected,
    ServerError,
    Unknown,
)
from sgdesk.present.remedies import RemedyPlace, remedies
from sgdesk.route import Route, SmtpPath, Tls, WebApiPath
from sgdesk.trace import Phase
from sgdesk.transport.answers import (
    classify_http,
    classify_smtp,
    retry_after_s,
    server_errors,
    server_words,
)
from sgdesk.transport.circumstances import Circumstances
from tests.support.attempts import an_attempt

SMTP = Circumstances(route=Route(path=SmtpPath(port=587, tls=Tls.STARTTLS)), sender="a@example.com")
API = Circumstances(route=Route(path=WebApiPath()), sender="a@example.com")
HTML = b"<html><body>Bad gateway</body></html>"


def errors(*messages: str) -> bytes:
    return json.dumps({"errors": [{"message": m, "field": None} for m in messages]}).encode()


SMTP_TABLE: list[tuple[Phase, int | None, bool, type[Outcome]]] = [
    (Phase.GREETING, 421, False, Deferred),
    (Phase.GREETING, 554, False, NotSent),
    (Phase.GREETING, 250, False, NotSent),
    (Phase.GREETING, None, False, NotSent),
    (Phase.EHLO, 500, False, NotSent),
    (Phase.EHLO, 421, False, Deferred),
    (Phase.STARTTLS, 502, False, NotSent),
    (Phase.STARTTLS, 454, False, Deferred),
    (Phase.AUTH, 535, False, Rejected),
    (Phase.AUTH, 451, False, Deferred),
    (Phase.AUTH, 334, False, NotSent),
    (Phase.ENVELOPE, 550, False, Rejected),
    (Phase.ENVELOPE, 451, False, Deferred),
    (Phase.ENVELOPE, 421, False, Deferred),
    (Phase.ENVELOPE, 250, False, NotSent),
    (Phase.ENVELOPE, None, False, NotSent),
    (Phase.UPLOAD, 552, False, Rejected),
    (Phase.UPLOAD, 452, False, Deferred),
    (Phase.REPLY, 250, True, Accepted),
    (Phase.REPLY, 251, True, Accepted),
    (Phase.REPLY, 299, True, Accepted),
    (Phase.REPLY, 211, True, Unknown),
    (Phase.REPLY, 214, True, Unknown),
    (Phase.REPLY, 220, True, Unknown),
    (Phase.REPLY, 221, True, Unknown),
    (Phase.REPLY, 235, True, Unknown),
    (Phase.REPLY, 550, True, Rejected),
    (Phase.REPLY, 451, True, Deferred),
    (Phase.REPLY, 421, True, Deferred),
    (Phase.REPLY, 354, True, Unknown),
    (Phase.REPLY, None, True, Unknown),
]


@pytest.mark.parametrize(("phase", "code", "committed", "outcome"), SMTP_TABLE)
def test_smtp_reply_ends_in_its_outcome(
    phase: Phase, code: int | None, committed: bool, outcome: type[Outcome]
) -> None:
    verdict = classify_smtp(phase, code, "some words", committed=committed, about=SMTP)

    assert type(verdict.outcome) is outcome
    assert (verdict.problem is None) == (outcome is Accepted)


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("phase", list(Phase))
def test_smtp_is_total_and_only_a_2yz_after_the_dot_is_accepted(
    phase: Phase, committed: bool
) -> None:
    for code in [None, *range(200, 600)]:
        verdict = classify_smtp(phase, code, "words", committed=committed, about=SMTP)

        is_of_another = code in (211, 214, 220, 221, 235)
        is_yes = committed and code is not None and 200 <= code < 300 and not is_of_another
        assert isinstance(verdict.outcome, Accepted) == is_yes, code
        assert type(verdict.outcome) in OUTCOME_WORDS, code
        assert committed or not isinstance(verdict.outcome, Unknown), code


HTTP_TABLE: list[tuple[int, bytes, bool, type[Outcome]]] = [
    (202, b"", True, Accepted),
    (202, b"", False, NotSent),
    (200, b"", True, Unknown),
    (204, b"", True, Unknown),
    (301, b"", True, Unknown),
    (302, HTML, True, Unknown),
    (302, HTML, False, NotSent),
    (400, errors("Bad Request"), True, Rejected),
    (401, errors("authorization required"), True, Rejected),
    (403, errors("access forbidden"), True, Rejected),
    (407, HTML, False, NotSent),
    (407, HTML, True, NotSent),
    (408, HTML, True, Deferred),
    (413, HTML, False, Rejected),
    (413, errors("content too large"), True, Rejected),
    (429, errors("too many requests"), True, Deferred),
    (500, errors("internal server error"), True, Deferred),
    (500, b"", True, Unknown),
    (502, HTML, True, Unknown),
    (503, HTML, True, Unknown),
    (504, b'{"message": "no errors list"}', True, Unknown),
    (503, errors("unavailable"), True, Deferred),
    (503, HTML, False, Deferred),
    (600, b"", True, Unknown),
]


@pytest.mark.parametrize(("code", "body", "committed", "outcome"), HTTP_TABLE)
def test_http_answer_ends_in_its_outcome(
    code: int, body: bytes, committed: bool, outcome: type[Outcome]
) -> None:
    verdict = classify_http(
        code, body, headers={}, check_only=False, committed=committed, about=API
    )

    assert type(verdict.outcome) is outcome
    assert (verdict.problem is None) == (outcome is Accepted)


def test_http_is_total_and_only_202_is_accepted() -> None:
    for code in range(100, 1000):
        verdict = classify_http(code, b"", headers={}, check_only=False, committed=True, about=API)

        assert isinstance(verdict.outcome, Accepted) == (code == 202), code
        assert type(verdict.outcome) in OUTCOME_WORDS, code


@pytest.mark.parametrize("code", [200, 302, 502, 511])
@pytest.mark.parametrize("committed", [True, False])
def test_answer_of_somebody_else_is_told_in_words_and_not_by_its_number(
    code: int, committed: bool
) -> None:
    verdict = classify_http(
        code, HTML, headers={}, check_only=False, committed=committed, about=API
    )
    assert verdict.problem is not None
    said = " ".join((verdict.problem.title, verdict.problem.explanation, verdict.problem.remedy))

    assert str(code) not in said
    assert ("sign" in said) or code == 502


@pytest.mark.parametrize(
    ("code", "committed", "rule", "is_it"),
    [
        (500, True, "D-HTTP-12", True),
        (599, True, "D-HTTP-12", True),
        (302, True, "D-HTTP-12", False),
        (499, True, "D-HTTP-12", False),
        (202, False, "D-HTTP-6", True),
        (399, False, "D-HTTP-6", True),
        (600, False, "D-HTTP-6", True),
        (407, False, "D-HTTP-6", False),
        (500, False, "D-HTTP-6", False),
        (599, False, "D-HTTP-6", False),
    ],
)
def test_answer_of_a_gateway_and_one_that_comes_too_early_have_their_rules(
    code: int, committed: bool, rule: str, is_it: bool
) -> None:
    verdict = classify_http(
        code, HTML, headers={}, check_only=False, committed=committed, about=API
    )

    assert verdict.problem is not None
    assert (verdict.problem.id == rule) is is_it


@pytest.mark.parametrize(
    ("code", "is_known"), [(399, False), (400, True), (599, True), (600, False)]
)
def test_a_no_to_a_whole_mail_is_4yz_or_5yz(code: int, is_known: bool) -> None:
    verdict = classify_smtp(Phase.REPLY, code, "no", committed=True, about=SMTP)

    assert isinstance(verdict.outcome, Unknown) is not is_known


def test_sign_in_page_after_the_whole_mail_leaves_it_unknown_and_says_what_to_do() -> None:
    verdict = classify_http(511, HTML, headers={}, check_only=False, committed=True, about=API)

    assert isinstance(verdict.outcome, Unknown)
    assert verdict.problem is not None
    assert "asked for a sign-in in place of SendGrid's answer" in verdict.problem.explanation
    assert "sign in to the network, then look the mail up" in verdict.problem.remedy


def test_fault_of_sendgrid_is_not_blamed_on_the_mail_and_slowing_down_says_how_long() -> None:
    body = errors("Internal Server Error")
    fault = classify_http(500, body, headers={}, check_only=False, committed=True, about=API)
    slow = classify_smtp(Phase.GREETING, 421, "Too many connections", committed=False, about=SMTP)

    assert fault.problem is not None
    assert slow.problem is not None
    assert "Key and mail are not to blame" in fault.problem.explanation
    assert "It did not say how long; wait a minute at least." in slow.problem.explanation


@pytest.mark.parametrize(
    ("committed", "outcome"), [(True, Accepted(checked_only=True)), (False, NotSent())]
)
def test_a_200_is_a_yes_to_a_check_only_once_all_is_out(committed: bool, outcome: Outcome) -> None:
    verdict = classify_http(200, b"", headers={}, check_only=True, committed=committed, about=API)

    assert verdict.outcome == outcome


def test_a_429_carries_the_wait() -> None:
    headers = {"x-ratelimit-reset": str(clock.wall_ns() // 1_000_000_000 + 40)}

    verdict = classify_http(
        429,
        errors("too many requests"),
        headers=headers,
        check_only=False,
        committed=True,
        about=API,
    )

    assert isinstance(verdict.outcome, Deferred)
    assert verdict.outcome.retry_after_s == pytest.approx(40, abs=3)
    assert verdict.problem is not None
    assert re.search(r"It takes more from \d\d:\d\d:\d\d\.$", verdict.problem.explanation)


@pytest.mark.parametrize(
    ("ahead_s", "words", "wait"),
    [
        (3 * 86_400, r"It takes more from \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.$", 3 * 86_400),
        (8 * 86_400, r"It named \d{4}-\d\d-\d\d, too far off to be meant; wait a minute", None),
        (3_000 * 365 * 86_400, r"It named a time, too far off to be meant; wait a minute", None),
    ],
)
def test_a_time_that_is_not_today_is_told_by_its_day_and_one_far_off_is_not_believed(
    ahead_s: int, words: str, wait: int | None
) -> None:
    headers = {"x-ratelimit-reset": str(clock.wall_ns() // 1_000_000_000 + ahead_s)}
    body = errors("too many requests")
    verdict = classify_http(429, body, headers=headers, check_only=False, committed=True, about=API)
    attempt = an_attempt(verdict.outcome, path=API.route.path, problem=verdict.problem)
    now = attempt.trace.started_at
    offered = remedies(attempt, RemedyPlace.RESULTS, has_message=True, now=now)

    assert isinstance(verdict.outcome, Deferred)
    assert verdict.outcome.retry_after_s == (wait and pytest.approx(wait, abs=3))
    assert verdict.problem is not None
    assert re.search(words, verdict.problem.explanation)
    if named := re.search(r"named (\d\S+),", verdict.problem.explanation):
        assert named[1] == f"{clock.wall_utc().astimezone() + timedelta(seconds=ahead_s):%Y-%m-%d}"
    said = re.search(r"from (\S+ \S+)\.", verdict.problem.explanation)
    assert offered[0].label == (f"Send at {said[1]}" if said else "Send in 60 s")


def test_retry_after_reads_seconds_and_dates() -> None:
    later = format_datetime(clock.wall_utc() + timedelta(seconds=90), usegmt=True)

    assert retry_after_s({"retry-after": "17"}) == 17
    assert retry_after_s({"retry-after": later}) == pytest.approx(90, abs=3)
    assert retry_after_s({"retry-after": "17", "x-ratelimit-reset": "9"}) == 17


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"retry-after": ""},
        {"retry-after": "soon"},
        {"retry-after": "-5"},
        {"x-ratelimit-reset": "x"},
        {"x-ratelimit-reset": "9" * 400},
    ],
)
def test_an_unreadable_wait_is_none(headers: dict[str, str]) -> None:
    assert retry_after_s(headers) is None


def test_a_wait_is_bounded_and_never_negative() -> None:
    assert retry_after_s({"retry-after": "9" * 30}) is None
    assert retry_after_s({"retry-after": "604800"}) == 7 * 24 * 3600
    assert retry_after_s({"x-ratelimit-reset": "1"}) == 0


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (errors("One.", "Two."), "One.; Two."),
        (b'{"errors":["plain"],"message":"error"}', "plain"),
        (b'{"errors":[{"field":"x"}, 3]}', ""),
        (b'{"errors":[]}', '{"errors":[]}'),
        (b'{"errors":["\\ud800 x"]}', "\\ud800 x"),
        (HTML, HTML.decode()),
        (b"\xff", "\ufffd"),
        (b"[" * 100_000, "[" * 100_000),
    ],
)
def test_server_words_survive_every_shape(body: bytes, words: str) -> None:
    assert server_words(body) == words


def test_errors_keep_their_field_and_their_page_whatever_their_shape() -> None:
    body = json.dumps(
        {
            "errors": [
                {"message": "One.", "field": "subject", "help": "https://example.com/one"},
                {"message": "Two.", "field": "null", "help": {"a": 1}},
                {"message": None, "field": "content.0.value"},
                "plain",
                3,
            ]
        }
    ).encode()

    assert server_errors(body) == (
        ServerError(message="One.", field="subject", help="https://example.com/one"),
        ServerError(message="Two."),
        ServerError(message="", field="content.0.value"),
        ServerError(message="plain"),
        ServerError(message=""),
    )
    assert server_errors(body, most=40) == server_errors(body)[:2]
    assert server_errors(HTML) == ()


def test_an_explanation_names_the_field_and_has_one_full_stop() -> None:
    def explained(*said: Mapping[str, object]) -> str:
        verdict = classify_http(
            400,
            json.dumps({"errors": said}).encode(),
            headers={},
            check_only=False,
            committed=True,
            about=API,
        )
        assert verdict.problem is not None
        return verdict.problem.explanation

    assert explained({"message": "It is required.", "field": "subject"}).endswith(
        'SendGrid said: "It is required." (field subject).'
    )
    assert explained({"message": "It is required."}).endswith('said: "It is required."')
    assert explained(*({"message": f"m{n}", "field": "x"} for n in range(5))).endswith(
        '"m0" (field x). "m1" (field x). "m2" (field x). And 2 more.'
    )


def test_unknown_words_stay_in_the_problem() -> None:
    verdict = classify_smtp(Phase.ENVELOPE, 599, "Zorp {host} refused", committed=False, about=SMTP)

    assert verdict.problem is not None
    assert '"599 Zorp {host} refused"' in verdict.problem.explanation


def test_words_of_another_server_are_not_called_sendgrids() -> None:
    about = Circumstances(route=Route(path=SMTP.route.path, smtp_host="mail.example.net"))

    verdict = classify_smtp(Phase.AUTH, 535, "5.7.8 Error", committed=False, about=about)

    assert verdict.problem is not None
    assert verdict.problem.title == "mail.example.net refuses the sign-in"
