"""A secret in every form in which somebody's words may carry it, and the search for it."""

import base64
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import quote, unquote_to_bytes

KEY = "SG.CanaryCanary-Canary_22.hush-Hush-the-canary-must-not-be-heard-4321"
PASSWORD = "Correct-Horse-Battery-77"
MAIL = "zoe.canary@corp.example"
USER, COMPUTER = "zoecanary", "desk-canary-7"
OWN_ADDRESS = "10.77.66.55"


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _in_lines(text: str, size: int = 20, code: str = "535-") -> str:
    return f"\r\n{code}".join(text[at : at + size] for at in range(0, len(text), size))


def forms() -> dict[str, str]:
    """Give each by its name."""
    plain = f"\0apikey\0{KEY}"
    return {
        "key": f"bad key {KEY}, sorry",
        "key in lines": f"bad {_in_lines(KEY)}\r\n535 sorry",
        "key in small letters": KEY.lower(),
        "key in a URL": f"http://x.example/?k={quote(KEY, safe='')}",
        "key as a URL writes it": "".join(f"%{byte:02X}" for byte in KEY.encode()),
        "key in JSON": '{"key": "' + "".join(f"\\u{ord(each):04x}" for each in KEY) + '"}',
        "key in HTML": "".join(f"&#{ord(each)};" for each in KEY),
        "key in hexadecimal": KEY.encode().hex(),
        "last part of the key": f"token {KEY.rpartition('.')[2]}",
        "PLAIN": f"AUTH PLAIN {_encoded(plain)}",
        "PLAIN alone": _encoded(plain),
        "PLAIN in lines": _in_lines(_encoded(plain)),
        "PLAIN in a URL": quote(_encoded(plain), safe=""),
        "LOGIN": f"334 {_encoded(KEY)}",
        "LOGIN password": _encoded(PASSWORD),
        "bearer": f"Authorization: Bearer {KEY}",
        "basic": f"Proxy-Authorization: Basic {_encoded(f'{USER}:{PASSWORD}')}",
        "login of a proxy": f"http://{USER}:{PASSWORD}@proxy.example:3128/",
        "login of a proxy, encoded": f"socks5://{USER}:{quote(PASSWORD + '/@', safe='')}@p.example",
        "mail address": f"User <{MAIL}> unknown",
        "mail address in a URL": quote(MAIL, safe=""),
        "mail address in base64": _encoded(MAIL),
        "mail address in lines": f"user {_in_lines(MAIL, 9, '550-')}\r\n550 unknown",
        "own address": f"Hello {COMPUTER}.lan [{OWN_ADDRESS}]",
        "user": f"C:\\Users\\{USER}\\sgdesk",
    }


SECRETS = (KEY, KEY.rpartition(".")[2], PASSWORD, MAIL, USER, COMPUTER, OWN_ADDRESS)


def traces(packed: bytes) -> list[str]:
    """Name the secrets of which anything is left in a report's file, in whatever form."""
    with zipfile.ZipFile(BytesIO(packed)) as file:
        contents = [packed, *(file.read(name) for name in file.namelist())]
    read = {each for content in contents for each in _readings(content, depth=3)}
    return [
        f"{part!r} of {secret}"
        for secret in SECRETS
        for part in _parts(secret)
        if any(part.encode() in each for each in read)
    ]


def _parts(secret: str) -> Iterator[str]:
    """Give a secret in pieces: one that was cut in two is told as well."""
    size = min(len(secret), 9)
    for at in range(len(secret) - size + 1):
        yield secret[at : at + size].lower()


def _readings(content: bytes, depth: int) -> Iterator[bytes]:
    """Give bytes as they are, and all that they may mean."""
    yield content.lower()
    if not depth:
        return
    yield re.sub(rb"\\r|\\n|\r|\n|\d{3}[- ]", b"", content).lower()
    for decoded in (unquote_to_bytes(content), _unescaped(content)):
        if decoded != content:
            yield from _readings(decoded, depth - 1)
    for run in re.findall(rb"[A-Za-z0-9+/_-]{8,}", content):
        yield from _readings(base64.urlsafe_b64decode(_padded(run)), depth - 1)
        if re.fullmatch(rb"(?:[0-9a-f]{2})+", run):
            yield bytes.fromhex(run.decode()).lower()


def _padded(run: bytes) -> bytes:
    safe = run.replace(b"+", b"-").replace(b"/", b"_")
    whole = safe[: len(safe) - (len(safe) % 4 == 1)]
    return whole + b"=" * (-len(whole) % 4)


def _unescaped(content: bytes) -> bytes:
    text = content.decode("latin-1")
    text = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
    return re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), text).encode("utf-8", "replace")
