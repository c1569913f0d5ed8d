"""`POST /v3/mail/send`: from the request to 202, in SendGrid's order of checks."""

import gzip
import io
import zlib
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from sgdesk.sandbox import errors_v3
from sgdesk.sandbox.account_calls import bearer
from sgdesk.sandbox.accounts import Standing
from sgdesk.sandbox.errors_v3 import ApiError, error_response
from sgdesk.sandbox.relay import Connection
from sgdesk.sandbox.rules.judge import judge
from sgdesk.sandbox.service import Service
from sgdesk.sandbox.strict_json import read_json

BODY_BYTES_LIMIT = 31_457_280
"""30 MB for the whole message. Source: Twilio, "Mail Send, Limitations" (2026)."""

_KEY_REFUSALS = {
    Standing.MALFORMED: (401, errors_v3.GRANT_INVALID),
    Standing.UNKNOWN: (401, errors_v3.GRANT_INVALID),
    Standing.READ_ONLY: (401, errors_v3.NOT_AUTHORIZED_TO_SEND),
    Standing.NO_CREDITS: (401, errors_v3.CREDITS_EXCEEDED),
    Standing.NOT_ALLOWED_HERE: (403, errors_v3.ACCESS_FORBIDDEN),
    Standing.DISABLED: (403, errors_v3.ACCESS_FORBIDDEN),
}


class MailSend:
    """The call that sends."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def answer(self, request: Request) -> Response:
        """Judge one request and keep it when it is good."""
        refusal = self._refusal_of_key(request)
        if refusal is not None:
            return refusal
        raw = await request.body()
        body, refusal = read_body(request, raw)
        if refusal is not None:
            return refusal
        errors = judge(body)
        if errors:
            return error_response(400, errors)
        refusal = self._refusal_of_sender(body)
        if refusal is not None:
            return refusal
        if (body.get("mail_settings") or {}).get("sandbox_mode", {}).get("enable") is True:
            return Response(status_code=200, media_type="text/plain")
        return self._keep(request, body, raw)

    def _refusal_of_key(self, request: Request) -> Response | None:
        key = bearer(request)
        if key is None:
            return error_response(401, errors_v3.PERMISSION_DENIED)
        standing = self._service.account.standing(key)
        if standing is Standing.GOOD:
            return None
        status, message = _KEY_REFUSALS[standing]
        return error_response(status, message)

    def _refusal_of_sender(self, body: dict[str, Any]) -> Response | None:
        blocks = body["personalizations"]
        senders = [body["from"], *(block["from"] for block in blocks if block.get("from"))]
        if all(self._service.account.may_send_from(sender["email"]) for sender in senders):
            return None
        return error_response(403, [ApiError(message=errors_v3.SENDER_NOT_VERIFIED, field="from")])

    def _keep(self, request: Request, body: dict[str, Any], raw: bytes) -> Response:
        connection: Connection = request.state.connection
        message_id = self._service.mailbox.capture_v3(
            body,
            raw,
            listener=connection.listener,
            connection=connection.number,
            request_headers=[
                (name, value)
                for name, value in request.headers.items()
                if name.lower() != "authorization"
            ],
            request_head=request.state.head.text(),
        )
        response = Response(status_code=202, media_type="text/plain")
        response.headers["X-Message-Id"] = message_id
        return response


def read_body(request: Request, raw: bytes) -> tuple[Any, Response | None]:
    """Decode the body; the second value is the refusal when that fails."""
    if len(raw) > BODY_BYTES_LIMIT:
        return None, error_response(413)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        return None, error_response(415, "Content-Type should be application/json.")
    coding = request.headers.get("content-encoding", "").strip().lower()
    if coding not in {"", "gzip"}:
        # As RFC 9110 section 15.5.16 has it.
        return None, error_response(415, errors_v3.OTHER_CODING)
    if coding:
        try:
            raw = _unpacked(raw)
        except (OSError, EOFError, zlib.error):
            return None, error_response(400, errors_v3.BROKEN_GZIP)
        if len(raw) > BODY_BYTES_LIMIT:
            return None, error_response(413)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None, error_response(415, errors_v3.INVALID_UTF8)
    try:
        body = read_json(text)
    except (ValueError, RecursionError):
        return None, error_response(400)
    return (body, None) if isinstance(body, dict) else (None, error_response(400))


def _unpacked(packed: bytes) -> bytes:
    """Unpack as far as one byte past the limit: a thousand bytes may hold a million."""
    with gzip.GzipFile(fileobj=io.BytesIO(packed)) as reader:
        return reader.read(BODY_BYTES_LIMIT + 1)
