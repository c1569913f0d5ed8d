"""What is said of a connection that cannot be used."""

import pytest

from sgdesk.errors import InputError
from sgdesk.route import parse_path
from sgdesk.routing import make_route
from sgdesk.settings import resolve


def test_host_with_a_port_is_told_where_the_port_belongs() -> None:
    settings = resolve(flags={"smtp_host": "127.0.0.1:41017"})

    with pytest.raises(InputError) as caught:
        make_route(settings, parse_path("smtp:587:starttls"))
    assert "Other address" in caught.value.remedy
    assert "127.0.0.1:587=127.0.0.1:41017" in caught.value.remedy
    assert caught.value.setting == "smtp_host"
