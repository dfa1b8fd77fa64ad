"""Conversations that a local Gemini leads; memory is the real server, started once."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
import redis
from langchain_core.tools import BaseTool, tool

from sales_agent.answers.stopping import Stopped, never
from sales_agent.assistant import Assistant
from sales_agent.events import Event, TurnEnded
from sales_agent.graph import COMMIT, build_graph
from sales_agent.memory.embedded import EmbeddedRedis, connect
from sales_agent.memory.locks import thread_lock
from sales_agent.memory.redis_saver import RedisSaver
from sales_agent.message import Message
from sales_agent.models import create_model, load_registry, open_chain
from sales_agent.models.ledger import Ledger
from sales_agent.models.roster import Roster
from sales_agent.settings import ModelSettings
from sales_agent.shop.desk import Desk
from sales_agent.shoppers.sessions import Sessions
from tests.providers.anthropic_server import KEY as ANTHROPIC_KEY
from tests.providers.anthropic_server import serve_anthropic
from tests.providers.gemini_server import KEY, serve_gemini
from tests.providers.openai_server import KEY as OPENAI_KEY
from tests.providers.openai_server import serve_openai
from tests.providers.toolbox import cancel, find_things, list_stores, put_in_cart
from tests.providers.wire import Script

INR = {"amount": 0, "currency": "INR"}


@dataclass
class Talk:
    """One shopper's conversation, led by a model at the other end of a local server."""

    assistant: Assistant
    server: Any
    address: str

    @property
    def gemini(self) -> Any:
        """The server, where it is Gemini's."""
        return self.server

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


def hang_up(model: Any) -> None:
    """Close a model's connections, which its client keeps alive for the next call.

    The product's live as long as its process. Here Gemini's would end in rubbish that is collected
    at some later time, and whether a socket or its client goes first is chance. The other clients
    share theirs by address, which the next server may have again.
    """
    if callable(close := getattr(getattr(model, "client", None), "close", None)):
        close()


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
            made = create_model(spec)
            stack.callback(hang_up, made)
            assistant = Assistant(
                graph=build_graph({spec: made}, tools, RedisSaver(redis_client)),
                sessions=Sessions(redis_client),
                lock=partial(thread_lock, redis_client),
                desk=_desk(),
                model_name=spec,
            )
            return Talk(assistant, gemini, f"she-{secrets.token_hex(6)}")

        yield open_talk


@dataclass(frozen=True)
class Provider:
    """One provider whose wire format a local server speaks.

    Attributes:
        name: As models are named by it.
        model: A model that the server knows.
        serve: Opens the server.
        key: The key that it takes, and the variables of key and address.
        path: What stands behind the server's address.
    """

    name: str
    model: str
    serve: Callable[[Any], AbstractContextManager[Any]]
    key: str
    key_variable: str
    path: str = ""

    @property
    def spec(self) -> str:
        return f"{self.name}:{self.model}"


PROVIDERS = [
    Provider("google_genai", "gemini-2.5-flash", serve_gemini, KEY, "GOOGLE_API_KEY"),
    Provider("openai", "gpt-4.1-mini", serve_openai, OPENAI_KEY, "OPENAI_API_KEY", "/v1"),
    Provider("anthropic", "claude-haiku-4-5", serve_anthropic, ANTHROPIC_KEY, "ANTHROPIC_API_KEY"),
]


@pytest.fixture(params=PROVIDERS, ids=lambda provider: provider.name)
def provider(request: pytest.FixtureRequest) -> Provider:
    found: Provider = request.param
    return found


@pytest.fixture
def open_talk(redis_client: "redis.Redis", provider: Provider) -> Iterator[Callable[..., Talk]]:
    """Opens a conversation with one provider.

    `spare` is whether the offline model is behind it, `at` another address than the server's.
    """
    with ExitStack() as stack:

        def open_one(
            script: Any,
            tools: list[BaseTool],
            *,
            spare: bool = False,
            at: str | None = None,
            **limits: Any,
        ) -> Talk:
            server = stack.enter_context(provider.serve(script))
            address = f"{provider.name.upper()}_BASE_URL"
            variables = {
                provider.key_variable: provider.key,
                address: at or server.url + provider.path,
            }
            settings = ModelSettings(provider.spec, variables=variables)
            registry = load_registry()
            chain = open_chain(settings, registry)
            stack.callback(hang_up, chain[provider.spec])
            models = chain if spare else {provider.spec: chain[provider.spec]}
            roster = Roster(list(models), registry, Ledger(redis_client), **limits)
            assistant = Assistant(
                graph=build_graph(models, tools, RedisSaver(redis_client)),
                sessions=Sessions(redis_client),
                lock=partial(thread_lock, redis_client),
                desk=_desk(),
                model_name=provider.spec,
                roster=roster,
            )
            return Talk(assistant, server, f"she-{secrets.token_hex(6)}")

        yield open_one


@pytest.fixture
def committed() -> list[str]:
    return []


@pytest.fixture
def tools(committed) -> list[BaseTool]:
    @tool
    def commit_cancel(quote_id: str) -> dict[str, Any]:
        """Cancel as quoted."""
        committed.append(quote_id)
        return {"status": "canceled", "message": "It is canceled."}

    commit_cancel.tags = [COMMIT]
    return [find_things, list_stores, put_in_cart, cancel, commit_cancel]


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
