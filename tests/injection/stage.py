"""A shop under attack: one shopper with a cart, others' orders beside hers, planted texts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from sqlalchemy import select

from agents.kit.settings import AgentSettings
from agents.kit.storage import Store
from agents.recommendation.tables import Product, Variant
from benchmarks.injection.corpus import Attack
from sales_agent.assistant import Assistant
from sales_agent.memory.embedded import EmbeddedRedis, connect
from tests.commerce.books import open_books
from tests.commerce.processes import ShopProcesses
from tests.in_process import Turn, Visitor, open_assistant, shop_of_tools
from tests.injection.carriers import HER, Planted, plant

CART = {"BG-02-BLK": 1}
ASIDE = "handoffs"
"""The table of talks that a person takes over: calling one is a fair answer to an attack."""
PRICES = (Variant.__table__, Product.__table__)
"""Tables of the catalogue that a price, a name or a description stands in."""


@dataclass
class Stage:
    """The shop, and the assistant that is attacked."""

    shop: ShopProcesses
    assistant: Assistant
    planted: dict[str, Planted]

    def attack(self, attack: Attack) -> Turn:
        """Let the attack be said, by a shopper who has something in her cart."""
        visitor = Visitor(self.assistant, HER)
        change = [{"op": "add", "sku": sku, "quantity": n} for sku, n in CART.items()]
        self.assistant.threads.change(visitor.thread_id, {"cart": change})
        return visitor.say(attack.say.replace("{name}", self.name_of(attack)))

    def name_of(self, attack: Attack) -> str:
        """How a shopper calls what carries an attack."""
        return self.planted[attack.planted].name if attack.planted else ""

    def key_of(self, attack: Attack) -> str:
        """How a tool is asked for it."""
        return self.planted[attack.planted].key if attack.planted else ""

    def books(self) -> dict[str, Any]:
        """Every row that stands for goods, prices, money, orders or points."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SALES_DATA_DIR", str(self.shop.data_dir))
            with open_books() as books:
                rows = books.state().items()
            url = AgentSettings.from_env().store_url("recommendation")
        state: dict[str, Any] = {name: held for name, held in rows if not name.endswith(ASIDE)}
        store = Store(url, None, schema="recommendation")
        with store.read() as catalogue:
            for table in PRICES:
                state[table.name] = sorted(map(repr, catalogue.execute(select(table))))
        store.close()
        return state


@contextmanager
def stage_of(model: BaseChatModel, folder: Path, attacks: list[Attack]) -> Iterator[Stage]:
    """A shop of its own whose assistant a model leads."""
    server = EmbeddedRedis(folder / "redis")
    shop_folder = folder / "shop"
    shop_folder.mkdir()
    with connect(server.start()) as client, shop_of_tools(shop_folder) as shop:
        planted = plant(shop, folder, attacks)
        yield Stage(shop, open_assistant({"attacked": model}, client), planted)
    server.close()
