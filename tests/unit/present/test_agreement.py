"""Chip, words and first button of every reply in the catalogue say one thing."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from sgdesk.delivery import Deferred, Rejected
from sgdesk.present.remedies import Act, RemedyPlace, remedies
from sgdesk.present.words import outcome_words
from sgdesk.route import Route, SmtpPath, Tls, WebApiPath
from sgdesk.sendgrid import catalogue
from sgdesk.sendgrid.catalogue_http import HTTP_ROWS
from sgdesk.sendgrid.catalogue_smtp import CREDITS
from sgdesk.sendgrid.entries import CatalogueEntry, PathKind, ReplyRow
from sgdesk.sendgrid.smtp_rows import SMTP_ROWS
from sgdesk.trace import Phase
from sgdesk.transport.answers import Verdict, classify_http, classify_smtp
from sgdesk.transport.circumstances import Circumstances
from tests.support.attempts import an_attempt

SMTP = Circumstances(route=Route(path=SmtpPath(port=587, tls=Tls.STARTTLS)), sender="a@example.com")
API = Circumstances(route=Route(path=WebApiPath()), sender="a@example.com")
HOSTS = ("smtp.sendgrid.net", "mail.example.org")
AT_ONCE = {Act.SEND_AGAIN}
NO_USE = re.compile(r"does not help|in a loop|and is not:|Stop sending", re.IGNORECASE)
TIME = re.compile(r"\bwait|minute|then try once more|the time is over", re.IGNORECASE)


def smtp_verdict(row: ReplyRow, phase: str, code: int, command: str) -> Verdict:
    is_final = phase == "reply"
    return classify_smtp(
        Phase(phase), code, row.text, committed=is_final, about=SMTP, command=command
    )


def http_verdict(row: ReplyRow, code: int) -> Verdict:
    body = json.dumps({"errors": [{"message": row.text}]}).encode()
    return classify_http(code, body, headers={}, check_only=False, committed=True, about=API)


def every() -> Iterator[tuple[PathKind, CatalogueEntry, str, int, Verdict]]:
    """Walk the replies that reach each row, by each code, phase and verb that it names."""
    for row in SMTP_ROWS:
        phases = row.phases or (("envelope",) if row.commands else ("auth", "envelope", "reply"))
        for phase in phases:
            for code in {*row.codes[:1], *row.codes[-1:]} or {451, 550}:
                verb = (row.commands or ("",))[0]
                if catalogue.find("smtp", phase, code, row.text, command=verb) is row.entry:
                    yield "smtp", row.entry, phase, code, smtp_verdict(row, phase, code, verb)
    for row in HTTP_ROWS:
        for code in {*row.codes[:1], *row.codes[-1:]} or {401, 403}:
            if 400 <= code < 600 and catalogue.find("webapi", "reply", code, row.text) is row.entry:
                yield "webapi", row.entry, "reply", code, http_verdict(row, code)


CASES = list(every())


def test_every_entry_of_a_reply_is_looked_at() -> None:
    seen = {id(entry) for _, entry, _, _, _ in CASES}
    rows = [row for row in (*SMTP_ROWS, *HTTP_ROWS) if not (row.codes == () and row.text == "")]

    assert [row.entry.id for row in rows if id(row.entry) not in seen] == []


@pytest.mark.parametrize(
    ("path", "entry", "phase", "code", "verdict"),
    CASES,
    ids=[f"{path}-{phase}-{code}-{entry.id}" for path, entry, phase, code, _ in CASES],
)
def test_chip_words_and_first_button_agree(
    path: PathKind, entry: CatalogueEntry, phase: str, code: int, verdict: Verdict
) -> None:
    problem = verdict.problem
    assert problem is not None
    words = f"{problem.explanation} {problem.remedy}"
    is_later = outcome_words(verdict.outcome).word == "Try later"
    # To a whole mail "not now" is all that another try can mean.
    assert is_later == (entry.needs == "waiting" or (entry.needs == "trying" and phase == "reply"))
    assert entry.needs != "waiting" or TIME.search(words), words
    made = API.route.path if path == "webapi" else SMTP.route.path
    attempt = an_attempt(verdict.outcome, path=made, problem=problem, code=code)
    for host in HOSTS:
        for place in RemedyPlace:
            offered = remedies(
                replace(attempt, host=host),
                place,
                has_message=True,
                now=attempt.trace.started_at,
            )
            first = offered[0].act
            if entry.needs == "waiting" or isinstance(verdict.outcome, Rejected):
                assert first not in AT_ONCE, (host, place)
            if isinstance(verdict.outcome, Rejected):
                assert first is not Act.SEND_LATER
            if NO_USE.search(words):
                assert first not in {*AT_ONCE, Act.SEND_LATER}, (host, place)


def test_used_up_sends_are_refused_on_both_paths() -> None:
    said = "Maximum credits exceeded"
    smtp = classify_smtp(Phase.AUTH, 451, said, committed=False, about=SMTP)
    api = http_verdict(ReplyRow(entry=CREDITS, text=said), 401)

    assert smtp.outcome == api.outcome == Rejected()
    assert smtp.problem is not None
    assert api.problem is not None
    assert smtp.problem.id == api.problem.id == "D-ACC-2"


def test_sign_in_that_cannot_be_checked_now_is_still_to_be_tried_later() -> None:
    verdict = classify_smtp(Phase.AUTH, 454, "Temporary", committed=False, about=SMTP)

    assert verdict.outcome == Deferred()
