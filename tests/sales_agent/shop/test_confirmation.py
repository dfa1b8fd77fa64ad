"""What counts as a plain yes; everything else is the shopper's words."""

import pytest

from sales_agent.shop.confirmation import is_plain_yes


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes.",
        "yes please",
        "OK, go ahead!",
        "yep do it",
        "sure, right away",
        "👍",
        "Ja",
        "Yes, thank you very much",
        "yes dear, do that",
        "oh yes please my dear",
        "sure, go on",
        "ok do it",
        "Ja, bitte.",
        "Ja, gerne, vielen Dank!",
        "yes, that\u2019s fine",
        "yes pls",
        "ok go",
        "ye do it",
        "YES for gods sake",
        "ok",
        "alright then",
        "yes thanks",
        "ok, yes, thank you",
        "sure, thanks",
    ],
)
def test_a_plain_yes(text):
    assert is_plain_yes(text)


@pytest.mark.parametrize(
    ("text", "kind", "other"),
    [
        ("place it please", "checkout", "return"),
        ("cancel it", "cancellation", "checkout"),
        ("yes cancel", "cancellation", "checkout"),
        ("ok book it", "checkout", "cancellation"),
        ("return it", "return", "checkout"),
        ("Ja, bitte bestellen", "checkout", "cancellation"),
        ("ok, place it, thanks", "checkout", "return"),
    ],
)
def test_naming_the_deed_agrees_to_it_alone(text, kind, other):
    assert is_plain_yes(text, kind)
    assert not is_plain_yes(text, other)


@pytest.mark.parametrize(
    "text",
    ["ok thanks", "Alright, thank you", "k thx", "all good, cheers", "passt, danke"],
)
def test_thanks_for_what_was_told_is_no_yes(text):
    assert not is_plain_yes(text, "checkout")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "yes but make it two",
        "not yet",
        "please",
        "thanks",
        "yes, and add socks",
        "is that right?!no",
        "yes" * 3,
        "ok what about red",
        "[card ending 4242]",
        "yes?",
        "yes dear?",
        "ok 👎",
        "thank you very much",
        "dear",
        "yes dear but by express",
        "yes if it comes by Friday",
        "ja aber nicht heute",
        "yes and also",
        "yes, express",
        "cancel",
        "go",
    ],
)
def test_no_plain_yes(text):
    assert not is_plain_yes(text)
