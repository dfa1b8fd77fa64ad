"""Descriptions lose their tags and nothing else."""

import pytest

from agents.recommendation.feeds.html_text import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Soft&nbsp;linen</p><p>Cool</p>", "Soft linen Cool"),
        ("one<br>two<li>three", "one two three"),
        ("<b>bo</b>ld &amp; <i>it</i>alic", "bold & italic"),
        ("a < b and 5 > 3", "a < b and 5 > 3"),
        ("<script>alert('x')</script>ok<style>p{}</style>", "ok"),
        ("<p class='<b>'>x</p>", "x"),
        ("<p>left open", "left open"),
        ("&lt;b&gt;", "<b>"),
        ("plain\n text ", "plain text"),
        ("", ""),
    ],
)
def test_text_of_html(html: str, text: str) -> None:
    assert plain_text(html) == text
