"""In broken networks the lines for another computer come to what a run of our own must say."""

import random
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pytest

from sgdesk.diagnose.elsewhere.lines import Shell, lines_for
from sgdesk.diagnose.elsewhere.reading import read_elsewhere
from sgdesk.diagnose.finding import Certainty
from sgdesk.diagnose.observation import Role, Target
from sgdesk.diagnose.verdict import Diagnosis
from sgdesk.route import Tls
from tests.lab import test_broken_networks as broken
from tests.support.broken_network import Place, at_places
from tests.support.elsewhere import API, MAIL, PORTS, tools

LINES = lines_for(
    Shell.SH,
    [
        Target(role=Role.API, host=API, port=443, tls=Tls.IMPLICIT),
        *(Target(role=Role.SMTP, host=MAIL, port=p, tls=Tls(tls)) for p, tls in PORTS.items()),
    ],
)
TOOLS: dict[str, tuple[str, ...]] = {"with openssl": ("bash", "openssl"), "bare": ("bash",)}
SHOWS_IN_TLS_ONLY = ("everything_intercepted", "page_for_answer")
"""What a computer that cannot encrypt has no way to see."""
CASES: tuple[broken.Make, ...] = (
    broken.clean,
    broken.only_25_dropped,
    broken.all_mail_dropped,
    broken.submission_dropped,
    broken.mail_reset,
    broken.mail_rejected,
    broken.web_api_dropped,
    broken.everything_dropped,
    broken.names_hidden,
    broken.name_lies,
    broken.ports_silent,
    broken.ports_cut,
    broken.cut_after_ehlo,
    broken.inspected,
    broken.encryption_stripped,
    broken.mail_diverted,
    broken.everything_intercepted,
    broken.page_for_answer,
)
Said = dict[tuple[str, str], tuple[broken.Case, Diagnosis]]


@pytest.fixture(scope="module")
def said() -> Said:
    """What the lines' output came to on each network."""

    def work(here: Place, make: broken.Make) -> Said:
        paths = {kind: _tools(here.folder / kind, more) for kind, more in TOOLS.items()}
        return {(make.__name__, kind): _said_of(here, make, paths[kind]) for kind in TOOLS}

    met = at_places(work, CASES, at_once=broken.AT_ONCE)
    return dict(chain.from_iterable(each.items() for each in met))


def _tools(folder: Path, more: tuple[str, ...]) -> str:
    return str(folder) if folder.exists() else tools(folder, *more)


def _said_of(here: Place, make: broken.Make, path: str) -> tuple[broken.Case, Diagnosis]:
    case = make(random.Random(f"{broken.SEED} {make.__name__}"))
    text = here.run(case.network, str(Path(path) / "sh"), "-c", LINES, path=path)
    return case, read_elsewhere(text).diagnosis


def _rank(certainty: Certainty) -> int:
    return list(Certainty).index(certainty)


@pytest.mark.parametrize("kind", TOOLS)
@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_another_computer_comes_to_the_same(said: Said, make: broken.Make, kind: str) -> None:
    case, found = said[make.__name__, kind]
    named = [f"{f.id} {f.certainty.value}: {f.title}" for f in found.findings]
    sees_nothing = kind == "bare" and make.__name__ in SHOWS_IN_TLS_ONLY
    top = [] if sees_nothing or case.top is None else [case.top]
    assert [f.id for f in found.findings][:1] == top, (named, broken.SEED)
    certainty = Certainty.LIKELY if sees_nothing else Certainty(case.confidence)
    assert _rank(found.verdict.certainty) >= _rank(certainty), (named, broken.SEED)
    if not sees_nothing:
        use = found.verdict.use.text if found.verdict.use else None
        assert use == case.use, (found.verdict, broken.SEED)


def test_with_openssl_it_is_as_sure_as_a_run_of_our_own(said: Said) -> None:
    surer: Sequence[str] = [
        name
        for (name, kind), (case, found) in said.items()
        if kind == "with openssl" and found.verdict.certainty is not Certainty(case.confidence)
    ]
    assert surer == []
