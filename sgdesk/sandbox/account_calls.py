"""The account's read-only calls: the harmless ways to try a key."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sgdesk.clock import wall_ns, wall_utc
from sgdesk.sandbox.accounts import VERIFIED_DOMAINS, Account, Standing
from sgdesk.sandbox.errors_v3 import ACCESS_FORBIDDEN, AUTHORIZATION_REQUIRED, error_response

CALLS_A_MINUTE = 600


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
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        key = bearer(request) or ""
        return self._rated(request, {"scopes": list(self._account.scopes(key))})

    async def verified_senders(self, request: Request) -> Response:
        """`GET /v3/verified_senders`: the verified ones, and one that is not."""
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        return self._rated(request, {"results": _senders(self._account)})

    async def credits(self, request: Request) -> Response:
        """`GET /v3/user/credits`; a free plan's day."""
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        is_used_up = self._account.standing(bearer(request) or "") is Standing.NO_CREDITS
        today = wall_utc().date()
        answer = {
            "remain": 0 if is_used_up else 100,
            "total": 100,
            "overage": 0,
            "used": 100 if is_used_up else 0,
            "last_reset": today.isoformat(),
            "next_reset": (today + timedelta(days=1)).isoformat(),
            "reset_frequency": "daily",
        }
        return self._rated(request, answer)

    async def account(self, request: Request) -> Response:
        """`GET /v3/user/account`."""
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        return self._rated(request, {"type": "free", "reputation": 100})

    def _refusal(self, request: Request) -> Response | None:
        key = bearer(request)
        standing = Standing.MALFORMED if key is None else self._account.standing(key)
        match standing:
            case Standing.MALFORMED | Standing.UNKNOWN:
                return error_response(401, AUTHORIZATION_REQUIRED)
            case Standing.NOT_ALLOWED_HERE | Standing.DISABLED:
                return error_response(403, ACCESS_FORBIDDEN)
            case _:
                return None

    def _rated(self, request: Request, answer: object) -> Response:
        minute = wall_ns() // 60_000_000_000
        if minute != self._minute:
            self._minute, self._used = minute, {}
        path = request.url.path
        self._used[path] = self._used.get(path, 0) + 1
        remaining = CALLS_A_MINUTE - self._used[path]
        response = JSONResponse(answer) if remaining >= 0 else error_response(429)
        response.headers["X-RateLimit-Limit"] = str(CALLS_A_MINUTE)
        response.headers["X-RateLimit-Remaining"] = str(max(0, remaining))
        response.headers["X-RateLimit-Reset"] = str((minute + 1) * 60)
        return response


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
