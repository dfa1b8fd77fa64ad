"""What she said of herself, in a search that says nothing of it."""

import json

from langchain_core.utils.function_calling import convert_to_openai_tool

from sales_agent.models.offline.context.talk import Call, Exchange, Talk
from sales_agent.models.offline.policy.decide import decide
from sales_agent.models.offline.policy.reply import Said
from sales_agent.models.offline.toolbox import read_toolbox
from sales_agent.models.offline.wording.texts import load_texts
from tests.sales_agent.models.conversation import BOUND, TODAY
from tests.sales_agent.models.shop import ScriptedShop


def trait(kind, value, about="", how="said"):
    return {"kind": kind, "value": value, "about": about, "how": how, "source": {}}


def heard(text, *profile):
    """The tool calls and the reply to a message of a shopper of whom this is known."""
    shop, calls = ScriptedShop(), []
    tools = read_toolbox([convert_to_openai_tool(tool) for tool in BOUND])
    for _ in range(6):
        talk = Talk((), Exchange(text, tuple(calls)), {"profile": list(profile)})
        decided = decide(talk, tools, load_texts(), TODAY)
        if isinstance(decided, Said):
            return [call.args for call in calls if call.name == "search_products"], decided
        for call in decided:
            result = shop.call(call.name, dict(call.args))
            calls.append(Call(call.name, call.args, result, json.dumps(result)))
    raise AssertionError("the model never came to words")


def test_budget_limits_a_search_without_a_price():
    searches, said = heard("show me running shoes", trait("budget", "400000", "INR"))
    assert searches == [{"category": "Running Shoes", "max_price": 4000.0}]
    assert "within your budget of ₹4,000" in said.text
    assert "Show me all running shoes" in said.suggestions


def test_price_that_is_named_goes_before_the_budget():
    searches, said = heard("running shoes under 6000", trait("budget", "400000", "INR"))
    assert searches == [{"category": "Running Shoes", "max_price": 6000.0}]
    assert "budget" not in said.text


def test_all_of_a_kind_are_all_of_them():
    searches, _ = heard("show me all running shoes", trait("budget", "400000", "INR"))
    assert all("max_price" not in args for args in searches)


def test_budget_in_another_currency_is_no_limit():
    _, said = heard("show me running shoes", trait("budget", "10000", "USD"))
    assert "budget" not in said.text


def test_brand_she_likes_is_looked_at_first():
    searches, said = heard("show me running shoes", trait("brand", "Tarnhill"))
    assert searches == [{"category": "Running Shoes", "brand": "Tarnhill"}]
    assert "by Tarnhill, as you like it" in said.text


def test_brand_without_goods_of_the_kind_is_left():
    searches, said = heard("show me lamps", trait("brand", "Tarnhill"))
    assert searches[-1].get("brand") is None
    assert "as you like it" not in said.text


def test_what_she_did_is_no_wish():
    searches, _ = heard("show me running shoes", trait("brand", "Tarnhill", how="did"))
    assert searches == [{"category": "Running Shoes"}]


def test_refusal_to_be_remembered_is_kept():
    known = (trait("consent", "no"), trait("budget", "400000", "INR"))
    searches, _ = heard("show me running shoes", *known)
    assert searches == [{"category": "Running Shoes"}]
