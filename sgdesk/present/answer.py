"""What the server said of a mail, as names and values."""

from sgdesk.delivery import Attempt, Deferred, RecipientResult, Rejected
from sgdesk.present.certificate import plain_name, trust_words
from sgdesk.present.log import LogRow
from sgdesk.present.problem_words import answer_text, page_text, rule_text
from sgdesk.present.refusals import refusal_lines, unanswered_text
from sgdesk.present.words import outcome_words, path_sentence, place_words

REFUSED, ANSWER = "Refused", "Answer"


def bad_facts(attempt: Attempt) -> frozenset[str]:
    """Name the facts that tell of a no, or of no answer at all."""
    is_bad = attempt.code is None or attempt.code >= _REFUSALS
    return frozenset({REFUSED, ANSWER} if is_bad else {REFUSED})


_REFUSALS = 400
"""From this code on an answer of either path is a no."""


def answer_facts(attempt: Attempt) -> tuple[tuple[str, str, str], ...]:
    """Give `(name, value, what it means)`; what is not known is left out."""
    answer = answer_text(attempt)
    none = unanswered_text(attempt)
    facts = (
        (REFUSED, "\n".join(refusal_lines(attempt)), "What the server said to some recipients."),
        (ANSWER, answer, "In the server's own words."),
        (ANSWER, f"None: {none}" if none and not answer else "", "What came in its place."),
        *error_facts(attempt),
        ("Enhanced code", attempt.enhanced_code or "", "RFC 3463, when the server sent one."),
        ("Message id", attempt.message_id or "", "By this id the server knows the mail."),
        ("Path", path_sentence(attempt.path), "The way the mail took."),
        *_server_facts(attempt),
        ("Encryption", _encryption(attempt), "What both sides agreed on."),
        ("Certificate", _certificate(attempt), "Whom the server's certificate names."),
        ("Described in", rule_text(attempt.problem), "Where this is written down."),
        ("Page", page_text(attempt.problem), "The address of that page."),
    )
    return tuple(fact for fact in facts if fact[1])


def error_facts(attempt: Attempt) -> tuple[tuple[str, str, str], ...]:
    """Give `(name, value, what it means)` of what a Web API answer names beside its messages.

    Where it says several things, each field stands with the message that is about it.
    """
    is_one = len(attempt.errors) == 1
    fields = [
        error.field if is_one or not error.message else f"{error.field}: {error.message}"
        for error in attempt.errors
        if error.field
    ]
    pages = dict.fromkeys(error.help for error in attempt.errors if error.help)
    return (
        *(
            ("Field", field, "The part of the request that the answer is about.")
            for field in fields
        ),
        *(("Help", page, "The page that the answer names.") for page in pages),
    )


def _server_facts(attempt: Attempt) -> tuple[tuple[str, str, str], ...]:
    if attempt.practice:
        return (
            ("Server", place_words(attempt), "Where the practice inbox listens, and for what."),
        )
    return (
        ("Server", attempt.endpoint.text, "The name and port that were asked for."),
        ("Dialled", attempt.trace.peer or "", "The address that was really dialled."),
    )


def _encryption(attempt: Attempt) -> str:
    tls = attempt.trace.tls
    if tls is None:
        return ""
    # As the steps and the sentences about it write it; the conversation keeps OpenSSL's spelling.
    return ", ".join(filter(None, (tls.version.replace("TLSv", "TLS "), tls.cipher)))


def _certificate(attempt: Attempt) -> str:
    tls = attempt.trace.tls
    if tls is None or not tls.good_for:
        return ""
    named = ", ".join(map(plain_name, tls.good_for))
    return f"{named}, issued by {plain_name(tls.issuer or 'unknown')} ({trust_words(tls)})"


_RECIPIENT_WORDS = {True: "Accepted", False: "Refused", None: "Unknown"}


def _recipient_word(attempt: Attempt, result: RecipientResult, row: LogRow) -> str:
    if result.accepted is None and row.is_decided:
        return row.result.word
    if result.was_not_asked:
        # The path failed; nobody said no to anybody.
        return "Not sent"
    if result.is_put_off and not isinstance(attempt.outcome, Rejected):
        return outcome_words(Deferred()).word
    return _RECIPIENT_WORDS[result.accepted]


def recipient_rows(attempt: Attempt, row: LogRow) -> tuple[tuple[str, str, str, str], ...]:
    """Give address, result, code and reply of each recipient; none where nobody is known.

    Where the server gave one answer for all of them, it is everybody's.
    """
    if not attempt.recipients:
        shown = row.people.splitlines() or row.first.splitlines()
        # The last line may be "and 5 more": nobody's address, so nobody's result.
        return tuple(
            (who, row.result.word, row.code, "") if "@" in who else (who, "", "", "")
            for who in shown
        )
    return tuple(
        (
            result.address,
            _recipient_word(attempt, result, row),
            *_recipient_reply(result),
        )
        for result in attempt.recipients
    )


def _recipient_reply(result: RecipientResult) -> tuple[str, str]:
    """Give code and words; a yes to the address alone is not to be read as one to the mail."""
    code = "" if result.code is None else str(result.code)
    if result.accepted is None and code.startswith("2"):
        said = f"{code} {result.reply}".rstrip()
        return "", f'Its answer to the mail is missing. To the address it said: "{said}"'
    return code, result.reply
