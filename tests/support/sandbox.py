"""The local SendGrid for tests: one process a session, clean for each test.

A pytest plugin (`pytest_plugins = ["tests.support.sandbox"]`). The fixture
`sandbox` gives a `Sandbox`; mails, events, stamps and faults are forgotten
after each test, and connections that a fault still holds are let go.
"""

import asyncio
import http.client
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import trustme

from sgdesk.route import Route, parse_path
from sgdesk.routing import PracticePorts, practice_route
from sgdesk.sandbox.process import SandboxInfo, SandboxProcess
from sgdesk.settings import resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """A running local SendGrid and short words for what tests ask of it."""

    info: SandboxInfo

    def inbox(self) -> list[dict[str, Any]]:
        """Give a summary of each captured mail, oldest first."""
        answer: list[dict[str, Any]] = self._json("GET", self.info.inbox_url)
        return answer

    def mails(self) -> list[dict[str, Any]]:
        """Give each captured mail whole, oldest first."""
        return [self._json("GET", f"{self.info.inbox_url}/{m['id']}") for m in self.inbox()]

    def only_mail(self) -> dict[str, Any]:
        """Give the one captured mail; fails unless it is alone."""
        (mail,) = self.mails()
        return mail

    def raw(self, message_id: str) -> bytes:
        """Give a captured mail's bytes as received."""
        return self._ask("GET", f"{self.info.inbox_url}/{message_id}/raw")

    def events(self) -> list[dict[str, Any]]:
        """Give the events that SendGrid would have posted."""
        answer: list[dict[str, Any]] = self._json("GET", self.info.events_url)
        return answer

    def refusals(self) -> list[dict[str, Any]]:
        """Give each refused call whole, oldest first."""
        url = self.info.refusals_url
        return [self._json("GET", f"{url}/{call['id']}") for call in self._json("GET", url)]

    def call(self, key: str, body: str) -> int:
        """Ask for a mail as another program would, and give the status of the answer."""
        parts = urlsplit(self.info.api_url_plain)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        json_type = {"Content-Type": "application/json", "Accept": "application/json"}
        try:
            headers = {"Authorization": f"Bearer {key}", **json_type}
            connection.request("POST", "/v3/mail/send", body, headers)
            return connection.getresponse().status
        finally:
            connection.close()

    def stamps(self) -> list[dict[str, Any]]:
        """Give when each point was asked and answered, on the monotonic clock."""
        answer: list[dict[str, Any]] = self._json("GET", self.info.stamps_url)
        return answer

    def fault(self, at: str, action: Any, **when: Any) -> dict[str, Any]:
        """Put a fault in force; see `sgdesk/sandbox/faults.py` for the vocabulary."""
        posted = {"at": at, "action": action, "when": when}
        answer: dict[str, Any] = self._json("POST", self.info.faults_url, posted)
        return answer

    def faults(self) -> list[dict[str, Any]]:
        """List the faults in force with how often the occasion of each has come."""
        answer: list[dict[str, Any]] = self._json("GET", self.info.faults_url)
        return answer

    def clear_faults(self) -> None:
        """Put everything right and drop every client's connection."""
        self._ask("DELETE", self.info.faults_url)

    def reset(self) -> None:
        """Forget everything."""
        self.clear_faults()
        self._ask("DELETE", self.info.inbox_url)
        self._ask("DELETE", self.info.stamps_url)

    def _json(self, verb: str, url: str, body: Mapping[str, Any] | None = None) -> Any:
        return json.loads(self._ask(verb, url, body))

    def _ask(self, verb: str, url: str, body: Mapping[str, Any] | None = None) -> bytes:
        parts = urlsplit(url)
        # http.client knows nothing of proxies from the environment.
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        try:
            connection.request(verb, parts.path, json.dumps(body) if body is not None else None)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        if response.status >= 400:
            raise AssertionError(f"{verb} {url}: {response.status} {content.decode()}")
        return content


def routes(sandbox: Sandbox, *paths: str, timeout: float = 5.0) -> list[Route]:
    """Give the routes to the local SendGrid."""
    info = sandbox.info
    ports = PracticePorts(
        api_url=info.api_url,
        smtp_host=info.smtp_host,
        starttls=info.starttls_port,
        tls=info.tls_port,
        plain=info.plain_port,
        ca_file=str(info.ca_file),
    )
    settings = resolve(flags={"timeout": timeout, "connect_timeout": timeout})
    return [practice_route(settings, parse_path(path), ports) for path in paths]


def own_server_ca(info: SandboxInfo) -> Path:
    """Give the file by which a local SendGrid stands for a live server of one's own."""
    return info.ca_file.with_name("own-server.pem")


@pytest.fixture(scope="session")
def sandbox_process() -> Iterator[SandboxProcess]:
    """One local SendGrid for the whole session; ask for `sandbox` instead."""
    process = asyncio.run(SandboxProcess.start())
    # Mail to it counts as live: beside another, its certificate is not known as a practice one.
    other = trustme.CA(organization_name="Somebody else").cert_pem.bytes()
    own_server_ca(process.info).write_bytes(process.info.ca_file.read_bytes() + other)
    yield process
    asyncio.run(process.aclose())
    assert (process.returncode, process.said) == (0, "")


@pytest.fixture
def sandbox(sandbox_process: SandboxProcess) -> Iterator[Sandbox]:
    """A local SendGrid in which nothing has happened yet."""
    info = sandbox_process.info
    running = Sandbox(info=replace(info, ca_file=own_server_ca(info)))
    yield running
    running.reset()
