"""`main.py doctor`: what is configured, what answers, what to do about what does not."""

import argparse

from contracts.settings import data_dir
from sales_agent.settings import redis_url


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
    findings = []
    for found in check_models(settings, load_registry(settings.models_file)):
        print(f"model  {found.name}: {found.words}", flush=True)
        findings.append(found)
    return all(found.is_well for found in findings)
