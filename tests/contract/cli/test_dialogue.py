"""The conversation has on the command line the remarks that the window shows, in its words."""

from pathlib import Path

from tests.support.cli import key_of, live_at, sgdesk
from tests.support.sandbox import Sandbox

MAIL = ("--from", "sender@example.com", "--to", "Ada Lovelace <ada@example.com>", "--subject", "s")
REMARK = "*: ✕ Refused: the mail"


def test_refusal_has_its_remark_in_transcript_and_history_and_no_name_in_the_summary(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    env = {"SGDESK_DATA_DIR": str(tmp_path), **key_of(sandbox.info)}
    sandbox.fault("reply", {"reply": "550 Ada Lovelace says no\r\n"})
    where = (*live_at(sandbox.info), "--via", "smtp:587")
    sent = sgdesk("send", *where, *MAIL, "--text", "t", "--transcript", "-", env=env)
    listed = sgdesk("history", "list", env=env).out.splitlines()[1].split()
    shown = sgdesk("history", "show", listed[2], env=env).out
    summary = sgdesk("history", "show", listed[2], "--summary", env=env).out

    for said in (sent.err, shown):
        assert f"S: 550 Ada Lovelace says no\n{REMARK}\n" in said
    assert f"S: 550 … says no\n{REMARK}\n" in summary
    assert "C: RCPT TO:<…@example.com>\n" in summary
    assert "C: … the mail, " in summary
    assert "Lovelace" not in summary
