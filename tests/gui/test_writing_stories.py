"""Thirty people write a mail: it looks the same after a round trip through the HTML tab,
and undo and redo through all of it lose nothing."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QBuffer, QMimeData, Qt
from PySide6.QtGui import QColor, QImage, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from sgdesk.content.marks import put_button, put_image, put_link
from sgdesk.present.form import ComposeForm
from sgdesk.ui.compose.pane import ComposePane
from sgdesk.ui.doors import make_renderer
from sgdesk.ui.icons import Icons
from sgdesk.ui.preview.renderer import Picture
from sgdesk.ui.theme import Look, Theme
from tests.support.qt import aio

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Step = Callable[[ComposePane], None]


def typed(words: str) -> Step:
    """Type, with Return for each new line."""

    def step(pane: ComposePane) -> None:
        editor = pane.body.write.editor
        for at, line in enumerate(words.split("\n")):
            if at:
                QTest.keyClick(editor, Qt.Key.Key_Return)
            QTest.keyClicks(editor, line)

    return step


def pasted(words: str) -> Step:
    """Paste, which brings characters that no keyboard has."""

    def step(pane: ComposePane) -> None:
        data = QMimeData()
        data.setText(words)
        pane.body.write.editor.insertFromMimeData(data)

    return step


def used(tool: str) -> Step:
    """Press one of the buttons above the writing."""
    return lambda pane: pane.body.write.use(tool)


def chosen(word: str) -> Step:
    """Select a word."""

    def step(pane: ComposePane) -> None:
        editor = pane.body.write.editor
        found = editor.document().find(word)
        assert not found.isNull(), word
        editor.setTextCursor(found)

    return step


def all_chosen(pane: ComposePane) -> None:
    """Select everything."""
    pane.body.write.editor.selectAll()


def at_end(pane: ComposePane) -> None:
    """Go to the end."""
    pane.body.write.editor.moveCursor(QTextCursor.MoveOperation.End)


def linked(words: str, address: str) -> Step:
    """Put a link where the cursor is."""

    def step(pane: ComposePane) -> None:
        editor = pane.body.write.editor
        editor.apply(put_link(*editor.selection, words, address))

    return step


def button(words: str, address: str) -> Step:
    """Put a button where the cursor is."""

    def step(pane: ComposePane) -> None:
        editor = pane.body.write.editor
        editor.apply(put_button(editor.shown(), *editor.selection, words, address))

    return step


def image(words: str, width: int) -> Step:
    """Put an image where the cursor is."""

    def step(pane: ComposePane) -> None:
        editor = pane.body.write.editor
        edit = put_image(editor.shown(), *editor.selection, words, "cid:tree", width)
        editor.apply(edit)

    return step


PAGE = "https://example.org/news?a=1&b=2"
STORIES: dict[str, tuple[Step, ...]] = {
    "one line": (typed("Hello Ada"),),
    "two lines": (typed("Hello Ada,\nhow are you?"),),
    "paragraphs": (typed("Hello Ada,\n\nhow are you?\n\nGrace"),),
    "bold word": (typed("Hello Ada"), chosen("Ada"), used("bold")),
    "italic word": (typed("Hello Ada"), chosen("Ada"), used("italic")),
    "bold and italic": (typed("Hello Ada"), chosen("Ada"), used("bold"), used("italic")),
    "bold taken off": (typed("Hello Ada"), chosen("Ada"), used("bold"), used("bold")),
    "bold while typing": (typed("Hello "), used("bold"), typed("Ada")),
    "struck price": (typed("Was 49, now 29"), chosen("49"), used("strike")),
    "heading": (typed("Autumn news"), used("heading")),
    "small heading": (typed("Autumn news"), used("heading"), used("heading")),
    "no heading": (typed("News"), used("heading"), used("heading"), used("heading")),
    "list": (used("bullets"), typed("one\ntwo\nthree")),
    "list ended": (used("bullets"), typed("one\ntwo\n\nand on")),
    "numbers": (used("numbers"), typed("one\ntwo\nthree")),
    "list made of lines": (typed("one\ntwo"), all_chosen, used("bullets")),
    "list made plain": (used("bullets"), typed("one\ntwo"), all_chosen, used("bullets")),
    "list with bold": (used("bullets"), typed("one\ntwo"), all_chosen, used("bold")),
    "link": (typed("See "), linked("the news", PAGE)),
    "link over a word": (typed("See here now"), chosen("here"), linked("there", PAGE)),
    "mail link": (linked("Write to us", "mailto:us@example.org"),),
    "button": (typed("Read on:"), button("Read on", PAGE)),
    "two buttons": (button("Yes", PAGE), button("No", PAGE)),
    "image": (typed("Look:"), image("A tree", 300), typed("and more")),
    "wide image": (image("A tree", 9_000),),
    "fields": (typed("Hello {{name}}, "), linked("leave", "<%asm_group_unsubscribe_raw_url%>")),
    "html is words": (typed("<b>not bold</b> & <script>x</script>"),),
    "hard spaces": (pasted("10\u00a0000\u00a0kr \u2013 \u201cfine\u201d\u2026"),),
    "far characters": (pasted("😀 grüße 東京 שלום"), all_chosen, used("bold")),
    "quote and table": (pasted("> said\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\n`code`"),),
    "a whole newsletter": (
        typed("Autumn news"),
        used("heading"),
        typed("\n\nHello {{name}},\n"),
        image("A tree", 200),
        used("bullets"),
        typed("one\ntwo\n\n"),
        button("Read on", PAGE),
        typed("Grace"),
        chosen("one"),
        used("italic"),
        at_end,
    ),
}


def tree() -> bytes:
    """Draw the image that stands in some of the mails."""
    image = QImage(300, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("#2b7a3d"))
    content = QBuffer()
    image.save(content, "PNG")  # type: ignore[call-overload]  # its stub knows no QIODevice
    return bytes(content.data().data())


class Drawn:
    """The preview engine, as pictures."""

    def __init__(self, parent: QWidget) -> None:
        self._preview, is_faithful = make_renderer(parent)
        assert is_faithful
        self._widget = self._preview.widget()
        self._widget.resize(640, 700)
        self._widget.show()
        self._images = {"tree": tree()}

    async def picture(self, html: str) -> QImage:
        """Draw a mail and give what is seen."""
        drawn: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def note() -> None:
            if not drawn.done():
                drawn.set_result(None)

        told = self._preview.reports.drawn.connect(note)
        self._preview.show_mail(Picture(html=html, images=self._images), stay=False)
        await drawn
        self._preview.reports.drawn.disconnect(told)
        return await self._still()

    async def _still(self) -> QImage:
        """Wait until two pictures in a row are the same."""
        before = QImage()
        while before != (now := self._widget.grab().toImage()):
            before = now
            await asyncio.sleep(0.03)
        return now


@pytest.fixture
def pane(qapp: QApplication) -> Iterator[ComposePane]:
    theme = Theme(qapp, Look.LIGHT)
    made = ComposePane(theme, Icons(theme))
    made.resize(700, 900)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    theme.deleteLater()


def through_html(pane: ComposePane) -> str:
    """Take the mail to the HTML tab, cut all of it and paste it back, as somebody might."""
    pane.body.show_tab("html")
    editor = pane.body.html
    editor.selectAll()
    data = editor.createMimeDataFromSelection()
    editor.textCursor().removeSelectedText()
    assert pane.form().html == ""
    editor.insertFromMimeData(data)
    return pane.form().html


def changed_by_hand_and_back(pane: ComposePane) -> None:
    """Type into the HTML, undo it from the Write tab, and bring it back and undo it in HTML."""
    made = pane.form()
    pane.body.show_tab("html")
    pane.body.html.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(pane.body.html, "<hr>")
    by_hand = pane.form()
    assert by_hand.html == f"{made.html}<hr>"
    assert by_hand.markdown == made.markdown
    for at in ("write", "html"):
        pane.body.show_tab(at)
        undo(pane.body.editor)
        assert pane.form() == made
        redo(pane.body.editor)
        assert pane.form() == by_hand
    undo(pane.body.editor)
    assert pane.form() == made
    past_the_writing_and_back(pane, made, by_hand)


def past_the_writing_and_back(pane: ComposePane, made: ComposeForm, by_hand: ComposeForm) -> None:
    """Undo one step of the writing, too, in either tab, and bring all back in the other."""
    for there, back in (("html", "write"), ("write", "html")):
        pane.body.show_tab(there)
        undo(pane.body.editor)
        assert pane.form() != made
        pane.body.show_tab(back)
        redo(pane.body.editor)
        assert pane.form() == made
        redo(pane.body.editor)
        assert pane.form() == by_hand
        undo(pane.body.editor)
        assert pane.form() == made


def undo(editor: QWidget) -> None:
    """Press the key for it."""
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)


def redo(editor: QWidget) -> None:
    """Press the key for it."""
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL | SHIFT)


def undo_all(pane: ComposePane) -> None:
    """Undo from the Write tab until nothing changes any more."""
    pane.body.show_tab("write")
    for _ in range(200):
        before = pane.form()
        undo(pane.body.write.editor)
        if pane.form() == before == ComposeForm(each=before.each):
            return
    pytest.fail(f"undo does not come to an end: {pane.form()}")


def redo_until(pane: ComposePane, markdown: str) -> None:
    """Redo from the Write tab until the writing is there again."""
    for _ in range(200):
        if pane.form().markdown == markdown:
            return
        redo(pane.body.write.editor)
    pytest.fail(f"redo does not bring it back: {pane.form().markdown!r}")


def test_there_are_thirty_stories_at_least() -> None:
    assert len(STORIES) >= 30


@aio(timeout=110)
async def test_each_story_looks_the_same_after_the_html_tab_and_undo_loses_nothing(
    qapp: QApplication, pane: ComposePane
) -> None:
    holder = QWidget()
    holder.resize(640, 700)
    holder.show()
    drawn = Drawn(holder)
    last = await drawn.picture("<p></p>")
    for name, steps in STORIES.items():
        pane.set_form(ComposeForm())
        pane.body.show_tab("write")
        for step in steps:
            step(pane)
        written = pane.form()
        assert written.follows_writing, name
        before = await drawn.picture(written.html)
        after_html = through_html(pane)
        after = await drawn.picture(after_html)

        assert before != last, f"{name}: the picture of the mail before"
        assert after == before, name
        last = after
        # To the letter, or Write would take it for changed by hand.
        assert pane.form() == written, name
        changed_by_hand_and_back(pane)
        undo_all(pane)
        redo_until(pane, written.markdown)
        assert pane.form().html == written.html, name
    holder.close()
    holder.deleteLater()
