"""Two panes with a handle between them that stays where the user has drawn it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

from sgdesk.ui.widgets.surface import GUTTER_PX

WHOLE = 1000


class Split(QSplitter):
    """Share the room between two panes.

    Once the user has drawn the handle its share of the room holds, however large the
    window becomes, and for each direction by itself.
    """

    def __init__(
        self,
        name: str,
        orientation: Qt.Orientation,
        begins_at: Mapping[str, int] | None = None,
        first_px: Mapping[str, Callable[[int], int]] | None = None,
    ) -> None:
        """Until a share is drawn, begin at one of `begins_at`.

        Or let one of `first_px` say how many pixels of so many the first pane takes; without
        either the panes have a say.
        """
        super().__init__(orientation)
        self._begins_at = dict(begins_at or {})
        self._first_px = dict(first_px or {})
        self.setObjectName(name)
        self.setHandleWidth(GUTTER_PX)
        self.setChildrenCollapsible(False)
        self._drawn: dict[str, int] = {}
        self.splitterMoved.connect(self._note)

    @property
    def shares(self) -> dict[str, int]:
        """Give what the user has drawn: thousandths of the first pane, across `h` and down `v`."""
        return dict(self._drawn)

    def set_shares(self, shares: Mapping[str, int]) -> None:
        """Take shares that the user once drew."""
        self._drawn = {way: min(max(share, 1), WHOLE - 1) for way, share in shares.items()}
        self._fit()

    def turn(self, orientation: Qt.Orientation) -> None:
        """Put the panes side by side, or below each other."""
        if orientation is not self.orientation():
            self.setOrientation(orientation)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Keep the share."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Look again at what the first pane takes when what stands in it needs other room."""
        is_done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self._way in self._first_px:
            self._fit()
        return is_done

    def _fit(self) -> None:
        share = self._drawn.get(self._way, self._begins_at.get(self._way))
        room = self.width() if self._way == "h" else self.height()
        if share is not None:
            self.setSizes([max(1, room * share // WHOLE), room - room * share // WHOLE])
        elif (first_px := self._first_px.get(self._way)) is not None:
            room -= self.handleWidth()
            self.setSizes([first := first_px(room), room - first])

    def _note(self) -> None:
        first, second = self.sizes()
        if first and second:
            self._drawn[self._way] = round(first * WHOLE / (first + second))

    @property
    def _way(self) -> str:
        return "h" if self.orientation() is Qt.Orientation.Horizontal else "v"
