"""Exit codes: what a script learns without reading a word."""

from collections.abc import Iterable
from enum import IntEnum

from sgdesk.errors import OwnFaultError, SandboxError, SgdeskError, StartError, StoreError


class ExitCode(IntEnum):
    """Every code that a command of today can end with."""

    OK = 0
    REFUSED = 1
    """Something was rejected, deferred, or accepted for a part of the recipients only."""
    USAGE = 2
    NOT_SENT = 3
    UNKNOWN = 4
    PERMISSION = 5
    """The way works, and the server refuses the key, the sender or a permission."""
    NO_WAY = 6
    """A diagnosis found no way by which mail could go out."""
    OWN_FAULT = 70
    """An error of this program; what became of a send stands in the history."""
    CANCELLED = 130


EXIT_CODES = (
    "Exit codes: 0 all accepted; 1 refused, deferred or accepted in part; 2 usage, or no usable "
    "key; 3 nothing was sent; 4 unknown; 5 the way works, and the server refuses the key, the "
    "sender or a permission; 130 cancelled. Of several the worst counts."
)
"""Those of a send, for its help."""

_MEANINGS = {
    ExitCode.REFUSED: "refused, deferred, or accepted in part",
    ExitCode.NOT_SENT: "nothing was sent, as the path failed before the mail was handed over",
    ExitCode.UNKNOWN: "unknown, as no answer came after the mail was handed over",
    ExitCode.PERMISSION: "the way works, and the server refuses the key, the sender or a "
    "permission",
    ExitCode.CANCELLED: "cancelled",
}

_WORST_FIRST = (
    ExitCode.CANCELLED,
    ExitCode.USAGE,
    ExitCode.UNKNOWN,
    ExitCode.PERMISSION,
    ExitCode.NOT_SENT,
    ExitCode.REFUSED,
)


def exit_text(code: ExitCode) -> str:
    """Name the code of a send with what it means; nothing where all went well."""
    return f"Exit code {code.value}: {_MEANINGS[code]}." if code in _MEANINGS else ""


def worst(codes: Iterable[ExitCode]) -> ExitCode:
    """Give the code that wins among several: 130, else 2, 4, 5, 3, 1, 0."""
    seen = frozenset(codes)
    return next((code for code in _WORST_FIRST if code in seen), ExitCode.OK)


def exit_code_of_error(error: SgdeskError) -> ExitCode:
    """Give the code of a failure that ended a command before anything was sent."""
    if isinstance(error, StoreError | SandboxError | StartError):
        return ExitCode.NOT_SENT
    return ExitCode.OWN_FAULT if isinstance(error, OwnFaultError) else ExitCode.USAGE
