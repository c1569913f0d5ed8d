"""Every exception that crosses from one room to another.

    SgdeskError            said to the user in three parts: what happened, why, what to do
    ├── InputError         the user gave something that cannot be used (exit code 2)
    │   └── MessageError   …in the message itself, with each place (`message/findings.py`)
    ├── SecretError        a key is missing, or would cross an unencrypted connection
    ├── KeyStoreError      the system's key store is locked, silent or broken
    │   └── NoKeyStoreError …or this computer has none
    ├── StoreError         the history cannot be read or written
    │   └── NotNotedError  …so a mail that would have left was not sent
    ├── SandboxError       the local SendGrid did not start, or died
    ├── StartError         this computer does not let the program begin (`wire/thread.py`)
    ├── OwnFaultError      an error of this program itself (exit code 70)
    └── WindowError        no window can be opened here (`ui/preflight.py`)

Talking to a mail server and getting an unwelcome answer is not an exception:
it is an `Outcome` (see `delivery.py`). Failing to talk is an exception inside
`wire` and `transport` and becomes an `Outcome` where it leaves them.
"""

import errno
from collections.abc import Iterator

MORE_FILES = "Close other programs, or raise the limit of open files (ulimit -n)."


def in_sentences(*parts: str) -> str:
    """Put parts one after the other, with a full stop where the first of two has no end."""
    said = [part.strip() for part in parts if part.strip()]
    ended = [part if part.endswith((".", "!", "?", ":", "…")) else f"{part}." for part in said[:-1]]
    return " ".join((*ended, *said[-1:]))


class SgdeskError(Exception):
    """Carry one failure to a face in words that a user can act on."""

    def __init__(self, happened: str, *, why: str = "", remedy: str = "") -> None:
        super().__init__(happened)
        self.happened = happened
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        return in_sentences(self.happened, self.why, self.remedy)

    @property
    def more(self) -> str:
        """Give why and what to do, for below a title that says what happened."""
        return in_sentences(self.why, self.remedy)


class InputError(SgdeskError):
    """The user gave something that cannot be used.

    `setting` is the key of the setting that holds it; empty: none, or not known here.
    """

    def __init__(
        self, happened: str, *, why: str = "", remedy: str = "", setting: str = ""
    ) -> None:
        super().__init__(happened, why=why, remedy=remedy)
        self.setting = setting


class SecretError(SgdeskError):
    """A key is missing, or would cross a connection that is not encrypted."""


class KeyStoreError(SgdeskError):
    """The system's key store is missing, locked, silent or broken."""


class NoKeyStoreError(KeyStoreError):
    """This computer has no key store, so no key lies in it."""


class StoreError(SgdeskError):
    """The history cannot be read or written."""


class NotNotedError(StoreError):
    """A send could not be noted in the history, so nothing of it left."""


class SandboxError(SgdeskError):
    """The local SendGrid did not start, or died."""


class StartError(SgdeskError):
    """This computer does not let the program begin, as for want of open files."""


class OwnFaultError(SgdeskError):
    """An error of this program itself, which nobody outside can mend."""


def out_of_files(error: BaseException) -> StartError | None:
    """Say it in words where an error came of the system letting nobody open one more file."""
    for link in causes(error):
        if isinstance(link, OSError) and link.errno in (errno.EMFILE, errno.ENFILE):
            whose = "this program" if link.errno == errno.EMFILE else "all programs together"
            return StartError(
                "No more files can be opened.",
                why=f"The system allows {whose} no more of them, and a connection counts as one.",
                remedy=MORE_FILES,
            )
    return None


def causes(error: BaseException) -> Iterator[BaseException]:
    """Walk from an exception to what caused it, each once."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
