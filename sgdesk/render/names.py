"""Display names as the Web API takes them."""

import re

_REFUSED = re.compile(r"\s*[;,]+\s*")


def v3_name(name: str) -> str:
    """Give a recipient's name without `;` and `,`, which SendGrid refuses there.

    `Doe, Jane` becomes `Doe Jane`. Source: SendGrid, "Mail Send, Limitations".
    """
    if ";" not in name and "," not in name:
        return name
    return _REFUSED.sub(" ", name).strip()
