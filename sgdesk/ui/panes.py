"""The panes of the open view, which F6 goes through in the order in which they are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from sgdesk.ui.diagnose.outcome import OutcomePart
from sgdesk.ui.diagnose.view import ANOTHER, EXPLAIN, HERE
from sgdesk.ui.rooms import Rooms
from sgdesk.ui.widgets.tab_order import first_in
from sgdesk.ui.window import MainWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Pane:
    """A part of a view, and where the keyboard goes in it."""

    part: QWidget
    first: QWidget | None = None
    """Before all others of it, while it is in sight."""
    bring: Callable[[], None] | None = None
    """Brings it into sight where another pane is in its place."""

    @property
    def is_here(self) -> bool:
        """Say whether it can be had."""
        return self.bring is not None or self.part.isVisible()

    def enter(self, reason: Qt.FocusReason = Qt.FocusReason.TabFocusReason) -> bool:
        """Put the keyboard into it; say whether anything there takes it."""
        if self.bring is not None:
            self.bring()
        first = self.first
        if first is None or not first.isVisible():
            first = first_in(self.part)
        if first is None:
            return False
        first.setFocus(reason)
        return True

    def has(self, widget: QWidget) -> bool:
        """Say whether a widget is in it."""
        return self.part is widget or self.part.isAncestorOf(widget)


class Panes:
    """Turn from pane to pane, round and round."""

    def __init__(self, window: MainWindow, rooms: Rooms) -> None:
        self._window = window
        self._rooms = rooms

    def turn(self, step: int) -> None:
        """Go to the next pane, or to the one before; one without anything to go to is left out."""
        panes = [pane for pane in self._of_view() if pane.is_here]
        focused = QApplication.focusWidget()
        inside = [at for at, pane in enumerate(panes) if focused is not None and pane.has(focused)]
        at = inside[-1] if inside else (-1 if step > 0 else 0)
        for _ in panes:
            at = (at + step) % len(panes)
            if panes[at].enter():
                return

    def enter(self) -> None:
        """Put the keyboard where the work of the open view begins."""
        self._of_view()[1].enter(Qt.FocusReason.OtherFocusReason)

    def _of_view(self) -> Sequence[Pane]:
        rail = Pane(part=self._window.rail, first=self._window.rail.current_button)
        rooms = self._rooms
        match self._window.current_view:
            case "start":
                return (rail, Pane(part=rooms.start, first=rooms.start.write_button))
            case "write":
                return (rail, *self._of_write())
            case "results":
                results = rooms.results
                return (
                    rail,
                    Pane(part=results.bar, first=results.filter),
                    Pane(part=results.pages, first=results.table),
                    Pane(part=results.detail),
                )
            case "diagnose":
                return (rail, *self._of_diagnose())
            case "practice":
                inbox = rooms.practice
                return (
                    rail,
                    Pane(part=inbox.programs),
                    Pane(part=inbox.pages, first=inbox.list),
                    Pane(part=inbox.reader),
                )
            case "accounts":
                return (rail, Pane(part=rooms.accounts, first=rooms.accounts.add_button))
            case _:
                return (rail, Pane(part=rooms.settings, first=rooms.settings.tabs))

    def _of_diagnose(self) -> Sequence[Pane]:
        diagnose, here = self._rooms.diagnose, self._rooms.diagnose.here
        parts = Pane(part=diagnose.parts)
        if diagnose.part == EXPLAIN:
            explain = diagnose.explain
            return (
                parts,
                Pane(part=explain.asked_card, first=explain.box),
                Pane(part=explain.answer_card),
            )
        if diagnose.part == ANOTHER:
            another = diagnose.another
            if another.has_result:
                return (parts, *_of_outcome(another.outcome))
            printed = Pane(part=another.printed_card, first=another.box)
            return (parts, Pane(part=another.lines_card, first=another.copy), printed)
        if diagnose.part != HERE:
            return (parts, Pane(part=diagnose.front))
        if here.is_empty:
            return (parts, Pane(part=here, first=here.start))
        return (parts, *_of_outcome(here.outcome))

    def _of_write(self) -> Sequence[Pane]:
        write, compose = self._rooms.write, self._rooms.write.compose
        is_one = write.is_narrow or write.is_enlarged
        mail = partial(write.show_pane, "compose") if is_one else None
        preview = partial(write.show_pane, "preview") if write.is_narrow else None
        return (
            Pane(part=compose.head, first=compose.head.fields["to"], bring=mail),
            Pane(part=compose.body, first=compose.body.editor, bring=mail),
            Pane(part=compose.send_bar, first=first_in(compose.send_bar.route), bring=mail),
            Pane(part=write.preview, bring=preview),
            Pane(part=write.strip),
        )


def _of_outcome(outcome: OutcomePart) -> Sequence[Pane]:
    return (
        Pane(part=outcome.verdict),
        Pane(part=outcome.matrix, first=outcome.matrix),
        Pane(part=outcome.below),
    )
