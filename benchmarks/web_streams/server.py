"""The web channel on one worker of a class, with a model that takes two seconds a turn."""

# gevent replaces what others take at their import, so it comes before them.
import sys

if sys.argv[1:2] == ["gevent"]:
    from gevent import monkey

    monkey.patch_all()


import argparse
import secrets
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from benchmarks.web_streams.asgi import AsgiApp
from sales_agent.assistant import Assistant
from sales_agent.channels.web.app import create_app
from sales_agent.channels.web.gateway import create_gateway
from sales_agent.channels.web.serving import Serving, WebServer
from sales_agent.channels.web.settings import WebSettings
from sales_agent.channels.web.turn_store import TurnStore
from sales_agent.graph import build_graph
from sales_agent.memory.connections import connect
from sales_agent.memory.encryption import create_serializer
from sales_agent.memory.locks import thread_lock
from sales_agent.memory.outage import Outage
from sales_agent.memory.steady_saver import SteadySaver
from sales_agent.shop.desk import Desk
from sales_agent.shoppers.sessions import Sessions

TURN_S = 2.0
SAID = "Let me think about that for a moment. So, what would you like to see?"
WITHOUT_LIMIT = "1000000/minute"
THREADS = 640
CLASSES = {
    "gthread": "sales_agent.channels.web.guarding.GuardedWorker",
    "gevent": "gevent",
    "asgi": "asgi",
}


class SlowModel(BaseChatModel):
    """Says its words over two seconds."""

    @property
    def _llm_type(self) -> str:
        return "slow"

    def bind_tools(self, tools: Any, **kwargs: Any) -> "SlowModel":  # type: ignore[override]
        """Take no tools."""
        return self

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        time.sleep(TURN_S)
        return ChatResult(generations=[ChatGeneration(message=AIMessage(SAID))])

    def _stream(
        self, messages: list[BaseMessage], *args: Any, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        words = SAID.split()
        for word in words:
            time.sleep(TURN_S / len(words))
            yield ChatGenerationChunk(message=AIMessageChunk(content=f"{word} "))


def make_app(url: str) -> Any:
    """The app over a Redis of its own, without agents."""
    client = connect(url)
    outage = Outage(client.ping)
    saver = SteadySaver(client, outage=outage, serde=create_serializer())
    assistant = Assistant(
        graph=build_graph({"slow": SlowModel()}, [], saver),
        sessions=Sessions(client, expire_thread=saver.expire_thread),
        lock=partial(thread_lock, client),
        desk=_desk(),
        model_name="slow",
        outage=outage,
    )
    saver.append = assistant.threads.append
    gateway = create_gateway(
        assistant,
        client,
        TurnStore(client, create_serializer()),
        redis_url=url,
        secret=secrets.token_bytes(32),
        settings=WebSettings(
            shopper_limit=WITHOUT_LIMIT,
            address_limit=WITHOUT_LIMIT,
            shop_limit=WITHOUT_LIMIT,
            sessions_limit=WITHOUT_LIMIT,
        ),
        checks={"memory": client.ping},
    )
    return create_app(gateway)


def _desk() -> Desk:
    return Desk(
        price_cart=lambda cart, shopper: cart,
        tokenize_card=lambda number, shopper: {},
        identify=lambda named, shopper: {},
        list_orders=lambda shopper: [],
        erase_interactions=lambda shopper: 0,
        find_by_photo=lambda picture, shopper: {"products": []},
    )


class OneWorker(WebServer):
    """The product's server on one worker of a class."""

    def __init__(self, worker_class: str, url: str, address_file: Path) -> None:
        self._worker_class = worker_class
        make = partial(make_app, url)
        serving = Serving("127.0.0.1", 0, workers=1, threads=THREADS)
        super().__init__(make, serving, lambda address: _write(address_file, address))

    def load_config(self) -> None:
        """As the product's, but for the class."""
        super().load_config()
        self.cfg.set("worker_class", CLASSES[self._worker_class])
        self.cfg.set("worker_connections", THREADS * 2)

    def load(self) -> Any:
        """The app; an ASGI worker gets it behind a pool of threads."""
        app = super().load()
        if self._worker_class != "asgi":
            return app
        return AsgiApp(app, THREADS)


def _write(path: Path, address: str) -> None:
    draft = path.with_suffix(".draft")
    draft.write_text(address, encoding="utf-8")
    draft.replace(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("worker_class", choices=CLASSES)
    parser.add_argument("url")
    parser.add_argument("address_file", type=Path)
    given = parser.parse_args()
    OneWorker(given.worker_class, given.url, given.address_file).run()
