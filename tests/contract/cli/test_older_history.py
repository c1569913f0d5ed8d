"""A command that searches a history of an older version finds all that a newer one would."""

import json
from pathlib import Path

import pytest

from tests.support.cli import key_of, live_at, sgdesk
from tests.support.older import make_older
from tests.support.sandbox import Sandbox

MAIL = ("--from", "sender@example.com", "--to", "to@example.com", "--subject", "s", "--text", "t")


@pytest.mark.parametrize("action", ["list", "export"])
def test_older_result_is_found_by_its_answer(sandbox: Sandbox, tmp_path: Path, action: str) -> None:
    env = {**key_of(sandbox.info), "SGDESK_DATA_DIR": str(tmp_path)}
    assert sgdesk("send", *live_at(sandbox.info), *MAIL, "--via", "smtp:587", env=env).code == 0
    make_older(tmp_path, 6, "UPDATE words SET folded = 's';")
    as_json = ("--json",) if action == "list" else ()
    ran = sgdesk("history", action, *as_json, "--search", "250 queued", env=env)

    assert ran.code == 0
    assert len(json.loads(ran.out)["attempts"]) == 1
    assert ran.err == ""
