"""Unpack an answer that came packed, though `identity` was asked for.

A box on the way may do so all the same (RFC 9110 section 12.5.3 only asks it not to),
and the server's own words, by which its answer is judged, would be lost.
"""

import zlib
from collections.abc import Mapping

_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_EITHER_HEAD = 32 + zlib.MAX_WBITS
"""zlib finds out by itself whether a gzip or a zlib header comes first."""


def unpacked(body: bytes, headers: Mapping[str, str], *, most: int) -> bytes:
    """Give a body of at most `most` bytes, as far as it came; one of another kind as it is.

    `headers` looks names up in any case.
    """
    if headers.get("content-encoding", "").strip().lower() not in _PACKED:
        return body
    try:
        return zlib.decompressobj(_EITHER_HEAD).decompress(body, most)
    except zlib.error:
        return body
