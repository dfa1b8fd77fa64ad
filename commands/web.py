"""`main.py web`: the chat API, the widget and the sample storefront."""

import argparse
import logging
import sys
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from assembly import await_agents, create_assistant, lease_agents, start_redis
from contracts.settings import data_dir, signing_key

if TYPE_CHECKING:
    from flask import Flask

    from assembly import Redis

SHARED = (
    "tools",
    "sales_agent.channels.web.app",
    "sales_agent.channels.web.widget",
    "sales_agent.graph",
    "sales_agent.memory.profiles.book",
    "sales_agent.memory.steady_saver",
    "sales_agent.memory.steady_store",
    "sales_agent.models",
    "storefront.shopfront",
)
"""Modules that are loaded before the workers are forked, while the agents come up."""


def serve_web(options: argparse.Namespace) -> int:
    """Serve until stopped: this process holds agents and Redis, its workers answer."""
    from sales_agent.channels.web.serving import Serving, check_free, serve
    from sales_agent.channels.web.settings import WebSettings

    _log_to_screen()
    WebSettings.from_env()  # before anything starts that would stumble over them
    check_free(options.host, options.port)
    serving = Serving(options.host, options.port, options.workers)
    with ExitStack() as stack:
        lease = lease_agents(stack)
        redis = start_redis(stack)
        for module in SHARED:
            import_module(module)
        await_agents(lease)
        return serve(partial(_worker_app, options.model, redis), serving, _announce)


def _worker_app(model: str | None, redis: "Redis") -> "Flask":
    """A worker's app, with an assistant of its own."""
    import tools
    from sales_agent.channels.web.app import create_app
    from sales_agent.channels.web.gateway import create_gateway
    from sales_agent.channels.web.settings import WebSettings
    from sales_agent.channels.web.turn_store import TurnStore
    from sales_agent.channels.web.widget import widget_blueprint
    from sales_agent.memory.embedded import connect
    from sales_agent.memory.encryption import create_serializer
    from sales_agent.settings import MemorySettings
    from storefront.shopfront import storefront_blueprint

    client = connect(redis.url)
    gateway = create_gateway(
        create_assistant(model, redis),
        client,
        TurnStore(client, create_serializer(MemorySettings.from_env().keys)),
        redis_url=redis.url,
        secret=signing_key(data_dir()),
        settings=WebSettings.from_env(),
        checks={"memory": client.ping, "agents": _ask_agents},
    )
    return create_app(gateway, [widget_blueprint(), storefront_blueprint(tools.desk.shop)])


def _ask_agents() -> None:
    """Raise unless an agent answers: without any there is nothing to sell."""
    from agents.kit.launch import answering_shop
    from contracts.contract import load_contracts

    contracts = load_contracts().values()
    if not any(answering_shop(contract, data_dir()) for contract in contracts):
        raise ConnectionError("no agent answers")


def _announce(address: str) -> None:
    print(f"The shop is open at {address} (Ctrl-C closes it).", flush=True)


def _log_to_screen() -> None:
    logging.basicConfig(
        level="INFO",
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        force=True,
    )
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs addresses, not events
