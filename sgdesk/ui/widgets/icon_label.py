"""A picture beside words, in the colour of the scheme that is on."""

from PySide6.QtWidgets import QLabel

from sgdesk.ui.icons import Icons


class IconLabel(QLabel):
    """Show an icon, and draw it again when the scheme changes."""

    def __init__(self, icons: Icons, name: str, ink: str, size_px: int) -> None:
        super().__init__()
        self._icons = icons
        self._what = (name, ink, size_px)
        icons.changed.connect(self._draw)
        self._draw()

    def show_icon(self, name: str, ink: str) -> None:
        """Show another one of the same size."""
        self._what = (name, ink, self._what[2])
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(self._icons.pixmap(*self._what))
