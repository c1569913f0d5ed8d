"""A report of `sgdesk diagnose` as this process reads it: the server's side of each way.

Read by rules of its own, as all that stands here: only what is played is taken from it.
"""

import base64
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sgdesk.errors import InputError

DOCUMENT = "report.json"
_FILE_BYTES, _DOCUMENT_BYTES = 4 << 20, 8 << 20
_SCHEMA = "sgdesk.report/1"
_LINE_END = b"\r\n"
_TALK = ("greeting", "ehlo", "starttls", "tls", "ehlo_tls", "scopes", "portal", "walk")
"""Steps of a first look; what a second one saw is not played. The last: the program failed."""
_SHOWN_BYTES = 512
"""A reply of more was not kept to its last byte, and is put together from its lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a certificate said of itself."""

    version: str = ""
    issuer: str = ""
    subject: str = ""
    names: tuple[str, ...] = ()
    valid_from: str = ""
    valid_until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a way, as it was met."""

    result: str
    ms: float
    error: str = ""
    said: bytes = b""
    """What came back, to the byte."""
    is_reply: bool = False
    """It could be read as a reply, after which the conversation goes on."""
    verify_code: int | None = None
    shown: Shown = field(default=Shown())
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    skew_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to one address, from the connect on."""

    role: str
    host: str
    port: int
    tls: str
    where: str
    """The address, as the report names it."""
    connect: Step
    talk: Mapping[str, Step]
    """The steps behind it by their names, the same for every address of a family."""

    @property
    def key(self) -> dict[str, Any]:
        """Give by what whoever reads the report knows it."""
        names = ("role", "host", "port", "tls", "where")
        return {name: getattr(self, name) for name in names}


def read_recording(path: Path) -> tuple[Way, ...]:
    """Give the ways of a report; raises `InputError`."""
    try:
        document = json.loads(_text(path))
        if document["schema"] != _SCHEMA:
            raise ValueError(document["schema"])
        return tuple(_ways(document["observations"]))
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, EOFError) as error:
        raise _unreadable(path) from error
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> InputError:
    return InputError(
        f"{path} cannot be replayed.",
        why="It is no report of sgdesk, or a damaged one.",
        remedy="Give a file that `sgdesk diagnose --report` has written.",
    )


def _text(path: Path) -> bytes:
    if path.stat().st_size > _FILE_BYTES:
        raise ValueError(path)
    with zipfile.ZipFile(path) as file:
        if file.getinfo(DOCUMENT).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError(path)
        with file.open(DOCUMENT) as member:
            text = member.read(_DOCUMENT_BYTES + 1)
    if len(text) > _DOCUMENT_BYTES:
        raise ValueError(path)
    return text


def _ways(observations: list[dict[str, Any]]) -> Iterator[Way]:
    talks: dict[tuple[str, bool], dict[str, Step]] = {}
    for each in observations:
        # A portal is asked for on a way of its own; elsewhere that was a second look.
        is_again = each["probe"] == "portal" and each["target"]["role"] != "web"
        if each["probe"] in _TALK and not is_again:
            talks.setdefault(_line(each), {}).setdefault(str(each["probe"]), _step(each))
    for each in observations:
        if each["probe"] == "connect":
            target = each["target"]
            yield Way(
                role=str(target["role"]),
                host=str(target["host"]),
                port=int(target["port"]),
                tls=str(target["tls"]),
                where=str(each["where"]),
                connect=_step(each),
                talk=talks.get(_line(each), {}),
            )


def _line(observation: dict[str, Any]) -> tuple[str, bool]:
    """Tell the conversations of a way apart: there is one by each family."""
    return json.dumps(observation["target"], sort_keys=True), ":" in observation["where"]


def _step(observation: dict[str, Any]) -> Step:
    seen = observation["seen"]
    code = seen.get("code")
    return Step(
        result=str(observation["result"]),
        ms=float(observation["ms"] or 0),
        error=str(seen.get("error", "")),
        said=_said(seen),
        is_reply=code is not None,
        verify_code=seen.get("verify_code"),
        shown=_shown(seen.get("facts")),
        status=seen.get("status"),
        headers=tuple((str(name), str(value)) for name, value in seen.get("headers", ())),
        skew_s=seen.get("skew_s"),
    )


def _said(seen: Mapping[str, Any]) -> bytes:
    """Give the bytes, of a reply that was not kept whole as its lines say it."""
    said = base64.b64decode(seen.get("first_bytes", ""))
    code, lines = seen.get("code"), seen.get("lines", ())
    if code is None or 0 < len(said) < _SHOWN_BYTES:
        return said
    *first, last = [str(line).encode() for line in lines] or [b""]
    number = str(int(code)).encode()
    whole = [number + b"-" + line for line in first] + [number + b" " + last]
    return b"".join(line + _LINE_END for line in whole)


def _shown(facts: Mapping[str, Any] | None) -> Shown:
    if facts is None:
        return Shown()
    own: Mapping[str, Any] = next(iter(facts["chain"]), {})
    return Shown(
        version=str(facts["version"]),
        issuer=str(facts["issuer"] or ""),
        subject=str(facts["subject"] or ""),
        names=tuple(map(str, own.get("names", ()))),
        valid_from=str(own.get("valid_from", "")),
        valid_until=str(own.get("valid_until", "")),
    )
