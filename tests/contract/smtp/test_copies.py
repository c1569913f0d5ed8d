"""One mail for each recipient, made here and not by the server."""

from sgdesk.delivery import Partial, Unknown
from sgdesk.message import Copies
from sgdesk.trace import Phase
from sgdesk.transport.smtp import SmtpConnection
from tests.support.sending import job
from tests.support.smtp_script import envelope, hang_up, hear_body, say, scripted
from tests.support.smtp_sending import GO, PIPELINED, message, plain_route, send

ONE_EACH = message("one@example.net", "two@example.net", copies=Copies.EACH)


async def test_one_mail_each_is_one_transaction_each() -> None:
    async with scripted(
        [
            *PIPELINED,
            *envelope(),
            say(*GO),
            hear_body(),
            say("250 queued as A"),
            *envelope(),
            say("250 ok", "550 unknown", "503 no"),
        ]
    ) as script:
        route = plain_route(script)
        connection = SmtpConnection(route, None)
        attempt = await connection.send(job(route, ONE_EACH))
        await connection.aclose()

    assert attempt.outcome == Partial()
    assert [(r.address, r.accepted) for r in attempt.recipients] == [
        ("one@example.net", True),
        ("two@example.net", False),
    ]
    assert connection.messages_sent == 0, "closed connections carry nothing"


async def test_one_mail_each_lost_in_the_second_is_unknown() -> None:
    attempt = await send(
        *PIPELINED,
        *envelope(),
        say(*GO),
        hear_body(),
        say("250 ok"),
        *envelope(),
        say(*GO),
        hear_body(),
        hang_up(),
        to=ONE_EACH,
    )

    assert attempt.outcome == Unknown(after=Phase.UPLOAD)


async def test_one_mail_each_after_a_hang_up_names_who_was_left_out() -> None:
    attempt = await send(
        *PIPELINED, *envelope(), say(*GO), hear_body(), say("250 ok", "421 enough"), to=ONE_EACH
    )

    assert attempt.outcome == Partial()
    assert [(r.address, r.accepted) for r in attempt.recipients] == [
        ("one@example.net", True),
        ("two@example.net", False),
    ]
