"""What the Web API path asks, and to whom it shows the key."""

from dataclasses import replace

import pytest

from sgdesk.delivery import NotSent
from sgdesk.route import Endpoint, Override
from sgdesk.transport.webapi import WebApiConnection
from tests.support.sending import Marks, job, send_all
from tests.support.servers import ACCEPTED, Visit
from tests.support.webapi_sending import KEY, attempts_at, error_body, plain_route


async def test_the_request_says_what_the_api_asks_for() -> None:
    heads: list[str] = []

    async def behave(visit: Visit) -> None:
        heads.append((await visit.request())[0].lower())
        await visit.say(ACCEPTED)

    await attempts_at(behave)

    assert heads[0].startswith("post /v3/mail/send http/1.1\r\n")
    assert "accept: application/json\r\n" in heads[0]
    assert "content-type: application/json\r\n" in heads[0]
    assert "user-agent: sgdesk/" in heads[0]
    assert "transfer-encoding" not in heads[0]


@pytest.mark.parametrize(
    "changes", [{"proxy": "http://127.0.0.1:1"}, {"api_url": "http://192.0.2.1"}]
)
async def test_a_key_never_leaves_this_machine_in_plain_text(changes: dict[str, str]) -> None:
    route = replace(plain_route(9), **changes)  # type: ignore[arg-type]
    marks = Marks()

    (attempt,) = await send_all(WebApiConnection(route, KEY), [job(route, mark=marks)])

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.id == "PLAINTEXT-KEY"
    assert attempt.trace.spans == ()
    assert marks.count == 0


async def test_a_name_of_this_machine_that_is_dialled_elsewhere_gets_no_plain_key() -> None:
    elsewhere = Override(
        target=Endpoint(host="localhost", port=8025), address=Endpoint(host="192.0.2.1", port=80)
    )
    route = replace(plain_route(9), api_url="http://localhost:8025", overrides=(elsewhere,))

    (attempt,) = await send_all(WebApiConnection(route, KEY), [job(route)])

    assert attempt.problem is not None
    assert attempt.problem.id == "PLAINTEXT-KEY"


async def test_a_name_of_this_machine_that_leads_elsewhere_gets_no_plain_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heads: list[str] = []

    async def behave(visit: Visit) -> None:
        heads.append((await visit.request())[0])

    monkeypatch.setattr("sgdesk.wire.dial.Dialled.is_loopback", False)
    (attempt,) = await attempts_at(behave)

    assert attempt.outcome == NotSent()
    assert attempt.problem is not None
    assert attempt.problem.id == "PLAINTEXT-KEY"
    assert heads == []


async def test_no_sign_in_on_smtp_leaves_the_key_on_the_web_api() -> None:
    async def behave(visit: Visit) -> None:
        await visit.request()
        await visit.say(ACCEPTED)

    (attempt,) = await attempts_at(behave, authenticate=False)

    assert "Authorization: Bearer ••••" in attempt.transcript


async def test_the_key_is_nowhere_in_the_attempt() -> None:
    async def behave(visit: Visit) -> None:
        head, _ = await visit.request()
        body = error_body(f"you said {head}")
        await visit.say(
            b"HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )

    (attempt,) = await attempts_at(behave)

    assert "Authorization: Bearer ••••" in attempt.transcript
    assert KEY.reveal() not in repr(attempt)
