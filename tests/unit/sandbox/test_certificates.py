"""The throwaway authority goes when it is no longer needed."""

import stat

from sgdesk.sandbox.certificates import Certificates, server_names


def test_directory_is_private_and_goes_at_the_end() -> None:
    with Certificates("127.0.0.1") as certificates:
        folder = certificates.ca_file.parent
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert b"PRIVATE KEY" not in certificates.ca_file.read_bytes()

    assert not folder.exists()


def test_leaf_is_good_for_the_address_listened_on() -> None:
    assert "192.0.2.7" in server_names("192.0.2.7")
    assert "0.0.0.0" not in server_names("0.0.0.0")
    assert {"smtp.sendgrid.net", "api.eu.sendgrid.com", "::1"} <= set(server_names("127.0.0.1"))
