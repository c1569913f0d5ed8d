"""Characters without width: what newsletters fill their first line with, and what letters need."""

import re

_FILLERS = re.compile("[\u00ad\u034f\u200b\u2060\ufeff]")
_JOINERS = re.compile(
    "(?<![^\\s\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?![^\\s\u200c\u200d])"
)
"""At an end of a word they join nothing. Within one they make a family of faces, or a word of
Persian."""


def without_fillers(text: str) -> str:
    """Leave out of words what nobody sees and no letter needs."""
    return _JOINERS.sub("", _FILLERS.sub("", text))
