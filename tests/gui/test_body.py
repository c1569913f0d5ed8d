"""The body of the mail: what follows what, what is undone where, and that nothing is lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer
from PySide6.QtGui import QAccessible, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton, QWidget

from sgdesk.content.mail import make_mail
from sgdesk.content.plain import html_to_text
from sgdesk.present.form import ComposeForm, FormFile, FormTracking
from sgdesk.ui.compose.editor import CHUNK
from sgdesk.ui.compose.pane import ComposePane
from tests.support.qt import visible_children

CONTROL = Qt.KeyboardModifier.ControlModifier
anything = st.text(max_size=120)
rows = st.lists(st.tuples(anything, anything).filter(any), max_size=3).map(tuple)
switches = st.none() | st.booleans()


@pytest.fixture
def pane(one_pane: ComposePane) -> ComposePane:
    """Give the pane with nothing in it."""
    one_pane.set_form(ComposeForm())
    return one_pane


def press(pane: ComposePane, name: str) -> None:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    (found,) = [b for b in visible_children(pane, QPushButton) if b.objectName() == name]
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def undo(widget: QWidget) -> None:
    QTest.keyClick(widget, Qt.Key.Key_Z, CONTROL)


def redo(widget: QWidget) -> None:
    QTest.keyClick(widget, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)


def settle(pane: ComposePane, qapp: QApplication) -> None:
    """Let a large text come in or go out, a piece a turn."""
    while pane.body.html.is_filling:
        qapp.processEvents()


def write(pane: ComposePane, words: str) -> None:
    pane.body.show_tab("write")
    QTest.keyClicks(pane.body.write.editor, words)


@st.composite
def forms(draw: st.DrawFn) -> ComposeForm:
    """Draw what a pane may hold: written, HTML or plain, each with what is the user's own."""
    markdown, html, text = draw(anything), draw(anything), draw(anything)
    is_own = bool(html) and (not markdown or draw(st.booleans()))
    if not is_own:
        html = make_mail(markdown)
    text_is_own = draw(st.booleans())
    return ComposeForm(
        subject="Hi",
        markdown=markdown,
        html=html,
        html_is_own=is_own,
        text=text if text_is_own else html_to_text(html),
        text_is_own=text_is_own,
        files=draw(st.just(()) | st.just((FormFile(filename="a", content=b"b", type="c/d"),))),
        headers=draw(rows),
        custom_args=draw(rows),
        categories=tuple(draw(st.lists(anything.map(str.strip).filter(bool), max_size=3))),
        tracking=draw(st.builds(FormTracking, opens=switches, google_analytics=switches)),
    )


@given(form=forms())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_form_shown_comes_back_as_it_was(pane: ComposePane, form: ComposeForm) -> None:
    pane.set_form(form)

    assert pane.form() == form


@given(text=st.text(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_hard_spaces_and_far_characters_are_kept_while_others_are_typed(
    pane: ComposePane, text: str
) -> None:
    # What an editor cannot hold: the two other line ends, and characters that Qt keeps to itself.
    text = text.translate(dict.fromkeys(map(ord, "\r\x00\u2028\u2029\ufdd0\ufdd1\u2063")))
    pane.set_form(ComposeForm(html=f"<p>\u00a0😀{text}</p>", html_is_own=True))
    QTest.keyClicks(pane.body.html, "x")

    assert pane.form().html == f"x<p>\u00a0😀{text}</p>"


def test_text_and_html_follow_what_is_written(pane: ComposePane) -> None:
    write(pane, "Hello ")
    press(pane, "format-italic")
    write(pane, "Ada")

    form = pane.form()
    assert form.markdown == "Hello *Ada*"
    assert form.html == make_mail("Hello *Ada*")
    assert form.text == "Hello Ada\n"
    assert form.follows_writing


def test_html_changed_by_hand_is_the_mail_until_it_is_undone(pane: ComposePane) -> None:
    write(pane, "Hello")
    made = pane.form().html
    pane.body.show_tab("html")
    assert pane.body.html.source() == made
    QTest.keyClicks(pane.body.html, "x")
    assert pane.form().html == f"x{made}"
    assert pane.form().markdown == "Hello"
    pane.body.show_tab("write")
    QTest.keyClicks(pane.body.write.editor, "lost?")
    assert pane.form().markdown == "Hello", "what is not the mail cannot be typed in"
    assert not pane.body.write.editor.placeholderText(), "nor is it asked for"

    undo(pane.body.write.editor)
    assert pane.body.write.editor.placeholderText()
    assert pane.form().html == made
    assert pane.form().follows_writing
    pane.body.show_tab("html")
    redo(pane.body.html)
    assert pane.form().html == f"x{made}"


def test_redo_in_write_brings_the_html_back_as_long_as_it_fits_what_is_written(
    pane: ComposePane,
) -> None:
    write(pane, "Hello")
    pane.body.show_tab("html")
    QTest.keyClicks(pane.body.html, "x")
    by_hand = pane.form()
    editor = pane.body.write.editor
    pane.body.show_tab("write")
    for _ in range(2):
        undo(editor)
    assert pane.form().html == ""
    for _ in range(2):
        redo(editor)
    assert pane.form() == by_hand

    undo(editor)
    write(pane, "!")
    written = pane.form()
    redo(editor)
    assert pane.form() == written, "the HTML by hand said nothing of what was written since"


@pytest.mark.parametrize("undone_in", ["html", "write"])
@pytest.mark.parametrize("redone_in", ["html", "write"])
@pytest.mark.parametrize("waits", [True, False])
def test_redo_brings_back_what_was_changed_by_hand_before_the_writing_was_undone_too(
    pane: ComposePane, qapp: QApplication, undone_in: str, redone_in: str, waits: bool
) -> None:
    before = [pane.form()]
    write(pane, "Hello")
    before.append(pane.form())
    pane.body.show_tab("html")
    for words in ("\U0001f600 x", "y"):
        pane.body.html.insertPlainText(words)
        before.append(pane.form())
        pane.body.html.moveCursor(QTextCursor.MoveOperation.End)
    for at, step in ((undone_in, undo), (redone_in, redo)):
        pane.body.show_tab(at)
        for form in before[-2::-1] if step is undo else before[1:]:
            step(pane.body.editor)
            if waits:
                pane.body.sources.catch_up()
            assert pane.form() == form

    pane.body.show_tab("html")
    for form in before[-2::-1]:
        undo(pane.body.html)
        assert pane.form() == form
    pane.body.sources.catch_up()
    QTest.keyClicks(pane.body.html, "z")
    redo(pane.body.html)
    assert pane.form().html == "z", "another change by hand took its place"


def test_redo_brings_nothing_of_another_mail(pane: ComposePane) -> None:
    write(pane, "Hello")
    pane.body.show_tab("html")
    QTest.keyClicks(pane.body.html, "x")
    for _ in range(2):
        undo(pane.body.html)
        pane.body.sources.catch_up()
    pane.set_form(ComposeForm())
    write(pane, "Hello")
    written = pane.form()
    pane.body.show_tab("html")
    redo(pane.body.html)

    assert pane.form() == written


def test_starting_again_keeps_the_html_and_undo_brings_it_back(pane: ComposePane) -> None:
    write(pane, "Hello")
    made = pane.form().html
    pane.body.show_tab("html")
    QTest.keyClicks(pane.body.html, "by hand ")
    by_hand = pane.form().html
    pane.body.show_tab("write")
    press(pane, "start-again")
    assert pane.form().html == made
    QTest.keyClicks(pane.body.write.editor, "!")
    pane.body.show_tab("html")
    assert pane.body.html.source() == pane.form().html != by_hand

    pane.body.show_tab("write")
    undo(pane.body.write.editor)
    assert pane.form().html == made
    undo(pane.body.write.editor)
    assert pane.form().html == by_hand
    assert pane.form().markdown == "Hello"
    pane.body.show_tab("html")
    undo(pane.body.html)
    assert pane.form().html == made


def test_html_that_came_can_be_written_on_and_comes_back(pane: ComposePane) -> None:
    came = "<h1>News</h1><p>Hello <b>Ada</b></p>"
    pane.set_form(ComposeForm(html=came, html_is_own=True))
    assert pane.body.tabs.current == "html"
    pane.body.show_tab("write")
    press(pane, "start-again")
    assert pane.form().markdown == "# News\n\nHello **Ada**\n"
    assert pane.form().html == make_mail("# News\n\nHello **Ada**\n")

    undo(pane.body.write.editor)
    assert pane.form().html == came
    assert pane.form().markdown == ""


def test_undo_in_the_html_tab_undoes_the_writing_it_was_made_from(pane: ComposePane) -> None:
    write(pane, "Hello")
    pane.body.show_tab("html")
    undo(pane.body.html)

    assert pane.form().markdown == ""
    assert pane.form().html == ""


def test_mail_of_the_same_words_has_nothing_to_undo(pane: ComposePane) -> None:
    write(pane, "Hello")
    undo(pane.body.write.editor)
    write(pane, "Hi")
    pane.set_form(ComposeForm(markdown="Hi"))

    for editor in pane.body.editors:
        assert not editor.document().isUndoAvailable()
        assert not editor.document().isRedoAvailable()


def test_text_of_ones_own_stays_until_it_is_made_again(pane: ComposePane) -> None:
    write(pane, "Hello")
    pane.body.show_tab("text")
    QTest.keyClicks(pane.body.plain, "My own. ")
    write(pane, " Ada")
    assert pane.form().text == "My own. Hello\n"
    assert pane.form().text_is_own

    pane.body.show_tab("text")
    press(pane, "make-text-again")
    assert pane.form().text == "Hello Ada\n"
    undo(pane.body.plain)
    assert pane.form().text == "My own. Hello\n"
    assert pane.form().text_is_own


def test_large_paste_comes_in_pieces_and_goes_in_one_step(
    pane: ComposePane, qapp: QApplication
) -> None:
    line = '<td class="x">\u00a0word</td>' * 900
    large = "\n".join([line, "<p>short</p>"] * 12)
    pane.body.show_tab("html")
    QTest.keyClicks(pane.body.html, "<b>before</b>")
    data = QMimeData()
    data.setText(large)
    pane.body.html.insertFromMimeData(data)
    assert not pane.body.sources.is_settled
    assert len(pane.body.html.document().toRawText()) <= CHUNK + 20
    settle(pane, qapp)
    assert pane.form().html == f"<b>before</b>{large}"

    undo(pane.body.html)
    settle(pane, qapp)
    assert pane.form().html == "<b>before</b>"
    redo(pane.body.html)
    settle(pane, qapp)
    assert pane.form().html == f"<b>before</b>{large}"


def test_large_paste_can_be_stopped(pane: ComposePane, qapp: QApplication) -> None:
    pane.body.show_tab("html")
    QTest.keyClicks(pane.body.html, "<b>before</b>")
    data = QMimeData()
    data.setText("<p>line</p>\n" * 200_000)
    for patience in pane.body.progress.findChildren(QTimer):
        patience.setInterval(0)
    pane.body.html.insertFromMimeData(data)
    while pane.body.html.is_filling and not visible_children(pane, QProgressBar):
        qapp.processEvents()
    assert "Putting in 2.3 MB…" in [label.text() for label in visible_children(pane, QLabel)]
    press(pane, "body-progress-stop")
    settle(pane, qapp)

    assert pane.form().html == "<b>before</b>"
    assert not pane.body.html.isReadOnly()


def test_finding_shows_under_its_field_in_more(pane: ComposePane) -> None:
    pane.set_form(ComposeForm(headers=(("Subject", "x"),)))
    pane.show_findings({"headers": "The header Subject cannot be set by hand."})

    assert pane.body.tabs.current == "more"
    labels = [each.text() for each in visible_children(pane.body.more, QLabel)]
    assert "The header Subject cannot be set by hand." in labels
    assert not pane.notice.isVisible()


def test_row_that_is_filled_makes_room_for_the_next_and_can_be_taken_away(
    pane: ComposePane,
) -> None:
    pane.body.show_tab("more")
    QTest.keyClicks(pane.body.more.headers.first_field(), "X-A")
    assert pane.form().headers == (("X-A", ""),)
    more = pane.body.tabs.findChild(QPushButton, "body-tabs-more")
    assert more is not None
    assert more.text() == "More 1"
    press(pane, "headers-remove-0")

    assert pane.form().headers == ()


def test_buttons_of_formats_are_lit_where_the_cursor_is(pane: ComposePane) -> None:
    def lit() -> list[str]:
        return [b.accessibleName() for b in visible_children(pane, QPushButton) if on(b)]

    def on(button: QPushButton) -> bool:
        state = QAccessible.queryAccessibleInterface(button).state()
        assert state.checked == button.isChecked()
        return button.objectName().startswith("format-") and bool(state.checked)

    editor = pane.body.write.editor
    editor.setPlainText("plain **bold**\n# Head")
    for at, names in ((2, []), (9, ["Bold"]), (18, ["Heading"])):
        cursor = editor.textCursor()
        cursor.setPosition(at)
        editor.setTextCursor(cursor)
        assert lit() == names
    press(pane, "format-heading")
    press(pane, "format-heading")
    assert lit() == []
    assert editor.toPlainText().endswith("Head")


@pytest.mark.parametrize(("tool", "mark"), [("format-bold", "**"), ("format-italic", "*")])
def test_second_click_ends_the_format_and_what_is_typed_next_is_plain(
    pane: ComposePane, tool: str, mark: str
) -> None:
    editor = pane.body.write.editor
    lit: list[bool] = []
    for words in ("Dear ", "all of you", ", hello"):
        write(pane, words)
        (button,) = [b for b in visible_children(pane, QPushButton) if b.objectName() == tool]
        lit.append(button.isChecked())
        press(pane, tool)
        lit.append(button.isChecked())

    assert lit == [False, True, True, False, False, True]
    # A word without a selection is what the button takes; it is on for the rest.
    assert editor.toPlainText() == f"Dear {mark}all of you{mark}, {mark}hello{mark}"


def test_signs_that_are_typed_are_in_the_mail_as_they_are(pane: ComposePane) -> None:
    write(pane, "2*3*4, snake_case_ `code` C:\\*")

    assert pane.form().text == "2*3*4, snake_case_ `code` C:\\*\n"


def test_format_without_words_leaves_nothing(pane: ComposePane) -> None:
    editor = pane.body.write.editor
    write(pane, "Dear ")
    press(pane, "format-bold")
    QTest.keyClick(editor, Qt.Key.Key_Home)
    write(pane, "My ")

    assert pane.form().markdown == "My Dear "
