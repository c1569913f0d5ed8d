"""The transport follows from the path."""

import pytest

from sgdesk.route import Path, Route, SmtpPath, Tls, WebApiPath
from sgdesk.secret import Secret
from sgdesk.transport.choose import open_connection
from sgdesk.transport.smtp import SmtpConnection
from sgdesk.transport.webapi import WebApiConnection


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (WebApiPath(), WebApiConnection),
        (SmtpPath(port=587, tls=Tls.STARTTLS), SmtpConnection),
        (SmtpPath(port=465, tls=Tls.IMPLICIT), SmtpConnection),
    ],
)
def test_each_path_has_its_transport(path: Path, kind: type) -> None:
    connection = open_connection(Route(path=path), Secret("SG.x"))

    assert isinstance(connection, kind)
    assert not connection.is_warm
    assert connection.messages_sent == 0
