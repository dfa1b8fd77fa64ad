"""What a shopper's own words teach of her, and what they do not."""

import pytest

from sales_agent.memory.profiles.hearing import Shop, listen

SHOP = Shop("INR", ("Cloudline", "New Balance"))


def heard(text):
    return [
        (change.op, change.trait.kind, change.trait.value, change.trait.about)
        for change in listen(text, SHOP).changes
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my shoe size is 9", [("learn", "size", "9", "shoes")]),
        ("I am a 10 now", [("learn", "size", "10", "")]),
        ("I'm a size 10 now, show me running shoes", [("learn", "size", "10", "")]),
        ("I usually wear a medium in shirts", [("learn", "size", "M", "shirts")]),
        ("I wear 9.5", [("learn", "size", "9.5", "")]),
        ("I take a UK 9", [("learn", "size", "UK 9", "")]),
        (
            "I'm not a 9 anymore, I'm a 10",
            [("drop", "size", "9", ""), ("learn", "size", "10", "")],
        ),
        ("I like black and navy", [("learn", "colour", v, "") for v in ("black", "navy")]),
        ("my favorite color is red!", [("learn", "colour", "red", "")]),
        ("I love new balance", [("learn", "brand", "New Balance", "")]),
        ("my favourite brand is acme", [("learn", "brand", "Acme", "")]),
        ("I don't like leather", [("learn", "dislike", "leather", "")]),
        ("i'm allergic to wool", [("learn", "dislike", "wool", "")]),
        ("my budget is about ₹5,000", [("learn", "budget", "500000", "INR")]),
        ("I never spend more than 5k", [("learn", "budget", "500000", "INR")]),
        ("please answer in Hindi", [("learn", "language", "hindi", "")]),
        ("Please don't remember things about me.", [("learn", "consent", "no", "")]),
        ("stop tracking me", [("learn", "consent", "no", "")]),
        ("you may remember things about me again", [("learn", "consent", "yes", "")]),
        ("forget my shoe size", [("drop", "size", "", "shoe")]),
        ("Forget my budget, please", [("drop", "budget", "", "")]),
        ("forget that I like black", [("drop", "", "black", "")]),
        ("I no longer like black", [("drop", "", "black", "")]),
        ("forget everything you know about me", [("drop_all", "", "", "")]),
        (
            "I am a 10 now and my budget is 4000",
            [("learn", "size", "10", ""), ("learn", "budget", "400000", "INR")],
        ),
    ],
)
def test_a_statement_about_herself_is_noted(text, expected):
    assert heard(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I am 35",
        "I take 2 of them",
        "I need 2",
        "I am a small business owner",
        "my son's shoe size is 4",
        "my wife wears M and I am a 10 now",
        "show me running shoes in size 9",
        "is my size 9?",
        "what is my size?",
        "I like the black one",
        "I prefer black",
        "I don't like it",
        "I do not like the price",
        "i hate waiting for parcels",
        "do not save my card",
        "delete my order",
        "forget that",
        "my budget is 300 for delivery",
        "I would like to return it",
        "my card is 4242 4242 4242 4242",
        "my size is 4242 4242",
        "",
    ],
)
def test_what_is_no_statement_about_herself_teaches_nothing(text):
    assert heard(text) == []


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("my shoe size is 9.", ""),
        ("Please remember that I wear size 9 shoes", ""),
        ("Can you note down that my shoe size is 9?", "Can you note down that my shoe size is 9?"),
        ("Hi! My shoe size is 9. Show me running shoes", "Hi! Show me running shoes"),
        ("I'm a 10 now, show me mugs", "show me mugs"),
        ("forget my size and show me mugs", "show me mugs"),
        ("show me mugs", "show me mugs"),
    ],
)
def test_what_is_left_is_the_shoppers_wish(text, rest):
    assert listen(text, SHOP).rest == rest
