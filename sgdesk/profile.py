"""The settings file and the profiles in it.

One TOML file in the user's configuration folder:

    [settings]
    theme = "dark"

    [profiles.work]
    region = "eu"
    sender = "news@example.org"

A profile is a named set of settings. A key never stands in this file.
`SGDESK_CONFIG_DIR` and `SGDESK_DATA_DIR` move the folders, for tests and for
portable use.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import platformdirs
import tomli_w

from sgdesk.errors import InputError, out_of_files
from sgdesk.privatefile import private_file

CONFIG_FILE = "config.toml"
HISTORY_FILE = "history.db"

Values = Mapping[str, object]
"""Setting keys to values as TOML has them; `settings.resolve` checks them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the settings file holds."""

    settings: Values = field(default_factory=dict)
    profiles: Mapping[str, Values] = field(default_factory=dict)

    def profile(self, name: str) -> Values:
        """Give a profile's values; no name gives none, an unknown one raises `InputError`."""
        if not name:
            return {}
        if name not in self.profiles:
            known = ", ".join(sorted(self.profiles)) or "there is none yet"
            raise InputError(f"There is no profile {name!r}.", remedy=f"Known profiles: {known}.")
        return self.profiles[name]

    def with_setting(self, key: str, value: object) -> "Config":
        """Give a copy in which one setting has another value."""
        return replace(self, settings={**self.settings, key: value})

    def without_setting(self, key: str) -> "Config":
        """Give a copy in which one setting is as it is from the start."""
        return replace(self, settings={k: v for k, v in self.settings.items() if k != key})

    def with_profile(self, name: str, values: Values) -> "Config":
        """Give a copy with a profile added or replaced."""
        return replace(self, profiles={**self.profiles, name: values})

    def without_profile(self, name: str) -> "Config":
        """Give a copy without the profile."""
        return replace(self, profiles={n: v for n, v in self.profiles.items() if n != name})


def config_dir(environ: Mapping[str, str]) -> Path:
    """Give the folder of the settings file; it may not exist yet."""
    moved = environ.get("SGDESK_CONFIG_DIR", "")
    return Path(moved) if moved else platformdirs.user_config_path("sgdesk", appauthor=False)


def data_dir(environ: Mapping[str, str]) -> Path:
    """Give the folder of the history; it may not exist yet."""
    moved = environ.get("SGDESK_DATA_DIR", "")
    return Path(moved) if moved else platformdirs.user_data_path("sgdesk", appauthor=False)


def load_config(folder: Path) -> Config:
    """Read the settings file; a missing one is empty.

    Raises `InputError` for a file that cannot be read or is not of the form above, and
    `StartError` where the system opens no more files.
    """
    path = folder / CONFIG_FILE
    try:
        if path.is_fifo():
            # It would be waited for without an end.
            raise OSError("it is a pipe")
        document: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        # Services have /dev/null for a home.
        return Config()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        if (stopped := out_of_files(error)) is not None:
            raise stopped from error
        deep = "it is nested too deep" if isinstance(error, RecursionError) else None
        raise InputError(
            "The settings file cannot be read.",
            why=f"{path}: {deep or getattr(error, 'strerror', None) or error}.",
            remedy="Correct the file, or move it away to start with the defaults.",
        ) from error
    settings = document.pop("settings", {})
    profiles = document.pop("profiles", {})
    tables = isinstance(settings, dict) and isinstance(profiles, dict)
    if document or not tables or not all(isinstance(v, dict) for v in profiles.values()):
        raise InputError(
            "The settings file has an unknown form.",
            why=f"{path} may hold only [settings] and [profiles.NAME] tables.",
        )
    return Config(settings=settings, profiles=profiles)


def save_config(folder: Path, config: Config) -> None:
    """Write the settings file whole, readable by its owner alone.

    The old file stays until the new one is complete, so a full disk loses nothing. In a
    folder where no file can be made it is written over, and readable by its owner alone then.
    """
    document = {
        "settings": dict(config.settings),
        "profiles": {name: dict(values) for name, values in config.profiles.items()},
    }
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with private_file(folder / CONFIG_FILE) as file:
        tomli_w.dump(document, file)
