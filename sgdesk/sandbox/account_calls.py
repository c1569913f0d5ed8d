"""The account's read-only calls: the harmless ways to try a key."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sgdesk.clock import wall_ns, wall_utc
from sgdesk.sandbox.accounts import VERIFIED_DOMAINS, Account, Standing
from sgdesk.sandbox.errors_v3 import ACCESS_FORBIDDEN, AUTHORIZATION_REQUIRED, error_response

CALLS_A_MINUTE = 600
"""What was announced for the API's second version; none is published for the third."""


def bearer(request: Request) -> str | None:
    """Give the presented key; `None` without the header or with another scheme."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key if scheme == "Bearer" and key else None


class AccountCalls:
    """Answers about the account; each kind of call has a budget of its own per minute."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._minute = 0
        self._used: dict[str, int] = {}

    async def scopes(self, request: Request) -> Response:
        """`GET /v3/scopes`."""
        return self.told(request, lambda key: {"scopes": list(self._account.scopes(key))})

    async def verified_senders(self, request: Request) -> Response:
        """`GET /v3/verified_senders`: the verified ones, and one that is not."""
        return self.told(request, lambda _: {"results": _senders(self._account)})

    async def credits(self, request: Request) -> Response:
        """`GET /v3/user/credits`; a free plan's day."""
        return self.told(
            request, lambda key: _credits(self._account.standing(key) is Standing.NO_CREDITS)
        )

    async def account(self, request: Request) -> Response:
        """`GET /v3/user/account`."""
        return self.told(request, lambda _: {"type": "free", "reputation": 100})

    def of_address(self, tell: Callable[[str], object]) -> Callable[[Request], Awaitable[Response]]:
        """Give a call that tells something of the address in its path."""

        async def answered(request: Request) -> Response:
            return self.told(request, lambda _: tell(request.path_params["email"]))

        return answered

    def told(self, request: Request, tell: Callable[[str], object]) -> Response:
        """Tell a key what it may know."""
        key = bearer(request) or ""
        match self._account.standing(key):
            case Standing.MALFORMED | Standing.UNKNOWN:
                return error_response(401, AUTHORIZATION_REQUIRED)
            case Standing.NOT_ALLOWED_HERE | Standing.DISABLED:
                return error_response(403, ACCESS_FORBIDDEN)
        remaining = self._remaining(request.url.path)
        response = JSONResponse(tell(key)) if remaining >= 0 else error_response(429)
        response.headers.update(rate_headers(max(0, remaining)))
        return response

    def _remaining(self, path: str) -> int:
        """Count a call; give how many of its kind are left in this minute, below 0 for too many."""
        minute = _minute()
        if minute != self._minute:
            self._minute, self._used = minute, {}
        self._used[path] = self._used.get(path, 0) + 1
        return CALLS_A_MINUTE - self._used[path]


def rate_headers(remaining: int) -> dict[str, str]:
    """Say how many calls are left until the next full minute."""
    return {
        "X-RateLimit-Limit": str(CALLS_A_MINUTE),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": str((_minute() + 1) * 60),
    }


def _minute() -> int:
    return wall_ns() // 60_000_000_000


def _credits(is_used_up: bool) -> dict[str, object]:
    today = wall_utc().date()
    return {
        "remain": 0 if is_used_up else 100,
        "total": 100,
        "overage": 0,
        "used": 100 if is_used_up else 0,
        "last_reset": today.isoformat(),
        "next_reset": (today + timedelta(days=1)).isoformat(),
        "reset_frequency": "daily",
    }


def _senders(account: Account) -> list[dict[str, object]]:
    addresses = [f"sender@{domain}" for domain in VERIFIED_DOMAINS]
    addresses += [sender for sender in account.verified_senders if "@" in sender]
    rows = [(address, True) for address in addresses] + [("pending@example.invalid", False)]
    return [
        {
            "id": number,
            "nickname": address.partition("@")[0],
            "from_email": address,
            "from_name": "",
            "reply_to": address,
            "reply_to_name": "",
            "address": "1 Example Street",
            "address2": "",
            "state": "",
            "city": "Example",
            "zip": "",
            "country": "Example",
            "verified": is_verified,
            "locked": False,
        }
        for number, (address, is_verified) in enumerate(rows, start=1)
    ]
