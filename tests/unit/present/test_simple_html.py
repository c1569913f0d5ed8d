"""What the simplified preview is given of a mail."""

import pytest

from sgdesk.present.simple_html import simple_html


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>a</p><script>b<script></script><p>c</p>", "<p>a</p><p>c</p>"),
        ("<title>b</title>c<template>d", "c"),
        ('<div style="display: none">a<div>b</div>c</div>d', "d"),
        ("<span class=x style='color:red; display:none;'>a</span>b", "b"),
        ('<img style="display:none" src=x>b', "b"),
        ('<div style="display: block">a</div>', '<div style="display: block">a</div>'),
        ("a < b <p>c", "a < b <p>c"),
    ],
)
def test_what_no_reader_sees_is_left_out(html: str, shown: str) -> None:
    assert simple_html(html) == shown


@pytest.mark.parametrize(
    ("css", "told"),
    [
        ("background: linear-gradient(90deg, #4f46e5, #0ea5e9)", "background-color: #4f46e5"),
        (
            "background-image:radial-gradient(circle at 1px, rgb(1, 2, 3) 0%, rgba(4,5,6,.5))",
            "background-color:rgb(1, 2, 3)",
        ),
        ("background: url(x.png)", "background: url(x.png)"),
        ("background: #fff", "background: #fff"),
    ],
)
def test_ground_of_a_gradient_has_its_first_colour(css: str, told: str) -> None:
    assert simple_html(f"<style>p {{ {css}; color: #fff }}</style>") == (
        f"<style>p {{ {told}; color: #fff }}</style>"
    )
    assert simple_html(f'<p style="{css}">a</p>') == f'<p style="{told}">a</p>'
