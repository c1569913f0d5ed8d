"""The accounts of this computer: profiles in the settings file, keys in the key store.

What checks found out stands in a file of its own, `accounts.json` in the data
folder; it can be deleted at any time. Every method reads or writes files, or
asks the key store, so the window calls from a worker thread.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sgdesk.account.account import PRACTICE, Account, Known
from sgdesk.account.keystore import SERVICE, KeyPlace, KeyStore
from sgdesk.account.known import load_known, save_known
from sgdesk.account.practising import is_practice, refuse_stray_key
from sgdesk.account.refusal import Refusal
from sgdesk.errors import InputError, KeyStoreError, NoKeyStoreError, SecretError
from sgdesk.profile import Config, Values, config_dir, data_dir, load_config, save_config
from sgdesk.route import Endpoint, is_same
from sgdesk.routing import parse_override, reads_smtpapi
from sgdesk.secret import Secret
from sgdesk.settings import Settings, resolve

NAME_CHARACTERS = 40
SHEET_KEYS = frozenset(
    {
        *("sender", "test_address", "may_mail", "region"),
        *("username", "smtp_host", "path", "smtpapi"),
        *("api_url", "connect_to", "proxy", "ca_file"),
    }
)
"""Settings that the window's sheet shows; a profile may hold others, written by hand."""
_NOT_OF_CONNECTION = frozenset({"sender", "test_address", "may_mail", "smtpapi"})


class AccountBook:
    """Add, change and remove accounts."""

    def __init__(self, environ: Mapping[str, str], keys: KeyStore) -> None:
        self._environ = environ
        self.keys = keys

    @property
    def _config_dir(self) -> Path:
        return config_dir(self._environ)

    def accounts(self) -> tuple[Account, ...]:
        """List the accounts by name; raises `InputError` for a settings file nobody can read.

        A profile written by hand under the name of the built-in account is none of them: what
        is sent under that name stays here, whatever else the profile says.
        """
        config = load_config(self._config_dir)
        known = load_known(data_dir(self._environ))
        return tuple(
            self._account(name, config, known.get(name, Known()))
            for name in sorted(config.profiles, key=str.lower)
            if name != PRACTICE.name
        )

    def account(self, name: str) -> Account:
        """Give one account; raises `InputError` when there is none of that name."""
        config = load_config(self._config_dir)
        config.profile(name)
        known = load_known(data_dir(self._environ))
        return self._account(name, config, known.get(name, Known()))

    def refuse_gone(self, name: str) -> None:
        """Raise `InputError` for an account that is no more, in words for who sends as it."""
        if name not in load_config(self._config_dir).profiles:
            raise InputError(
                f"The account {name} is not here any more.",
                why="It was renamed or removed.",
                remedy="Choose another account, then send again: the mail stays as it is.",
            )

    def settings(self, name: str) -> Settings:
        """Settle the settings of an account; raises `InputError`."""
        return self._settled(name, load_config(self._config_dir))

    def settings_with(self, values: Values, name: str = "new account") -> Settings:
        """Settle settings that are not saved yet; raises `InputError`."""
        config = load_config(self._config_dir).with_profile(name, values)
        return self._settled(name, config)

    def values(self, name: str) -> Values:
        """Give what the account's own profile holds; raises `InputError`."""
        return load_config(self._config_dir).profile(name)

    def secret(self, name: str) -> Secret:
        """Give an account's key; raises `SecretError` when there is none, and `KeyStoreError`."""
        if self._known(name).key_place == KeyPlace.SESSION.value and not self.keys.holds(name):
            raise SecretError(
                f"The key of '{name}' was kept in memory alone, by the window that was given it.",
                remedy="Give it once more in Accounts.",
            )
        try:
            key = self.keys.get(name)
        except NoKeyStoreError as error:
            if self._known(name).had_key:
                raise
            # A profile written by hand: to ask again would find no more.
            raise SecretError(
                f"There is no key for {name}.",
                why=f"None was kept for it. {error.happened}",
                remedy="Give it in Accounts.",
            ) from error
        if key is None:
            raise SecretError(
                f"The key store holds no key for {name}.",
                why="It was removed there, or never kept.",
                remedy="Give it once more in Accounts.",
            )
        return key

    def add(
        self, name: str, values: Values, key: Secret, place: KeyPlace, known: Known | None = None
    ) -> Account:
        """Keep a new account with its key, or none of it.

        Raises `InputError`, `KeyStoreError`, and `OSError` where no file can be written.
        """
        name = self.checked_name(name)
        refuse_stray_key(self.settings_with(values, name), key)
        self.keys.keep(name, key, place)
        return self._save_or_forget(name, values, _with_key(known or Known(), key, place), place)

    def change(self, name: str, values: Values, known: Known | None = None) -> Account:
        """Replace the settings of an account, and what is known of it when given.

        Raises `InputError`.
        """
        before = self._known(name)
        if self.values(name) != values and not before.key_gone:
            # Whatever kept the check from being made may be mended.
            before = replace(before, failure="", failed_at=None)
        settings = self.settings_with(values, name)
        if _connection(self.values(name)) != _connection(values):
            # What is shown of a key tells whether it is a practice key: no store is asked.
            refuse_stray_key(settings, Secret(before.masked_key))
            before = _after_change(before)
        return self._save(name, values, known or before)

    def change_and_rename(self, old: str, new: str, values: Values) -> Account:
        """Replace what the sheet of an account shows, its name too; other settings stay."""
        new = self.checked_name(new, besides=old)
        kept = {key: value for key, value in self.values(old).items() if key not in SHEET_KEYS}
        self.change(old, {**kept, **values})
        return self.rename(old, new)

    def replace_key(
        self, name: str, key: Secret, place: KeyPlace, values: Values, known: Known
    ) -> Account:
        """Keep another key for an account, with what was found out about it."""
        refuse_stray_key(self.settings_with(values, name), key)
        old = self._known(name)
        before = self._place(old)
        self.keys.keep(name, key, place)
        if place is KeyPlace.SESSION and before is KeyPlace.SYSTEM:
            # Left where it was, the old key would come back at the next start.
            with suppress(KeyStoreError):
                self.keys.forget(name, KeyPlace.SYSTEM)
            self.keys.keep(name, key, place)
        # Another key goes the same way, past the same people.
        known = replace(known, allowed_issuers=old.allowed_issuers)
        return self._save(name, values, _with_key(known, key, place))

    def note(self, name: str, known: Known) -> None:
        """Keep what was found out about an account; raises `OSError`."""
        folder = data_dir(self._environ)
        save_known(folder, {**load_known(folder), name: known})

    def note_check(self, name: str, found: Known) -> Account:
        """Keep what a check found out, with the key as it was kept before."""
        before = self._known(name)
        self.note(
            name,
            replace(
                found,
                masked_key=found.masked_key or before.masked_key,
                key_place=before.key_place,
                allowed_issuers=before.allowed_issuers,
                follows=before.follows,
            ),
        )
        return self.account(name)

    def note_failure(self, name: str, why: str, at: datetime, *, key_gone: bool) -> None:
        """Keep that a check could not be made, beside what the last one found."""
        known = self._known(name)
        failed = replace(known, failure=why, failed_at=at, key_gone=key_gone, refusal=None)
        self.note(name, failed)

    def note_taken(self, name: str, path: str) -> bool:
        """Keep that mail was accepted by a path, where no check says more; say whether it was new.

        Nothing that was refused before is held against the account any more. Raises `OSError`.
        """
        known = self._known(name)
        is_told = known.checked_at is not None or path in known.took
        if is_told and known.refusal is None:
            return False
        worked = _after_answer(replace(known, refusal=None))
        self.note(name, worked if is_told else replace(worked, took=(*known.took, path)))
        return True

    def note_refusal(self, name: str, refusal: Refusal) -> None:
        """Keep that a mail was refused for what the account is; raises `OSError`."""
        self.note(name, _after_answer(replace(self._known(name), refusal=refusal)))

    def allowed_issuers(self, name: str) -> tuple[str, ...]:
        """Give the roots, by SHA-256, that may read an account's connections."""
        return self._known(name).allowed_issuers

    def allow_issuer(self, name: str, sha256: str) -> None:
        """Let a root that is no public one read an account's connections; raises `OSError`."""
        known = self._known(name)
        allowed = tuple(dict.fromkeys((*known.allowed_issuers, sha256)))
        self.note(name, replace(known, allowed_issuers=allowed))

    def follow(self, key: Secret, values: Values) -> tuple[str, ...]:
        """Lead the accounts that follow the window's practice inbox to where it is now.

        `values` are its servers. Gives the names of those that were elsewhere. Raises
        `InputError`, and `OSError` where no file can be written.
        """
        config, known = load_config(self._config_dir), load_known(data_dir(self._environ))
        moved = {
            name: {**config.profiles[name], **values}
            for name, each in known.items()
            if each.follows and name in config.profiles
            if {**config.profiles[name], **values} != config.profiles[name]
            or each.masked_key != key.masked
            or (each.key_place == KeyPlace.SESSION.value and not self.keys.holds(name))
        }
        for name, moved_values in moved.items():
            place = self._place(known[name])
            try:
                self.keys.keep(name, key, place)
            except KeyStoreError:
                place = KeyPlace.SESSION
                self.keys.keep(name, key, place)
            at_first = Known(follows=True, senders=known[name].senders)
            self._save(name, moved_values, _with_key(at_first, key, place))
        return tuple(moved)

    def rename(self, old: str, new: str) -> Account:
        """Give an account another name; its key goes along. Raises as `add` and `secret`."""
        values = self.values(old)
        new = self.checked_name(new, besides=old)
        if new == old:
            return self.account(old)
        known = self._known(old)
        place = self._place(known)
        with suppress(SecretError):
            self.keys.keep(new, self.secret(old), place)
        account = self._save_or_forget(new, values, known, place)
        self._drop(old)
        with suppress(KeyStoreError):
            self.keys.forget(old, place)
        return account

    def remove(self, name: str) -> None:
        """Delete an account and its key; raises `KeyStoreError`, and keeps both, if it cannot."""
        self.values(name)
        known = self._known(name)
        try:
            self.keys.forget(name, self._place(known))
        except KeyStoreError:
            # Where a key surely lies it must go first; a profile written by hand may have none.
            if known.key_place == KeyPlace.SYSTEM.value:
                raise
        self._drop(name)

    def checked_name(self, name: str, *, besides: str = "") -> str:
        """Give a name that can be used, free of spaces around it; raises `InputError`."""
        name = name.strip()
        taken = {each.lower() for each in load_config(self._config_dir).profiles if each != besides}
        if not name or not name.isprintable() or name.startswith("-"):
            raise InputError(
                "An account needs a name.",
                remedy="Use letters, digits, dots and spaces, e.g. example.org.",
            )
        if len(name) > NAME_CHARACTERS:
            raise InputError(
                "The name is too long.",
                why=f"It has {len(name)} characters.",
                remedy=f"Use at most {NAME_CHARACTERS}.",
            )
        if name.lower() in taken | {PRACTICE.name.lower()}:
            raise InputError(
                f"There is an account {name!r} already.", remedy="Choose another name."
            )
        return name

    def _account(self, name: str, config: Config, known: Known) -> Account:
        try:
            settings = self._settled(name, config)
        except InputError as error:
            return Account(name=name, known=known, trouble=str(error))
        return Account(
            name=name,
            is_practice=is_practice(settings),
            sender=settings.text("sender"),
            test_address=settings.text("test_address"),
            may_mail=settings.texts("may_mail"),
            region=settings.text("region"),
            path=settings.text("path"),
            api_url=settings.text("api_url"),
            smtp_host=settings.text("smtp_host"),
            connect_to=settings.texts("connect_to"),
            smtpapi=reads_smtpapi(settings),
            led_ports=_led_ports(settings),
            known=known,
        )

    def _settled(self, name: str, config: Config) -> Settings:
        return resolve(
            environ=self._environ,
            profile=config.profile(name),
            profile_name=name,
            file=config.settings,
        )

    def _save_or_forget(self, name: str, values: Values, known: Known, place: KeyPlace) -> Account:
        """Save what its key was kept for under a new name, or forget that key."""
        try:
            return self._save(name, values, known)
        except OSError as error:
            try:
                self.keys.forget(name, place)
            except KeyStoreError as left:
                raise KeyStoreError(
                    "The account cannot be saved, and its key is left in the key store.",
                    why=f"{error}. {left}",
                    remedy=f"Delete the entry of {SERVICE} for {name!r} there.",
                ) from error
            raise

    def _save(self, name: str, values: Values, known: Known) -> Account:
        # The settings last: they are what makes it an account.
        self.note(name, known)
        save_config(self._config_dir, load_config(self._config_dir).with_profile(name, values))
        return self.account(name)

    def _drop(self, name: str) -> None:
        save_config(self._config_dir, load_config(self._config_dir).without_profile(name))
        folder = data_dir(self._environ)
        save_known(folder, {n: k for n, k in load_known(folder).items() if n != name})

    def _known(self, name: str) -> Known:
        return load_known(data_dir(self._environ)).get(name, Known())

    @staticmethod
    def _place(known: Known) -> KeyPlace:
        return KeyPlace(known.key_place) if known.key_place else KeyPlace.SYSTEM


def _with_key(known: Known, key: Secret, place: KeyPlace) -> Known:
    return replace(known, masked_key=key.masked, key_place=place.value)


def _after_answer(known: Known) -> Known:
    """Give what holds once the server has answered: what kept a check from it is over."""
    return replace(known, failure="", failed_at=None, key_gone=False)


def _led_ports(settings: Settings) -> tuple[int, ...]:
    """Give the ports of the account's own SMTP server that `connect_to` names."""
    host = settings.text("smtp_host")
    try:
        led = [parse_override(text).target for text in settings.texts("connect_to")]
    except InputError:
        # Said where it is used.
        return ()
    return tuple(each.port for each in led if is_same(each, Endpoint(host=host, port=each.port)))


def _connection(values: Values) -> dict[str, object]:
    """Give what decides where a key goes, and how."""
    own = {key: value for key, value in values.items() if key not in _NOT_OF_CONNECTION}
    return {"region": "global", "path": "webapi", **own}


def _after_change(known: Known) -> Known:
    """Give what still holds when the connection leads elsewhere: the key, and who sends."""
    known = replace(known, follows=False, refusal=None)
    if known.checked_at is None:
        return replace(known, took=())
    return replace(known, checked_at=None, changed=True, paths=(), may_send=None, credits=None)
