"""The figures of one attempt, as `--json` tells them."""

from typing import Any

NOT_ASKED = frozenset({"resolve", "connect", "proxy", "upload", "download"})
"""Phases in which the server is asked nothing over a connection that stands."""


def phase_times(attempt: dict[str, Any]) -> dict[str, float]:
    """Give the time of each phase by its name, in ms."""
    totals: dict[str, float] = {}
    for phase in attempt["phases"]:
        totals[phase["name"]] = totals.get(phase["name"], 0.0) + phase["ms"]
    return totals


def server_share(attempt: dict[str, Any], point: str) -> float:
    """Give what `server_ms` holds for one phase, in ms.

    It is the sum, over the phases that ask the server, of the waiting beyond their round
    trips; so taking away the other phases' own figures leaves this one's.
    """
    others = sum(
        phase["wire_ms"] - phase["round_trips"] * attempt["rtt_ms"]
        for phase in attempt["phases"]
        if phase["name"] not in {point, *NOT_ASKED}
    )
    return float(attempt["server_ms"] - others)
