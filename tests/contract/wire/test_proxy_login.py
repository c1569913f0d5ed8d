"""A proxy that repeats the login it was given: nobody is shown it."""

import base64
from dataclasses import replace

import pytest

from sgdesk.account.api import ask_api
from sgdesk.account.sign_in import sign_in
from sgdesk.route import Endpoint, Route, SmtpPath, Tls, WebApiPath
from sgdesk.transport.choose import open_connection
from sgdesk.wire.dial import dial
from sgdesk.wire.errors import DialError
from sgdesk.wire.recorder import Recorder
from tests.support.sending import job, send_all
from tests.support.servers import Server, Visit, serving
from tests.support.webapi_sending import KEY

LOGIN = "bob:Sup3rS3cretPw"
IN_BASE64 = base64.b64encode(LOGIN.encode()).decode()
WEB = Route(path=WebApiPath(), total_timeout=5)
MAIL = replace(WEB, path=SmtpPath(port=587, tls=Tls.STARTTLS))


async def repeat(visit: Visit) -> None:
    """Refuse with the login in the reason, as it came and in clear."""
    head = (await visit.reader.readuntil(b"\r\n\r\n")).decode()
    came = head.partition("Basic ")[2].partition("\r")[0]
    in_clear = base64.b64decode(came).decode()
    await visit.say(f"HTTP/1.1 403 bad login {came} = {in_clear}\r\n\r\n".encode())


def through(route: Route, way: Server) -> Route:
    """Give the route through the proxy, with the login."""
    return replace(route, proxy=f"http://{LOGIN}@127.0.0.1:{way.port}")


def has_login(*shown: object) -> bool:
    """Say whether a part of the login stands anywhere in what is shown."""
    said = repr(shown).replace(f"{LOGIN}@", "")
    return "Sup3r" in said or any(part in said for part in (IN_BASE64[:12], IN_BASE64[-6:]))


@pytest.mark.parametrize("route", [WEB, MAIL], ids=["webapi", "smtp"])
async def test_a_login_that_the_proxy_repeats_is_not_in_the_attempt(route: Route) -> None:
    async with serving(repeat) as way:
        route = through(route, way)
        (attempt,) = await send_all(open_connection(route, KEY), [job(route)])

    assert attempt.problem is not None
    assert "403 bad login" in attempt.problem.explanation
    assert not has_login(attempt)


async def test_a_login_that_the_proxy_repeats_is_not_in_a_check_of_the_account() -> None:
    async with serving(repeat) as way:
        by_web = await ask_api(through(WEB, way), KEY)
        by_mail = await sign_in(through(MAIL, way), KEY)

    assert by_mail.problem is not None
    assert "403 bad login" in by_mail.problem.explanation
    assert not has_login(by_web, by_mail)


async def test_the_cause_that_a_diagnosis_quotes_does_not_hold_the_login() -> None:
    async with serving(repeat) as way:
        with pytest.raises(DialError) as failed:
            await dial(Endpoint(host="example.com", port=443), through(WEB, way), Recorder())

    assert str(failed.value.cause).startswith("answered 403 bad login")
    assert not has_login(failed.value.cause, failed.value.detail)
