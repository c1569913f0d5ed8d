"""One send over a real transport, for tests that judge how it ended."""

from collections.abc import Sequence

from sgdesk import clock
from sgdesk.delivery import Attempt, AttemptId, Delivery, DeliveryId
from sgdesk.message import Message, sample
from sgdesk.route import Route, SmtpPath, Tls, WebApiPath
from sgdesk.sandbox.process import SandboxInfo
from sgdesk.secret import Secret
from sgdesk.transport.base import Connection, Job


def sandbox_route(
    info: SandboxInfo,
    word: str,
    *,
    connect_timeout: float = 10,
    total_timeout: float = 30,
    proxy: str | None = None,
    known_issuers: tuple[str, ...] | None = None,
) -> Route:
    """Give the route to the local SendGrid: `webapi`, `starttls`, `tls` or `plain`."""
    ports = {"starttls": info.starttls_port, "tls": info.tls_port, "plain": info.plain_port}
    kinds = {"starttls": Tls.STARTTLS, "tls": Tls.IMPLICIT, "plain": Tls.PLAIN}
    path = WebApiPath() if word == "webapi" else SmtpPath(port=ports[word], tls=kinds[word])
    return Route(
        path=path,
        api_url=info.api_url,
        smtp_host=info.smtp_host,
        ca_file=str(info.ca_file),
        connect_timeout=connect_timeout,
        total_timeout=total_timeout,
        proxy=proxy,
        known_issuers=known_issuers,
        practice=True,
    )


def sandbox_key(info: SandboxInfo) -> Secret:
    """Give the local SendGrid's key."""
    return Secret(info.key)


class Marks:
    """A journal's mark that only counts."""

    def __init__(self) -> None:
        self.count = 0

    async def __call__(self) -> None:
        """Mark once more."""
        self.count += 1


def job(route: Route, message: Message | None = None, *, mark: Marks | None = None) -> Job:
    """Give one attempt to make."""
    delivery = Delivery(
        id=DeliveryId("delivery"),
        message=message or sample(),
        route=route,
        created_at=clock.wall_utc(),
    )
    return Job(attempt_id=AttemptId("attempt"), delivery=delivery, mark=mark or Marks())


async def send_all(connection: Connection, jobs: Sequence[Job]) -> list[Attempt]:
    """Send one after another and close."""
    try:
        return [await connection.send(each) for each in jobs]
    finally:
        await connection.aclose()
