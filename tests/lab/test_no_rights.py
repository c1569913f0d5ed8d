"""Nothing of a diagnosis needs an administrator: an ordinary user comes to the same."""

import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sgdesk.diagnose.elsewhere.reading import read_elsewhere
from sgdesk.diagnose.finding import Certainty
from tests.lab import test_broken_networks as broken
from tests.support.broken_network import NOBODY, NOBODY_ID, Network, Place, place
from tests.support.cli import sgdesk

CASES = (broken.all_mail_dropped, broken.mail_rejected, broken.large_packets_lost)


@pytest.fixture(scope="module")
def here() -> Iterator[Place]:
    """A place where commands are run by nobody, with a home of their own."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        home = folder / "home"
        home.mkdir()
        os.chown(home, NOBODY_ID, NOBODY_ID)
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name in ("HOME", "SGDESK_CONFIG_DIR", "SGDESK_DATA_DIR", "XDG_RUNTIME_DIR"):
            patch.setenv(name, str(home))
        made = stack.enter_context(place(f"sgnobody{os.getpid()}", folder))
        made.runs_as = NOBODY
        yield made


def test_nobody_has_no_rights(here: Place) -> None:
    status = here.run(Network(), "cat", "/proc/self/status", path=os.environ["PATH"])
    words = dict(line.split(":\t", 1) for line in status.splitlines())
    assert set(words["Uid"].split()) == {str(NOBODY_ID)}
    assert int(words["CapEff"], 16) == int(words["CapBnd"], 16) == 0


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_an_ordinary_user_comes_to_the_same(here: Place, make: broken.Make) -> None:
    case = make(random.Random(broken.SEED))
    code, document = here.diagnose(case.network, *case.options)
    assert code in (0, 6), document
    assert [f["id"] for f in document["findings"]][:1] == [case.top], broken.SEED
    verdict = document["verdict"]
    assert (verdict["use"], verdict["confidence"]) == (case.use, case.confidence), broken.SEED
    assert code == (0 if case.use else 6)


def test_the_lines_for_another_computer_need_no_rights_there(here: Place) -> None:
    lines = sgdesk("diagnose", "--for-another", "sh")
    assert lines.code == 0, lines.err
    case = broken.all_mail_dropped(random.Random(broken.SEED))
    found = read_elsewhere(here.run(case.network, "sh", "-c", lines.out, path=os.environ["PATH"]))
    assert [f.id for f in found.diagnosis.findings][:1] == [case.top]
    assert found.diagnosis.verdict.certainty is Certainty(case.confidence)
