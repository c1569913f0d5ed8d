"""What Start says of the account that the window sends as: only what is known."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Literal

from sgdesk.account.account import Account
from sgdesk.present.account_servers import strangers_sentence
from sgdesk.present.account_words import (
    ToldLine,
    card_sentence,
    gone_line,
)
from sgdesk.present.asked import check_why, servers_of
from sgdesk.present.drafts import saved_text
from sgdesk.present.words import Tone

_OF_A_PORT = re.compile(r"Port (\d+) (.+)")
_OF_PORTS = {
    "refuses the connection": "refuse the connection",
    "does not answer": "do not answer",
}
CardAction = Literal["check", "replace", "edit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCard:
    """The account card of Start."""

    name: str
    line: ToldLine
    """The sentence, and below it the reason where something does not work."""
    checked: str = ""
    """When it was last checked; empty where the line says it."""
    action: CardAction | None = None
    """What helps next; `None` while the account is not read yet."""
    check_why: str = ""
    """What a check does, and whom it asks."""


def waiting_card(name: str) -> StartCard:
    """Name an account of which nothing has been read yet."""
    return StartCard(name=name, line=ToldLine(tone=Tone.NEUTRAL, text=name))


def start_card(
    account: Account, *, has_key: bool, now: datetime, zone: tzinfo | None = None
) -> StartCard:
    """Sum an account up; `has_key` says whether its key is still there to be used."""
    card = _card(account, has_key=has_key, now=now, zone=zone)
    return replace(card, check_why=check_why(account))


def _card(account: Account, *, has_key: bool, now: datetime, zone: tzinfo | None) -> StartCard:
    known = account.known
    if account.trouble:
        line = ToldLine(
            tone=Tone.BAD, text=f"{account.name} cannot be used.", detail=account.trouble
        )
        return StartCard(name=account.name, line=line, action="edit")
    if not has_key:
        return StartCard(name=account.name, line=gone_line(account), action="replace")
    if known.failure and known.failed_at is not None:
        line = ToldLine(
            tone=Tone.BAD, text=f"{account.name} could not be checked.", detail=known.failure
        )
        tried = f"Tried {saved_text(known.failed_at, now, zone)}"
        return StartCard(name=account.name, line=line, checked=tried, action="check")
    if known.refusal is not None:
        line = ToldLine(
            tone=Tone.BAD,
            text=f"{account.name} could not send.",
            detail=f"{known.refusal.title}.",
        )
        refused = f"Refused {saved_text(known.refusal.at, now, zone)}"
        return StartCard(name=account.name, line=line, checked=refused, action="check")
    if known.checked_at is None:
        line = ToldLine(
            tone=Tone.GOOD if known.took else Tone.NEUTRAL,
            text=card_sentence(account),
            detail=f"A check asks {servers_of(account)} on both paths and sends nothing.",
        )
        return StartCard(name=account.name, line=line, action="check")
    return StartCard(
        name=account.name,
        line=ToldLine(
            tone=_tone(account), text=card_sentence(account, now), detail=_reasons(account)
        ),
        checked=f"Checked {saved_text(known.checked_at, now, zone)}",
        action="check",
    )


def _tone(account: Account) -> Tone:
    known = account.known
    working = [path.works for path in known.paths]
    if not any(working) or known.may_send is False:
        return Tone.BAD
    is_empty = known.credits is not None and not known.credits.remaining
    return Tone.GOOD if all(working) and not is_empty else Tone.WARN


def _reasons(account: Account) -> str:
    """Give why a path does not work, each reason once, and who answered if not SendGrid."""
    failed = [path.reason for path in account.known.paths if not path.works]
    reasons = (f"{reason.rstrip('.')}." for reason in _once(dict.fromkeys(filter(None, failed))))
    return " ".join(filter(None, (*reasons, strangers_sentence(account))))


def _once(reasons: Iterable[str]) -> Iterator[str]:
    """Say of several ports together what is so of each."""
    ports: dict[str, list[str]] = {}
    for reason in reasons:
        found = _OF_A_PORT.fullmatch(reason)
        ports.setdefault(found[2] if found else reason, []).append(found[1] if found else "")
    for rest, named in ports.items():
        if len(named) > 1 and rest in _OF_PORTS:
            yield f"Ports {', '.join(named[:-1])} and {named[-1]} {_OF_PORTS[rest]}"
        else:
            yield from (f"Port {port} {rest}" if port else rest for port in named)
