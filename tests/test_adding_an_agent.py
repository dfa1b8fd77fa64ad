"""An agent is added by the three steps of the page, and nothing else changes."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from contracts.settings import address_file
from tests.conversations.shopper import Shopper, clean_environment
from tests.gift_wrapping.page import block
from tests.gift_wrapping.tree import (
    PACKAGE,
    add_contract,
    add_own_tool,
    add_service,
    add_tool,
    complete_findings,
    copy_project,
    list_tool,
)

QUESTION = "can you gift-wrap it?"
SHOW = "show me running shoes under 5000"
ONE = "tell me more about the second one"


@pytest.fixture
def project(tmp_path):
    return copy_project(tmp_path / "project")


@pytest.fixture
def kit_project(project):
    add_contract(project)
    add_service(project)
    add_tool(project)
    list_tool(project)
    return project


@pytest.fixture
def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def start(tmp_path):
    """Starts a chat in a project; whatever the test does, none is left running."""
    with ExitStack() as stack:

        def start_shopper(project: Path) -> Shopper:
            shopper = Shopper(tmp_path / "shop", root=project)
            stack.callback(shopper.kill)
            return shopper

        yield start_shopper


def wrapping(turn: dict[str, Any]) -> dict[str, Any]:
    """The one call of the added tool in a turn."""
    calls = [tool for tool in turn["tools"] if tool["name"] == "check_gift_wrapping"]
    assert len(calls) == 1, turn
    return calls[0]


def names_both_options(reply: str) -> bool:
    words = set(re.findall(r"\w+", reply.casefold()))
    return {"standard", "50", "premium", "150"} <= words


def apologises(reply: str) -> bool:
    return any(
        word in reply.casefold() for word in ("sorry", "apolog", "cannot", "can't", "unable")
    )


def test_an_agent_in_our_kit_is_reached_and_missed(kit_project, start, tmp_path):
    shopper = start(kit_project)
    shown = shopper.say(SHOW)["products"]
    shopper.say(ONE)

    asked = shopper.say(QUESTION)
    assert wrapping(asked)["status"] == "ok"
    assert wrapping(asked)["args"] == {"product_id": shown[1]["productId"]}
    assert names_both_options(asked["reply"]), asked["reply"]

    pid_file = address_file(tmp_path / "shop", "gift-wrapping").with_suffix(".pid")
    os.kill(int(pid_file.read_text(encoding="utf-8")), signal.SIGKILL)
    missed = shopper.say(QUESTION)
    assert wrapping(missed)["code"] == "agent_unavailable"
    assert apologises(missed["reply"]), missed["reply"]
    assert not names_both_options(missed["reply"])
    assert missed["error"] is None

    assert shopper.say(SHOW)["products"]
    shopper.leave()


def test_the_steps_change_only_what_they_name(project):
    files = {p: p.read_bytes() for p in project.rglob("*") if p.is_file()}
    for step in (add_contract, add_service, add_tool, list_tool):
        step(project)

    now = {p: p.read_bytes() for p in project.rglob("*") if p.is_file()}
    changed = {str(p.relative_to(project)) for p in now if files.get(p) != now[p]}
    assert changed == {"contracts/giftWrapping.JSON", *PACKAGE, "tools.py"}
    assert complete_findings(project) == ""


@pytest.mark.parametrize(
    ("steps", "finding"),
    [
        ((add_contract, add_tool, list_tool), "step 2 is missing: the contract of 'gift-wrapping'"),
        ((add_contract, add_service), "step 3 is missing: no tool of all_tools calls"),
        (
            (add_contract, add_service, add_tool),
            "step 3 is not done: the tool 'check_gift_wrapping' is not in all_tools",
        ),
        (
            (add_service, add_tool, list_tool),
            "step 1 is missing: agents/gift_wrapping has no contract",
        ),
    ],
    ids=["no service", "no tool", "tool not listed", "no contract"],
)
def test_a_forgotten_step_is_named(project, steps, finding):
    for step in steps:
        step(project)

    assert finding in complete_findings(project)


def test_a_missing_handler_is_named(kit_project):
    service = kit_project / PACKAGE[1]
    text = service.read_text(encoding="utf-8")
    service.write_text(text.replace("checkGiftWrapping", "wrapGift"), encoding="utf-8")

    findings = complete_findings(kit_project)

    assert "step 2 is not done: agents/gift_wrapping/service.py has no handler" in findings
    assert "['checkGiftWrapping']" in findings


def test_the_contract_passes_the_projects_checks(kit_project):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "giftWrapping"]
    done = subprocess.run(
        [*command, "tests/contracts/test_contract.py"],
        cwd=kit_project,
        env=clean_environment(kit_project / ".data"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_the_added_code_passes_the_linters(kit_project):
    for command in (["ruff", "check"], ["ruff", "format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", *command, "tools.py", "agents/gift_wrapping"],
            cwd=kit_project,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


@pytest.fixture
def own_service(tmp_path, free_port):
    """The page's plain Flask service, started as its owner would, on a free port."""
    script = tmp_path / "service" / "gift_wrapping.py"
    script.parent.mkdir()
    script.write_text(block("gift_wrapping.py").replace("5007", str(free_port)), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script)],
        cwd=script.parent,
        env=clean_environment(tmp_path / "nowhere"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    await_line(process, f"127.0.0.1:{free_port}")
    yield process
    process.kill()
    process.wait()
    process.stderr.close()


def await_line(process: "subprocess.Popen[str]", text: str) -> None:
    assert process.stderr is not None
    said = []
    while line := process.stderr.readline():
        said.append(line)
        if text in line:
            return
    raise AssertionError("".join(said))


def test_a_plain_flask_service_is_reached_and_missed(project, own_service, free_port, start):
    add_own_tool(project, free_port)
    list_tool(project)
    assert complete_findings(project) == ""
    shopper = start(project)
    shopper.say(SHOW)
    shopper.say(ONE)

    asked = shopper.say(QUESTION)
    assert wrapping(asked)["status"] == "ok"
    assert names_both_options(asked["reply"]), asked["reply"]

    own_service.kill()
    own_service.wait()
    missed = shopper.say(QUESTION)
    assert wrapping(missed)["status"] == "error"
    assert apologises(missed["reply"]), missed["reply"]
    assert missed["error"] is None

    assert shopper.say(SHOW)["products"]
    shopper.leave()
