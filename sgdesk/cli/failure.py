"""Every exception that ends a command, as it is told."""

import traceback
from pathlib import Path

from sgdesk.errors import OwnFaultError, SgdeskError, out_of_files
from sgdesk.secret import without_secrets


def as_told(error: BaseException) -> SgdeskError:
    """Give the words for whatever ended a command.

    An error of this program is named by its place, without its text: that may quote a message.
    """
    if isinstance(error, SgdeskError):
        return error
    if isinstance(error, KeyboardInterrupt):
        return SgdeskError("Cancelled.", why="It was stopped before its end.")
    if (stopped := out_of_files(error)) is not None:
        return stopped
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return OwnFaultError(
        "sgdesk itself failed.",
        why=f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}.",
        remedy="What was sent stands in the history: sgdesk history list. "
        "Please report this with the line above.",
    )


def failure_words(error: SgdeskError) -> dict[str, str]:
    """Give a failure as JSON documents carry it; a key or login that was typed stays hidden."""
    words = {"happened": error.happened, "why": error.why, "remedy": error.remedy}
    return {name: without_secrets(text) for name, text in words.items()}
