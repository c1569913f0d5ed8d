"""Why a mail was not sent for want of its key: in the form of every other error."""

from sgdesk.account.account import Account
from sgdesk.delivery import Attempt, Problem
from sgdesk.errors import KeyStoreError, SecretError, in_sentences
from sgdesk.present.account_words import gone_why

KEY_GONE = "KEY-GONE"
KEY_STORE = "KEY-STORE"
KEY_IS_HERE = "The key is here now. Try again sends the mail."


def is_key_gone(attempt: Attempt) -> bool:
    """Say whether an attempt ended before it began, as the key of its account is gone."""
    return attempt.problem is not None and attempt.problem.id == KEY_GONE


def key_problem(account: Account, error: SecretError | KeyStoreError) -> Problem:
    """Word a key that is gone, or a key store that does not give it."""
    if isinstance(error, KeyStoreError):
        return Problem(
            id=KEY_STORE,
            title=error.happened.rstrip("."),
            explanation=in_sentences("Not sent.", error.why, error.remedy),
            remedy=error.remedy,
            source="The key store of this computer",
        )
    remedy = "Enter it once more, then send the mail: it stays as it is."
    return Problem(
        id=KEY_GONE,
        title=f"The key of '{account.name}' is gone",
        explanation=in_sentences("Not sent", gone_why(account), remedy),
        remedy=remedy,
        source="The key store of this computer",
    )
