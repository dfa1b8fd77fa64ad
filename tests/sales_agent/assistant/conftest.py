"""Turns through the real graph, saver, sessions and locks; model and tools are doubles."""

from functools import partial
from typing import Any

import pytest

from sales_agent.assistant import Assistant
from sales_agent.graph import build_graph
from sales_agent.memory.locks import thread_lock
from sales_agent.memory.redis_saver import RedisSaver
from sales_agent.message import Message
from sales_agent.shoppers.sessions import Sessions
from tests.sales_agent.assistant.scene import (
    Shop,
    break_down,
    cancel,
    count_things,
    find_things,
    identify,
    put_in_cart,
)
from tests.scripted_model import ScriptedModel


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def open_assistant(redis_client, shop):
    def open_with(
        *steps: Any, spare: ScriptedModel | None = None, window: int | None = None
    ) -> tuple[Assistant, ScriptedModel]:
        model = ScriptedModel(steps=list(steps))
        tools = [
            find_things,
            count_things,
            put_in_cart,
            break_down,
            cancel,
            identify,
            shop.commit_tool(),
        ]
        assistant = Assistant(
            graph=build_graph(
                {"scripted": model} | ({"spare": spare} if spare else {}),
                tools,
                RedisSaver(redis_client, window=window),
            ),
            sessions=Sessions(redis_client),
            lock=partial(thread_lock, redis_client),
            desk=shop.desk(),
            model_name="scripted",
        )
        return assistant, model

    return open_with


@pytest.fixture
def say(thread_id):
    """Say something as one shopper, and get the turn's events."""

    def say_to(assistant: Assistant, text: str, **more: Any) -> list[Any]:
        return list(assistant.reply(Message("terminal", f"me-{thread_id}", text, **more)))

    return say_to
