"""How an account stands by what is known now, in a word or two beside its name."""

from dataclasses import dataclass

from sgdesk.account.account import Account, Known
from sgdesk.present.words import Tone
from sgdesk.sendgrid.catalogue_http import MAY_NOT_SEND
from sgdesk.sendgrid.catalogue_smtp import BAD_LOGIN, CREDITS, DISABLED

_KEY = "key refused"
_REFUSED = {
    BAD_LOGIN.id: "sign-in refused",
    MAY_NOT_SEND.id: "may not send",
    CREDITS.id: "no sends left",
    DISABLED.id: "restricted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """A tone, and the words without which nobody would know what it means."""

    tone: Tone
    words: str = ""
    """Empty when all is well."""


def account_state(account: Account, *, has_key: bool) -> AccountState:
    """Sum up what is known; `has_key` says whether the key is still there to be used."""
    known = account.known
    if account.trouble:
        return AccountState(tone=Tone.BAD, words="cannot be used")
    if not has_key:
        return AccountState(tone=Tone.BAD, words="key gone" if known.had_key else "no key")
    if known.failure:
        return AccountState(tone=Tone.BAD, words="check failed")
    if known.refusal is not None:
        return AccountState(tone=Tone.BAD, words=_REFUSED.get(known.refusal.problem_id, _KEY))
    if known.checked_at is None and known.took:
        return AccountState(tone=Tone.GOOD)
    if known.checked_at is None:
        words = "changed, not checked" if known.changed else "not checked"
        return AccountState(tone=Tone.NEUTRAL, words=words)
    if not any(path.works for path in known.paths):
        return AccountState(tone=Tone.BAD, words=_why_none_works(known))
    if known.may_send is False:
        return AccountState(tone=Tone.BAD, words="may not send")
    if not all(path.works for path in known.paths):
        return AccountState(tone=Tone.WARN, words="one path fails")
    return AccountState(tone=Tone.GOOD)


def _why_none_works(known: Known) -> str:
    refused = [path.refused for path in known.paths]
    if any(refused):
        return _KEY
    return "does not work" if None in refused or not refused else "not reached"
