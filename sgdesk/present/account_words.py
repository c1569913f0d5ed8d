"""The words for keys and accounts: the sheet's lines, the rows of Accounts, the card of Start."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import Enum

from sgdesk.account.account import Account, Known, PathStanding
from sgdesk.account.facts import AccountCheck, Credits, PathCheck, Sender, Standing
from sgdesk.account.findings import best_path
from sgdesk.account.found import FoundKey
from sgdesk.account.key import KeyLook
from sgdesk.clock import wall_utc
from sgdesk.errors import KeyStoreError, in_sentences
from sgdesk.present.account_servers import STAYS_HERE, chosen_words
from sgdesk.present.asked import check_why, named
from sgdesk.present.keyless import enter_words, gone_title, gone_why
from sgdesk.present.times import day_and_time, written_day
from sgdesk.present.words import Tone, path_words
from sgdesk.route import SmtpPath, parse_path
from sgdesk.sendgrid.catalogue_failures import CERTIFICATE_OWN
from sgdesk.sendgrid.catalogue_smtp import USER_NAME
from sgdesk.sendgrid.hosts import Region, is_sendgrid_host

REMOVE_WORDS = (
    "Removes the key from this computer. It stays valid at SendGrid until you delete it there."
)
NO_ACCOUNT = "No key yet. Practice works without one."
CHANGED = "The connection was changed and not checked since"
PRACTICE_PLACE = f"a practice inbox: {STAYS_HERE}"
SENDERS_KNOWN = "Verified senders only, as the account lists them."
SENDERS_UNKNOWN = "The key may not list senders: type one that is verified at SendGrid."
SENDERS_UNASKED = "SendGrid takes mail only from verified senders."


class Verdict(Enum):
    """What a check means for saving the key."""

    WORKS = "works"
    """On one path at least."""
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    NO_KEY = "no_key"
    """It cannot be a key, so nobody was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """One line with its mark."""

    tone: Tone
    text: str
    detail: str = ""
    """The reason, and what to do; empty when all is well."""


def look_line(look: KeyLook) -> ToldLine:
    """Say in a word how a key looks; nothing for an empty field."""
    if look.is_complete:
        return ToldLine(tone=Tone.GOOD, text=f"complete ({look.length} characters)")
    if look.problem is None or not look.length:
        return ToldLine(tone=Tone.NEUTRAL, text="")
    detail = in_sentences(look.problem.explanation, look.problem.remedy)
    return ToldLine(tone=Tone.BAD, text=look.problem.title, detail=detail)


def found_words(found: FoundKey) -> str:
    """Offer a key of the environment."""
    what = f"The key of '{found.account}'" if found.account else "A key"
    return f"{what} was found in {found.variable} ({found.key.masked.removesuffix('••••')})."


def verdict_of(check: AccountCheck) -> Verdict:
    """Say what a check means."""
    if not check.paths:
        return Verdict.NO_KEY
    standings = {path.standing for path in check.paths}
    if Standing.WORKS in standings:
        return Verdict.WORKS
    return Verdict.REFUSED if Standing.REFUSED in standings else Verdict.UNREACHABLE


def unreachable_words(check: AccountCheck) -> str:
    """Say that a key was judged nowhere."""
    who = named(path.elsewhere.rpartition(":")[0] or path.host for path in check.paths)
    if lacks_certificate(check):
        return f"The key was not shown to {who}, so it was not checked."
    return f"{who} cannot be reached, so the key was not checked."


def lacks_certificate(check: AccountCheck) -> bool:
    """Say whether a server of one's own shows a certificate that this computer does not know."""
    return any(
        path.problem is not None
        and path.problem.id == CERTIFICATE_OWN.id
        and not is_sendgrid_host(path.host)
        for path in check.paths
    )


def check_lines(check: AccountCheck, region: Region) -> tuple[ToldLine, ...]:
    """Give a line for each path, for the right to send, and for the region.

    What both paths say for the same reason is said once. Where only one works,
    the last line says that mail will go by it. A key that may not send gets that
    one verdict: nothing beside it looks as if mail would go.
    """
    may_not = check.may_send is False
    lines = _merged([_path_line(path, is_in_vain=may_not) for path in check.paths])
    if check.may_send is not None:
        lines.append(_right_line(check.may_send))
    lines += [
        _reader_line(who) for who in dict.fromkeys(path.reader for path in check.paths) if who
    ]
    if verdict_of(check) is Verdict.WORKS:
        places = [path.elsewhere for path in check.paths]
        is_practice = all(path.practice for path in check.paths)
        where = PRACTICE_PLACE if is_practice else _where(region.value, places)
        lines.append(ToldLine(tone=Tone.NEUTRAL, text=where[0].upper() + where[1:]))
        if not may_not and any(path.standing is not Standing.WORKS for path in check.paths):
            by = path_words(best_path(check))
            lines.append(ToldLine(tone=Tone.NEUTRAL, text=f"Mail will go by {by}"))
    return tuple(lines)


def _merged(lines: Sequence[ToldLine]) -> list[ToldLine]:
    reasons = {line.text.partition(": ")[2] for line in lines if line.detail}
    details = {line.detail for line in lines}
    if len(lines) < 2 or "" in details:
        return list(lines)
    if len(reasons) != 1:
        # Two ports, two titles, one explanation: it stands below the last of them.
        is_one = len(details) == 1
        return [*(replace(line, detail="") if is_one else line for line in lines[:-1]), lines[-1]]
    names = " and ".join(line.text.partition(": ")[0] for line in lines)
    return [ToldLine(tone=Tone.BAD, text=f"{names}: {reasons.pop()}", detail=lines[-1].detail)]


def _where(region: str, places: Sequence[str]) -> str:
    """Name the region, or that no server that was asked is SendGrid's own."""
    if not places or not all(places):
        return f"region: {region}"
    return "servers: not SendGrid's own" + (f" (region {region})" if region != "global" else "")


def _region_of(account: Account) -> str:
    if account.is_practice:
        return PRACTICE_PLACE
    places = [path.elsewhere for path in account.known.paths]
    return _where(account.region, places).partition(": ")[2]


def _path_line(path: PathCheck, *, is_in_vain: bool) -> ToldLine:
    name = "SMTP" if isinstance(path.path, SmtpPath) else "Web API"
    if path.elsewhere:
        name = f"{name} at {path.elsewhere}"
    if path.standing is Standing.WORKS:
        tone = Tone.NEUTRAL if is_in_vain else Tone.GOOD
        return ToldLine(tone=tone, text=f"{name} {'knows' if is_in_vain else 'accepts'} it")
    problem = path.problem
    if is_in_vain and path.standing is Standing.REFUSED:
        # A mail server says no more than no; what the Web API told of the key explains it.
        return ToldLine(tone=Tone.BAD, text=f"{name} refuses it")
    if problem is None:
        return ToldLine(tone=Tone.BAD, text=f"{name} does not take it")
    reply = f'The server said: "{path.reply}"' if path.reply else ""
    if problem.title == USER_NAME.title:
        # The server, which knows less than the check does, would have the key wrong perhaps.
        return ToldLine(tone=Tone.BAD, text=f"{name}: {problem.title}")
    detail = " ".join(part for part in (problem.explanation, problem.remedy, reply) if part)
    return ToldLine(tone=Tone.BAD, text=f"{name}: {problem.title}", detail=detail)


def _right_line(may_send: bool) -> ToldLine:
    if may_send:
        return ToldLine(tone=Tone.GOOD, text="may send mail")
    return ToldLine(
        tone=Tone.BAD,
        text="may not send mail",
        detail="The key is valid, but it lacks the right Mail Send. "
        "Give it that right at SendGrid, or use another key.",
    )


def _reader_line(issuer: str) -> ToldLine:
    return ToldLine(
        tone=Tone.WARN,
        text=f"{issuer} can read this connection, your key too",
        detail="This computer trusts the certificate, but no public issuer signed it. "
        "Company networks and antivirus programs do this.",
    )


def store_words(error: KeyStoreError | None) -> str:
    """Say where the key can be kept."""
    if error is None:
        return "The key is kept encrypted by this computer, never in a file of this program."
    return f"{error.happened.rstrip('.')}, so the key is kept until you quit."


def verified(senders: tuple[Sender, ...] | None) -> tuple[str, ...]:
    """Give the senders that may be used, with their names."""
    return tuple(
        f"{sender.name} <{sender.email}>" if _is_plain(sender.name) else sender.email
        for sender in senders or ()
        if sender.is_verified
    )


def _is_plain(name: str) -> bool:
    return bool(name) and not any(character in name for character in '<>",;:@()\\')


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountWords:
    """One account as Accounts shows it."""

    name: str
    key: str
    facts: tuple[tuple[str, str], ...]
    """Name and value of what is known."""
    lines: tuple[ToldLine, ...]
    """How each path took the key when it was last checked."""
    check_why: str
    """What a check does, and whom it asks."""
    chosen: str
    """What stands there while the window sends as it."""
    trouble: str = ""
    has_key: bool = True
    """Without one there is nothing to check: the key is to be given once more."""
    is_unreached: bool = False
    """Whether a path did not lead to its server when it was last checked."""


def account_words(
    account: Account,
    zone: tzinfo | None = None,
    *,
    has_key: bool = True,
    now: datetime | None = None,
) -> AccountWords:
    """Word an account for its card; `has_key` says whether its key is still there to be used."""
    known = account.known
    checked = day_and_time(known.checked_at, zone) if known.checked_at else "never"
    kept = {"system": "system key store", "session": "until you quit"}.get(known.key_place, "")
    if not has_key:
        kept = "gone"
    if known.changed and not known.took:
        checked = "not since the change"
    if known.failed_at:
        checked = f"{checked}, in vain {day_and_time(known.failed_at, zone)}"
    facts = (
        ("Key", " · ".join(part for part in (known.masked_key, kept) if part) or "not known"),
        ("Sender", account.sender or "none yet"),
        ("Region", _region_of(account)),
        ("Test address", account.test_address or "none yet"),
        ("May mail", ", ".join(account.may_mail) or "anyone"),
        ("Last checked", checked),
        ("Sends left", _unbroken(_left(known.credits, "", now)) or "not known"),
    )
    return AccountWords(
        name=account.name,
        key=known.masked_key,
        facts=facts,
        lines=tuple(_lines_of(account, zone, has_key=has_key)),
        check_why=check_why(account),
        chosen=chosen_words(account),
        trouble=account.trouble,
        has_key=has_key,
        is_unreached=any(not path.works and path.refused is False for path in known.paths),
    )


def _lines_of(account: Account, zone: tzinfo | None, *, has_key: bool) -> list[ToldLine]:
    known = account.known
    may_not = known.may_send is False
    lines = [_standing_line(path, is_in_vain=may_not) for path in known.paths]
    if may_not:
        lines.append(_right_line(may_send=False))
    if not has_key:
        # Whatever a check found out, nothing works without it.
        lines = [gone_line(account)]
    elif known.failure:
        # What the check before found may not be true any more.
        text = "The key could not be checked"
        lines = [ToldLine(tone=Tone.BAD, text=text, detail=known.failure)]
    elif known.refusal is not None:
        told = f"A mail was refused {day_and_time(known.refusal.at, zone)}."
        lines = [ToldLine(tone=Tone.BAD, text=known.refusal.title, detail=told)]
    elif known.took:
        lines = [ToldLine(tone=Tone.GOOD, text=f"{each} took mail") for each in _took(known)]
    if known.changed and not known.took:
        lines.append(ToldLine(tone=Tone.WARN, text=CHANGED))
    return lines


def gone_line(account: Account) -> ToldLine:
    """Say that the key of an account is there no more, and why."""
    return ToldLine(
        tone=Tone.BAD,
        text=gone_title(account),
        detail=f"{gone_why(account)} {enter_words(account)} to send as this account.",
    )


def _standing_line(path: PathStanding, *, is_in_vain: bool) -> ToldLine:
    tried = parse_path(path.path)
    name = path_words(tried)
    if path.elsewhere:
        # A port that is dialled as it stands is not said twice.
        is_said = isinstance(tried, SmtpPath) and path.elsewhere.endswith(f":{tried.port}")
        name = f"{'SMTP' if is_said else name} at {path.elsewhere}"
    if path.works:
        tone = Tone.NEUTRAL if is_in_vain else Tone.GOOD
        return ToldLine(tone=tone, text=f"{name} {'knows the key' if is_in_vain else 'works'}")
    return ToldLine(tone=Tone.BAD, text=f"{name}: {path.reason or 'does not work'}")


def _took(known: Known) -> list[str]:
    """Name the paths that took mail before any check."""
    return [path_words(parse_path(path)) for path in known.took]


def card_sentence(account: Account, now: datetime | None = None) -> str:
    """Sum an account up: "example.org works. Web API yes, SMTP yes. 3 verified senders, …"."""
    known = account.known
    if known.took:
        return f"{account.name} works: {' and '.join(_took(known))} took mail. It was not checked."
    if known.changed:
        return f"{account.name} was changed and not checked since."
    if known.checked_at is None:
        return f"{account.name} has not been checked yet."
    works = any(path.works for path in known.paths)
    paths = ", ".join(
        f"{'Web API' if path.path == 'webapi' else 'SMTP'} {'yes' if path.works else 'no'}"
        for path in known.paths
    )
    count = len(verified(known.senders))
    senders = f"{count:,} verified sender{'' if count == 1 else 's'}" if known.senders else ""
    left = _left(known.credits, " sends left", now)
    more = ", ".join(part for part in (senders, left) if part)
    unreached = known.paths and all(path.refused is False for path in known.paths)
    fails = "cannot be reached" if unreached else "does not work"
    does = "works" if all(path.works for path in known.paths) else "works in part"
    head = f"{account.name} {does if works else fails}."
    if works and known.may_send is False:
        # The paths take the key, and would refuse each mail.
        head = f"The key of '{account.name}' may not send mail."
    does_it = " ".join(part for part in (head, paths and f"{paths}.") if part)
    # On a line of its own: "SMTP no. 4 verified senders" reads as the fourth of something.
    return "\n".join(part for part in (does_it, more and _unbroken(f"{more}.")) if part)


def _unbroken(text: str) -> str:
    """Keep what stands in brackets on one line."""
    before, bracket, within = text.partition("(")
    return before + (bracket + within).replace(" ", "\u00a0")


def _left(credits_left: Credits | None, unit: str, now: datetime | None) -> str:
    """Say how many sends were left, and that it is of the last check: each send takes one."""
    if credits_left is None:
        return ""
    reset = credits_left.next_reset
    is_over = bool(reset) and reset[:10] <= (now or wall_utc()).date().isoformat()
    word = "since" if is_over else "on"
    renewed = f" (new ones {word} {written_day(reset)})" if reset else ""
    return f"{credits_left.remaining:,}{unit} when last checked{renewed}"
