"""The faults now in force, and whose turn it is at each occasion."""

import itertools
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from sgdesk.sandbox.fault_reader import read_fault
from sgdesk.sandbox.faults import Action, Drop, Fault, Path, Point, Refuse, When, path_of
from sgdesk.sandbox.options import LISTENERS


class FaultBook:
    """The faults now in force."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._numbers = itertools.count(1)

    def add(self, posted: Mapping[str, Any]) -> Fault:
        """Put a fault in force; raises `InputError` with what is wrong with it."""
        fault = read_fault(posted, next(self._numbers))
        self._faults.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        """Take one fault out again."""
        self._faults = [each for each in self._faults if each is not fault]

    def clear(self) -> None:
        """Put everything right again."""
        self._faults.clear()

    def to_json(self) -> list[dict[str, Any]]:
        """List the faults in force."""
        return [fault.to_json() for fault in self._faults]

    def shut_listeners(self, by: type[Refuse] | type[Drop]) -> set[str]:
        """Name the listeners that shall let nobody in."""
        return {
            listener
            for fault in self._faults
            if any(isinstance(action, by) for action in fault.actions)
            for listener in LISTENERS
            if listener != "control" and _is_for_listener(fault.when, listener)
        }

    def take(
        self, at: Point, *, path: Path, listener: str, recipient: str | None = None
    ) -> tuple[Action, ...]:
        """Count one occasion at a point and give what is to go wrong, in order."""
        return tuple(
            action
            for fault in self._matching(at, path, listener, recipient)
            for action in fault.actions
        )

    def take_body(self, *, path: Path, listener: str) -> "BodyFaults":
        """Count one upload; give what is to go wrong in it."""
        return BodyFaults(self._matching(Point.BODY, path, listener, None))

    def _matching(self, at: Point, path: Path, listener: str, recipient: str | None) -> list[Fault]:
        return [
            fault
            for fault in self._faults
            if fault.at is at
            and fault.when.path in (None, path)
            and fault.when.listener in (None, listener)
            and _is_for_recipient(fault.when, recipient)
            and fault.is_due()
        ]


class BodyFaults:
    """What is still to go wrong in one upload."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._left = deque(sorted(faults, key=lambda fault: fault.when.bytes))

    def due(self, received: int) -> tuple[Action, ...]:
        """Give, once, what is to go wrong after so many bytes."""
        actions: tuple[Action, ...] = ()
        while self._left and self._left[0].when.bytes <= received:
            actions += self._left.popleft().actions
        return actions


def _is_for_recipient(when: When, recipient: str | None) -> bool:
    return when.recipient is None or when.recipient.casefold() == (recipient or "").casefold()


def _is_for_listener(when: When, listener: str) -> bool:
    return when.listener in (None, listener) and when.path in (None, path_of(listener))
