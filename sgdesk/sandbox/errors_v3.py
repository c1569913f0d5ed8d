"""SendGrid's v3 error answers: several errors in one body, each with field and help."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

HELP_BASE = "http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html#message."

PERMISSION_DENIED = "Permission denied, wrong credentials"
GRANT_INVALID = "The provided authorization grant is invalid, expired, or revoked"
NOT_AUTHORIZED_TO_SEND = "Authenticated user is not authorized to send mail"
CREDITS_EXCEEDED = "Maximum credits exceeded"
AUTHORIZATION_REQUIRED = "authorization required"
ACCESS_FORBIDDEN = "access forbidden"
SENDER_NOT_VERIFIED = (
    "The from address does not match a verified Sender Identity. "
    "Mail cannot be sent until this error is resolved. "
    "Visit https://sendgrid.com/docs/for-developers/sending-email/sender-identity/ "
    "to see the Sender Identity requirements"
)
INVALID_UTF8 = "Invalid UTF8 in request"
BAD_REQUEST = "Bad Request"
OTHER_CODING = "Content-Encoding can only be gzip."  # own wording: no source states any
BROKEN_GZIP = "The body is not gzip, as its Content-Encoding says it is."  # own wording

GENERIC: Mapping[int, str] = {
    400: BAD_REQUEST,
    401: AUTHORIZATION_REQUIRED,
    403: ACCESS_FORBIDDEN,
    404: "not found",
    405: "method not allowed",
    406: "not acceptable",  # own wording: no source states SendGrid's
    413: "content too large",
    415: INVALID_UTF8,
    429: "too many requests",
    451: "unavailable due to data residency restrictions",
    500: "internal server error",
}
"""By status, where nothing more special is said. Source: Twilio, "Responses" (2026)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiError:
    """One entry of `errors`."""

    message: str
    field: str | None = None
    help: str | None = None


def error_at(path: str, message: str, anchor: str | None = None) -> ApiError:
    """Make the error of one field; its help names the field without indexes."""
    plain = re.sub(r"\.\d+", "", path)
    return ApiError(message=message, field=path, help=HELP_BASE + (anchor or plain))


def error_response(status: int, errors: Sequence[ApiError] | str | None = None) -> Response:
    """Make the JSON answer; a text is one error without field and help."""
    if errors is None:
        errors = GENERIC[status]
    if isinstance(errors, str):
        errors = [ApiError(message=errors)]
    shown = [{"message": e.message, "field": e.field, "help": e.help} for e in errors]
    return JSONResponse({"errors": shown}, status_code=status)


def gateway_page(status: int, title: str) -> str:
    """Make the page that the proxy before SendGrid's servers gives when they do not answer."""
    return (
        f"<html>\r\n<head><title>{status} {title}</title></head>\r\n<body>\r\n"
        f"<center><h1>{status} {title}</h1></center>\r\n<hr><center>nginx</center>\r\n"
        "</body>\r\n</html>\r\n"
    )
