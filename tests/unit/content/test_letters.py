"""Letters and what they wear, to Markdown and back; the mail is made of them as they are."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sgdesk.content.letters import Letter, dressed, read, typed, write
from sgdesk.content.mail import make_mail
from tests.support.letters import Seen, mailed, worn

looks = st.frozensets(st.sampled_from(["**", "*", "~~"]))
letters = st.lists(
    st.builds(
        lambda seen, look: typed(seen, look)[0],
        st.sampled_from("ab .,!*_`~\\[]()<&é😀\u00a0"),
        looks,
    ),
    max_size=12,
)


def both(words: str, *marks: str) -> list[Letter]:
    return [
        each._replace(worn=frozenset(mark.split()))
        for each, mark in zip(typed(words), marks, strict=True)
    ]


def seen_of(line: list[Letter]) -> list[tuple[str, str]]:
    return [
        (each.seen, "".join(sorted(each.worn)))
        for each in dressed(line)
        if each.seen and not each.is_space
    ]


@given(letters)
@example(both("abc", "**", "*", "** *"))
@example(both("abc", "* **", "**", "* **"))
@example(both("a!b", "**", "**", ""))
@example(both("**", "**", ""))
@example(both("abc", "** ~~", "~~", "* ~~"))
@example(both("a~b", "~~", "~~", ""))
@example(both("abcd", "* **", "**", "* ** ~~", "** ~~"))
@example(both("~~", "~~", ""))
def test_any_letters_are_read_as_they_were_written(line: list[Letter]) -> None:
    made, places = write(dressed(line))

    assert worn(made) == seen_of(line)
    assert "".join(each.seen for each in read(made)) == "".join(each.seen for each in line)
    assert write(dressed(read(made)))[0] == made, "the normal form is written as it is"
    assert all(
        made.startswith(each.raw, at) for at, each in zip(places, dressed(line), strict=False)
    )


@given(letters)
@example(typed("[]()"))
@example(typed("[a]()"))
@example(typed("[](a)"))
@example([*typed("["), *typed("](", frozenset({"*", "**", "~~"})), *typed(")")])
def test_mail_has_the_letters_with_what_they_wear(line: list[Letter]) -> None:
    # A line that begins with words is nothing but a line.
    made, _ = write(dressed([*typed("x"), *line]))

    assert mailed(make_mail(made)) == [
        Seen(letter, "**" in marks, marks.count("*") % 2 == 1, is_struck="~~" in marks)
        for letter, marks in [("x", ""), *seen_of(line)]
        if not letter.isspace()
    ]


@given(
    st.lists(
        st.tuples(st.sampled_from(("ab", "c", "de fg")), st.sampled_from(("", "*", "**", "***"))),
        min_size=1,
        max_size=5,
    )
)
def test_words_that_stand_by_themselves_are_marked_as_any_reader_of_markdown_has_it(
    parts: list[tuple[str, str]],
) -> None:
    line = " ".join(f"{mark}{word}{mark}" for word, mark in parts)

    html = MarkdownIt("commonmark").render(line)
    assert mailed(html) == mailed(make_mail(line))
    assert mailed(MarkdownIt("commonmark").render(write(dressed(read(line)))[0])) == mailed(html)


@pytest.mark.parametrize(
    ("line", "normal"),
    [
        ("**one** **two**", "**one two**"),
        ("**one*", r"\**one*"),
        ("**one", r"\*\*one"),
        ("** one**", r"\*\* one\*\*"),
        ("5 * 3 *2", r"5 * 3 \*2"),
        ("* one", "* one"),
        ("[**our** **page**](x)", "**[our page](x)**"),
        ("[**our** page](x)", "[**our** page](x)"),
        ("`a*b` *c*", "`a*b` *c*"),
        ("a `b", r"a \`b"),
        ("{{a*b}} *c*", "{{a*b}} *c*"),
        ("![a *b*](cid:x) *c*", r"![a \*b\*](cid:x) *c*"),
        ("***a* b**", "***a* b**"),
        ("***a** b*", "***a** b*"),
        ("*a* ***b***", "*a **b***"),
        ("**a**\u2060*.\u2060**b***", "**a**\u2060*.\u2060**b***"),
        ("**a\u2060*b***\u2060*c*\u2060**d**", "**a\u2060*b***\u2060*c*\u2060**d**"),
        ("**`a`**", "**`a`**"),
        ("~~one~~ ~~two~~", "~~one two~~"),
        ("~~one~ ~~", r"\~\~one\~ \~\~"),
        ("~~~one~~~", r"\~\~\~one\~\~\~"),
        ("~~**a**~~ **b**", "**~~a~~ b**"),
        ("~~[a](x)~~", "~~[a](x)~~"),
        ("{{a~~b}} ~~c~~", "{{a~~b}} ~~c~~"),
    ],
)
def test_each_look_is_written_one_way(line: str, normal: str) -> None:
    assert write(dressed(read(line)))[0] == normal


def test_a_sign_before_a_link_makes_no_picture_of_it() -> None:
    letters = dressed([*typed("!"), *read("[a](x)")])
    made, _ = write(letters)

    assert "".join(each.seen for each in letters) == "!a"
    assert made == r"\![a](x)"
    assert "<img" not in make_mail(made)


def test_half_of_a_link_is_its_words() -> None:
    assert write(dressed(read("[our page](x)")[:4]))[0] == "our"


def test_half_of_a_field_is_letters_that_may_stand_in_a_link() -> None:
    letters = read("[{{a[0]}} c](x)")
    broken = [each for each in letters if each.seen != "}"]

    assert write(dressed(letters))[0] == "[{{a[0]}} c](x)"
    assert write(dressed(broken))[0] == r"[{{a\[0\] c](x)"


def test_field_of_letters_typed_one_by_one_means_itself_in_a_link() -> None:
    opened, closed = read("[x](y)")[0], read("[x](y)")[2]

    assert write(dressed([opened, *typed("{{a[0]}}"), closed]))[0] == "[{{a[0]}}](y)"


def test_code_wears_what_its_first_letter_does() -> None:
    opened, first, *rest = read("`ab`")

    bold = first._replace(worn=frozenset({"**"}))
    assert write(dressed([opened, bold, *rest]))[0] == "**`ab`**"
