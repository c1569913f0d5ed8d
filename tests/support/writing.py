"""Write with a text in it, what it shows, and somebody who edits it at random by the keys."""

import random
import re

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QFont, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sgdesk.content import editing
from sgdesk.content.finding import utf16
from sgdesk.content.looks import Kind, looks
from sgdesk.content.plain import html_to_markdown
from sgdesk.present.form import ComposeForm
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.compose.writing_editor import WritingEditor
from tests.support.letters import Seen

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
SIGNS = "*_`\\~"
_LEAD = re.compile(r"(\s*(?:([-*+]|\d+[.)])(\s+|$)|>\s*))+")
_PASTED = (
    "pp",
    "p q",
    "p\nq",
    "p*q*",
    "**p** q",
    "*p q*\n- r",
    "1\n2\n3",
    "x\n**y**\nz*",
    "~~p q~~ r",
    "p~~q",
)
_RICH = (
    "<b>bo ld </b>x",
    "a*b*c <i>it </i><b>bb</b>",
    "<p>one</p><p><b>two</b></p>",
    '<a href="https://example.org">li<b>nk</b></a>',
    "<s>ol d </s>new<del>o</del>",
)


def written(pane: ComposePane, shown: str) -> WritingEditor:
    """Give the editor with this text in it, the keyboard, and the cursor where the bar is."""
    pane.set_form(ComposeForm(markdown=shown.replace("|", "")))
    pane.body.show_tab("write")
    editor = pane.body.write.editor
    editor.setFocus()
    cursor = editor.textCursor()
    cursor.setPosition(utf16(shown, shown.index("|")))
    editor.setTextCursor(cursor)
    return editor


def shown(pane: ComposePane) -> list[Seen | str]:
    """Give the letters that Write draws; a plain string is the beginning of a list."""
    editor = pane.body.write.editor
    editor.grab()
    letters: list[Seen | str] = []
    block = editor.document().firstBlock()
    while block.isValid():
        letters += [*_line(block), "\n"]
        block = block.next()
    return letters


def _line(block: QTextBlock) -> list[Seen | str]:
    line = block.text()
    drawn = [(True, False, False, False)] * len(line)
    for span in block.layout().formats():
        # What the span gives is gone with it.
        look = QTextCharFormat(span.format)
        is_bold = look.fontWeight() >= QFont.Weight.DemiBold
        is_drawn = look.foreground().color().alpha() > 0
        for at in range(span.start, span.start + span.length):
            drawn[at] = (is_drawn, is_bold, look.fontItalic(), look.fontStrikeOut())
    kinds: list[frozenset[Kind]] = [frozenset()] * len(line)
    for piece in looks(line):
        kinds[piece.start : piece.start + piece.length] = [piece.kinds] * piece.length
    lead = _LEAD.match(line)
    letters: list[Seen | str] = []
    for at, letter in enumerate(line):
        is_drawn, is_bold, is_italic, is_struck = drawn[at]
        if not is_drawn or Kind.IMAGE in kinds[at]:
            continue
        if Kind.BULLET in kinds[at] or (lead is not None and at < lead.end()):
            letters.append(letter)
            continue
        # A button is bold as a whole, whatever of its words is.
        if Kind.BUTTON in kinds[at]:
            is_bold = bool(kinds[at] & {Kind.BOLD, Kind.HEADING_1, Kind.HEADING_2})
        is_link = bool(kinds[at] & {Kind.LINK, Kind.BUTTON})
        letters.append(Seen(letter, is_bold, is_italic, is_link, is_struck))
    return letters


class Somebody:
    """Edit at random; a number says what is done, always the same."""

    def __init__(self, pane: ComposePane, number: int) -> None:
        self._pane = pane
        self._editor = pane.body.write.editor
        self._random = random.Random(number)
        self.signs = 0
        """How many signs were typed or pasted; no more can be seen."""
        self._acts = {
            self._type: 14,
            self._format: 6,
            self._go: 10,
            self._choose: 8,
            self._remove: 10,
            self._begin_line: 2,
            self._press_control: 5,
            self._find: 2,
            self._paste: 4,
            self._move: 2,
            self._put: 2,
        }

    def act(self) -> str:
        """Do something, and say what."""
        (act,) = self._random.choices(list(self._acts), weights=list(self._acts.values()))
        done = act()
        while self._editor.is_filling:
            QApplication.processEvents()
        return f"{act.__name__} {done}"

    def _one(self, *choices: str) -> str:
        return self._random.choice(choices)

    def _count(self, text: str) -> str:
        self.signs += sum(each in SIGNS for each in text)
        return text

    def _press(self, key: Key, modifiers: Qt.KeyboardModifier = NONE) -> str:
        QTest.keyClick(self._editor, key, modifiers)
        return key.name

    def _place(self) -> QTextCursor:
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(self._random.randrange(self._editor.document().characterCount()))
        # Where a click would bring it.
        return self._editor.cursorForPosition(self._editor.cursorRect(cursor).center())

    def _type(self) -> str:
        words = self._count(
            self._one("a", "b", "c", " ", " ", "x", "*", "_", "`", "\\", "[", "!", "~")
        )
        QTest.keyClicks(self._editor, words)
        return words

    def _format(self) -> str:
        tool = self._one("bold", "bold", "italic", "italic", "strike", "heading", "bullets")
        self._pane.body.write.use(tool)
        return tool

    def _go(self) -> str:
        key = self._random.choice(
            [Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End]
        )
        return self._press(key, self._random.choice([NONE, NONE, CONTROL]))

    def _choose(self) -> str:
        if self._random.random() < 0.5:
            viewport = self._editor.viewport()
            begin, end = (self._editor.cursorRect(self._place()).center() for _ in range(2))
            QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, NONE, begin)
            QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, SHIFT, end)
            return "by mouse"
        key = self._random.choice([Key.Key_Left, Key.Key_Right])
        for _ in range(self._random.randint(1, 5)):
            self._press(key, SHIFT)
        return key.name

    def _remove(self) -> str:
        key = self._random.choice([Key.Key_Backspace, Key.Key_Backspace, Key.Key_Delete])
        return self._press(key, self._random.choice([NONE, NONE, NONE, CONTROL]))

    def _begin_line(self) -> str:
        return self._press(Key.Key_Return, self._random.choice([NONE, SHIFT]))

    def _press_control(self) -> str:
        key = self._random.choice([Key.Key_X, Key.Key_C, Key.Key_V, Key.Key_Z, Key.Key_A])
        if key is Key.Key_V:
            self._count(QApplication.clipboard().text())
        return self._press(key, CONTROL)

    def _find(self) -> str:
        wanted, put = self._one("a", "b", "two", "e f", "*"), self._one("", "q", "*", "a b")
        writing = self._pane.body.write
        writing.open_find()
        bar = writing.find_bar
        bar.wanted.setText(wanted)
        bar.replace.setText(put)
        bar.search()
        self.signs += put.count("*") * self._editor.source().lower().count(wanted[0])
        if self._random.random() < 0.5:
            bar.go_on()
            bar.replace_one()
        else:
            bar.replace_all()
        bar.close_bar()
        return f"{wanted!r} {put!r}"

    def _paste(self) -> str:
        data = QMimeData()
        text = self._count(self._one(*_PASTED))
        how = self._one("markdown", "plain", "rich", "drop", "large")
        if how == "rich":
            html = self._count(self._one(*_RICH))
            self._editor.take_out_chosen()
            self._editor.insert_at(self._editor.textCursor(), html_to_markdown(html).strip("\n"))
        elif how == "plain":
            QApplication.clipboard().setText(text)
            self._press(Key.Key_V, CONTROL | SHIFT)
        elif how == "drop":
            data.setText(text)
            spot = QPointF(self._editor.cursorRect(self._place()).center())
            copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
            self._editor.dropEvent(QDropEvent(spot, copy, data, left, NONE))
        else:
            data.setText(text if how == "markdown" else "lorem ipsum\n" * 3_000)
            self._editor.insertFromMimeData(data)
        if how == "large":
            while self._editor.is_filling:
                QApplication.processEvents()
            self._press(Key.Key_Z, CONTROL)
        return how

    def _move(self) -> str:
        text = editing.piece(self._editor.shown(), *self._editor.selection)
        if text:
            self._editor.hand.move(text, self._place())
        return text

    def _put(self) -> str:
        words = self._count(self._one("li", "l*i", "a b"))
        kind = self._one("link", "button", "image")
        writing = self._pane.body.write
        if kind == "image":
            writing.put_image(words, "tree", 0)
        else:
            writing.put_link_or_button(
                *self._editor.selection, kind, {"words": words, "address": "example.org"}
            )
        return kind
