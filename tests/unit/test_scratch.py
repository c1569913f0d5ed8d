"""A folder for temporary files that cannot be had is told with what to do."""

import tempfile
from pathlib import Path

import pytest

from sgdesk.errors import StartError
from sgdesk.scratch import ScratchFolder


def test_without_a_place_for_temporary_files_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(StartError) as raised:
        ScratchFolder("sgdesk-test-")

    assert raised.value.happened == "No temporary file can be written."
    assert "set TMPDIR" in raised.value.remedy
