"""What is said of an account without its key, and of a mail that was not sent for want of it."""

from sgdesk.account.account import Account
from sgdesk.account.keystore import KeyPlace
from sgdesk.delivery import Attempt, Problem
from sgdesk.errors import KeyStoreError, SecretError, in_sentences

KEY_GONE = "KEY-GONE"
KEY_STORE = "KEY-STORE"
KEY_IS_HERE = "The key is here now. Send again sends the mail."


def gone_title(account: Account) -> str:
    """Say that the key of an account is there no more, or never was."""
    if not account.known.had_key:
        return f"There is no key for '{account.name}'"
    return f"The key of '{account.name}' is gone"


def gone_why(account: Account) -> str:
    """Say why the key of an account is not there."""
    if account.known.key_place == KeyPlace.SESSION.value:
        return "The key was kept until you quit."
    if not account.known.had_key:
        return "None was kept on this computer."
    return "The key store does not hold the key any more."


def enter_words(account: Account) -> str:
    """Say what helps, as the beginning of a sentence."""
    return "Enter it once more" if account.known.had_key else "Enter it"


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
    remedy = f"{enter_words(account)}, then send the mail: it stays as it is."
    return Problem(
        id=KEY_GONE,
        title=gone_title(account),
        explanation=in_sentences("Not sent", gone_why(account), remedy),
        remedy=remedy,
        source="The key store of this computer",
    )
