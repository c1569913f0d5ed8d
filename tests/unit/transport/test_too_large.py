"""Who called a mail too large: SendGrid, or somebody in between."""

from dataclasses import replace

import pytest

from sgdesk.delivery import NotSent, Outcome, Rejected
from sgdesk.route import Route, WebApiPath
from sgdesk.transport.answers import classify_http
from sgdesk.transport.circumstances import Circumstances

API = Circumstances(route=Route(path=WebApiPath()), sender="a@example.com")
HTML = b"<html><h1>413 Request Entity Too Large</h1></html>"
SENDGRIDS = b'{"errors": [{"message": "content too large", "field": null}]}'


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize(
    ("size_mb", "body", "outcome"),
    [
        (2, HTML, NotSent),
        (2, b"", NotSent),
        (2, SENDGRIDS, Rejected),
        (30, HTML, Rejected),
        (None, HTML, Rejected),
    ],
)
def test_too_large_is_a_no_of_sendgrid_unless_words_and_outcome_name_a_proxy(
    size_mb: int | None, body: bytes, outcome: type[Outcome], committed: bool
) -> None:
    about = replace(API, size_bytes=size_mb and size_mb * 1024 * 1024)
    verdict = classify_http(
        413, body, headers={}, check_only=False, committed=committed, about=about
    )
    assert verdict.problem is not None

    assert type(verdict.outcome) is outcome
    assert ("proxy on the way" in verdict.problem.title) == (outcome is NotSent)
