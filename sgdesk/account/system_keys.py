"""The system's own key store, through the keyring library.

Only stores that encrypt are asked, each by name: the library's own choice may
fall on one that writes plain text where such a one is installed. Dear to
import (150 ms), hence reached only through `doors.py`.
"""

import os
from collections.abc import Callable
from typing import TypeVar

from keyring.backend import KeyringBackend
from keyring.backends import SecretService, Windows, kwallet, macOS
from keyring.errors import KeyringError, KeyringLocked, PasswordDeleteError

from sgdesk.errors import KeyStoreError, NoKeyStoreError

T = TypeVar("T")

_BACKENDS: tuple[type[KeyringBackend], ...] = (
    macOS.Keyring,
    Windows.WinVaultKeyring,
    SecretService.Keyring,
    kwallet.DBusKeyring,
)
_SWITCHED_OFF = frozenset({"keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"})


class KeyringKeys:
    """One key store of the system."""

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend = backend

    def get(self, service: str, name: str) -> str | None:
        """Give a text; `None` when there is none of that name."""
        return _said(lambda: self._backend.get_password(service, name))

    def put(self, service: str, name: str, text: str) -> None:
        """Keep a text."""
        _said(lambda: self._backend.set_password(service, name, text))

    def delete(self, service: str, name: str) -> None:
        """Forget a text; one that is not there is no error."""
        try:
            _said(lambda: self._backend.delete_password(service, name))
        except KeyStoreError as error:
            if not isinstance(error.__cause__, PasswordDeleteError):
                raise


def find_system_keys() -> KeyringKeys:
    """Find the key store of this computer; raises `NoKeyStoreError` when there is none."""
    switched_off = os.environ.get("PYTHON_KEYRING_BACKEND", "") in _SWITCHED_OFF
    backend = next((each for each in _BACKENDS if each.viable), None)
    if switched_off or backend is None:
        raise NoKeyStoreError(
            "This computer has no key store.",
            remedy="On Linux, GNOME Keyring or KWallet is one.",
        )
    return KeyringKeys(backend())


def _said(call: Callable[[], T]) -> T:
    try:
        return call()
    except KeyringLocked as error:
        raise KeyStoreError(
            "The key store is locked.", remedy="Unlock it, then try again."
        ) from error
    except KeyringError as error:
        raise KeyStoreError("The key store cannot be used.", why=f"{error}.") from error
    # Each store brings errors of its own, from D-Bus or from the system's libraries; their
    # words are left out, because nobody vouches that they do not quote what was to be kept.
    except Exception as error:
        raise KeyStoreError(
            "The key store cannot be used.", why=f"It failed with {type(error).__name__}."
        ) from error
