"""One thing to look at as a row: its words, why it matters, the way there, the fix."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sgdesk.present.things.thing import Thing
from sgdesk.ui.widgets.surface import button, column, paragraph, row


class ThingRow(QWidget):
    """Show a thing.

    Signals: `place_wanted(object)` and `fix_wanted(object)`, the `Thing`.
    """

    place_wanted = Signal(object)
    fix_wanted = Signal(object)

    def __init__(self, number: int, thing: Thing, *, can_mend: bool = True) -> None:
        """Without `can_mend` no button leads there: the mail is shown and not at hand."""
        super().__init__()
        self._thing = thing
        words = paragraph(thing.words, "title")
        why = paragraph(thing.why, "hint")
        why.setVisible(bool(thing.why))
        go = thing.go
        show = button(go.text, name=f"thing-show-{number}", why=go.why, kind="link")
        show.setAccessibleName(f"{go.text}: {thing.words}")
        show.clicked.connect(self._report_place)
        buttons: list[QWidget] = [show] if can_mend else []
        if thing.fix is not None:
            mend = button(
                thing.fix.text, name=f"thing-fix-{number}", why=thing.fix.why, kind="link"
            )
            mend.setAccessibleName(f"{thing.fix.text}: {thing.words}")
            mend.clicked.connect(self._report_fix)
            buttons.insert(0, mend)
        # Beside the words of the buttons, which have a frame for the keyboard.
        text = column(words, why, spacing=2, margins=(0, 2, 0, 2))
        side = column(row(*buttons, spacing=4), None)
        whole = row(text, side, spacing=10)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _report_place(self) -> None:
        self.place_wanted.emit(self._thing)

    def _report_fix(self) -> None:
        self.fix_wanted.emit(self._thing)
