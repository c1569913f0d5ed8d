"""By which words a search finds an attempt.

They are of whom it was for, what was said, and what lists and details tell of it. What a face
has words of its own for stands here by name, such as `failed=greeting`, and the face asks for
that name.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sgdesk.message.lines import without_halves
from sgdesk.route import WebApiPath
from sgdesk.sizes import duration_text

Plain = Mapping[str, Any]
"""An attempt as `codec.to_plain` gives it."""


def words_before(*texts: str, recipients: str, recipient_count: int, path: str, port: int) -> str:
    """Give those that are known before an attempt begins, each on a line of its own, folded.

    `recipients` are those that lists show, one a line; `path` is `Path.text`.
    """
    people = (f"people={recipient_count}",) if recipient_count > 1 else ()
    return "\n".join((*texts, recipients, path_as_shown(path, port), *people)).casefold()


def path_as_shown(path: str, port: int) -> str:
    """Give the words under which a path stands in lists, for the search to find."""
    return "Web API" if path == WebApiPath().text else f"SMTP {port}"


def words_of(attempt: Plain) -> str:
    """Give those that its end brings, each on a line of its own, folded."""
    return _lines((*_answer(attempt), *refusals(attempt), *_told(attempt)))


def refusals(attempt: Plain) -> tuple[str, ...]:
    """Give what was said of those whom the server refused."""
    lines = dict.fromkeys(
        f"{each['code']} {each['reply']}"
        for each in attempt["recipients"]
        if each["accepted"] is False and each["code"] is not None
    )
    return tuple(lines)


def _answer(attempt: Plain) -> Iterator[str]:
    yield attempt["reply"]
    yield attempt["message_id"] or ""
    yield str(attempt["code"] or "")
    yield attempt["enhanced_code"] or ""
    yield (attempt["problem"] or {}).get("title", "")


def _told(attempt: Plain) -> Iterator[str]:
    problem, trace = attempt["problem"] or {}, attempt["trace"]
    yield from (problem.get(part, "") for part in ("explanation", "id", "source"))
    yield f"by={attempt['path'].get('tls', 'https')}"
    for span in trace["spans"]:
        if span["failed"]:
            yield f"failed={span['phase']}"
            yield span["detail"]
    if trace["spans"]:
        yield duration_text(trace["total_ns"])
    yield from (f"how={tag}" for tag in ("warm", "overlapped") if trace[tag])
    yield f"distance={attempt['simulated_ms']:.0f} ms" if attempt.get("simulated_ms") else ""
    if attempt.get("simulated") and attempt["outcome"]["type"] != "Accepted":
        yield f"simulated={attempt['simulated']}"


def _lines(words: tuple[str, ...] | Iterator[str]) -> str:
    return without_halves("".join(f"\n{each}" for each in words if each)).casefold()
