"""What a copy of the whole conversation takes along: the mail, addresses, or neither."""

import re
from dataclasses import dataclass

from sgdesk.delivery import Attempt
from sgdesk.present.words import PHASE_WORDS
from sgdesk.route import SmtpPath
from sgdesk.trace import Phase

_MAIL_FOLLOWS = re.compile(r"^S: 354", re.MULTILINE)
_ENVELOPE = re.compile(r"^C: (?:MAIL FROM|RCPT TO):", re.MULTILINE | re.IGNORECASE)
_BODY = re.compile(r"^C: ?\nC: .", re.MULTILINE)
"""Of a request: what stands behind its head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyWords:
    """What is said beside the button, and once it was pressed."""

    before: str
    after: str


WHOLE_MAIL = CopyWords(
    before="Copy takes the whole mail with its addresses: not for a ticket.",
    after="Copied with the whole mail and its addresses: not for a ticket",
)
_ADDRESSES = CopyWords(
    before="The mail itself was not sent. Copy takes its addresses: not for a ticket.",
    after="Copied with the addresses: not for a ticket",
)


def copy_words(attempt: Attempt) -> CopyWords:
    """Say what a copy of an attempt's conversation takes along."""
    talk = attempt.transcript
    is_smtp = isinstance(attempt.path, SmtpPath)
    if (_MAIL_FOLLOWS if is_smtp else _BODY).search(talk):
        return WHOLE_MAIL
    if is_smtp and _ENVELOPE.search(talk):
        return _ADDRESSES
    return CopyWords(
        before=f"{_why(attempt)} No mail was sent, so none is in it.", after="Copied: no mail in it"
    )


def _why(attempt: Attempt) -> str:
    failed = [span.phase for span in attempt.trace.spans if span.failed]
    if not failed:
        return "It ended before the mail."
    if failed[-1] is Phase.AUTH and attempt.code is not None:
        return "Sign-in was refused."
    return f"It ended at the step {PHASE_WORDS[failed[-1]]}."
