"""Ask the Web API for the scopes of a key without showing one.

SendGrid answers 401 with a JSON list of errors. Whoever answers anything else
is not SendGrid.
"""

from email.utils import parsedate_to_datetime

import h11

from sgdesk import __version__
from sgdesk.clock import monotonic_ns, wall_utc
from sgdesk.diagnose.handshake import shake_hands
from sgdesk.diagnose.mishaps import of_connect
from sgdesk.diagnose.notebook import Notebook
from sgdesk.diagnose.observation import (
    KEPT_HEADERS,
    SHOWN_BYTES,
    HttpAnswered,
    Probe,
    Result,
    Role,
    Target,
)
from sgdesk.route import Route, Tls
from sgdesk.trace import Phase
from sgdesk.wire.recorder import Recorder
from sgdesk.wire.stream import WireStream

_READ_BYTES = 65_536
_TOO_MANY = 429
_SIGN_IN = 511
"""A network's word, and no fault (RFC 6585 section 6)."""


async def talk_https(
    stream: WireStream,
    recorder: Recorder,
    route: Route,
    target: Target,
    notebook: Notebook,
    where: str,
) -> None:
    """Encrypt where the target is encrypted, ask one question, note the answer."""
    encrypted = target.tls is not Tls.PLAIN
    if encrypted and not await shake_hands(
        stream, recorder, route, target, notebook, where=where, then=Phase.UPLOAD, alpn="http/1.1"
    ):
        return
    is_door = target.role is Role.WEB
    probe, path = (Probe.PORTAL, "/") if is_door else (Probe.SCOPES, "/v3/scopes")
    began_ns = monotonic_ns()
    heard = bytearray()
    try:
        limit = notebook.limits.step
        seen = await notebook.within(limit, ask(stream, target, path, heard))
    except (OSError, TimeoutError) as error:
        result, name = of_connect(error)
        seen = HttpAnswered(first_bytes=bytes(heard[:SHOWN_BYTES]), error=name)
    else:
        result = judged(seen, probe)
    until_ns = stream.last_read_ns if result is not Result.NO_ANSWER else None
    notebook.note(probe, target, result, seen, since_ns=began_ns, until_ns=until_ns, where=where)


def judged(seen: HttpAnswered, probe: Probe) -> Result:
    """Say what an answer without a key comes to."""
    if seen.status is None:
        return Result.CHANGED
    if probe is Probe.PORTAL:
        return Result.OK
    if _lists_errors(seen) and seen.status in (401, 403):
        return Result.NEEDS_KEY
    if _lists_errors(seen) and seen.status == _TOO_MANY:
        return Result.LATER
    return Result.FAULT if 500 <= seen.status < 600 and seen.status != _SIGN_IN else Result.CHANGED


def _lists_errors(seen: HttpAnswered) -> bool:
    """Say whether it is a no as SendGrid writes one."""
    kind = dict(seen.headers).get("content-type", "")
    listed = seen.first_bytes.lstrip().startswith(b"{") and b'"errors"' in seen.first_bytes
    return "json" in kind and listed


async def ask(
    stream: WireStream, target: Target, path: str, heard: bytearray, *, padding: str = ""
) -> HttpAnswered:
    """Ask one question, with so much in front of it as is to be carried; give the answer.

    Raises `OSError` and `TimeoutError`; `heard` holds what came until then.
    """
    connection = h11.Connection(h11.CLIENT)
    request = h11.Request(
        method="GET",
        target=path,
        headers=[
            ("Host", _authority(target)),
            ("User-Agent", f"sgdesk/{__version__}"),
            ("Accept", "application/json"),
            ("Connection", "close"),
            *([("X-Padding", padding)] if padding else []),
        ],
    )
    stream.write(connection.send(request) + connection.send(h11.EndOfMessage()))
    response: h11.Response | None = None
    body = bytearray()
    skew_s: float | None = None
    while True:
        try:
            event = connection.next_event()
        except h11.RemoteProtocolError:
            if response is not None:
                # Cut short, and what was said of it holds.
                return _answer(response, body, skew_s)
            return HttpAnswered(first_bytes=bytes(heard[:SHOWN_BYTES]), error="not HTTP")
        if event is h11.NEED_DATA:
            data = await stream.read(_READ_BYTES)
            heard += data
            if not data and response is None and not heard:
                raise ConnectionResetError("closed")
            connection.receive_data(data)
        elif isinstance(event, h11.Response):
            response, skew_s = event, _skew_s(event)
        elif isinstance(event, h11.Data):
            body += event.data
        if response is not None and (
            len(body) >= SHOWN_BYTES or isinstance(event, h11.EndOfMessage | h11.ConnectionClosed)
        ):
            return _answer(response, body, skew_s)


def _answer(response: h11.Response, body: bytearray, skew_s: float | None) -> HttpAnswered:
    return HttpAnswered(
        status=response.status_code,
        headers=_kept(response),
        first_bytes=bytes(body[:SHOWN_BYTES]),
        skew_s=skew_s,
    )


def _authority(target: Target) -> str:
    """Write the host as a request names it (RFC 9110 section 7.2)."""
    host = f"[{target.host}]" if ":" in target.host else target.host
    return host if target.port in (80, 443) else f"{host}:{target.port}"


def _kept(response: h11.Response) -> tuple[tuple[str, str], ...]:
    pairs = ((name.decode(), value.decode("latin-1")) for name, value in response.headers)
    return tuple((name, value[:SHOWN_BYTES]) for name, value in pairs if name in KEPT_HEADERS)


def _skew_s(response: h11.Response) -> float | None:
    """Give how far the server's clock is ahead of ours; a header that is no date tells nothing."""
    said = dict(response.headers).get(b"date", b"").decode("latin-1")
    try:
        return round((parsedate_to_datetime(said) - wall_utc()).total_seconds(), 1)
    except (ValueError, TypeError, OverflowError):
        return None
