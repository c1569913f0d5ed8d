"""Reading the body of a request."""

import gzip
import tracemalloc

from starlette.requests import Request

from sgdesk.sandbox.mail_send import BODY_BYTES_LIMIT, read_body


def _request(**headers: str) -> Request:
    pairs = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    return Request({"type": "http", "headers": pairs})


def test_what_is_packed_small_is_unpacked_no_further_than_the_limit() -> None:
    ten_megabytes = 10 << 20
    bomb = gzip.compress(bytes(ten_megabytes)) * 40
    tracemalloc.start()
    _, refusal = read_body(_request(content_type="application/json", content_encoding="gzip"), bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert refusal is not None
    assert refusal.status_code == 413
    assert peak < 4 * BODY_BYTES_LIMIT
