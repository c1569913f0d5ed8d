"""Whom an answer of the Web API finds fault with, by the place that it names."""

import json

import pytest

from sgdesk.transport.answers import refused_address

REQUEST = json.dumps(
    {
        "personalizations": [
            {"to": [{"email": "a@example.com"}]},
            {
                "to": [{"email": "b@example.com"}, {"email": "c@example.com"}],
                "cc": [{"email": "d@example.com"}],
            },
        ]
    }
).encode()


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        (["personalizations.1.to.1.email"], "c@example.com"),
        (["personalizations.1.cc.0.email"], "d@example.com"),
        (["personalizations.0.to.0"], "a@example.com"),
        (["subject", None, "personalizations.1.to.0.email"], "b@example.com"),
        (["personalizations.0.cc.0.email", "personalizations.0.to.0"], "a@example.com"),
        (["personalizations.7.to.0.email"], ""),
        (["personalizations.0.to.0email"], ""),
        (["from.email"], ""),
        ([], ""),
    ],
)
def test_recipient_is_found_by_the_place_that_an_answer_names(
    fields: list[str | None], address: str
) -> None:
    answer = json.dumps({"errors": ["no", *({"field": each} for each in fields)]}).encode()

    assert refused_address(REQUEST, answer) == address
    assert refused_address(REQUEST, b"<html>") == ""
