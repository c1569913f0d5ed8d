"""sgdesk: compose, send and test mail through Twilio SendGrid, and see where the time goes."""

import sys

__version__ = "0.1.0"

# httpx loads its own command line with it, and through that click, rich and pygments where
# they are installed: 5 MB and 80 modules that nothing here uses. None makes that one import
# fail, which httpx is prepared for.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None is allowed there
