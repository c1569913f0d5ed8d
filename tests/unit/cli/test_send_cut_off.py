"""A send that is cut off by anything at all: the last line of JSON says so."""

import json

import pytest

from sgdesk.cli import send
from sgdesk.cli.main import run
from sgdesk.cli.plan import SendPlan
from sgdesk.cli.reporters import Report
from sgdesk.secret import Secret
from sgdesk.settings import Settings
from tests.support.attempts import an_attempt
from tests.support.engine import a_delivery


@pytest.mark.parametrize("form", ["--events", "--json"])
@pytest.mark.parametrize("made", [0, 1])
@pytest.mark.parametrize(
    ("cut", "code", "happened"),
    [
        (ZeroDivisionError("ada@example.com"), 70, "sgdesk itself failed."),
        (OSError("ada@example.com"), 70, "sgdesk itself failed."),
        (KeyboardInterrupt(), 130, "Cancelled."),
    ],
    ids=["error", "system", "ctrl-c"],
)
def test_the_document_says_what_ended_it_early(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    cut: BaseException,
    code: int,
    happened: str,
    made: int,
    form: str,
) -> None:
    async def cut_off(_: Settings, plan: SendPlan, secret: Secret | None, report: Report) -> bool:
        report.queued(a_delivery())
        for _number in range(made):
            report.attempt(an_attempt())
        raise cut

    monkeypatch.setattr(send, "_send", cut_off)
    ended = run(["send", "--sandbox", form], open_window=lambda **_: 0)

    out, err = capsys.readouterr()
    document = json.loads(out if form == "--json" else out.splitlines()[-1])
    assert (ended, len(document["attempts"])) == (code, made)
    assert document["error"]["happened"] == happened
    assert "ada@example.com" not in out + err, "an error's text may quote a message"
