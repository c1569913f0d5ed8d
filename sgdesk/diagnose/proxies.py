"""Which proxy this computer knows of, whether a run uses it or not."""

from collections.abc import Mapping
from contextlib import suppress
from urllib.request import getproxies

from sgdesk.errors import InputError
from sgdesk.route import parse_proxy
from sgdesk.settings.resolve import BY_KEY


def known_proxy(environ: Mapping[str, str]) -> str:
    """Give `host:port` of the proxy in the variables, else in the system's settings; or nothing.

    Never its login. The system's settings are read on Windows and macOS.
    """
    variables = (environ.get(name, "") for name in BY_KEY["proxy"].env)
    system = getproxies()
    for url in (*variables, *(system.get(kind, "") for kind in ("https", "all", "http"))):
        with suppress(InputError):
            if url:
                return parse_proxy(url).endpoint.text
    return ""
