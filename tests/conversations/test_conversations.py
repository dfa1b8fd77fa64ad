"""Whole dialogues, as a shopper types them, through the real product; the scripts are data."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from contracts.settings import address_file
from rehearsal.script import Memory, check_turn, load_script
from rehearsal.stage import copy_of
from tests.conversations.nursery import Forked, agents_of
from tests.conversations.shopper import ROOT, Shopper, clean_environment
from tests.conversations.warehouse import Warehouse

SCRIPTS = sorted(Path(__file__).parent.glob("*.yaml"))
STAGE = ("restart", "channel", "kill_agent", "sent", "received", "times")
"""Of a step what happens before it is said."""
FEEDS = ROOT.parent / "shared" / "data" / "feeds"


@pytest.fixture(scope="module")
def seeded_shop(tmp_path_factory):
    """The sample shop, loaded once; each dialogue gets a copy, as an untouched shop."""
    directory = tmp_path_factory.mktemp("seeded")
    shopper = Shopper(directory)
    shopper.say("hello")
    shopper.leave()
    return directory


@pytest.fixture
def shop(seeded_shop):
    with copy_of(seeded_shop) as shop, agents_of(shop, clean_environment(shop)):
        yield shop


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_dialogue(path, shop):
    script = load_script(path)
    if feed := script.get("feed"):
        if not FEEDS.exists():
            pytest.skip(f"SKIPPED FOR LACK OF DATA: {FEEDS} is not there")
        _import(shop, FEEDS / feed)
    findings = _play(script, shop)
    assert not findings, "\n" + "\n".join(findings)


def _play(script: dict[str, Any], shop: Path) -> list[str]:
    memory, findings = Memory(), []
    shopper = Shopper(shop, *_arguments(script), start=Forked)
    steps = [step for step in script["turns"] for _ in range(step.get("times", 1))]
    for number, step in enumerate(steps, 1):
        if "restart" in step:
            shopper.kill() if step["restart"] == "kill -9" else shopper.leave()
            shopper = Shopper(shop, *_arguments({**script, **step}), start=Forked)
        if agent := step.get("kill_agent"):
            _kill_agent(shop, agent)
        _move_on(step, shop, script, memory)
        if "say" not in step:
            continue
        turn = shopper.say(memory.fill(step["say"]))
        expected = {k: v for k, v in step.items() if k not in STAGE}
        for finding in check_turn(turn, expected, memory):
            findings.append(f"{number}. {turn['message']!r}: {finding}\n   <- {turn['reply']}")
        memory.take(turn)
    shopper.leave()
    return findings


def _move_on(step: dict[str, Any], shop: Path, script: dict[str, Any], memory: Memory) -> None:
    """Let the warehouse do what a step says of an order: `sent` its parcels, `received` goods."""
    warehouse = Warehouse(shop, script.get("customer", ""))
    for order_id, status in step.get("sent", {}).items():
        warehouse.send(memory.fill(order_id), status)
    if order_id := step.get("received"):
        warehouse.receive(memory.fill(order_id))


def _arguments(script: dict[str, Any]) -> list[str]:
    named = {"--customer": script.get("customer"), "--channel": script.get("channel")}
    return [part for flag, value in named.items() if value for part in (flag, value)]


def _import(shop: Path, feed: Path) -> None:
    done = subprocess.run(
        [sys.executable, "main.py", "import", str(feed), "--replace"],
        cwd=ROOT,
        env=clean_environment(shop),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _kill_agent(shop: Path, agent: str) -> None:
    pid = address_file(shop, agent).with_suffix(".pid").read_text(encoding="utf-8")
    os.kill(int(pid), signal.SIGKILL)
