"""The images of a mail, fetched from servers of every kind."""

import asyncio
import gzip
from functools import partial
from pathlib import Path

import pytest

from sgdesk import remote_images
from sgdesk.remote_images import RemoteImages, fetch_images
from sgdesk.routing import web_route
from sgdesk.settings import Value, resolve
from tests.support.servers import Behaviour, TestCa, Visit, serving

GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00"


def answer(body: bytes, *lines: str, status: str = "200 OK") -> bytes:
    """Give the bytes of an answer."""
    head = [f"HTTP/1.1 {status}", *lines, f"Content-Length: {len(body)}", "Connection: close"]
    return ("\r\n".join(head) + "\r\n\r\n").encode() + body


def giving(said: bytes, heard: list[str] | None = None) -> Behaviour:
    """Answer each request the same."""

    async def behave(visit: Visit) -> None:
        head, _ = await visit.request()
        if heard is not None:
            heard.append(head)
        await visit.say(said)

    return behave


async def fetched(*addresses: str, **flags: Value) -> RemoteImages:
    """Fetch with such settings."""
    return await fetch_images(addresses, partial(web_route, resolve(flags=flags)))


async def test_an_image_comes_as_it_is_and_nothing_but_the_question_goes() -> None:
    heard: list[str] = []
    async with serving(giving(answer(GIF, "Content-Type: image/gif"), heard)) as server:
        address = f"http://somebody:secret@127.0.0.1:{server.port}/a%20b.gif?x=1&y=%3D#part"
        got = await fetched(address, address)

    assert got == RemoteImages(found={address: GIF}, missed={})
    (head,) = heard
    first, *fields = head.strip().split("\r\n")
    assert first == "GET /a%20b.gif?x=1&y=%3D HTTP/1.1"
    assert {field.partition(":")[0].lower() for field in fields} == {
        *("host", "accept", "accept-encoding", "connection", "user-agent")
    }


async def test_packed_image_is_unpacked_though_it_was_not_wanted_so() -> None:
    packed = gzip.compress(GIF, mtime=0)
    said = answer(packed, "Content-Type: image/gif", "Content-Encoding: gzip")
    async with serving(giving(said)) as server:
        address = f"http://127.0.0.1:{server.port}/a.gif"
        got = await fetched(address)

    assert got.found == {address: GIF}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (answer(b"", status="404 Not Found"), "the server answered 404"),
        (answer(b"<p>", "Content-Type: text/html"), "what came is text/html and no image"),
        (answer(b"", "Content-Type: image/png"), "nothing came"),
        (answer(b"", status="302 Found"), "it leads on more than 5 times"),
        (answer(b"", "Location: file:///etc/hosts", status="301 Moved"), "this is no web address"),
        (b"", "Server disconnected without sending a response."),
    ],
)
async def test_what_is_no_image_is_named(said: bytes, why: str) -> None:
    async with serving(giving(said)) as server:
        address = f"http://127.0.0.1:{server.port}/a.gif"
        got = await fetched(address)

    assert got == RemoteImages(found={}, missed={address: why})


@pytest.mark.parametrize(
    "address",
    ["http://", "http:///a.gif", "http://[::1/a.gif", "http://a:b/", "ftp://a/", "http://\u2028/"],
)
async def test_what_is_no_address_is_said_to_be_none(address: str) -> None:
    got = await fetched(address)

    assert got.missed == {address: "this is no web address"}


@pytest.mark.parametrize("proxy", ["", "http://proxy.invalid:3128"])
async def test_server_that_is_not_found_is_told_in_plain_words(proxy: str) -> None:
    address = "https://www.example.invalid/a.gif"
    got = await fetched(address, proxy=proxy)

    where, what = ("the proxy", "the proxy's") if proxy else ("www.example.invalid", "the")
    assert got.missed == {
        address: f"{where} was not found, so there is no network or {what} address is wrong. "
        "Check both, then try again"
    }


async def test_server_that_is_not_reached_is_told_with_what_to_do() -> None:
    async with serving(Visit.wait_for_end) as server:
        address = f"http://127.0.0.1:{server.port}/a.gif"
    got = await fetched(address)

    assert got.missed == {
        address: "127.0.0.1 could not be reached (connection refused). "
        "Check the network, then try again"
    }


async def test_image_larger_than_any_mail_should_have_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(remote_images, "IMAGE_BYTES", 1024 * 1024)
    said = answer(GIF.ljust(1024 * 1024 + 1), "Content-Type: image/gif")
    async with serving(giving(said)) as server:
        address = f"http://127.0.0.1:{server.port}/a.gif"
        got = await fetched(address)

    assert got.missed == {address: "it is larger than 1 MB"}


async def test_silence_ends_and_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_images, "IMAGE_S", 0.3)

    async with (
        serving(Visit.wait_for_end) as silent,
        serving(giving(answer(GIF, "Content-Type: image/gif"))) as sound,
    ):
        one, other = (f"http://127.0.0.1:{server.port}/" for server in (silent, sound))
        got = await fetched(one, other)

    assert got == RemoteImages(found={other: GIF}, missed={one: "no answer in time"})


async def test_moved_image_is_found_at_another_server() -> None:
    async with serving(giving(answer(GIF))) as last:
        moved = answer(b"", f"Location: //127.0.0.1:{last.port}/b.gif", status="307 Moved")
        async with serving(giving(moved)) as first:
            address = f"http://127.0.0.1:{first.port}/a.gif"
            got = await fetched(address)

    assert got.found == {address: GIF}


async def test_certificate_must_be_trusted_and_the_settings_lead(tmp_path: Path) -> None:
    authority = TestCa(tmp_path)
    said = answer(GIF, "Content-Type: image/gif")
    async with serving(giving(said), tls=authority.server("img.example.com")) as server:
        address = "https://img.example.com/a.gif"
        led: dict[str, Value] = {"connect_to": (f"img.example.com:443=127.0.0.1:{server.port}",)}
        refused = await fetched(address, **led)
        got = await fetched(address, **led, ca_file=str(authority.file))

    assert refused.missed[address].startswith("its certificate is not trusted: ")
    assert got.found == {address: GIF}


async def test_of_too_many_the_first_are_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_images, "MOST_IMAGES", 3)
    async with serving(giving(answer(GIF))) as server:
        addresses = [f"http://127.0.0.1:{server.port}/{number}" for number in range(5)]
        got = await fetched(*addresses)

    assert sorted(got.found) == addresses[:3]
    assert got.missed == dict.fromkeys(addresses[3:], "only 3 are fetched at a time")


async def test_who_stops_waiting_leaves_no_connection() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def be_silent(visit: Visit) -> None:
        begun.set()
        await visit.wait_for_end()
        ended.set()

    async with serving(be_silent) as silent, asyncio.TaskGroup() as group:
        fetching = group.create_task(fetched(f"http://127.0.0.1:{silent.port}/"))
        await begun.wait()
        fetching.cancel()
        await ended.wait()

    assert fetching.cancelled()
