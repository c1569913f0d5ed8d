"""A file of the owner's alone, whole or not at all."""

import os
import threading
from pathlib import Path

import pytest

from sgdesk.privatefile import private_file


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
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()

    with private_file(pipe) as file:
        file.write(b"text")
    reader.join(5)

    assert heard == [b"text"]
    assert pipe.is_fifo()


def test_a_stream_that_is_named_by_its_number_is_written_to() -> None:
    reading, writing = os.pipe()
    with private_file(Path(f"/dev/fd/{writing}")) as file:
        file.write(b"text")
    os.close(writing)

    assert os.read(reading, 100) == b"text"
    os.close(reading)
