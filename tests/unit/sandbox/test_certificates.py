"""The throwaway authority goes when it is no longer needed."""

import os
import stat
import tempfile
from pathlib import Path

import pytest

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


def test_folder_of_a_dead_one_goes_at_the_next_start_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead, young, strange = (tmp_path / f"sgdesk-sandbox-{each}" for each in ("a", "b", "c"))
    for folder in (dead, young, strange):
        folder.mkdir()
        if folder is not strange:
            (folder / "owner").touch()
        (folder / "ca.pem").touch()
        if folder is not young:
            os.utime(folder, (0, 0))
    with Certificates("127.0.0.1") as alive:
        os.utime(alive.ca_file.parent, (0, 0))
        assert not dead.exists()
        with Certificates("127.0.0.1"):
            assert alive.ca_file.exists()

    assert sorted(tmp_path.iterdir()) == [young, strange]
