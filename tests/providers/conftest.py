"""Conversations that a local Gemini leads; memory is the real server, started once."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
import redis
from langchain_core.tools import BaseTool

from sales_agent.assistant import Assistant
from sales_agent.desk import Desk
from sales_agent.events import Event, TurnEnded
from sales_agent.graph import build_graph
from sales_agent.memory.embedded import EmbeddedRedis, connect
from sales_agent.memory.locks import thread_lock
from sales_agent.memory.redis_saver import RedisSaver
from sales_agent.message import Message
from sales_agent.models import create_model
from sales_agent.sessions import Sessions
from sales_agent.stopping import Stopped, never
from tests.providers.gemini_server import KEY, GeminiServer, Script, serve_gemini

INR = {"amount": 0, "currency": "INR"}


@dataclass
class Talk:
    """One shopper's conversation, led by a model at the other end of a local Gemini API."""

    assistant: Assistant
    gemini: GeminiServer
    address: str

    def hear(self, text: str, stopped: Stopped = never) -> list[Event]:
        return list(self.follow(text, stopped))

    def follow(self, text: str, stopped: Stopped) -> Iterator[Event]:
        yield from self.assistant.reply(Message("terminal", self.address, text), stopped=stopped)

    def say(self, text: str) -> TurnEnded:
        ended = self.hear(text)[-1]
        assert isinstance(ended, TurnEnded)
        return ended


@pytest.fixture(scope="session")
def redis_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator["redis.Redis"]:
    server = EmbeddedRedis(tmp_path_factory.mktemp("redis"))
    with connect(server.start()) as client:
        yield client
    server.close()


@pytest.fixture
def gemini_talk(
    redis_client: "redis.Redis", monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Talk]]:
    """Opens a conversation on a script; the environment chooses the model, as in the product."""
    with ExitStack() as stack:

        def open_talk(
            script: Script, tools: list[BaseTool], model: str = "gemini-2.5-flash"
        ) -> Talk:
            gemini = stack.enter_context(serve_gemini(script))
            monkeypatch.setenv("GOOGLE_API_KEY", KEY)
            monkeypatch.setenv("SALES_MODEL_BASE_URL", gemini.url)
            spec = f"google_genai:{model}"
            assistant = Assistant(
                graph=build_graph({spec: create_model(spec)}, tools, RedisSaver(redis_client)),
                sessions=Sessions(redis_client),
                lock=partial(thread_lock, redis_client),
                desk=_desk(),
                model_name=spec,
            )
            return Talk(assistant, gemini, f"she-{secrets.token_hex(6)}")

        yield open_talk


def _desk() -> Desk:
    def price_cart(cart: dict[str, Any], shopper: str) -> dict[str, Any]:
        return {"lines": [{**ln, "name": "Thing", "unitPrice": INR} for ln in cart["lines"]]}

    return Desk(
        price_cart=price_cart,
        tokenize_card=lambda number, shopper: {},
        identify=lambda named, shopper: {},
        list_orders=lambda shopper: [],
        erase_interactions=lambda shopper: 0,
        find_by_photo=lambda picture, shopper: {"status": "not_ready", "products": []},
    )
