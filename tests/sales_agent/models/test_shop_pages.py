"""Questions to the shop's own pages: told with the source, or said to be missing."""

import pytest

from tests.sales_agent.models.conversation import Conversation
from tests.sales_agent.models.shop import ScriptedShop

LINEN = {
    "title": "Care",
    "heading": "Linen",
    "text": "Wash linen at 30.",
    "excerpt": "Wash linen at 30.",
    "source": "/pages/care#linen",
    "score": 1.0,
}


def shop_with_pages() -> ScriptedShop:
    shop = ScriptedShop()
    shop.more["search_policies"] = lambda args: {
        "status": "ok",
        "passages": [LINEN],
        "suggestions": [],
    }
    return shop


@pytest.mark.parametrize(
    "question",
    [
        "how do I wash linen?",
        "what is your return policy?",
        "which size should I take?",
        "do you price match?",
        "how long do gift cards last?",
        "how are points earned?",
    ],
)
def test_answer_names_its_source(question: str) -> None:
    talk = Conversation(shop_with_pages())
    reply = talk.say(question)
    assert "Wash linen at 30." in reply
    assert "Care, \N{LEFT DOUBLE QUOTATION MARK}Linen\N{RIGHT DOUBLE QUOTATION MARK}" in reply
    assert "/pages/care#linen" in reply
    assert talk.shop.called("search_policies") == [{"question": question.rstrip("?")}]


def test_what_pages_do_not_say_offers_a_person() -> None:
    talk = Conversation()
    reply = talk.say("do you price match?")
    assert "in our policies" in reply
    assert "a person" in reply
    talk.say("yes please")
    assert talk.shop.called("hand_over_to_person")


def test_silent_agent_is_said_to_be_silent() -> None:
    shop = ScriptedShop()
    shop.down.add("recommendation")
    assert "right now" in Conversation(shop).say("do you price match?")


def test_postcode_that_is_none_is_another_wish() -> None:
    talk = Conversation()
    assert "postcode" in talk.say("do you ship to Goa?")
    talk.say("show me socks")
    assert talk.shop.called("search_products")
