"""Long lines broken for the eye, places counted as editors count, and how lines look."""

from hypothesis import given
from hypothesis import strategies as st

from sgdesk.content.finding import from_utf16, spans, utf16
from sgdesk.content.looks import Kind, looks
from sgdesk.content.softly import LONGEST, MARK, break_softly, make_whole, shown_place

ROW = '<td class="x" style="color: #333">word</td>'


@given(st.text(st.characters(exclude_characters=MARK), max_size=50), st.integers(1, 60))
def test_text_broken_softly_is_whole_again(text: str, times: int) -> None:
    long = text * times

    shown = break_softly(long)
    assert make_whole(shown) == long
    assert max(map(len, shown.split("\n"))) <= LONGEST


def test_lines_are_broken_between_tags_and_short_ones_are_left() -> None:
    shown = break_softly(f"<p>short</p>\n{ROW * 100}")

    assert shown.startswith("<p>short</p>\n<td")
    assert all(line.endswith((MARK, "</td>")) for line in shown.split("\n")[1:])
    assert all(line.startswith("<td") for line in shown.split("\n")[1:])


def test_place_in_a_broken_text_is_before_the_same_character() -> None:
    text = "".join(chr(ord("a") + at % 26) for at in range(3_000))
    shown = break_softly(text)

    assert all(shown[shown_place(shown, at)] == text[at] for at in (0, 499, 501, 1_700, 2_999))


def test_a_break_that_was_edited_leaves_no_trace() -> None:
    shown = break_softly("a" * 3_000)

    assert make_whole(shown.replace("\n", "", 1)) == "a" * 3_000


@given(st.text(st.sampled_from("aA😀é"), max_size=30), st.text(st.sampled_from("aA😀"), min_size=1))
def test_word_is_found_where_the_editor_counts_it(text: str, wanted: str) -> None:
    wide = text.encode("utf-16-le")
    for start, end in spans(text, wanted):
        assert wide[2 * start : 2 * end].decode("utf-16-le").lower() == wanted.lower()
    found = text.lower().count(wanted) if wanted == wanted.lower() else text.count(wanted)
    assert len(list(spans(text, wanted))) == found


@given(st.text(max_size=30), st.integers(0, 30))
def test_places_are_counted_there_and_back(text: str, at: int) -> None:
    at = min(at, len(text))

    assert from_utf16(text, utf16(text, at)) == at


def test_line_looks_like_what_it_means() -> None:
    line = '**Hello** {{name}}, [read](https://example.org "button") {{{unsubscribe}}}'
    kinds = {line[piece.start : piece.start + piece.length]: piece.kinds for piece in looks(line)}

    assert kinds["Hello"] == {Kind.BOLD}
    assert kinds["**"] == {Kind.MARK}
    assert kinds["{{name}}"] == {Kind.FIELD, Kind.UNFILLED}
    assert kinds["{{{unsubscribe}}}"] == {Kind.FIELD}
    assert kinds["read"] == {Kind.BUTTON}
    assert kinds['](https://example.org "button")'] == {Kind.MARK}


@given(st.text(st.sampled_from("a*_[]()!`#> -1.{}\\"), max_size=60))
def test_pieces_stand_in_order_and_within_the_line(line: str) -> None:
    at = 0
    for piece in looks(line):
        assert piece.start >= at
        at = piece.start + piece.length
    assert at <= len(line)
