"""Fetch the images that a mail names on the web, once somebody has asked to see them.

Nothing goes with a question but what is needed to ask: no key, no cookie, no referrer.
"""

import asyncio
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx

from sgdesk.errors import InputError
from sgdesk.route import Route
from sgdesk.sizes import size_text
from sgdesk.trace import Phase
from sgdesk.transport.classify import TRANSPORT_ERRORS
from sgdesk.transport.packed import unpacked
from sgdesk.transport.web_get import Got, WebGet
from sgdesk.wire.errors import DialError, words_of
from sgdesk.wire.recorder import Recorder

MOST_IMAGES = 200
IMAGE_BYTES = 10 * 1024 * 1024
IMAGE_S = 15.0
"""For one image with all its redirections, in seconds."""
AT_ONCE = 6
"""Connections at a time."""
MOST_HOPS = 5
_REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
_UNTOLD = frozenset({"", "application/octet-stream", "binary/octet-stream"})
"""Kinds that say nothing, as file stores give them."""

RouteTo = Callable[[str], Route]
"""Gives the route to a web server, by its address without a path; may raise `InputError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteImages:
    """What became of each address: the image, or why there is none."""

    found: Mapping[str, bytes]
    missed: Mapping[str, str]


class _MissedError(Exception):
    """No image, and why, in words."""


async def fetch_images(addresses: Sequence[str], route_to: RouteTo) -> RemoteImages:
    """Fetch each address once, several at a time; the order says which are left of too many."""
    found: dict[str, bytes] = {}
    missed = dict.fromkeys(addresses[MOST_IMAGES:], f"only {MOST_IMAGES} are fetched at a time")
    room = asyncio.Semaphore(AT_ONCE)

    async def fetch(address: str) -> None:
        async with room:
            try:
                async with asyncio.timeout(IMAGE_S):
                    found[address] = await _image_at(address, route_to)
            except (_MissedError, InputError) as error:
                missed[address] = str(error)
            except ssl.SSLCertVerificationError as error:
                missed[address] = f"its certificate is not trusted: {error.verify_message}"
            except TRANSPORT_ERRORS as error:
                missed[address] = words_of(error)

    async with asyncio.TaskGroup() as group:
        for address in dict.fromkeys(addresses[:MOST_IMAGES]):
            group.create_task(fetch(address))
    return RemoteImages(found=found, missed=missed)


async def _image_at(address: str, route_to: RouteTo) -> bytes:
    for _ in range(MOST_HOPS + 1):
        origin, rest = _parts_of(address)
        try:
            async with WebGet(route_to(origin), Recorder(), {"Accept": "image/*"}) as line:
                got = await line.get(origin + rest, IMAGE_BYTES)
        except DialError as error:
            raise _MissedError(_unreached(error, httpx.URL(origin).host)) from error
        if got.status not in _REDIRECTIONS:
            return _image_in(got)
        address = urljoin(address, got.headers.get("location", ""))
    raise _MissedError(f"it leads on more than {MOST_HOPS} times")


def _unreached(error: DialError, host: str) -> str:
    """Say in plain words that there was no way to a server, and what to do."""
    if error.phase is Phase.PROXY or error.cause is None:
        return error.detail
    where = "the proxy" if error.of_proxy else host
    what = "the proxy's address" if error.of_proxy else "the address"
    if error.phase is Phase.RESOLVE:
        return (
            f"{where} was not found, so there is no network or {what} is wrong. "
            "Check both, then try again"
        )
    why = words_of(error.cause)
    why = f"{why[:1].lower()}{why[1:]}"
    return f"{where} could not be reached ({why}). Check the network, then try again"


def _parts_of(address: str) -> tuple[str, str]:
    """Give the server of an address, without a login, and what to ask it for."""
    try:
        url = httpx.URL(address)
        rest = url.raw_path.decode("ascii")
    except (ValueError, httpx.InvalidURL) as error:
        raise _MissedError("this is no web address") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise _MissedError("this is no web address")
    return f"{url.scheme}://{url.netloc.decode('ascii')}", rest


def _image_in(got: Got) -> bytes:
    """Give the image of an answer; raises `_MissedError`."""
    kind = got.headers.get("content-type", "").partition(";")[0].strip().lower()
    if got.status != httpx.codes.OK:
        raise _MissedError(f"the server answered {got.status}")
    image = unpacked(got.body, got.headers, most=IMAGE_BYTES + 1)
    if len(image) > IMAGE_BYTES:
        raise _MissedError(f"it is larger than {size_text(IMAGE_BYTES)}")
    if not kind.startswith("image/") and kind not in _UNTOLD:
        raise _MissedError(f"what came is {kind} and no image")
    if not image:
        raise _MissedError("nothing came")
    return image
