"""The one way in: a text of any kind, and what it means."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from sgdesk.diagnose.finding import Certainty
from sgdesk.errors import InputError
from sgdesk.explain.finding import Cause, Explanation, Finding, Kind, ranked
from sgdesk.explain.settings.facts import read_settings
from sgdesk.explain.settings.judge import facts_of, judge
from sgdesk.explain.settings.key_form import secrets_of
from sgdesk.explain.text import guessed, told
from sgdesk.explain.veil import Veiled
from sgdesk.sizes import MEGABYTE, size_text

PIECE = 256 * 1024
"""Characters that are looked at together. In the first of them settings are looked for: what is
longer is a log."""
LARGEST = 64 * MEGABYTE
"""Characters of a text that are read: a log of some days."""
_OVERLAP_LINES = 40
"""Of the piece before: what was said and what it was the answer to may stand in two."""


def _read_on(_done: int) -> None:
    """Read to the end, whatever time that takes."""


def explain(
    text: str, *, asked: Kind | None = None, tell: Callable[[int], None] = _read_on
) -> Explanation:
    """Say what a text means; `asked` is what it was given for, and decides where it is both.

    `tell` is called before each piece with the characters that were read; what it raises ends
    it. Raises `InputError` where the text is too large, or holds nothing.
    """
    if len(text) > LARGEST:
        raise InputError(
            f"The text is too large: {size_text(len(text))}.",
            why=f"At most {size_text(LARGEST)} are read.",
            remedy="Give the part around the error, some hundred lines.",
        )
    if not text.strip():
        raise InputError(
            "There is nothing to explain.",
            why="The text is empty.",
            remedy="Give an error message, a part of a log, or mail settings.",
        )
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    mail = read_settings(plain[:PIECE])
    errors, veiled = _errors(plain, set(secrets_of(mail)), tell)
    if not mail.is_telling or (errors and not mail.is_whole):
        return Explanation(kind=Kind.ERROR if errors else Kind.NOTHING, findings=errors)
    faults, facts = judge(mail, veiled), facts_of(mail, veiled)
    if not errors:
        return Explanation(kind=Kind.SETTINGS, findings=faults, facts=facts)
    both = (*faults, *errors) if asked is Kind.SETTINGS else (*errors, *faults)
    return Explanation(kind=Kind.BOTH, findings=both, facts=facts)


def _errors(
    plain: str, secrets: set[str], tell: Callable[[int], None]
) -> tuple[tuple[Finding, ...], Veiled]:
    """Give what may be behind the errors in a text, and its first piece without its secrets."""
    sure: dict[tuple[Cause, Certainty], Finding] = {}
    guesses: dict[tuple[Cause, Certainty], Finding] = {}
    veils: list[Veiled] = []
    for done, above, piece in _pieces(plain):
        tell(done)
        # A log in JSON escapes the quotes of what it quotes.
        veiled = Veiled(piece.replace('\\"', '"'), secrets)
        secrets |= veiled.secrets
        _add(sure, told(veiled), above)
        if not sure:
            _add(guesses, guessed(veiled), above)
        veils = [*veils[:1], veiled]
    found = ranked(list((sure or guesses).values()))
    # What was known as a secret further down alone is none to be shown above.
    return tuple(_cleaned(each, veils[-1]) for each in found), veils[0]


def _add(
    found: dict[tuple[Cause, Certainty], Finding], more: Iterable[Finding], above: int
) -> None:
    for each in more:
        # An answer is told once, where it came first; a log of a day repeats it.
        found.setdefault((each.cause, each.certainty), _moved(each, above))


def _pieces(plain: str) -> Iterator[tuple[int, int, str]]:
    """Give each piece with its place and the number of lines above it; it ends with a line."""
    at = above = 0
    begin = 0
    while begin < len(plain):
        end = plain.rfind("\n", begin, begin + PIECE) + 1 if len(plain) - begin > PIECE else 0
        end = end or min(len(plain), begin + PIECE)
        yield begin, above, plain[at:end]
        begin = end
        next_at = end
        for _ in range(_OVERLAP_LINES):
            next_at = max(plain.rfind("\n", at, max(at, next_at - 1)) + 1, at)
        # Where lines have no end, what was read is not read again with each piece.
        next_at = max(next_at, end - PIECE)
        above += plain.count("\n", at, next_at)
        at = next_at


def _moved(finding: Finding, above: int) -> Finding:
    lines = tuple(replace(line, number=line.number + above) for line in finding.evidence)
    return replace(finding, evidence=lines)


def _cleaned(finding: Finding, veiled: Veiled) -> Finding:
    """Hide secrets in what is quoted: in the evidence, and in the words of the cause."""
    clean, cause = veiled.clean, finding.cause
    return replace(
        finding,
        cause=replace(
            cause,
            title=clean(cause.title),
            explanation=clean(cause.explanation),
            how_to_tell=clean(cause.how_to_tell),
            remedy=clean(cause.remedy),
        ),
        evidence=tuple(replace(line, text=clean(line.text)) for line in finding.evidence),
    )
