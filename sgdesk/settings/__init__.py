"""Every setting, once: the command line's options, the window's fields and the manual come from it.

A value is looked for in five places, nearest first: a flag of this command, the
environment, the profile in use, the settings file, the default. `Settings`
remembers which place won. Secrets are never settings; `key_env` names the
variable that holds one.
"""

from sgdesk.settings.resolve import (
    BY_KEY,
    Resolved,
    Settings,
    Source,
    check_value,
    parse_value,
    resolve,
    value_text,
)
from sgdesk.settings.table import SETTINGS, Group, Setting, Value

__all__ = [
    "BY_KEY",
    "SETTINGS",
    "Group",
    "Resolved",
    "Setting",
    "Settings",
    "Source",
    "Value",
    "check_value",
    "parse_value",
    "resolve",
    "value_text",
]
