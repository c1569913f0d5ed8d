"""What a user can do about a result: from problem and outcome to the buttons, in their order.

Pure: a face maps each `Act` to what it does. The first of a problem's acts is
the one to press; an unknown result never begins with sending again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import assert_never

from sgdesk.delivery import (
    Accepted,
    Attempt,
    Cancelled,
    Deferred,
    NotSent,
    Partial,
    RecipientResult,
    Rejected,
    Unknown,
)
from sgdesk.present.remedy_acts import (
    AT_SENDGRID,
    BY_PROBLEM,
    NEED_MESSAGE,
    OF_A_KEY,
    OF_AN_ACCOUNT,
    OF_THE_MAIL,
    RESENDS,
    SENDS,
    WAY,
    is_of_mail,
    is_of_way,
)
from sgdesk.present.remedy_words import (
    CHECK_AGAIN,
    NOT_REACHED_WHY,
    PRACTICE_SENDER,
    PUT_OFF_WHY,
    REFUSED_WHY,
    SWITCH_REGION,
    WORDS,
    Act,
    Words,
    link_of,
)
from sgdesk.present.rest import rest_label
from sgdesk.present.simulation import WHERE_WORDS, Where
from sgdesk.present.times import time_of_day
from sgdesk.present.words import people
from sgdesk.route import Path, SmtpPath, Tls, WebApiPath
from sgdesk.sendgrid.entries import SHORTER
from sgdesk.sendgrid.hosts import is_sendgrid_host

__all__ = [
    "Act",
    "Remedy",
    "RemedyPlace",
    "Sender",
    "link_of",
    "remedies",
    "wait_s",
    "while_finding",
    "while_waiting",
    "with_ways",
]

_SAID_TIME = re.compile(r"\b(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\b")
PORTAL = "D-HTTP-5"
_ALIKE = (
    (WHERE_WORDS[Where.EVERYWHERE], (*WAY, Act.FIND_WAY)),
    (WHERE_WORDS[Where.SMTP], (Act.TRY_465,)),
)
"""Where something is simulated, with what leads to other ways that meet the same."""
_REGION = "D-KEY-7"
WAIT_S = 60.0
"""How long to wait where a server asks to slow down and names no time."""


class RemedyPlace(Enum):
    """Where the buttons stand."""

    WRITE = "write"
    """Under the mail that was just sent, which still stands there."""
    RESULTS = "results"
    """In the detail of a row; the mail is what the history kept of it."""


class Sender(Enum):
    """Who there is to send a mail again, and to be asked about its key."""

    ITSELF = "itself"
    """The account that sent it is here."""
    CHOSEN = "chosen"
    """It was sent with a key alone; the account that is chosen may send it, and is asked first."""
    NOBODY = "nobody"


_LOST: dict[Sender, frozenset[Act]] = {
    Sender.ITSELF: frozenset(),
    Sender.CHOSEN: OF_A_KEY,
    Sender.NOBODY: OF_A_KEY | RESENDS | {Act.DIAGNOSE},
}
"""What leads nowhere until the key is here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One button."""

    act: Act
    label: str
    why: str
    path: Path | None = None
    """By which it sends, where that was found out."""


def remedies(
    attempt: Attempt,
    place: RemedyPlace,
    *,
    has_message: bool,
    now: datetime,
    decided: str | None = None,
    simulating: str = "",
    sender: Sender = Sender.ITSELF,
    left: int | None = None,
    is_in_inbox: bool = True,
    has_later: bool = False,
    is_compared: bool = False,
) -> tuple[Remedy, ...]:
    """Give what can be done about an attempt, the first thing first.

    `has_message` says whether its mail is still known; `decided` is the
    history's word for what the user said of an unknown; `simulating` says what is simulated
    now that its next send would meet; `sender` who there is to do it; `left` how many of
    those who were refused did not get it since, where that is known; `is_in_inbox` whether
    the practice inbox, which forgets, can still tell of it; `has_later` whether
    `since` tells of another send of its mail; `is_compared` whether it is set beside its send by
    the other path.
    """
    lost = _LOST[sender]
    pair = (Act.COMPARE_AGAIN,) if is_compared else ()
    acts = (
        Act.ADD_KEY if act in lost else act
        for act in (*_acts(attempt, place, decided, simulating), *pair)
        if act is not (Act.SHOW_MAIL if is_in_inbox else Act.OPEN_INBOX)
    )
    later = (Act.SHOW_LATER,) if has_later else ()
    able = [act for act in dict.fromkeys((*acts, *later)) if has_message or act not in NEED_MESSAGE]
    return tuple(
        Remedy(act=act, label=words.label, why=words.why)
        for act in able
        if (words := _words(act, attempt, now, left)) is not None
    )


def while_waiting() -> tuple[Remedy, ...]:
    """Give what can be done while a countdown runs."""
    both = (Act.SEND_NOW, Act.STOP_LATER)
    return tuple(Remedy(act=act, label=WORDS[act].label, why=WORDS[act].why) for act in both)


def while_finding() -> tuple[Remedy, ...]:
    """Give what can be done while other ways are tried."""
    words = WORDS[Act.STOP_FINDING]
    return (Remedy(act=Act.STOP_FINDING, label=words.label, why=words.why),)


def with_ways(
    offered: Sequence[Remedy], working: Sequence[Path], *, is_to_stay: bool = False
) -> tuple[Remedy, ...]:
    """Put what works first, once other ways were tried, and the button that tries them away.

    `is_to_stay`: the account begins by the way that failed, so it may begin by the first of these.
    """
    by_act: dict[Act, Remedy] = {}
    for way in working:
        # Of several ports the first: one button for each act.
        by_act.setdefault(_by_way(way).act, _by_way(way))
    found = tuple(by_act.values())
    if not found:
        return tuple(offered)
    if is_to_stay:
        found = (*found, _from_now_on(working[0]))
    return (*found, *(one for one in offered if one.act not in {Act.FIND_WAY, *by_act}))


def _from_now_on(way: Path) -> Remedy:
    name = f"port {way.port}" if isinstance(way, SmtpPath) else "the Web API"
    why = WORDS[Act.KEEP_WAY].why
    return Remedy(act=Act.KEEP_WAY, label=f"Use {name} from now on", why=why, path=way)


def _by_way(way: Path) -> Remedy:
    if isinstance(way, WebApiPath):
        act = Act.SEND_WEBAPI
    else:
        act = Act.TRY_465 if way.port == 465 else Act.TRY_PORT
    label = f"Try port {way.port}" if isinstance(way, SmtpPath) else WORDS[act].label
    return Remedy(act=act, label=label, why=WORDS[act].why, path=way)


def wait_s(attempt: Attempt, now: datetime) -> float:
    """Say how many seconds from now on the server wants to be left alone; 0: it may be asked."""
    if not isinstance(attempt.outcome, Deferred) or attempt.outcome.retry_after_s is None:
        return WAIT_S
    asked = attempt.outcome.retry_after_s
    left = (attempt.trace.ended_at + timedelta(seconds=asked) - now).total_seconds()
    # Never more than was asked for: the clock may have been set back.
    return min(max(0.0, left), asked)


def _acts(
    attempt: Attempt, place: RemedyPlace, decided: str | None, simulating: str
) -> tuple[Act, ...]:
    """Give the acts in their order; those for a problem stand before those for any result."""
    edit = (Act.EDIT,) if place is RemedyPlace.RESULTS else ()
    again = (Act.SEND_AGAIN, *edit)
    stop = (Act.STOP_SIMULATING,) if simulating else ()
    match attempt.outcome:
        case Unknown():
            look = Act.OPEN_INBOX if attempt.practice else Act.LOOK_UP
            marks = {"sent": (Act.MARK_NOT_SENT,), "not_sent": (Act.MARK_SENT,)}
            both = (Act.MARK_SENT, Act.MARK_NOT_SENT)
            looks = (look,) if attempt.practice or is_sendgrid_host(attempt.host) else ()
            wants_login = attempt.problem is not None and attempt.problem.id == PORTAL
            login = (Act.SIGN_IN_NETWORK,) if wants_login and not attempt.practice else ()
            decide = marks.get(decided or "", both)
            # By the user's word nobody has it.
            send = Act.SEND_AGAIN if decided == "not_sent" else Act.SEND_ANYWAY
            return (*looks, *decide, *login, *stop, send, *edit)
        case Accepted(checked_only=True):
            return again
        case Accepted():
            if attempt.practice:
                return (*again, Act.OPEN_INBOX, Act.SHOW_MAIL)
            looks = (Act.LOOK_UP,) if is_sendgrid_host(attempt.host) else ()
            return (*again, Act.COPY_ID, *looks)
        case Partial():
            # What is simulated refuses them again.
            rest = (Act.SEND_REST,) if place is RemedyPlace.WRITE and not stop else ()
            return (Act.CORRECT, *rest, Act.SHOW_ALL, *stop, *edit)
        case Cancelled():
            return again
        case Rejected() | Deferred() | NotSent():
            problem = attempt.problem.id if attempt.problem else ""
            tests = (Act.DIAGNOSE,) if is_of_way(problem) else ()
            mending = _mending(attempt, simulating)
            if isinstance(attempt.outcome, Rejected):
                return (*(_once_mended(attempt, mending, edit) or (Act.KEEP_DRAFT,)), *tests)
            # Where a button sends already, a second one would say the same; so does Write's own.
            sends = SENDS & set(mending) or (mending and place is RemedyPlace.WRITE)
            return (*mending, *(edit if sends else again), *tests)
        case _ as never:
            assert_never(never)


def _once_mended(
    attempt: Attempt, mending: tuple[Act, ...], edit: tuple[Act, ...]
) -> tuple[Act, ...]:
    """Give the acts after a permanent no: until its cause is mended the same mail gets it again.

    Write has a button of its own to send.
    """
    cause = BY_PROBLEM.get(attempt.problem.id if attempt.problem else "", ())
    is_elsewhere = bool(cause) and cause[0] in OF_AN_ACCOUNT
    if is_elsewhere and attempt.practice and not mending:
        # What was simulated has ended.
        return (Act.SEND_AGAIN, *edit)
    again = (Act.SEND_AGAIN,) if is_elsewhere and edit else ()
    return (*mending, *again, *edit) if mending else (*edit, *again)


def _mending(attempt: Attempt, simulating: str) -> tuple[Act, ...]:
    problem = attempt.problem.id if attempt.problem else ""
    acts = BY_PROBLEM.get(problem, ())
    if attempt.problem is not None and attempt.problem.remedy == SHORTER:
        acts = tuple(act for act in acts if act is not Act.CHOOSE_FILES)
    if attempt.practice or not is_sendgrid_host(attempt.host):
        acts = tuple(act for act in acts if act not in AT_SENDGRID)
    if attempt.practice:
        acts = tuple(act for act in acts if act not in OF_AN_ACCOUNT)
        if simulating:
            acts = _while_simulated(simulating, acts)
        elif attempt.simulated and not is_of_mail(problem):
            acts = _without_simulation(acts)
    if isinstance(attempt.path, WebApiPath) and Act.SEND_WEBAPI in acts:
        # The way out is the way that failed.
        acts = tuple(act for act in acts if act not in WAY) or (Act.SEND_AGAIN,)
    if isinstance(attempt.path, SmtpPath) and attempt.path.port == 465:
        acts = tuple(act for act in acts if act is not Act.TRY_465)
    return acts


def _while_simulated(simulating: str, acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """Begin with the end of what is simulated, and offer no way on which it is as well."""
    alike = next((ways for where, ways in _ALIKE if simulating.endswith(where)), ())
    acts = tuple(act for act in acts if act not in alike)
    if acts and acts[0] in OF_THE_MAIL:
        return (*acts, Act.STOP_SIMULATING)
    return (Act.STOP_SIMULATING, *acts)


def _without_simulation(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """Begin with the same way: what it met there has ended. Nothing is to be waited for."""
    others = (act for act in acts if act not in (Act.SEND_LATER, Act.SEND_AGAIN))
    return (Act.SEND_AGAIN, *others)


def _words(act: Act, attempt: Attempt, now: datetime, left: int | None) -> Words | None:
    """Word a button for this attempt; `None` leaves it out."""
    words = WORDS[act]
    match act:
        case Act.CORRECT if isinstance(attempt.outcome, Partial):
            return _correct_words(attempt, left)
        case Act.SEND_REST:
            return _rest_words(attempt, left)
        case Act.SEND_AGAIN if attempt.outcome == Accepted(checked_only=True):
            return CHECK_AGAIN
        case Act.CHOOSE_SENDER if attempt.practice:
            return PRACTICE_SENDER
        case Act.EDIT_ACCOUNT if attempt.problem is not None and attempt.problem.id == _REGION:
            return SWITCH_REGION
        case Act.SHOW_ALL if not attempt.recipients:
            return None
        case Act.COPY_ID if not attempt.message_id:
            return None
        case Act.SHOW_CERTIFICATE if attempt.trace.tls is None:
            return None
        case Act.FIT_ENCRYPTION if fitting_path(attempt) is None:
            return None
        case Act.SEND_LATER:
            return _later_words(attempt, now, words)
        case _:
            return words


def _rest_words(attempt: Attempt, left: int | None) -> Words | None:
    """Word the same for an address as it stands; who was put off has no other anyway."""
    left_out = _left_out(attempt)
    count = len(left_out) if left is None else left
    if not count or all(result.is_put_off or result.was_not_asked for result in left_out):
        return None
    return Words(label=rest_label(attempt, count), why=WORDS[Act.SEND_REST].why)


def _left_out(attempt: Attempt) -> list[RecipientResult]:
    return [result for result in attempt.recipients if not result.accepted]


def _correct_words(attempt: Attempt, left: int | None) -> Words | None:
    left_out = _left_out(attempt)
    count = len(left_out) if left is None else left
    if not count:
        return None
    # It opens the mail and sends nothing by itself, so it ends in an ellipsis.
    if all(result.is_put_off for result in left_out):
        return Words(label=f"Send to {people(count)} again…", why=PUT_OFF_WHY)
    if all(result.is_put_off or result.was_not_asked for result in left_out):
        return Words(label=f"Send to {people(count)} again…", why=NOT_REACHED_WHY)
    return Words(label=f"Correct and send to {people(count)}…", why=REFUSED_WHY)


def _later_words(attempt: Attempt, now: datetime, words: Words) -> Words:
    wait = wait_s(attempt, now)
    outcome = attempt.outcome
    if not wait:
        return WORDS[Act.SEND_AGAIN]
    if isinstance(outcome, Deferred) and outcome.retry_after_s is not None:
        # The sentence above named its second when the answer came; another one beside it confuses.
        said = _SAID_TIME.search(attempt.problem.explanation if attempt.problem else "")
        at = said[0] if said else time_of_day(now + timedelta(seconds=wait))
        return Words(label=f"Send at {at}", why=words.why)
    return Words(label=f"Send in {wait:.0f} s", why=words.why)


def fitting_path(attempt: Attempt) -> SmtpPath | None:
    """Give the attempt's port with the other way to begin encryption; `None` for the Web API."""
    if not isinstance(attempt.path, SmtpPath):
        return None
    other = Tls.STARTTLS if attempt.path.tls is Tls.IMPLICIT else Tls.IMPLICIT
    return SmtpPath(port=attempt.path.port, tls=other)
