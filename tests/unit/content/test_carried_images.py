"""Whatever stands around an image that is carried, nothing else of the mail changes."""

import re
from random import Random

import pytest

from sgdesk.content.linking import image_moved
from sgdesk.content.mail import make_mail
from sgdesk.content.plain import html_to_text

IMAGE = '![Logo](cid:logo "300")'
AROUND = ("", "", "", "", "**", "*", "***", " ")
LINES = (
    *("", "", "One", "two *three* **four**", "# Head", "## H *i*", "---", "***", "* * *", "___"),
    *("- item", "- *x*", "* star", "   - deep", "1. n", "- \\", "> quote", "> - q", "> \\", "-- "),
    *("\\", "a\\", "*", "**", "- **", "a * b", "*a", "a*", "- *a", "_x_", "`", "- `", "`code`"),
    *("-", "+", "1.", "#", ">", "!", "- !", "![", "- ![", "a**", "**a**b", "**a *b* c**", "a\\*b"),
    *("[l](https://example.org)", "[l](https://example.org", "**[a](https://example.org)**"),
    *('[b](https://example.org "button")', "![o](cid:other)", "text ![o](cid:other) on"),
    *("{{name}}", "{{ a * b }}", "<b>", "&amp;", "\\[a](b)", "\\![a](b)", "**a**\u2060b", "~~x~~"),
    *("| a | b |", "|---|---|", "  ", " \t", "a  ", "\U0001f600", "\u05e9\u05dc\u05d5\u05dd *x*"),
)
MAILS = 400


def written(draw: Random) -> str:
    """Give a mail with an image in it."""
    lines = draw.choices(LINES, k=draw.randint(1, 6))
    around = draw.choice(AROUND)
    lines.insert(draw.randint(0, len(lines)), f"{around}{IMAGE}{around}")
    return "\n".join(lines)


def others(text: str) -> list[str]:
    """Give the lines of a mail that have more than the image, without it."""
    lines = text.replace(IMAGE, "").split("\n")
    return [line.rstrip(" ") for line in lines if line.strip(" ")]


def said(text: str) -> list[str]:
    """Give the words of the mail that is made of this."""
    return re.findall(r"\w+", html_to_text(make_mail(text)))


@pytest.mark.parametrize("seed", range(4))
def test_no_other_line_changes_where_an_image_is_carried(seed: int) -> None:
    draw = Random(seed)
    for _ in range(MAILS):
        text = written(draw)
        start = text.index(IMAGE)
        ends = [match.start() for match in re.finditer(r"^|$", text, re.MULTILINE)]
        at = draw.choice(ends)
        below = at == len(text) and draw.random() < 0.5
        edit = image_moved(text, start, start + len(IMAGE), at, is_below_all=below)
        assert edit is not None, text
        made = text[: edit.start] + edit.text + text[edit.end :]

        assert made[edit.select_from : edit.select_to] == IMAGE, (text, at)
        assert made.count(IMAGE) == 1, (text, at)
        around = re.compile(rf"^\*+{re.escape(IMAGE)}\*+$", re.MULTILINE)
        before = around.sub(IMAGE, text)
        after = around.sub(IMAGE, made)
        assert others(after) == others(before), (text, at)
        assert said(after.replace(IMAGE, "")) == said(before.replace(IMAGE, "")), (text, at)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"***\n{IMAGE}", f"{IMAGE}\n\n***\n"),
        (f"\\\n{IMAGE}", f"{IMAGE}\n\n\\\n"),
        (f"One\n\n**{IMAGE}**\n\nTwo", f"{IMAGE}\n\nOne\n\nTwo"),
        (f"*a\n`\n{IMAGE}\n", f"{IMAGE}\n\n*a\n`\n"),
    ],
)
def test_line_that_is_not_cut_stays_as_it_is_written(before: str, after: str) -> None:
    start = before.index(IMAGE)
    edit = image_moved(before, start, start + len(IMAGE), 0)

    assert edit is not None
    assert before[: edit.start] + edit.text + before[edit.end :] == after


@pytest.mark.parametrize("line", ["- a\\", "- **", "- *a", "- `", "1. a*b_c", "> ![", "> \\"])
def test_line_of_a_list_or_a_quotation_gets_an_image_behind_what_is_written(line: str) -> None:
    text = f"{IMAGE}\n\n{line}"
    edit = image_moved(text, 0, len(IMAGE), len(text))

    assert edit is not None
    assert text[: edit.start] + edit.text + text[edit.end :] == f"{line} {IMAGE}"


@pytest.mark.parametrize("line", ["-", "+", "*", "1.", "2)", "   -", "- -", "> *"])
def test_sign_without_a_space_behind_it_is_a_letter_in_the_mail_too(line: str) -> None:
    mail = make_mail(f"Above\n\n{line}")

    assert line.split()[-1] in html_to_text(mail).split("Above")[1].split()
    assert "<li></li>" not in mail
