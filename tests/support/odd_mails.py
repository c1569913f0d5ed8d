"""Mails that no mail program writes, as they come out of broken and of hostile ones."""

from hypothesis import strategies as st

HEAD = b"From: a@example.com\r\nTo: b@example.com\r\nSubject: odd\r\n"


def _with(*lines: bytes, body: bytes = b"text\r\n") -> bytes:
    return HEAD + b"\r\n".join(lines) + b"\r\n\r\n" + body


def nested(depth: int, body: bytes = b"text\r\n") -> bytes:
    """Put parts in parts."""
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (each, each)
        for each in range(depth)
    )
    return HEAD + opened + b"\r\n" + body


MIXED = b"Content-Type: multipart/mixed; boundary=b"
VILLAINS = {
    "half a character in a name": _with(b"Content-Disposition: attachment; filename*=utf-16''%00"),
    "a charset with a NUL": _with(b"Content-Disposition: attachment; filename*=a\0b''%41"),
    "a charset that cannot replace": _with(b"Content-Disposition: inline; filename*=idna''%ff"),
    "half a character in a text": _with(
        b"Content-Type: text/plain; charset=utf-7", body=b"+2AA-\r\n"
    ),
    "an escaped half character": _with(
        b"Content-Type: text/html; charset=unicode_escape", body=b"\\ud800\r\n"
    ),
    "a charset that is no text": _with(b"Content-Type: text/plain; charset=base64", body=b"x\r\n"),
    "a broken word": _with(b"X-A: =?utf-8?b?R3LD=?= =?x?q?=ff?= =?utf-16?b?AA==?="),
    "half a character in a word": _with(b"X-A: =?utf-7?q?+2AA-?="),
    "brackets without end": b"From: a@example.com\r\nTo: " + b"(" * 900 + b"\r\n\r\nx\r\n",
    "brackets over many lines": b"From: a@example.com\r\nTo: "
    + (b"(" * 900 + b"\r\n ") * 20
    + b"\r\n\r\nx\r\n",
    "continued names": _with(
        b"Content-Disposition: attachment; filename*0*=utf-8''%41; filename*0=b; filename*x=c; "
        b"filename*99999999999999999999=d"
    ),
    "a number past every limit": _with(
        *(b"Content-Disposition: attachment; filename*" + b"9" * 900, b" " + b"9" * 900, b"=a")
    ),
    "no boundary": _with(b"Content-Type: multipart/mixed"),
    "an empty boundary": _with(b'Content-Type: multipart/mixed; boundary=""', body=b"--\r\n\r\nx"),
    "a boundary that never comes": _with(MIXED),
    "200 parts in parts": nested(200),
    "2,000 parts in parts": nested(2_000),
    "mails in mails": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 1_500,
    "two of each": HEAD * 2 + MIXED + b"\r\n" + MIXED + b"\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n",
    "no header": b"From: a@example.com\r\nX-\xc3\xa9: b\r\nhello\r\n: x\r\n\r\nx\r\n",
    "NULs": _with(b"X-A: a\0b", b"Content-Type: te\0xt/plain", body=b"a\0b\r\n"),
    "X-SMTPAPI of brackets": _with(b'X-SMTPAPI: {"to":["' + b"(" * 900 + b'"]}'),
    "X-SMTPAPI too deep": _with(b'X-SMTPAPI: {"a":' + b"[" * 900, *[b" " + b"[" * 900] * 20),
    "an encoding that is none": _with(b"Content-Transfer-Encoding: base64; x", body=b"=\r\n"),
    "a Content-ID of addresses": _with(b"Content-ID: <<a>, <b>> (c"),
    "a type that is none": _with(b"Content-Type: /; ;=;charset", body=b"\xff\r\n"),
    "uuencoded": _with(b"Content-Transfer-Encoding: x-uue", body=b"begin 644 \xff\r\nM\xff\r\n"),
}
"""By what is odd about them."""

_WORDS = st.sampled_from(
    [
        *(
            b"=?utf-8?q?=C3?=",
            b"=?utf-7?b?+2AA-?=",
            b"=?a\0?q?x?=",
            b"=?",
            b"?=",
            b"=?utf-16?b?AA=?=",
        ),
        *(b"(", b")", b"<", b">", b'"', b",", b";", b"@", b"\\", b"[", b":", b" ", b"\t", b"\r\n "),
        *(b"\xc3", b"\xff", b"\0", b"\r", b"\n", b"a@example.com", b"boundary=b", b"charset=utf-7"),
        *(b"charset*=utf-16''%00", b"filename*0*=x''%", b'filename="', b"*1=", b"text/html"),
        *(b"multipart/mixed", b"message/rfc822", b"message/delivery-status", b"base64", b"idna"),
        *(b"charset=unicode_escape", b"charset=punycode", b"\\ud800", b"attachment", b"=", b"*"),
    ]
)
_VALUES = st.lists(st.one_of(_WORDS, st.binary(max_size=6)), max_size=8).map(b"".join)
_NAMES = st.sampled_from(
    [
        *(b"Content-Type", b"Content-Disposition", b"Content-Transfer-Encoding", b"Content-ID"),
        *(b"To", b"Cc", b"Subject", b"Reply-To", b"X-SMTPAPI", b"X-A", b"X-\xff", b"", b"Date"),
        *(b"From ", b"MIME-Version", b"Resent-Date", b"Message-ID", b"List-ID"),
    ]
)
_LINES = st.tuples(_NAMES, _VALUES).map(b": ".join)
_HEADS = st.lists(_LINES, max_size=5).map(b"\r\n".join)
_BODIES = st.lists(
    st.one_of(_HEADS, st.sampled_from([b"--b", b"--b--", b"", b"--"]), _VALUES), max_size=8
).map(b"\r\n".join)


def odd_mails() -> st.SearchStrategy[bytes]:
    """Mails with a sender of example.com, and then with anything."""
    heads = st.sampled_from([HEAD, HEAD + MIXED + b"\r\n", b"From: a@example.com\r\n"])
    return st.tuples(heads, _HEADS, st.just(b"\r\n\r\n"), _BODIES).map(b"".join)
