"""One result as a text for a ticket: all that who reads it needs, and nobody's name or mail."""

from collections.abc import Sequence

from sgdesk.delivery import Attempt
from sgdesk.present.certificate import with_public_names
from sgdesk.present.dialogue import ticket_dialogue
from sgdesk.present.since import NOTHING_SINCE, Since
from sgdesk.present.summary import summary_text
from sgdesk.trace import Phase

COPY_FOR_TICKET = "Copy for a ticket"
COPY_FOR_TICKET_WHY = (
    "What happened, path, answer, steps, what to do and the conversation: without the mail itself, "
    "without names, whole addresses and key"
)
COPIED_FOR_TICKET = "Copied for a ticket: without the mail, names, whole addresses and key"
_HEADING = "Conversation (C is the sender's computer, S the server):"
_NOT_REACHED = frozenset({Phase.RESOLVE, Phase.CONNECT, Phase.PROXY})
_UNSPOKEN = frozenset({*_NOT_REACHED, Phase.TLS, Phase.GREETING})


def ticket_text(
    attempt: Attempt,
    recipient_count: int,
    decided: str | None = None,
    *,
    private: Sequence[str] = (),
    found: str = "",
    since: Since = NOTHING_SINCE,
    simulating: str | None = None,
) -> str:
    """Give what it came to and what was said; the parameters are those of `summary_text`."""
    attempt = with_public_names(attempt)
    summary = summary_text(
        attempt,
        recipient_count,
        decided,
        private=private,
        found=found,
        since=since,
        simulating=simulating,
    )
    dialogue = ticket_dialogue(attempt, private)
    said = f"{_HEADING}\n{dialogue}" if dialogue else f"{nothing_said(attempt)}\n"
    return f"{summary}\n{said}"


def nothing_said(attempt: Attempt) -> str:
    """Say why there is no conversation to show."""
    spans = attempt.trace.spans
    if any(span.phase not in _UNSPOKEN for span in spans):
        return "The conversation was not kept."
    if not spans or spans[-1].phase in _NOT_REACHED:
        return "Nothing was said: no connection."
    if spans[-1].phase is Phase.TLS:
        return "Nothing was said: encryption did not begin."
    return "Nothing was said: the server sent no greeting."
