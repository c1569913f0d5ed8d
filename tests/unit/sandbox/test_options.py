"""What the local SendGrid may be told."""

import pytest

from sgdesk.errors import InputError
from sgdesk.sandbox.__main__ import main
from sgdesk.sandbox.options import SandboxOptions


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1"])
def test_loopback_needs_no_consent(host: str) -> None:
    assert SandboxOptions(host=host).advertised_host == host


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_other_addresses_need_expose(host: str) -> None:
    with pytest.raises(InputError, match="--expose"):
        SandboxOptions(host=host)

    assert SandboxOptions(host=host, expose=True).host == host


def test_any_address_is_advertised_as_loopback() -> None:
    assert SandboxOptions(host="0.0.0.0", expose=True).advertised_host == "127.0.0.1"


def test_name_is_no_address() -> None:
    with pytest.raises(InputError, match="not an IP address"):
        SandboxOptions(host="localhost")


@pytest.mark.parametrize("base", [0, -1, 65531, 70000])
def test_port_base_must_leave_room_for_six(base: int) -> None:
    with pytest.raises(InputError, match="out of range"):
        SandboxOptions(port_base=base)

    assert SandboxOptions(port_base=65530).port_base == 65530


@pytest.mark.parametrize("limit", [0, -5])
def test_connection_must_carry_a_message(limit: int) -> None:
    with pytest.raises(InputError, match="messages per connection"):
        SandboxOptions(messages_per_connection=limit)


def test_refused_options_exit_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", "192.0.2.1"]) == 2
    assert "--expose" in capsys.readouterr().err
