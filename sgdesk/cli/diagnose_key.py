"""The key of `sgdesk diagnose`: used where it is asked for, and never else."""

import argparse
from collections.abc import Mapping

from sgdesk.cli.options import given_settings, key_text
from sgdesk.errors import KeyStoreError, SecretError
from sgdesk.secret import Secret
from sgdesk.settings import Settings


def add_key_options(group: argparse._ArgumentGroup) -> None:
    """Add the ways to ask for a test with the key."""
    group.add_argument(
        "--with-key",
        action="store_true",
        help="also try the key, by the Web API and one SMTP port, where the way is encrypted and "
        "verified: sign-in and permissions alone, nothing is sent; --profile, --key-env and "
        "--key-stdin ask for it too",
    )
    group.add_argument(
        "--key-stdin",
        action="store_true",
        help="read the API key from standard input (there is no option that takes the key itself)",
    )


def asked_key(
    arguments: argparse.Namespace, settings: Settings, environ: Mapping[str, str]
) -> Secret | None:
    """Give the key that is to be tried; `None` where none was asked for, and for the local one.

    An account whose key this command cannot have is tested without. Raises `SecretError` and
    `KeyStoreError` where a key was asked for in so many words.
    """
    named = "key_env" in given_settings(arguments)
    asked: bool = arguments.with_key or arguments.key_stdin or arguments.address is not None
    asked = asked or arguments.message_id is not None
    said = asked or named
    if arguments.sandbox or not (said or arguments.profile):
        return None
    try:
        return Secret(key_text(arguments, settings, environ))
    except (SecretError, KeyStoreError):
        if said:
            raise
        return None
