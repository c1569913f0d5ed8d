"""What is said where a mail goes to those alone who did not get it, or to all after all."""

from collections.abc import Sequence
from dataclasses import dataclass

from sgdesk.delivery import Attempt
from sgdesk.errors import in_sentences
from sgdesk.present.refusals import refusal_lines
from sgdesk.present.since import Since
from sgdesk.present.words import all_of, path_sentence, people, short_address

ALL_IN = "Bring back To, Cc and Bcc as they were: who has it already may get it twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class RestWords:
    """A question before it goes to the rest."""

    title: str
    text: str
    send: str


def rest_label(attempt: Attempt, count: int) -> str:
    """Word the button that sends to so many of those who did not get it; one is named."""
    left_out = [result.address for result in attempt.recipients if not result.accepted]
    whom = short_address(left_out[0]) if count == len(left_out) == 1 else people(count)
    return f"Send as it is to {whom}…"


def rest_words(attempt: Attempt, left: Sequence[str], account: str) -> RestWords:
    """Ask before it goes at once to those `left`, as an address field takes them."""
    took = sum(result.accepted is not False for result in attempt.recipients)
    others = "The one who has it is" if took == 1 else f"The {took:,} who have it are"
    said = "; ".join(refusal_lines(attempt))
    count = people(len(left))
    return RestWords(
        title=f"Send it as it is to {left[0] if len(left) == 1 else count}?",
        text=in_sentences(
            f"The server said before: {said}" if said else "",
            f"{others} left out.",
            f"Account {account}, by {path_sentence(attempt.path)}.",
        ),
        send=f"Send to {count}",
    )


def put_in_all(count: int) -> str:
    """Word the button that takes those back in who were left out."""
    return f"Put in {all_of(count)}"


def all_in_words(count: int, left: int) -> tuple[str, str]:
    """Say that everybody is in it again."""
    title = f"It goes to {all_of(count)} people again."
    return title, f"It was accepted for {count - left:,} of them before, who may get it twice."


def opened_words(
    missing_files: Sequence[str], since: Since, count: int = 0, left: int = 0
) -> tuple[str, str] | None:
    """Say what to know of a result's mail once it stands in Write; `None`: nothing.

    It had so many people, to `count`; of one that a part of them have it stands there for
    those `left` alone.
    """
    names = ", ".join(missing_files)
    add = f"Too large to keep, so add them again: {names}." if names else ""
    if since.is_settled:
        again = "Sent again as it is, it goes to all of them once more."
        return "Everybody has this mail already.", in_sentences(since.words, again, add)
    if left:
        out = count - left
        title = f"{out:,} of {people(count)} {'is' if out == 1 else 'are'} left out."
        return title, in_sentences("It was accepted for them, so they would get it twice.", add)
    return ("Not every file was kept.", add) if add else None
