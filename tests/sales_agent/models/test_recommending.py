"""What is recommended without a product to go by: for her, what sells, what is new."""

import pytest

from tests.sales_agent.models.conversation import Conversation


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("what would you recommend for me?", "for_you"),
        ("recommend something", "for_you"),
        ("what's new?", "new"),
        ("new arrivals", "new"),
        ("what is popular?", "popular"),
        ("what are your bestsellers?", "popular"),
    ],
)
def test_words_say_which_kind_of_recommendation(said: str, kind: str) -> None:
    talk = Conversation()
    talk.say(said)
    assert [args["kind"] for args in talk.shop.called("get_recommendations")] == [kind]


def test_what_she_turns_down_is_told_and_replaced() -> None:
    talk = Conversation()
    talk.say("what is popular?")
    talk.say("something else")
    first, second = talk.shop.called("get_recommendations")
    assert "refused" not in first
    assert second["kind"] == "popular"
    assert second["refused"]


def test_more_of_what_is_recommended_is_a_longer_list() -> None:
    talk = Conversation()
    talk.say("what's new?")
    talk.say("show me more")
    asked = talk.shop.called("get_recommendations")
    assert [args.get("limit") for args in asked] == [None, 6]
    assert {args["kind"] for args in asked} == {"new"}
