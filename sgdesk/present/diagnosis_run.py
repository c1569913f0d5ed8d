"""A run in words: what is tested and for whom, how far it is, and what to do next in the window."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sgdesk.account.account import PRACTICE
from sgdesk.diagnose.case import Case
from sgdesk.diagnose.finding import Certainty, Severity
from sgdesk.diagnose.observation import Observation, Probe, Result, Target
from sgdesk.diagnose.plan import CONTROLS
from sgdesk.diagnose.verdict import Diagnosis, Verdict
from sgdesk.errors import InputError
from sgdesk.present.diagnosis import (
    NOT_REACHED,
    RESULT_WORDS,
    Row,
    hosts_line,
    matrix,
)
from sgdesk.present.words import Tone, path_words
from sgdesk.route import Path, SmtpPath
from sgdesk.settings import SETTINGS, Settings

EMPTY_WORDS = (
    "Mail does not go out? This tests every way to SendGrid from this computer. Nothing is sent."
)
PRACTICE_WORDS = (
    "Mail does not go out? This tests every way from this computer. Nothing is sent, and no key "
    "is used. Practice is chosen above, so Start tests the practice inbox alone."
)
STOPPED_WORDS = "Stopped. What was seen until then stands below."
WAITING_WORDS = "What is wrong, and what to do, stands here once the test has ended."
HEALTHY_WORDS = "Nothing is wrong here. Choose a cell above to see what was seen there."
STOPPED_FOUND = "Nothing was concluded, as the test did not end. Run it again to know."
CHOOSE_WORDS = "Choose a cell above to see what was seen there."
NOT_REACHED_WORDS = "Nothing was seen here: this step was not reached."
CERTAINTY_MEANS = {
    Certainty.CERTAIN: "What was seen leaves no other cause that is known",
    Certainty.LIKELY: "What was seen fits this cause best; seven times in ten it is this one",
    Certainty.POSSIBLE: "What was seen fits this cause and others as well",
}
TRYING, TO_COME = "trying…", "…"
_NOT_TESTED = RESULT_WORDS[Result.NOT_TESTED]
_SHORT = 20
"""Letters of an account's name on a button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose servers a run tests."""

    account: str
    """An account's name; empty for SendGrid's own servers, whoever sends."""
    settings: Settings
    paths: tuple[Path, ...]
    tries_key: bool = False
    """The user has chosen a key to be tried."""
    simulated: str = ""
    """What goes wrong in the practice inbox by its user's own choice, where that is tested."""

    @property
    def is_practice_inbox(self) -> bool:
        """Say whether it is the window's own practice inbox."""
        return self.account == PRACTICE.name


def asked_line(subject: Subject, diagnosis: Diagnosis) -> str:
    """Say which servers were tested for whom, and what was not done to them."""
    if subject.is_practice_inbox:
        tested = "Tested: the practice inbox on this computer, not SendGrid."
    else:
        tested = hosts_line(subject.settings, diagnosis)
        if subject.account:
            tested = f"{tested.removesuffix('.')}, for {subject.account}."
    return f"{tested} Nothing was sent{_of_key(subject, diagnosis)}."


def _of_key(subject: Subject, diagnosis: Diagnosis) -> str:
    """Say whether a key was tried, and where not all is open that none could be."""
    if not subject.tries_key:
        no_key = any(o.result is Result.NEEDS_KEY for o in diagnosis.observations)
        return "; no key was used, so Sign-in was not tried" if no_key else ""
    was_tried = any(o.probe is Probe.KEY for o in diagnosis.observations)
    if was_tried:
        return "; the key was tried by the Web API and one SMTP port, as far as they are open"
    return "; the key was not tried, as no way is open that is encrypted and verified"


def asking_line(subject: Subject, targets: Sequence[Target]) -> str:
    """Say which servers are tested for whom, while that goes on."""
    if subject.is_practice_inbox:
        return "The practice inbox on this computer, not SendGrid. Nothing is sent."
    hosts = ", ".join(dict.fromkeys(target.host for target in targets))
    whose = f", for {subject.account}" if subject.account else ""
    key = "and the key is tried by sign-in alone" if subject.tries_key else "and no key is used"
    return f"Testing {hosts}{whose}. Nothing is sent, {key}."


def running_words(passed_s: float, most_s: float, *, has_key: bool = False) -> str:
    """Say how long a run may take, and from a second on how long it has taken."""
    passed = f"{passed_s:.0f} s of " if passed_s >= 1 else ""
    then = ", then the key, at most 20 s" if has_key else ""
    return f"Testing… {passed}at most {most_s:g} s{then}"


def replaying_words(passed_s: float, most_s: float) -> str:
    """Say how long it may take to play a report, and how long it has taken."""
    return running_words(passed_s, most_s).replace("Testing", "Replaying", 1)


def rows_so_far(targets: Sequence[Target], observations: Sequence[Observation]) -> tuple[Row, ...]:
    """Give the matrix while a run goes on: what is still to come is not called "not reached"."""
    return _unfinished(targets, observations, TRYING, TO_COME)


def rows_left(targets: Sequence[Target], observations: Sequence[Observation]) -> tuple[Row, ...]:
    """Give the matrix of a run that was stopped: nothing is to come any more."""
    return _unfinished(targets, observations, _NOT_TESTED, _NOT_TESTED)


def _unfinished(
    targets: Sequence[Target], observations: Sequence[Observation], first: str, others: str
) -> tuple[Row, ...]:
    known = Diagnosis(
        targets=tuple(targets),
        observations=tuple(observations),
        findings=(),
        verdict=Verdict(headline="", use=None, certainty=Certainty.POSSIBLE),
    )
    return tuple(_with_words(row, first, others) for row in matrix(known))


def _with_words(row: Row, first: str, others: str) -> Row:
    """Say of the first step of a way that has no end yet something else than of the others."""
    left = [cell for cell in row.cells if cell == NOT_REACHED]
    if not left or any(cell.tone is Tone.BAD for cell in row.cells):
        return row
    words = iter((first, *[others] * (len(left) - 1)))
    cells = (replace(c, words=next(words)) if c == NOT_REACHED else c for c in row.cells)
    return replace(row, cells=tuple(cells))


def verdict_tone(diagnosis: Diagnosis) -> Tone:
    """Say how things stand: nothing works, something does not, or all does that matters."""
    if diagnosis.verdict.use is None:
        return Tone.BAD
    simulated = diagnosis.practice is not None and diagnosis.practice.simulated
    wrong = simulated or any(f.severity is not Severity.INFO for f in diagnosis.findings)
    return Tone.WARN if wrong else Tone.GOOD


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """The one button to press after a run."""

    act: Literal["use", "write", "add", "again", "stop_simulating"]
    label: str
    why: str
    path: Path | None = None


AGAIN = NextStep(act="again", label="Run again", why="Test every way once more (F5)")
STOP_SIMULATING = NextStep(
    act="stop_simulating",
    label="Stop the simulation",
    why="Let nothing go wrong in the practice inbox any more, and test every way once more",
)


def next_step(subject: Subject, diagnosis: Diagnosis, own: Path) -> NextStep:
    """Say what to do by the way that works; `own` is the one by which mail begins now."""
    use = diagnosis.verdict.use
    if subject.simulated:
        return STOP_SIMULATING
    if use is None:
        return AGAIN
    if not subject.account:
        why = "Open the sheet that takes a SendGrid key and checks it; sends nothing"
        return NextStep(act="add", label="Add a SendGrid key", why=why)
    if own in working_paths(diagnosis):
        why = f"Open Write; mail begins by {by_words(own)} there, which works from here"
        return NextStep(act="write", label="Write a mail", why=why, path=own)
    if subject.is_practice_inbox:
        why = f"Choose {by_words(use)} in Write in place of {by_words(own)}; sends nothing"
        return NextStep(act="use", label=f"Choose {path_words(use)} in Write", why=why, path=use)
    why = (
        f"Let {subject.account} begin each mail by {by_words(use)} in place of {by_words(own)}; "
        "sends nothing now"
    )
    label = f"Send by {path_words(use)} from now on"
    return NextStep(act="use", label=label, why=why, path=use)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictWords:
    """What the card with the verdict shows."""

    tone: Tone
    headline: str
    certainty: Certainty
    tested: str
    step: NextStep | None
    """`None` where nothing here can be changed by it: it is another computer's."""
    has_why: bool
    """Whether there is a finding to go to."""
    other: str
    """Whose servers may be tested in place of these, as a button says it; empty for none."""
    can_run_again: bool
    can_save: bool
    """Whether a report can be made of it: it was tested here."""
    can_try_key: bool
    """Whether there is an account whose key the open way could take, and was not asked to."""


def verdict_words(
    subject: Subject, diagnosis: Diagnosis, own: Path, *, chosen: str, at: datetime
) -> VerdictWords:
    """Word a verdict of a run that ended `at` a time.

    `own` is the path by which mail begins now, `chosen` the account that sends it.
    """
    return VerdictWords(
        tone=verdict_tone(diagnosis),
        headline=diagnosis.verdict.headline,
        certainty=diagnosis.verdict.certainty,
        tested=asked_line(subject, diagnosis).replace("Tested:", f"Tested at {at:%H:%M:%S}:", 1),
        step=next_step(subject, diagnosis, own),
        has_why=bool(diagnosis.findings),
        other=_other(subject, chosen),
        can_run_again=True,
        can_save=True,
        can_try_key=subject.account not in ("", PRACTICE.name)
        and not subject.tries_key
        and diagnosis.verdict.use is not None,
    )


def _other(subject: Subject, chosen: str) -> str:
    """Offer SendGrid beside the practice inbox, and the way back from there."""
    if subject.is_practice_inbox:
        return "Test SendGrid"
    return "" if subject.account or not chosen else f"Test {_short(chosen)}"


def _short(name: str) -> str:
    return name if len(name) <= _SHORT else f"{name[: _SHORT - 1]}…"


def verdict_elsewhere(diagnosis: Diagnosis, tested: str) -> VerdictWords:
    """Word the verdict of a test that was made elsewhere; `tested` says where and when."""
    return VerdictWords(
        tone=verdict_tone(diagnosis),
        headline=diagnosis.verdict.headline,
        certainty=diagnosis.verdict.certainty,
        tested=tested,
        step=None,
        has_why=bool(diagnosis.findings),
        other="",
        can_run_again=False,
        can_save=False,
        can_try_key=False,
    )


def changed_words(subject: Subject, now: Path, before: Path) -> str:
    """Say what pressing it has changed."""
    if subject.is_practice_inbox:
        return f"Write sends by {by_words(now)} now. It was {by_words(before)}."
    was = by_words(before)
    return f"{subject.account} begins each mail by {by_words(now)} from now on. It was {was}."


def simulation_moved(was: str, now: str) -> str:
    """Say that the practice inbox was tested while something else was simulated, or nothing."""
    then = f"while {was} was simulated" if was else "before anything was simulated"
    return f"This was tested {then}. Run again tests it {f'with {now}' if now else 'without'}."


def undone_words(subject: Subject, now: Path) -> str:
    """Say that it was taken back."""
    who = "Write sends" if subject.is_practice_inbox else f"{subject.account} begins each mail"
    return f"{who} by {by_words(now)} again."


def working_paths(diagnosis: Diagnosis) -> tuple[Path, ...]:
    """Give the ways by which mail can go out, as advised."""
    return tuple(target.path for target in Case(diagnosis.observations).working())


def by_words(path: Path) -> str:
    """Name a path within a sentence."""
    return path_words(path) if isinstance(path, SmtpPath) else "the Web API"


def others_words() -> str:
    """Name the servers of others before any of them is connected to."""
    ports: dict[str, list[str]] = {}
    for control in CONTROLS:
        ports.setdefault(control.host, []).append(str(control.port))
    named = " and ".join(f"{host} (port {', '.join(each)})" for host, each in ports.items())
    return f"This connects to {named}, once each. Nothing is sent there, and no key."


def in_window(text: str) -> str:
    """Name settings as the window does where a sentence names options of the command line."""
    return _OPTION.sub(lambda found: _PLACES.get(found[0], found[0]), text)


_OPTION = re.compile(r"--[a-z][a-z-]+")
_PLACES = {
    setting.flag: f"Settings, {setting.group.value}: {setting.title}"
    for setting in SETTINGS
    if setting.flag
}


def plain_refused(account: str, path: Path) -> InputError:
    """Refuse a way by which the key would go out unencrypted, as the command line does."""
    return InputError(
        f"{account} sends its key without encryption, so nothing was tested.",
        why=f"Its path is {path_words(path)} without encryption; everybody on the way can read "
        "the key.",
        remedy="Choose an encrypted path for the account, then run again.",
    )
