"""What a shopper said of herself is used a week later, on another channel."""

import json
import secrets
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from langchain_core.tools import StructuredTool

from sales_agent.assistant import Assistant
from sales_agent.graph import build_graph
from sales_agent.memory.locks import thread_lock
from sales_agent.memory.profiles.book import Profiles
from sales_agent.memory.redis_saver import RedisSaver
from sales_agent.memory.redis_store import RedisStore
from sales_agent.message import Message
from sales_agent.models.offline.model import OfflineModel
from sales_agent.shop.desk import Desk
from sales_agent.shoppers.sessions import Sessions
from tests.sales_agent.models.conversation import BOUND
from tests.sales_agent.models.shop import ScriptedShop

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Week:
    """The clock of the whole memory, and a shopper who comes and goes."""

    def __init__(self, client: Any) -> None:
        self.now = NOON
        self.shop = ScriptedShop()
        store = RedisStore(client, clock=lambda: self.now)
        self.assistant = Assistant(
            graph=build_graph(
                {"offline": OfflineModel(today=lambda: self.now.date())},
                [self._tool(tool) for tool in BOUND],
                RedisSaver(client),
            ),
            sessions=Sessions(client, clock=lambda: self.now),
            lock=partial(thread_lock, client),
            desk=Desk(
                price_cart=lambda cart, shopper: {"lines": [], "total": None},
                tokenize_card=lambda number, shopper: {},
                identify=lambda named, shopper: {},
                list_orders=lambda shopper: [],
                find_by_photo=lambda picture, shopper: {"status": "not_ready", "products": []},
                erase_interactions=lambda shopper: 0,
            ),
            model_name="offline",
            clock=lambda: self.now,
            profiles=Profiles(store, ttl_min=lambda shopper: None),
        )
        self.customer = f"C-{secrets.token_hex(4)}"

    def _tool(self, tool: Any) -> StructuredTool:
        def run(**args: Any) -> str:
            return json.dumps(self.shop.call(tool.name, args))

        schema = tool.tool_call_schema.model_json_schema()
        return StructuredTool(
            name=tool.name, description=tool.description, args_schema=schema, func=run
        )

    def say(self, text: str, channel: str = "terminal") -> Any:
        message = Message(channel, "here", text, customer_id=self.customer)
        *_, ended = self.assistant.reply(message)
        assert ended.error is None, ended.error
        return ended


@pytest.fixture
def week(redis_client):
    return Week(redis_client)


def sizes(ended):
    return [tool.args.get("size") for tool in ended.tools if tool.name == "add_to_cart"]


def test_the_usual_size_is_used_a_week_later_on_another_channel(week):
    week.say("My shoe size is 9.")
    week.now += timedelta(days=7)
    week.say("show me running shoes", "web")

    ended = week.say("add the first one in my usual size", "web")

    assert "I took size 9, as you told me on Sat 21 Nov." in ended.reply
    assert sizes(ended) == ["9"]


def test_a_correction_is_used_from_then_on(week):
    week.say("My shoe size is 9.")
    week.now += timedelta(days=7)
    assert "size 10 in shoes" in week.say("I am a 10 now").reply
    week.say("show me running shoes")

    ended = week.say("add the first one in the usual size")

    assert "I took size 10, as you told me on Sat 28 Nov." in ended.reply
    assert sizes(ended) == ["10"]


def test_a_size_that_nobody_named_is_asked_for(week):
    week.say("show me running shoes")

    ended = week.say("add the first one in my usual size")

    assert ended.reply.startswith("I do not know your usual size for this yet")
    assert "which size" in ended.reply.lower()
    assert sizes(ended) == [None]


def test_the_usual_answers_the_question_for_a_size(week):
    week.say("My shoe size is 9.")
    week.say("show me running shoes")
    week.say("add the first one")

    assert "I took size 9" in week.say("the usual").reply


def test_what_is_known_is_told_dropped_and_refused(week):
    week.say("I like black. My budget is 5000.")
    told = week.say("what do you know about me?").reply
    assert "a liking for black; you said so on Sat 21 Nov" in told
    assert "a budget of ₹5,000" in told

    assert "I have forgotten a budget of ₹5,000." in week.say("forget my budget").reply
    assert "budget" not in week.say("what do you know about me?").reply
    assert "nothing about you" in week.say("do not remember things about me").reply
    week.say("my shoe size is 9")
    assert "You asked me to remember nothing" in week.say("what do you know about me?").reply


def test_a_wish_beside_a_statement_is_served_too(week):
    ended = week.say("I'm a size 9 now. Show me running shoes")

    assert ended.reply.startswith("I will remember size 9.")
    assert "search_products" in [tool.name for tool in ended.tools]


def test_a_size_of_other_goods_is_noted_and_no_wish(week):
    week.say("show me shirts")

    assert week.say("my shoe size is 9").reply == "I will remember size 9 in shoes."


def test_a_size_said_of_oneself_answers_the_question_for_one(week):
    week.say("show me running shoes")
    week.say("add the first one")

    ended = week.say("my shoe size is 9")

    assert ended.reply.startswith("I will remember size 9 in shoes.")
    assert sizes(ended) == ["9"]
