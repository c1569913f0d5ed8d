"""The command's options, each on a local SendGrid of its own."""

import asyncio
import socket
from collections.abc import Callable

from sgdesk.sandbox.process import SandboxInfo, SandboxProcess
from tests.contract.sandbox.clients import MAIL, Talk, call_api
from tests.support.broken.base import good_body


def _with_options(arguments: list[str], work: Callable[[SandboxInfo], None]) -> None:
    async def started() -> str:
        async with await SandboxProcess.start(arguments) as process:
            await asyncio.to_thread(work, process.info)
        return process.said

    assert asyncio.run(started()) == ""


def test_message_over_the_limit_of_one_connection_gets_421() -> None:
    def work(info: SandboxInfo) -> None:
        with Talk(info, info.plain_port) as talk:
            talk.sign_in()
            talk.deliver()
            talk.deliver()

            assert talk.ask("MAIL FROM:<from@example.com>").startswith("421 ")
            assert talk.ending() == "fin"

    _with_options(["--messages-per-connection", "2"], work)


def test_port_base_numbers_the_listeners() -> None:
    base = _six_free_ports()

    def work(info: SandboxInfo) -> None:
        assert (info.starttls_port, info.tls_port, info.plain_port) == (base, base + 1, base + 2)
        assert info.api_url.endswith(f":{base + 3}")
        assert info.api_url_plain.endswith(f":{base + 4}")
        assert f":{base + 5}/" in info.inbox_url

    _with_options(["--port-base", str(base)], work)


def _six_free_ports() -> int:
    """Find six consecutive free ports below the range from which the system gives its own."""
    for base in range(20_000, 30_000, 6):
        sockets: list[socket.socket] = []
        try:
            sockets.extend(
                socket.create_server(("127.0.0.1", port)) for port in range(base, base + 6)
            )
        except OSError:
            continue
        finally:
            for sock in sockets:
                sock.close()
        return base
    raise AssertionError("no six free ports")


def test_verified_sender_may_stand_in_from() -> None:
    def work(info: SandboxInfo) -> None:
        body = good_body(**{"from": {"email": "me@own.invalid"}})
        assert call_api(info, body=body).status == 202
        with Talk(info, info.tls_port, tls=True) as talk:
            talk.sign_in()
            reply = talk.deliver(MAIL.replace("from@example.com", "you@own.invalid"))
            assert reply.startswith("550 ")

    _with_options(["--verified", "me@own.invalid"], work)


def test_ipv6_loopback() -> None:
    def work(info: SandboxInfo) -> None:
        assert info.smtp_host == "::1"
        assert info.api_url.startswith("https://[::1]:")
        assert call_api(info, body=good_body()).status == 202
        with Talk(info, info.tls_port, tls=True) as talk:
            talk.sign_in()
            assert talk.deliver().startswith("250 ")

    _with_options(["--host", "::1"], work)


def test_exposed_sandbox_listens_everywhere_and_advertises_loopback() -> None:
    def work(info: SandboxInfo) -> None:
        assert info.smtp_host == "127.0.0.1"
        assert call_api(info, body=good_body()).status == 202

    _with_options(["--host", "0.0.0.0", "--expose"], work)
