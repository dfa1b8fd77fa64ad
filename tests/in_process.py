"""The product in this process: the real graph, tools, agents and Redis; the model is passed in."""

import io
import json
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import redis
from langchain_core.language_models import BaseChatModel

import tools
from contracts.client import CallFailed
from contracts.contract import ContractError
from contracts.settings import address_file, signing_key
from sales_agent.assistant import Assistant
from sales_agent.channels.dialogue import Dialogue
from sales_agent.channels.json_lines import JsonFront
from sales_agent.conversation import Conversation
from sales_agent.graph import build_graph
from sales_agent.memory.locks import thread_lock
from sales_agent.memory.redis_saver import RedisSaver
from sales_agent.shop.desk import Desk
from sales_agent.shoppers.sessions import Sessions
from tests.commerce.processes import AGENTS, ShopProcesses, running_shop

Turn = dict[str, Any]
CHANNEL = "terminal"


@contextmanager
def shop_of_tools(folder: Path) -> Iterator[ShopProcesses]:
    """A shop of real agents that `tools` calls, with a sample of its own in a folder."""
    signing_key(tools.shop.data_dir)  # made where it is missing
    shutil.copy(tools.shop.data_dir / "secret", folder / "secret")
    with running_shop(folder) as shop, pytest.MonkeyPatch.context() as patch:
        for agent in AGENTS:
            name = f"{agent.upper().replace('-', '_')}_URL"
            patch.setenv(name, address_file(folder, agent).read_text(encoding="utf-8"))
        yield shop


def open_assistant(
    models: Mapping[str, BaseChatModel],
    client: "redis.Redis",
    all_tools: Sequence[Any] = tools.all_tools,
) -> Assistant:
    """The assistant as `assembly` puts it together, led by these models."""
    desk = Desk(
        price_cart=tools.desk.price_cart,
        tokenize_card=tools.desk.tokenize_card,
        identify=tools.desk.identify,
        list_orders=tools.desk.orders_of,
        list_reservations=tools.desk.reservations_of,
        erase_interactions=tools.desk.erase_interactions,
        find_by_photo=tools.desk.find_by_photo,
        failures=(CallFailed, ContractError),
    )
    return Assistant(
        graph=build_graph(models, all_tools, RedisSaver(client)),
        sessions=Sessions(client),
        lock=partial(thread_lock, client),
        desk=desk,
        model_name=next(iter(models)),
    )


class Visitor:
    """One shopper who types lines, and reads each turn as `main.py chat --json` writes it."""

    def __init__(self, assistant: Assistant, customer: str | None = None) -> None:
        self._assistant, self._customer = assistant, customer
        self._address = f"visitor-{secrets.token_hex(6)}"
        self.conversation = self._opened()
        if customer:
            self.conversation.forget()
            self.conversation = self._opened()
        self._out = io.StringIO()
        front = JsonFront(self._out, self.conversation.cart)
        self._dialogue = Dialogue(self.conversation, front, lambda: None)

    def _opened(self) -> Conversation:
        return Conversation(
            self._assistant, channel=CHANNEL, address=self._address, customer_id=self._customer
        )

    @property
    def thread_id(self) -> str:
        """The thread of the conversation."""
        sessions = self._assistant.sessions
        return sessions.open(CHANNEL, self._address, self._customer).thread_id

    def say(self, text: str) -> Turn:
        """One turn."""
        self._out.seek(0)
        self._out.truncate()
        self._dialogue.take(text)
        turn: Turn = json.loads(self._out.getvalue())
        return turn
