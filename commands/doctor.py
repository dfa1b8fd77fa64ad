"""`main.py doctor`: what is configured, what answers, what to do about what does not."""

import argparse
from contextlib import ExitStack
from typing import TYPE_CHECKING

from assembly import start_redis
from contracts.settings import data_dir
from sales_agent.settings import redis_url

if TYPE_CHECKING:
    from sales_agent.models.ledger import Ledger
    from sales_agent.models.registry import Registry
    from sales_agent.settings import ModelSettings


def diagnose(options: argparse.Namespace) -> int:
    """Say what is configured, what answers, and what to do about what does not."""
    from agents.kit.launch import answering_shop
    from contracts.contract import load_contracts
    from contracts.settings import agent_url
    from sales_agent.memory.embedded import connect

    print(f"data   {data_dir()}")
    are_models_well = _check_models()
    silent = []
    for name, contract in load_contracts().items():
        answers = answering_shop(contract, data_dir()) is not None
        print(f"agent  {name} {'answers' if answers else 'is not there'} at ", end="")
        print(agent_url(contract, data_dir()))
        silent += [] if answers else [name]
    if url := redis_url():
        connect(url)
    print(f"redis  {'answers at REDIS_URL' if url else 'the one that comes along with a chat'}")
    if silent:
        print(f"A chat starts what is missing; or: python main.py agents {' '.join(silent)}")
    return 1 if silent or not are_models_well else 0


def _check_models() -> bool:
    """Say of each model of the chain how it is reached and whether it answers."""
    from sales_agent.models import load_registry
    from sales_agent.models.checkup import check_models
    from sales_agent.settings import ModelSettings

    settings = ModelSettings.from_env()
    registry = load_registry(settings.models_file)
    with ExitStack() as stack:
        ledger = _ledger(settings, stack)
        findings = []
        for found in check_models(settings, registry, ledger.median_ms if ledger else _nothing):
            print(f"model  {found.name}: {found.words}", flush=True)
            findings.append(found)
        if ledger:
            _tell_spending(ledger, settings, registry)
    return all(found.is_well for found in findings)


def _nothing(name: str) -> float | None:
    return None


def _ledger(settings: "ModelSettings", stack: ExitStack) -> "Ledger | None":
    """Where costs are added up; nowhere for a shop that only the built-in model leads."""
    from sales_agent.memory.embedded import connect
    from sales_agent.models.ledger import Ledger
    from sales_agent.settings import OFFLINE

    if settings.chain == [OFFLINE]:
        return None
    return Ledger(connect(start_redis(stack).url))


def _tell_spending(ledger: "Ledger", settings: "ModelSettings", registry: "Registry") -> None:
    from datetime import UTC, datetime

    from sales_agent.models.budget import Budget
    from sales_agent.models.spending import spending_words

    day = datetime.now(UTC).date().isoformat()
    for name, words in spending_words(ledger, Budget.of(settings.budget), registry, day):
        print(f"today  {name}: {words}")
