"""A report as one file: a zip of two texts, one for people and one for this program.

What is opened was made by somebody else and may be anything. Nothing is unpacked: one member is
read, by its name, up to a size that no report has, and judged by its form before any rule sees it.
"""

import json
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from math import isfinite
from pathlib import Path
from typing import Any

from sgdesk import codec
from sgdesk.diagnose.observation import Connected, HttpAnswered, LookedUp, Observation, Replied
from sgdesk.diagnose.report import SCHEMA, Report, is_address
from sgdesk.errors import InputError
from sgdesk.sizes import size_text

SUMMARY, DOCUMENT = "summary.txt", "report.json"
FILE_BYTES, DOCUMENT_BYTES = 4 << 20, 8 << 20
"""Hundreds of times what a run on five ways makes."""
MOST_OBSERVATIONS, MOST_TARGETS = 2_000, 64
_KIND, _, _NUMBER = SCHEMA.partition("/")
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FAMILIES = ("ipv4", "ipv6")
_LONGEST_MS, _LONGEST_S = 1e7, 600.0
_ASK_AGAIN = "Ask for the file again, as sgdesk has saved it."
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""A zip has no earlier one, and the report says itself when it was made."""


def pack_report(report: Report, summary: str) -> bytes:
    """Give the bytes of the file; `summary` is the text for people.

    The other is indented, as it is shown to who saves it.
    """
    document = {"schema": SCHEMA, **codec.to_plain(report)}
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in (
            (SUMMARY, summary),
            (DOCUMENT, json.dumps(document, indent=1, allow_nan=False)),
        ):
            file.writestr(zipfile.ZipInfo(name, _FIRST_DAY), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def read_report(path: Path) -> Report:
    """Read what `pack_report` made; raises `InputError` for a file that is anything else."""
    try:
        with path.open("rb") as file:
            content = file.read(FILE_BYTES + 1)
    except OSError as error:
        raise InputError(
            "The report cannot be read.",
            why=f"{path}: {error.strerror or error}.",
            remedy="Check its name.",
        ) from error
    return unpack_report(content)


def unpack_report(content: bytes) -> Report:
    """Read the bytes of a report; raises `InputError`."""
    if len(content) > FILE_BYTES:
        raise _no_report(f"It is larger than {size_text(FILE_BYTES)}, and a report is small")
    text = _document(content)
    try:
        plain = codec.loads(text)
    except InputError as error:
        raise _no_report(f"Its {DOCUMENT} is no JSON") from error
    _require_schema(plain)
    try:
        report = codec.from_plain(plain, Report)
    except (InputError, RecursionError, OverflowError) as error:
        raise _no_report("What it holds is damaged") from error
    if (flaw := next(_flaws(report), None)) is not None:
        raise _no_report(f"What it holds is damaged: {flaw}")
    return report


def _document(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            # Other ways of packing take as much memory as the file says.
            if file.getinfo(DOCUMENT).compress_type not in _PACKINGS:
                raise _no_report("It is packed as no report is")
            with file.open(DOCUMENT) as member:
                # What a header says of a member's size may be a lie.
                text = member.read(DOCUMENT_BYTES + 1)
    except zipfile.BadZipFile as error:
        raise _no_report("It is no zip file, or was cut off on its way") from error
    except KeyError as error:
        raise _no_report(f"It holds no {DOCUMENT}") from error
    # An encrypted member, a stream that is broken.
    except (RuntimeError, zlib.error, OSError, EOFError, ValueError) as error:
        raise _no_report("It cannot be unpacked") from error
    if len(text) > DOCUMENT_BYTES:
        raise _no_report(f"Unpacked it has more than {size_text(DOCUMENT_BYTES)}")
    return text


def _require_schema(plain: Any) -> None:
    schema = plain.get("schema") if isinstance(plain, dict) else None
    kind, _, number = schema.partition("/") if isinstance(schema, str) else ("", "", "")
    if kind != _KIND:
        raise _no_report(f"{DOCUMENT} is something else")
    if number != _NUMBER:
        raise InputError(
            "This report was made by another version of sgdesk.",
            why="Its form is not known to this one.",
            remedy="Update sgdesk, or read the summary.txt that the file holds.",
        )


def _flaws(report: Report) -> Iterator[str]:
    """Name what no run has ever seen; rules count on it."""
    if len(report.observations) > MOST_OBSERVATIONS or len(report.targets) > MOST_TARGETS:
        yield "it has too many parts"
        return
    if len({each.id for each in report.observations}) < len(report.observations):
        yield "two parts have one name"
    if report.made_at.tzinfo is None:
        yield "its time has no zone"
    if not 0 < report.max_seconds <= _LONGEST_S:
        yield "a time cannot be"
    for each in report.observations:
        if not 0 <= each.least_ms <= _LONGEST_MS:
            yield "a time cannot be"
        if not 0 <= each.target.port <= 65_535:
            yield "a port cannot be"
        yield from _flaws_of(each)


def _flaws_of(observation: Observation) -> Iterator[str]:
    match observation.seen:
        case LookedUp() as seen:
            if seen.family not in _FAMILIES or not all(map(is_address, seen.addresses)):
                yield "an address is none"
            own = seen.is_literal and not seen.is_elsewhere
            if own and not is_address(observation.target.host.strip("[]")):
                yield "a number is none"
        case Connected() as seen:
            # Of a proxy that was only named, and of a test that broke off, there is none.
            if seen.family not in ("", *_FAMILIES):
                yield "a kind of address is not known"
            if seen.rtt_ms is not None and not 0 <= seen.rtt_ms <= _LONGEST_MS:
                yield "a time cannot be"
        case Replied() as seen:
            if seen.code is not None and not 200 <= seen.code <= 599:
                yield "a reply has no such code"
        case HttpAnswered() as seen:
            if seen.status is not None and not 100 <= seen.status <= 999:
                yield "an answer has no such status"
            if seen.skew_s is not None and not isfinite(seen.skew_s):
                yield "a time cannot be"
        case _:
            pass


def _no_report(why: str) -> InputError:
    return InputError("This is no report of sgdesk.", why=f"{why}.", remedy=_ASK_AGAIN)
