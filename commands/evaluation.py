"""`main.py eval`: scripted shoppers against a copy of the shop."""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from assembly import open_assistant
from contracts.settings import data_dir
from sales_agent.errors import StartFailed

if TYPE_CHECKING:
    from rehearsal.catalogue import Catalogue

LAST_AGENT_S = 60
"""How long scripted shoppers wait for the last agent, once one has come up."""


def evaluate(options: argparse.Namespace) -> int:
    """Play scripted shoppers against a copy of the shop."""
    from rehearsal.command import run_eval
    from rehearsal.settings import kept_elsewhere, use_data_dir
    from rehearsal.stage import copy_of

    if elsewhere := kept_elsewhere():
        raise StartFailed(
            f"scripted shoppers buy and cancel, so they play in a copy of the data directory; "
            f"unset {', '.join(elsewhere)}, which would take them to the shop itself"
        )
    if not options.folder.is_dir():
        raise StartFailed(f"{options.folder} is no folder of scripted shoppers")
    with copy_of(data_dir()) as directory, ExitStack() as stack:
        use_data_dir(directory)
        assistant = open_assistant(options.model, stack)
        from rehearsal.visits import visits
        from sales_agent.conversation import Conversation

        def opened(channel: str, address: str, customer: str | None) -> Conversation:
            return Conversation(assistant, channel=channel, address=address, customer_id=customer)

        _await_all(directory)
        return run_eval(
            options.folder, _catalogue(), visits(opened), sys.stdout, as_json=options.json
        )


def _catalogue() -> "Catalogue":
    """What the shop sells, for places in scripts to be filled from."""
    from contracts.client import CallFailed
    from contracts.shop import Shop
    from rehearsal.catalogue import Catalogue

    shop = Shop.from_env()

    def ask(agent: str, operation: str, body: dict[str, object] | None) -> dict[str, Any]:
        return shop.call(agent, operation, body, shopper="rehearsal")

    def listed(category: str) -> list[dict[str, Any]]:
        body: dict[str, object] = {"category": category, "sort": "price_asc", "limit": 20}
        return list(ask("recommendation", "searchProducts", body)["products"])

    try:
        vocabulary = ask("recommendation", "getVocabulary", None)
        stores = ask("inventory", "listStores", None)["stores"]
        return Catalogue({**vocabulary, "stores": stores}, listed)
    except CallFailed as error:
        raise StartFailed(f"the catalogue cannot be read: {error}") from error


def _await_all(directory: Path) -> None:
    """Wait for the last of the agents: scripts count on every one."""
    from agents.kit.launch import answering_shop
    from contracts.contract import load_contracts

    deadline = monotonic() + LAST_AGENT_S
    while monotonic() < deadline:
        if all(answering_shop(contract, directory) for contract in load_contracts().values()):
            return
        sleep(0.1)
