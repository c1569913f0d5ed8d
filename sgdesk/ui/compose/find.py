"""Find and replace in a part of the mail."""

from bisect import bisect_left
from itertools import islice

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QTextEdit

from sgdesk.ui.compose.editor import TextEditor
from sgdesk.ui.icons import Icons
from sgdesk.ui.theme import Theme
from sgdesk.ui.widgets.announce import announce
from sgdesk.ui.widgets.escape import keeps_escape
from sgdesk.ui.widgets.surface import button, label, row

MOST = 10_000
"""Matches that are counted; Replace all takes every one."""
MARKED = 200
PAUSE_MS = 120


class FindBar(QFrame):
    """One line to find, one to replace; hidden until asked for.

    Upper and lower case count as the same as long as only lower case is typed.
    Signals: `is_open(bool)`, when it was opened or closed.
    """

    is_open = Signal(bool)

    def __init__(
        self, editor: TextEditor, theme: Theme, icons: Icons, *, name: str = "find"
    ) -> None:
        """`name` begins the names of its controls."""
        super().__init__()
        self.setObjectName(f"{name}-bar")
        self.setProperty("bar", True)
        self.setAccessibleName("Find and replace")
        self._editor = editor
        self._theme = theme
        self._matches: list[tuple[int, int]] = []
        self.wanted = self._field(f"{name}-text", "Find", "What to look for")
        self.replace = self._field(
            f"{name}-replacement", "Replace with", "What to put in its place"
        )
        self.count = label("", "hint")
        self.count.setMinimumWidth(self.fontMetrics().horizontalAdvance("10,000 of 10,000  "))
        back = button("", name=f"{name}-back", why="Match before (Shift+Return)", kind="quiet")
        on = button("", name=f"{name}-on", why="Next match (Return)", kind="quiet")
        close = button("", name=f"{name}-close", why="Close (Esc)", kind="quiet")
        for widget, icon, title, act in (
            (back, "arrow-up", "Match before", self.go_back),
            (on, "arrow-down", "Next match", self.go_on),
            (close, "x", "Close find", self.close_bar),
        ):
            widget.setProperty("tool", True)
            widget.setAccessibleName(title)
            icons.put(widget, icon)
            widget.clicked.connect(act)
        one = button("Replace", name=f"{name}-replace", why="Replace this match and go to the next")
        every = button(
            "Replace all", name=f"{name}-replace-all", why="Replace every match; one step to undo"
        )
        one.clicked.connect(self.replace_one)
        every.clicked.connect(self.replace_all)
        self._changers = (self.replace, one, every)
        self._lay_out(row(self.count, None, back, on, close, spacing=4), row(one, every, spacing=6))
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.search)
        self.wanted.textChanged.connect(self._search_later)
        editor.textChanged.connect(self._search_later)
        editor.replaced.connect(self._tell_replaced)
        theme.changed.connect(self._mark)
        self.hide()

    def _lay_out(self, going: QHBoxLayout, replacing: QHBoxLayout) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 6, 14, 6)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.wanted, 0, 0)
        grid.addLayout(going, 0, 1)
        grid.addWidget(self.replace, 1, 0)
        for at in range(replacing.count()):
            replacing.setStretch(at, 1)
        grid.addLayout(replacing, 1, 1)

    def open_bar(self) -> None:
        """Show it, looking for what is selected."""
        selected = self._editor.textCursor().selectedText()
        for changer in self._changers:
            changer.setEnabled(not self._editor.isReadOnly())
        self.show()
        if selected and "\u2029" not in selected:
            self.wanted.setText(selected)
        self.wanted.setFocus()
        self.wanted.selectAll()
        self.search()
        self.is_open.emit(True)

    def close_bar(self) -> None:
        """Hide it and give the keyboard back to what was searched."""
        self.hide()
        self._editor.setExtraSelections([])
        self._editor.setFocus()
        self.is_open.emit(False)

    def go_on(self) -> None:
        """Select the next match, from the end on the first."""
        self._catch_up()
        at = self._editor.textCursor().selectionEnd()
        chosen = next((m for m in self._matches if m[0] >= at), None)
        self._select(chosen or (self._matches[0] if self._matches else None))

    def go_back(self) -> None:
        """Select the match before, from the start the last."""
        self._catch_up()
        at = self._editor.textCursor().selectionStart()
        chosen = next((m for m in reversed(self._matches) if m[1] <= at), None)
        self._select(chosen or (self._matches[-1] if self._matches else None))

    def replace_one(self) -> None:
        """Replace the selected match and go to the next."""
        self._catch_up()
        cursor = self._editor.textCursor()
        if (cursor.selectionStart(), cursor.selectionEnd()) in self._matches:
            self._editor.put_words(cursor, self.replace.text())
            self.search()
        self.go_on()

    def replace_all(self) -> None:
        """Replace all matches in one step."""
        self._editor.replace_all(self.wanted.text(), self.replace.text())

    def _tell_replaced(self, count: int) -> None:
        self.search()
        self._tell(f"{count:,} replaced")

    def event(self, event: QEvent) -> bool:
        """Take Esc for itself."""
        return keeps_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Return goes on, Shift+Return back, Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.go_back() if back else self.go_on()
        else:
            super().keyPressEvent(event)

    def _field(self, name: str, title: str, why: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(title)
        field.setPlaceholderText(title)
        field.setToolTip(why)
        return field

    def _catch_up(self) -> None:
        """Look again where something was typed a moment ago."""
        if self._timer.isActive():
            self.search()

    def _search_later(self) -> None:
        if self.isVisible():
            self._timer.start()

    def search(self) -> None:
        """Look for the words that stand in the field."""
        self._timer.stop()
        wanted = self.wanted.text()
        self._matches = []
        if wanted:
            self._matches = list(islice(self._editor.spans_of(wanted), MOST))
        self._mark()

    def _select(self, match: tuple[int, int] | None) -> None:
        if match is None:
            return
        cursor = self._editor.textCursor()
        cursor.setPosition(match[0])
        cursor.setPosition(match[1], QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        self._editor.centerCursor()
        self._mark()

    def _tell(self, words: str) -> None:
        if words != self.count.text() and self.isVisible():
            announce(self.wanted, words)
        self.count.setText(words)

    def _mark(self) -> None:
        cursor = self._editor.textCursor()
        here = (cursor.selectionStart(), cursor.selectionEnd())
        count = len(self._matches)
        if not self.wanted.text():
            self._tell("")
        elif (at := bisect_left(self._matches, here)) < count and self._matches[at] == here:
            self._tell(f"{at + 1:,} of {count:,}")
        else:
            more = " or more" if count == MOST else ""
            self._tell(f"{count:,}{more} found" if count else "Not found")
        marks: list[QTextEdit.ExtraSelection] = []
        for start, end in self._matches[:MARKED] if self.isVisible() else ():
            mark = QTextEdit.ExtraSelection()
            place = QTextCursor(self._editor.document())
            place.setPosition(start)
            place.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            look = mark.format
            look.setBackground(self._theme.colour("warn_soft"))
            look.setForeground(self._theme.colour("warn"))
            mark.cursor = place
            mark.format = look
            marks.append(mark)
        self._editor.setExtraSelections(marks)
