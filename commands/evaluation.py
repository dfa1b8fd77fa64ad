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
    from collections.abc import Callable

    from rehearsal.catalogue import Catalogue
    from rehearsal.shoppers import Visit
    from rehearsal.walks.goods import Goods

MOST_SHELVES = 30
"""Kinds of goods that walks go through."""
LAST_AGENT_S = 60
"""How long scripted shoppers wait for the last agent, once one has come up."""


def evaluate(options: argparse.Namespace) -> int:
    """Play scripted shoppers, or random walks, against a copy of the shop."""
    from rehearsal.settings import kept_elsewhere, use_data_dir
    from rehearsal.stage import copy_of

    if elsewhere := kept_elsewhere():
        raise StartFailed(
            f"scripted shoppers buy and cancel, so they play in a copy of the data directory; "
            f"unset {', '.join(elsewhere)}, which would take them to the shop itself"
        )
    if options.folder is None and not options.walks:
        raise StartFailed("name a folder of scripted shoppers, or how many --walks to take")
    if options.folder and not options.folder.is_dir():
        raise StartFailed(f"{options.folder} is no folder of scripted shoppers")
    with copy_of(data_dir()) as directory, ExitStack() as stack:
        use_data_dir(directory)
        assistant = open_assistant(options.model, stack)
        from rehearsal.visits import visits
        from sales_agent.conversation import Conversation

        def opened(channel: str, address: str, customer: str | None) -> Conversation:
            return Conversation(assistant, channel=channel, address=address, customer_id=customer)

        _await_all(directory)
        return _played(options, visits(opened), assistant.tally.found)


def _played(
    options: argparse.Namespace, visit: "Visit", held_back: "Callable[[], dict[str, int]]"
) -> int:
    """Play the folder's shoppers, then the walks; returns the exit status."""
    from rehearsal.command import run_eval
    from rehearsal.walks.command import run_walks

    status = 0
    if options.folder:
        status = run_eval(
            options.folder,
            _catalogue(),
            visit,
            sys.stdout,
            as_json=options.json,
            held_back=held_back,
        )
    if options.walks:
        seeds = range(options.seed, options.seed + options.walks)
        walked = run_walks(seeds, _goods(), visit, sys.stdout, as_json=options.json)
        status = status or walked
    return status


def _catalogue() -> "Catalogue":
    """What the shop sells, for places in scripts to be filled from."""
    from rehearsal.catalogue import Catalogue

    vocabulary = _ask("recommendation", "getVocabulary", None)
    stores = _ask("inventory", "listStores", None)["stores"]
    return Catalogue({**vocabulary, "stores": stores}, _listed)


def _goods() -> "Goods":
    """What the shop sells and has, for walks to ask for."""
    from rehearsal.walks.goods import read_goods

    categories = _ask("recommendation", "getVocabulary", None)["categories"]
    shelves = [_listed(row["value"]) for row in categories[:MOST_SHELVES]]
    ids = [row["productId"] for shelf in shelves for row in shelf]
    stock = {name: _ask("inventory", "checkInventory", {"productId": name}) for name in ids}
    return read_goods(shelves, stock)


def _listed(category: str) -> list[dict[str, Any]]:
    body: dict[str, object] = {"category": category, "sort": "price_asc", "limit": 20}
    return list(_ask("recommendation", "searchProducts", body)["products"])


def _ask(agent: str, operation: str, body: dict[str, object] | None) -> dict[str, Any]:
    from contracts.client import CallFailed
    from contracts.shop import Shop

    try:
        return Shop.from_env().call(agent, operation, body, shopper="rehearsal")
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
