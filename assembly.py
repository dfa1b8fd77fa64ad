"""Puts an assistant together: the shop's agents, its memory, a model and its tools."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from contracts.settings import data_dir
from sales_agent.errors import StartFailed
from sales_agent.settings import redis_url

if TYPE_CHECKING:
    import redis

    from agents.kit.launch import AgentLease
    from sales_agent.assistant import Assistant
    from sales_agent.memory.outage import Outage
    from sales_agent.memory.steady_saver import SteadySaver
    from sales_agent.memory.steady_store import SteadyStore
    from sales_agent.models.chain import Chain
    from sales_agent.models.roster import Roster
    from sales_agent.settings import MemorySettings
    from sales_agent.shop.desk import Desk

WINDOW_MESSAGES = 120
"""Messages of a conversation that a turn loads at least; more than fit into what a model sees."""


class Redis(NamedTuple):
    """Where the memory is, and how it is started again if that is this process's business."""

    url: str
    revive: Callable[[], object] | None


class _Memory(NamedTuple):
    """What is kept in Redis, over one connection."""

    client: "redis.Redis"
    outage: "Outage"
    saver: "SteadySaver"
    store: "SteadyStore"


def open_assistant(model_spec: str | None, stack: ExitStack) -> "Assistant":
    """The assistant of the shop; agents and Redis come up while the graph is imported."""
    lease = lease_agents(stack)
    with ThreadPoolExecutor() as pool:
        agents = pool.submit(await_agents, lease)
        redis = pool.submit(start_redis, stack)
        assistant = create_assistant(model_spec, redis.result())
        agents.result()
    _serve_metrics(assistant, stack)
    return assistant


def create_assistant(model_spec: str | None, redis: Redis) -> "Assistant":
    """An assistant of this process, beside agents and a Redis that are there."""
    import tools
    from sales_agent.assistant import Assistant
    from sales_agent.graph import build_graph
    from sales_agent.memory.locks import thread_lock
    from sales_agent.memory.profiles.book import Profiles
    from sales_agent.settings import MemorySettings, TurnBudget
    from sales_agent.shoppers.sessions import Sessions
    from sales_agent.truth.tally import Tally

    settings = MemorySettings.from_env()
    memory = _open_memory(redis, settings)
    models, roster = _open_models(model_spec, memory.client)
    tally, budget = Tally(), TurnBudget.from_env()
    assistant = Assistant(
        graph=build_graph(models, tools.all_tools, memory.saver, tally=tally, budget=budget),
        sessions=Sessions(
            memory.client,
            anonymous_ttl_s=settings.anonymous_ttl_s,
            expire_thread=memory.saver.expire_thread,
        ),
        lock=partial(thread_lock, memory.client),
        desk=_open_desk(),
        model_name=roster.names[0],
        roster=roster,
        tally=tally,
        profiles=Profiles(memory.store, ttl_min=settings.profile_ttl_min),
        outage=memory.outage,
    )
    memory.saver.append = assistant.threads.append
    return assistant


def _open_memory(redis: Redis, settings: "MemorySettings") -> "_Memory":
    """The connection to Redis, and the conversations and profiles that are kept there."""
    from sales_agent.memory.embedded import connect
    from sales_agent.memory.encryption import create_serializer
    from sales_agent.memory.outage import Outage
    from sales_agent.memory.steady_saver import SteadySaver
    from sales_agent.memory.steady_store import SteadyStore

    client = connect(redis.url)
    outage = Outage(client.ping, revive=redis.revive)
    serde = create_serializer(settings.keys)
    saver = SteadySaver(
        client,
        outage=outage,
        ttl_s=settings.conversation_ttl_s,
        serde=serde,
        window=WINDOW_MESSAGES,
    )
    return _Memory(client, outage, saver, SteadyStore(client, outage=outage, serde=serde))


def _open_models(model_spec: str | None, client: "redis.Redis") -> tuple["Chain", "Roster"]:
    """The chain of models by name, and who of them is asked for what; `model_spec` overrides."""
    from sales_agent.models import load_registry, open_chain
    from sales_agent.models.budget import Budget
    from sales_agent.models.ledger import Ledger
    from sales_agent.models.noticeboard import Noticeboard
    from sales_agent.models.rests import Rests
    from sales_agent.models.roster import Roster
    from sales_agent.settings import ModelSettings

    settings = ModelSettings.from_env()
    if model_spec:
        settings = replace(settings, spec=model_spec)
    registry, ledger = load_registry(settings.models_file), Ledger(client)
    models = open_chain(settings, registry, ledger.median_ms)
    roster = Roster(
        list(models),
        registry,
        ledger,
        budget=Budget.of(settings.budget),
        timeout_s=settings.timeout_s,
        turn_timeout_s=settings.turn_timeout_s,
        rests=Rests(board=Noticeboard(client)),
    )
    roster.check()
    return models, roster


def _open_desk() -> "Desk":
    """What channels do with the shop's agents without a model."""
    from contracts.client import CallFailed
    from contracts.contract import ContractError
    from sales_agent.shop.desk import Desk
    from tools import desk

    return Desk(
        price_cart=desk.price_cart,
        tokenize_card=desk.tokenize_card,
        identify=desk.identify,
        list_orders=desk.orders_of,
        list_reservations=desk.reservations_of,
        erase_interactions=desk.erase_interactions,
        find_by_photo=desk.find_by_photo,
        change_cart=desk.change_cart,
        products=desk.products,
        product=desk.product,
        currency=desk.shop.currency,
        failures=(CallFailed, ContractError),
    )


def _serve_metrics(assistant: "Assistant", stack: ExitStack) -> None:
    """Tell Prometheus of this process, where a port was given for that."""
    from sales_agent.settings import metrics_port

    if (port := metrics_port()) is None:
        return
    from sales_agent.metrics import serve_metrics

    try:
        served = serve_metrics(
            assistant.outage, port, roster=assistant.roster, tally=assistant.tally
        )
        stack.callback(served.close)
    except OSError as error:
        raise StartFailed(f"SALES_METRICS_PORT {port}: {error.strerror}; give another") from error


def lease_agents(stack: ExitStack) -> "AgentLease":
    """Let the agents start; they come up while other things are done."""
    from agents.kit.launch import AgentLease

    lease = AgentLease(data_dir())
    stack.callback(lease.close)
    lease.start_missing()
    return lease


def await_agents(lease: "AgentLease") -> None:
    """Wait until the agents answer; that one does not is logged.

    Raises:
        StartFailed: none does.
    """
    from agents.kit.launch import AgentsNotStarted

    try:
        silent = lease.await_started()
    except AgentsNotStarted as error:
        raise StartFailed(str(error)) from error
    if silent:
        logging.getLogger(__name__).error("agents_silent names=%s", ",".join(silent))


def start_redis(stack: ExitStack) -> Redis:
    """The Redis that the environment names, or the one that comes along."""
    if url := redis_url():
        return Redis(url, None)
    from sales_agent.memory.embedded import EmbeddedRedis

    server = EmbeddedRedis(data_dir())
    stack.callback(server.close)
    return Redis(server.start(), server.start)
