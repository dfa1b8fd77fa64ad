"""Agents of a shop: served by hand, shared by chats, kept apart from another shop's."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.client import AgentClient, CallFailed
from contracts.contract import load_contract, load_contracts
from contracts.settings import address_file, shop_id, signing_key
from tests.conversations.shopper import ROOT, Shopper, clean_environment

PATIENCE_S = 180
AGENTS = sorted(load_contracts())
Serve = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """`python main.py agents NAME ...` on ports of one's own; killed at the end of the test."""
    started: list[subprocess.Popen[str]] = []

    def start(data_dir: Path, *names: str, **urls: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "main.py", "agents", *names],
            cwd=ROOT,
            env={**clean_environment(data_dir), **urls},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def open_chat() -> Iterator[Callable[[Path], Shopper]]:
    opened: list[Shopper] = []

    def start(data_dir: Path) -> Shopper:
        shopper = Shopper(data_dir)
        opened.append(shopper)
        return shopper

    yield start
    for shopper in opened:
        shopper.kill()


def free_url() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def await_that(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def address(data_dir: Path, agent: str) -> str | None:
    file = address_file(data_dir, agent)
    return file.read_text(encoding="utf-8") if file.exists() else None


def addresses(data_dir: Path) -> dict[str, str | None]:
    return {agent: address(data_dir, agent) for agent in AGENTS}


def health(url: str | None, agent: str) -> dict[str, Any] | None:
    try:
        return AgentClient(load_contract(agent), lambda _: url or free_url()).health()
    except CallFailed:
        return None


def pid(data_dir: Path, agent: str) -> int:
    return int(address_file(data_dir, agent).with_suffix(".pid").read_text(encoding="utf-8"))


def is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def offers_of(shopper: Shopper) -> list[dict[str, Any]]:
    """The calls of the offers tool that a shopper's question leads to."""
    turn = shopper.say("any offers for me?")
    return [tool for tool in turn["tools"] if tool["name"] == "get_applicable_offers"]


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path, serve: Serve) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = serve(tmp_path, "loyalty", LOYALTY_URL=f"http://127.0.0.1:{port}")
        out, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    said = [line for line in errors.splitlines() if " INFO " not in line]
    assert said == [
        f"port {port} of the loyalty agent is taken by another program; stop it, or set "
        "LOYALTY_URL to an address that is free"
    ]
    assert out == ""


def test_an_unknown_agent_is_a_wrong_call(tmp_path: Path, serve: Serve) -> None:
    process = serve(tmp_path, "gifts")
    _, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 2
    assert "unknown agent 'gifts'; there are fulfillment, inventory, loyalty" in errors


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_an_agent_that_is_told_leaves_quietly(
    tmp_path: Path, serve: Serve, told: signal.Signals
) -> None:
    url = free_url()
    process = serve(tmp_path, "loyalty", LOYALTY_URL=url)
    await_that(lambda: health(url, "loyalty"), "the agent does not answer")
    process.send_signal(told)
    _, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    assert [line for line in errors.splitlines() if " INFO " not in line] == []
    assert address(tmp_path, "loyalty") is None
    assert health(url, "loyalty") is None


def test_an_agent_ends_with_its_killed_supervisor(tmp_path: Path, serve: Serve) -> None:
    process = serve(tmp_path, "loyalty", LOYALTY_URL=free_url())
    await_that(lambda: address(tmp_path, "loyalty"), "the agent does not start")
    agent = pid(tmp_path, "loyalty")
    process.kill()
    await_that(lambda: not is_alive(agent), "the agent outlives its supervisor")


def test_an_agent_that_died_is_a_failure(tmp_path: Path, serve: Serve) -> None:
    process = serve(tmp_path, "loyalty", LOYALTY_URL=free_url())
    await_that(lambda: address(tmp_path, "loyalty"), "the agent does not start")
    os.kill(pid(tmp_path, "loyalty"), signal.SIGKILL)
    assert process.wait(PATIENCE_S) == 1


def test_two_shops_never_touch(tmp_path: Path, open_chat: Callable[[Path], Shopper]) -> None:
    shops = tmp_path / "one", tmp_path / "two"
    chats = [open_chat(shop) for shop in shops]
    for chat in chats:
        chat.say("hello")
    one, two = (set(addresses(shop).values()) for shop in shops)
    assert len(one) == len(two) == len(AGENTS)
    assert None not in one | two
    assert one & two == set()
    for shop in shops:
        mine = shop_id(signing_key(shop))
        answered = [health(url, agent) for agent, url in addresses(shop).items()]
        assert [each and each["shop"] for each in answered] == [mine] * len(AGENTS)
    assert (shops[0] / "run" / "redis.sock").exists()
    assert (shops[1] / "run" / "redis.sock").exists()
    for chat in chats:
        chat.leave()


def test_chats_of_a_shop_share_until_the_last_one_leaves(
    tmp_path: Path, open_chat: Callable[[Path], Shopper]
) -> None:
    first = open_chat(tmp_path)
    first.say("hello")
    before, agents = addresses(tmp_path), [pid(tmp_path, agent) for agent in AGENTS]
    server = int((tmp_path / "run" / "redis.pid").read_text(encoding="utf-8"))
    second = open_chat(tmp_path)
    second.say("hello")
    assert addresses(tmp_path) == before
    first.leave()
    assert second.say("hello")["error"] is None
    assert all(is_alive(process_id) for process_id in [*agents, server])
    second.leave()
    gone = [*agents, server]
    await_that(lambda: not any(is_alive(one) for one in gone), "something stays behind")
    assert set(addresses(tmp_path).values()) == {None}


def test_an_agent_that_was_brought_back_is_used_again(
    tmp_path: Path, serve: Serve, open_chat: Callable[[Path], Shopper]
) -> None:
    chat = open_chat(tmp_path)
    assert [tool["status"] for tool in offers_of(chat)] == ["ok"]
    before = addresses(tmp_path)
    os.kill(pid(tmp_path, "loyalty"), signal.SIGKILL)
    down = chat.say("any offers for me?")
    assert down["error"] is None
    assert [t["code"] for t in down["tools"] if t["name"] == "get_applicable_offers"] == [
        "agent_unavailable"
    ]
    url = free_url()
    serve(tmp_path, "loyalty", LOYALTY_URL=url)
    await_that(lambda: address(tmp_path, "loyalty") == url, "the agent does not come back")
    assert [tool["status"] for tool in offers_of(chat)] == ["ok"]
    assert {**addresses(tmp_path), "loyalty": None} == {**before, "loyalty": None}
    chat.leave()
    await_that(lambda: address(tmp_path, "payment") is None, "the others do not leave")
    assert health(address(tmp_path, "loyalty"), "loyalty")


def test_a_killed_chat_leaves_no_agents_behind(
    tmp_path: Path, open_chat: Callable[[Path], Shopper]
) -> None:
    chat = open_chat(tmp_path)
    chat.say("hello")
    agents = [pid(tmp_path, agent) for agent in AGENTS]
    chat.kill()
    await_that(lambda: not any(is_alive(one) for one in agents), "agents stay behind")
    again = open_chat(tmp_path)
    assert again.say("hello")["error"] is None
    again.leave()
