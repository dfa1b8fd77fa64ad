"""Serve agents: `python -m agents [name ...]` finds the packages, one process for each."""

import argparse
import fcntl
import gc
import importlib
import multiprocessing
import os
import pkgutil
import signal
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Event, Thread
from types import FrameType

from flask import Flask
from gunicorn.errors import AppImportError

import agents
from agents.kit.app import create_app as build_app
from agents.kit.logs import configure_logs
from agents.kit.migrations import StoreUnusable
from agents.kit.minting import main as mint_token
from agents.kit.operations import Operations
from agents.kit.serving import PortTaken, serve
from agents.kit.settings import AgentSettings
from agents.kit.tidying import start_tidying
from contracts.contract import UnknownContract, load_contract, load_contracts
from contracts.settings import SettingError

WATCH_S = 0.5


def find_agents() -> list[str]:
    """Names of the packages that have a service: `post_purchase` is the agent `post-purchase`."""
    packages = [module.name for module in pkgutil.iter_modules(agents.__path__) if module.ispkg]
    folder = Path(agents.__path__[0])
    return [p.replace("_", "-") for p in packages if (folder / p / "service.py").exists()]


def load_operations(name: str) -> Operations:
    """Import an agent's handlers."""
    service = importlib.import_module(f"agents.{name.replace('-', '_')}.service")
    operations: Operations = service.operations
    return operations


def create_app(name: str) -> Flask:
    """Build an agent's app from the environment: `gunicorn 'agents.__main__:create_app(...)'`."""
    configure_logs()
    try:
        app = build_app(load_operations(name), AgentSettings.from_env())
    except (SettingError, StoreUnusable) as error:
        raise AppImportError(str(error)) from error  # ends gunicorn, which else tries for ever
    start_tidying(app)
    return app


def main(arguments: list[str]) -> int:
    """Serve the named agents, or all, until terminated; or do what a first word says."""
    match arguments:
        case ["token", *others]:
            return mint_token(others)
        case [("migrate" | "migration") as command, *others]:
            # Within, as serving agents needs no Alembic.
            from agents.kit.migrations.commands import COMMANDS  # noqa: PLC0415

            return COMMANDS[command](others, find_agents(), load_operations)
    parser = argparse.ArgumentParser(prog="python -m agents", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name")
    parser.add_argument("--lease", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    known = find_agents()
    if unknown := [name for name in options.names if name not in known]:
        parser.error(f"unknown agent '{unknown[0]}'; there are {', '.join(known)}")
    try:
        settings = AgentSettings.from_env()
    except SettingError as error:
        parser.error(str(error))
    return _serve_all(options.names or known, settings, options.lease)


def _serve_all(names: list[str], settings: AgentSettings, lease: Path | None) -> int:
    configure_logs()
    for name in names:  # once, before forking: six processes share what is imported
        load_operations(name)
    load_contracts()
    gc.freeze()  # it stays: no child goes through it for garbage, which would copy it all
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    processes: list[BaseProcess] = [
        context.Process(target=_serve_one, args=(name, settings, lease is not None), name=name)  # type: ignore[attr-defined]
        for name in names
    ]
    for process in processes:
        process.start()
    is_wanted = _watch(processes, lease)
    return 0 if is_wanted or not any(process.exitcode for process in processes) else 1


def _serve_one(name: str, settings: AgentSettings, may_move: bool) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_with_parent, daemon=True).start()
    try:
        contract = load_contract(name)
        app = build_app(load_operations(name), settings, contract=contract)
        serve(app, contract, settings, may_move=may_move)
    except (PortTaken, UnknownContract, StoreUnusable) as error:
        sys.exit(str(error))


def _leave_with_parent() -> None:
    """End this process when its supervisor has died: nobody else would."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _watch(processes: list[BaseProcess], lease: Path | None) -> bool:
    """Wait until told to stop, until every agent is gone, or until nobody holds the lease.

    Returns whether the end was wanted: false when the agents are gone by themselves.
    """
    told = Event()

    def stop(number: int, frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    held = os.open(lease, os.O_RDWR) if lease else None
    is_wanted = False
    while not is_wanted and any(process.is_alive() for process in processes):
        is_wanted = told.wait(WATCH_S) or (held is not None and _is_free(held))
    for process in processes:
        process.terminate()
    for process in processes:
        process.join()
    return is_wanted


def _is_free(lease: int) -> bool:
    try:
        fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
