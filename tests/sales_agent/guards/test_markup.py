"""A reply is words: what a channel might obey is taken out of it."""

import pytest

from sales_agent.guards.markup import addresses_in, without_markup


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<b>Linen</b> shirt", "Linen shirt"),
        ("Hi <script>alert(1)</script>!", "Hi !"),
        ("Hi <script>alert(1)", "Hi alert(1)"),
        ("<img src=x onerror=alert(1)>Hello", "Hello"),
        ("Hello <img src=x onerror=alert(1)", "Hello "),
        ("< iframe src='//e.example'>there", "there"),
        ("![a shirt](https://e.example/?q=4242) is nice", "a shirt is nice"),
        ("[click](javascript:alert(1)) here", "click) here"),
        ("[page](/pages/returns) says", "page says"),
        ("see javascript:alert(1) now", "see  now"),
        ("open data:text/html;base64,PHNjcmlwdD4= please", "open  please"),
    ],
)
def test_what_a_channel_might_obey_is_taken_out(written, said):
    assert without_markup(written) == said


@pytest.mark.parametrize(
    "text",
    [
        "Sizes 8 < 9 > 7, and I <3 linen.",
        "price < Rs 500",
        "**Coastline Linen Shirt**: ₹2,299",
        "[1] white, [2] blue",
        "Your data: name and e-mail.",
        "see [our page](https://shop.example/returns)",
    ],
)
def test_words_stay_as_they_are(text):
    assert without_markup(text) == text


def test_addresses_are_found():
    text = "See https://shop.example/a?b=1, or (www.e.example/x). No more."

    assert addresses_in(text) == ["https://shop.example/a?b=1", "www.e.example/x"]
