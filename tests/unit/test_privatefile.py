"""A file of the owner's alone, whole or not at all."""

import os
import resource
import signal
from pathlib import Path
from typing import BinaryIO

import pytest

from sgdesk.privatefile import _fill, private_file
from tests.support.somebody import somebody


def test_it_is_the_owner_s_alone_even_where_an_open_one_stood(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("old")
    path.chmod(0o644)

    with private_file(path) as file:
        file.write(b"new")

    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == (0o600 if os.name == "posix" else 0o666)


def test_the_old_one_stays_when_the_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("old")

    def write_half() -> None:
        with private_file(path) as file:
            file.write(b"half of the n")
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        write_half()

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_keeps_its_place_and_its_target_gets_the_text(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)

    with private_file(link) as file:
        file.write(b"new")

    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    with private_file(pipe) as file:
        file.write(b"text")

    assert os.read(reading, 100) == b"text"
    os.close(reading)
    assert pipe.is_fifo()


def test_a_stream_that_is_named_by_its_number_is_written_to() -> None:
    reading, writing = os.pipe()
    with private_file(Path(f"/dev/fd/{writing}")) as file:
        file.write(b"text")
    os.close(writing)

    assert os.read(reading, 100) == b"text"
    os.close(reading)


def test_file_in_a_folder_where_none_may_be_made_is_written_over() -> None:
    with somebody() as folder:
        path, locked = folder / "config.toml", folder / "locked.toml"
        for each in (path, locked):
            each.write_text("what was there before")
        path.chmod(0o644)
        locked.chmod(0o400)
        folder.chmod(0o500)

        with private_file(path) as file:
            file.write(b"new")
        assert path.read_bytes() == b"new"
        assert path.stat().st_mode & 0o777 == 0o600

        for each in (locked, folder / "new.toml"):
            with pytest.raises(PermissionError), private_file(each) as file:
                file.write(b"new")
        assert locked.read_text() == "what was there before"


def test_what_was_there_comes_back_when_it_cannot_be_written_over() -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with somebody() as folder:
        path = folder / "config.toml"
        path.write_text("old")
        folder.chmod(0o500)
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limits[1]))
            with pytest.raises(OSError, match="too large"), private_file(path) as file:
                file.write(b"x" * 100_000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            signal.signal(signal.SIGXFSZ, ignored)

        assert path.read_text() == "old"


@pytest.mark.parametrize("can_come_back", [True, False])
def test_what_went_wrong_first_is_said_when_the_writing_over_breaks_off(
    monkeypatch: pytest.MonkeyPatch, *, can_come_back: bool
) -> None:
    writes: list[bytes] = []

    def break_off(file: BinaryIO, content: bytes) -> None:
        writes.append(content)
        if len(writes) == 1:
            _fill(file, content[:1])
            raise KeyboardInterrupt
        if not can_come_back:
            raise OSError("full")
        _fill(file, content)

    monkeypatch.setattr("sgdesk.privatefile._fill", break_off)
    with somebody() as folder:
        path = folder / "config.toml"
        path.write_text("old")
        folder.chmod(0o500)

        with pytest.raises(KeyboardInterrupt), private_file(path) as file:
            file.write(b"new")

        assert path.read_text() == ("old" if can_come_back else "n")


def test_a_stream_of_this_process_is_written_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "log"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT)
    try:
        os.write(handle, b"results\n")
        with private_file(Path(f"/dev/fd/{handle}")) as file:
            file.write(b"dialogue\n")
        os.write(handle, b"more\n")
    finally:
        os.close(handle)

    assert path.read_bytes() == b"results\ndialogue\nmore\n"
    assert [each.name for each in tmp_path.iterdir()] == ["log"]
