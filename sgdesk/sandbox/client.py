"""Ask a running local SendGrid what it has captured, and tell it what shall go wrong.

Spoken over its control address on this computer; nothing here is timed.
"""

import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from sgdesk.errors import SandboxError

TIMEOUT_S = 10.0
# The control address is plain HTTP. Without a context httpx would load every root
# certificate for each client, 15 ms on a thread that times sends; this one trusts nobody.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxEntry:
    """One captured mail in the list."""

    id: str
    """The message id that the sender was told."""
    path: str
    """`webapi` or `smtp`."""
    listener: str
    received_at: datetime
    sender: str
    to: tuple[str, ...]
    subject: str
    size_bytes: int
    program: str = ""
    """What its client calls itself: `User-Agent`, or the name that it gave with EHLO."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxMail:
    """One captured mail with everything that can be said about it."""

    entry: InboxEntry
    mail_from: str | None
    """SMTP envelope; `None` for the Web API."""
    rcpt_to: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    heard: str
    """The head of the HTTP request, or the SMTP dialogue, as they came; no key is in them."""
    parts: tuple[Mapping[str, Any], ...]
    """MIME parts or v3 contents, as the inbox describes them."""
    x_smtpapi: Mapping[str, Any] | None
    x_smtpapi_raw: str | None
    x_smtpapi_problem: str | None
    """Why SendGrid would drop the mail although it said 250."""
    v3: Mapping[str, Any] | None
    copies: tuple[Mapping[str, Any], ...]
    """What each person would get."""
    answer: str = ""
    """The head of the HTTP answer; empty by SMTP, whose dialogue ends with it, and before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedEntry:
    """One refused call in the list."""

    id: str
    path: str
    listener: str
    received_at: datetime
    code: int
    call: str
    """What was asked, e.g. `POST /v3/mail/send` or `AUTH`."""
    reason: str
    """The answer in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedCall:
    """One refused call whole; every key in it is masked."""

    entry: RefusedEntry
    head: str
    """The HTTP request without its body, or the SMTP dialogue up to the answer."""
    body: str
    answer: str


async def entries(inbox_url: str) -> tuple[InboxEntry, ...]:
    """List what was captured, newest first. Raises `SandboxError`."""
    listed: Sequence[Mapping[str, Any]] = (await _ask("GET", inbox_url)).json()
    return tuple(_entry(summary) for summary in reversed(listed))


async def mail(inbox_url: str, mail_id: str) -> InboxMail:
    """Show one captured mail. Raises `SandboxError`, also when it is gone."""
    return _mail((await _ask("GET", f"{inbox_url}/{mail_id}")).json())


async def raw(inbox_url: str, mail_id: str) -> bytes:
    """Give the bytes as received: the mail, or the body of the request."""
    return (await _ask("GET", f"{inbox_url}/{mail_id}/raw")).content


async def refusals(refusals_url: str) -> tuple[RefusedEntry, ...]:
    """List the refused calls, newest first. Raises `SandboxError`."""
    listed: Sequence[Mapping[str, Any]] = (await _ask("GET", refusals_url)).json()
    return tuple(_refused_entry(summary) for summary in reversed(listed))


async def refused_call(refusals_url: str, call_id: str) -> RefusedCall:
    """Show one refused call. Raises `SandboxError`, also when it is gone."""
    shown = (await _ask("GET", f"{refusals_url}/{call_id}")).json()
    return RefusedCall(
        entry=_refused_entry(shown),
        head=shown["head"],
        body=shown["body"],
        answer=shown["answer"],
    )


async def empty(inbox_url: str) -> None:
    """Forget every captured mail and every refused call."""
    await _ask("DELETE", inbox_url)


async def replace_faults(faults_url: str, faults: Sequence[Mapping[str, object]]) -> None:
    """Put these faults in force instead of all others, each as `faults.py` describes it.

    Connections that were open are cut: they were made without them.
    Raises `SandboxError`, also for a fault that makes no sense.
    """
    await _ask("DELETE", faults_url)
    for fault in faults:
        await _ask("POST", faults_url, fault)


def met_at(
    faults: Sequence[Mapping[str, Any]], *, path: str, listener: str
) -> tuple[float | None, bool]:
    """Give the distance that faults put before a listener, there and back, `None` without one,
    and whether there is any other fault.
    """
    actions = [
        fault["action"]
        for fault in faults
        if fault["when"].get("path") in (None, path)
        if fault["when"].get("listener") in (None, listener)
    ]
    distances = [
        float(action["distance_ms"])
        for action in actions
        if isinstance(action, Mapping) and "distance_ms" in action
    ]
    return sum(distances) or None, len(actions) > len(distances)


async def _ask(method: str, url: str, posted: Mapping[str, object] | None = None) -> httpx.Response:
    # trust_env off: a proxy of the environment must not see practice mail.
    async with httpx.AsyncClient(trust_env=False, verify=_NO_TLS, timeout=TIMEOUT_S) as client:
        try:
            response = await client.request(method, url, json=posted)
            response.raise_for_status()
        except httpx.HTTPStatusError as error:
            raise _refusal(error.response, posted) from error
        except httpx.HTTPError as error:
            raise SandboxError(
                "The practice inbox does not answer.",
                why=_why(error),
                remedy="Try again, or start sgdesk again.",
            ) from error
    return response


def _why(error: httpx.HTTPError) -> str:
    match error:
        case httpx.NetworkError() | httpx.RemoteProtocolError():
            # Which of the two is a matter of the moment: one that ends closes both.
            return "It has ended: it takes no connection, or broke off the one it had."
        case httpx.TimeoutException():
            return f"It was silent for {TIMEOUT_S:g} s."
        case _:
            return str(error) or type(error).__name__


def _refusal(response: httpx.Response, posted: Mapping[str, object] | None) -> SandboxError:
    if posted is None:
        return SandboxError(
            "The practice inbox does not have it any more.",
            why=f"It said {response.status_code}.",
        )
    why = str(response.json().get("error", "")) or f"It said {response.status_code}."
    return SandboxError("This cannot be simulated.", why=why)


def _entry(summary: Mapping[str, Any]) -> InboxEntry:
    return InboxEntry(
        id=summary["id"],
        path=summary["path"],
        listener=summary["listener"],
        received_at=datetime.fromisoformat(summary["received_at"]),
        sender=summary["from"],
        to=tuple(summary["to"]),
        subject=summary["subject"],
        size_bytes=summary["size"],
        program=summary["program"],
    )


def _refused_entry(summary: Mapping[str, Any]) -> RefusedEntry:
    return RefusedEntry(
        id=summary["id"],
        path=summary["path"],
        listener=summary["listener"],
        received_at=datetime.fromisoformat(summary["received_at"]),
        code=summary["code"],
        call=summary["call"],
        reason=summary["reason"],
    )


def _mail(shown: Mapping[str, Any]) -> InboxMail:
    return InboxMail(
        entry=_entry(shown),
        mail_from=shown["envelope"]["mail_from"],
        rcpt_to=tuple(shown["envelope"]["rcpt_to"]),
        headers=tuple((name, value) for name, value in shown["headers"]),
        heard=shown["heard"],
        parts=tuple(shown["parts"]),
        x_smtpapi=shown["x_smtpapi"],
        x_smtpapi_raw=shown["x_smtpapi_raw"],
        x_smtpapi_problem=shown["x_smtpapi_problem"],
        v3=shown["v3"],
        copies=tuple(shown["copies"]),
        answer=shown["answer"],
    )
