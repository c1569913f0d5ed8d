"""What a second look tells apart, against real servers; nothing is sent by any of them."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from sgdesk.diagnose import run
from sgdesk.diagnose.also import Also
from sgdesk.diagnose.finding import Certainty
from sgdesk.diagnose.notebook import Limits
from sgdesk.diagnose.observation import Observation, Probe, Result, Role
from sgdesk.diagnose.run import examine
from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.route import Endpoint, Override, Route, SmtpPath, Tls, WebApiPath, parse_path
from sgdesk.wire.issuers import public_keys
from tests.support.far_end import API_HOST, MAIL_HOST, mail
from tests.support.sandbox import Sandbox, routes
from tests.support.servers import Behaviour, TestCa, Visit, serving
from tests.support.tls_end import TlsVisit

REFUSAL = b'{"errors":[{"message":"authorization required","field":null,"help":null}]}'
ANSWER = (
    b"HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(REFUSAL), REFUSAL)
)


def there(ca: TestCa, text: str, port: int) -> Route:
    """Give a way to SendGrid's name that is dialled at a port of this computer."""
    path = parse_path(text)
    meant = (
        Endpoint(host=MAIL_HOST, port=path.port)
        if isinstance(path, SmtpPath)
        else Endpoint(host=API_HOST, port=443)
    )
    here = Override(target=meant, address=Endpoint(host="127.0.0.1", port=port))
    return Route(path=path, ca_file=str(ca.file), overrides=(here,))


async def seen(
    ways: list[Route], also: Also | None = None, limits: Limits | None = None
) -> Diagnosis:
    """Make a run."""
    return await examine(ways, limits or Limits(run=8), lambda _: None, also=also)


def of(found: Diagnosis, probe: Probe) -> list[Observation]:
    """Give what was seen at a step."""
    return [o for o in found.observations if o.probe is probe]


async def test_encryption_from_the_start_where_a_greeting_comes_first(sandbox: Sandbox) -> None:
    (way,) = routes(sandbox, "smtp:587:starttls")
    found = await seen([replace(way, path=SmtpPath(port=587, tls=Tls.IMPLICIT))])

    assert [(f.id, f.certainty) for f in found.findings] == [("D-TLS-1", Certainty.CERTAIN)]
    assert found.findings[0].remedy == "Choose STARTTLS for port 587."


@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.PLAIN])
async def test_a_greeting_waited_for_where_encryption_comes_first(
    sandbox: Sandbox, tls: Tls
) -> None:
    (way,) = routes(sandbox, "smtp:465:tls")
    way = replace(way, path=SmtpPath(port=465, tls=tls))
    found = await seen([way], limits=Limits(run=60, greeting=60, silent=0.3))

    assert [(f.id, f.certainty) for f in found.findings] == [("D-TLS-2", Certainty.CERTAIN)]
    assert found.findings[0].title == "Port 465 starts encrypted"
    # Nobody waits for a greeting from a server that waits for encryption.
    (greeting,) = of(found, Probe.GREETING)
    assert (greeting.result, greeting.is_cut) == (Result.NO_ANSWER, False)


async def test_a_port_that_takes_the_first_connections_only_is_limited(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.close()
        await mail(reader, writer, tls=ca.server(MAIL_HOST))

    server = await asyncio.start_server(once, sock=listener)
    found = await seen([there(ca, "smtp:25", port)])

    assert [(f.id, f.title) for f in found.findings] == [
        ("D-TCP-5", "Port 25 is limited on this network")
    ]
    assert found.verdict.headline == "SMTP works from here."


async def test_a_root_that_this_computer_alone_does_not_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ca = TestCa(tmp_path)
    public_keys()  # kept from now on, so that it stays the real list
    monkeypatch.setattr("certifi.where", lambda: str(ca.file))
    async with serving(answering(lambda _: ANSWER), tls=ca.server(API_HOST)) as running:
        way = replace(there(ca, "webapi", running.port), ca_file=None)
        found = await seen([way])

    assert [(f.id, f.certainty) for f in found.findings] == [("D-TLS-5", Certainty.CERTAIN)]
    assert found.verdict.use is None


async def test_an_issuer_that_nobody_knows_is_no_old_store(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)
    async with serving(answering(lambda _: ANSWER), tls=ca.server(API_HOST)) as running:
        way = replace(there(ca, "webapi", running.port), ca_file=None)
        found = await seen([way])

    assert [o.result for o in of(found, Probe.OTHER_STORE)] == [Result.NOT_VERIFIED]
    assert [f.id for f in found.findings] == ["D-TLS-3"]


async def test_servers_of_others_are_not_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ca = TestCa(tmp_path)
    async with serving(answering(lambda _: ANSWER), tls=ca.server("127.0.0.1")) as running:
        monkeypatch.setattr(run, "HTTPS_PORT", running.port)
        other = Endpoint(host="127.0.0.1", port=running.port)
        found = await examine([], Limits(run=5), lambda _: None, controls=[other])

    assert [o.result for o in of(found, Probe.TLS)] == [Result.NOT_VERIFIED]
    assert not of(found, Probe.OTHER_STORE)


async def test_a_filter_of_names_lets_another_name_pass(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)

    async def filtered(visit: Visit) -> None:
        hello = await visit.reader.read(4096)
        if API_HOST.encode() in hello:
            visit.reset()
            return
        end = TlsVisit(visit, ca.server(API_HOST))
        await visit.say(end.shake(hello))
        await visit.wait_for_end()

    async with serving(filtered) as running:
        found = await seen([there(ca, "webapi", running.port)])

    assert [(f.id, f.certainty) for f in found.findings] == [("D-TLS-9", Certainty.CERTAIN)]


def answering(answer: Callable[[int], bytes]) -> Behaviour:
    """Answer each request by its size; nothing is no answer."""

    async def behave(visit: Visit) -> None:
        head, _ = await visit.request()
        assert "authorization" not in head.lower()
        said = answer(len(head))
        await visit.say(said)
        if not said:
            await visit.wait_for_end()

    return behave


async def test_a_sign_in_page_that_answers_where_encryption_should_begin(tmp_path: Path) -> None:
    page = b"HTTP/1.1 302 Found\r\nLocation: http://login.wifi.example/\r\n\r\n"

    async def portal(visit: Visit) -> None:
        await visit.reader.read(65536)
        await visit.say(page)

    async with serving(portal) as running:
        found = await seen([there(TestCa(tmp_path), "webapi", running.port)])

    assert [o.result for o in of(found, Probe.PORTAL)] == [Result.OK]
    assert (found.findings[0].id, found.findings[0].certainty) == ("D-HTTP-5", Certainty.CERTAIN)
    assert "login.wifi.example" in found.findings[0].explanation


async def test_a_question_larger_than_a_packet_that_is_lost_is_told(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)
    lossy = answering(lambda size: ANSWER if size < 1400 else b"")
    async with serving(lossy, tls=ca.server(API_HOST)) as running:
        way = there(ca, "webapi", running.port)
        usual = await seen([way])
        large = await seen([way], Also(is_large=True), Limits(run=3))

    assert not usual.findings
    assert [(f.id, f.title) for f in large.findings] == [
        ("D-TCP-8", "Small packets pass, large ones are lost")
    ]
    assert large.verdict.use is None


async def test_large_questions_are_answered_where_all_is_well(sandbox: Sandbox) -> None:
    ways = routes(sandbox, "webapi", "smtp:587:starttls", "smtp:465:tls")
    found = await seen(ways, Also(is_large=True))

    assert [o.result for o in of(found, Probe.LARGE)] == [Result.OK] * 3
    assert not found.findings
    assert not sandbox.inbox()


async def test_connections_that_a_relay_takes_are_told_from_the_server(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)
    behave = partial(mail, tls=ca.server(MAIL_HOST))
    async with serving(lambda visit: behave(visit.reader, visit.writer)) as far:
        async with serving(relay(far.port, 0.05)) as near:
            relayed = await seen([there(ca, "smtp:587", near.port)])
        direct = await seen([there(ca, "smtp:587", far.port)])

    assert [f.id for f in relayed.findings] == ["D-TCP-NEAR"]
    assert not direct.findings


def relay(port: int, delay_s: float) -> Behaviour:
    """Take a connection at once and carry its bytes late, both ways."""

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            await asyncio.sleep(delay_s)
            writer.write(data)
        writer.close()

    async def behave(visit: Visit) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        async with asyncio.TaskGroup() as group:
            group.create_task(carry(reader, visit.writer))
            group.create_task(carry(visit.reader, writer))

    return behave


async def test_a_proxy_that_is_known_and_left_out_is_named(tmp_path: Path) -> None:
    ca = TestCa(tmp_path)
    found = await seen([there(ca, "webapi", 1)], Also(found_proxy="proxy.example.org:3128"))

    assert [f.id for f in found.findings][:1] == ["D-HTTP-2"]
    assert "proxy.example.org:3128" in found.findings[0].explanation


async def test_who_has_sendgrid_dialled_elsewhere_has_no_door_of_its_tried(tmp_path: Path) -> None:
    found = await seen([there(TestCa(tmp_path), "webapi", 1)])

    assert Role.WEB not in {o.target.role for o in found.observations}


async def test_a_proxy_that_is_used_is_not_one_left_out(tmp_path: Path) -> None:
    way = Route(path=WebApiPath(), proxy="http://127.0.0.1:1")
    found = await seen([way], Also(found_proxy="proxy.example.org:3128"))

    assert not of(found, Probe.PROXY_FOUND)
