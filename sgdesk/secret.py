"""Masked secrets.

A `Secret` shows its key id (the part that SendGrid itself treats as public)
and never its value: not in `repr`, `str`, `format`, pickling or comparison
output. `reveal()` is the one way out; it is called where bytes are made for
the wire and nowhere else.
"""

from typing import NoReturn


class Secret:
    """Hold one API key or password."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Give the value, for the wire only."""
        return self._value

    @property
    def masked(self) -> str:
        """Give a form that may be shown: `SG.<start of the key id>…••••`."""
        head, dot, rest = self._value.partition(".")
        key_id = rest.partition(".")[0]
        return f"SG.{key_id[:4]}…••••" if head == "SG" and dot and len(key_id) >= 8 else "••••"

    def __repr__(self) -> str:
        return f"Secret({self.masked})"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __bool__(self) -> bool:
        return bool(self._value)

    def __reduce__(self) -> NoReturn:
        msg = "a secret is never pickled"
        raise TypeError(msg)
