"""Public failures of sales bots, replayed by a model that misbehaves in just that way.

The graph, the tools, the agents and Redis are the product's own. A script (`*.yaml`) says what it
`replays` and how the model `misbehaves`; a turn has what the shopper says, the `model`'s steps,
what it `insists` on when it is asked again, about how many tokens all its calls may be shown
(`reads_at_most`), and what must and must not come of it, as in tests/shoppers/README.md. A script
that `waits` fails until what it names is there.
"""

from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages.utils import count_tokens_approximately

from rehearsal.script import Memory, check_turn, load_script
from sales_agent.memory.embedded import EmbeddedRedis, connect
from tests.conversations.models.misbehaving import MisbehavingModel
from tests.in_process import Visitor, open_assistant, shop_of_tools

SCRIPTS = sorted(Path(__file__).parent.glob("*.yaml"))
STEPS = ("model", "insists")
READS = "reads_at_most"
LEAST = 40


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """The shop and its memory, for all dialogues; the model is given its steps turn by turn."""
    server = EmbeddedRedis(tmp_path_factory.mktemp("redis"))
    with connect(server.start()) as client, shop_of_tools(tmp_path_factory.mktemp("shop")):
        model = MisbehavingModel()
        yield open_assistant({"misbehaving": model}, client), model
    server.close()


def test_there_are_enough_dialogues():
    assert len(SCRIPTS) >= LEAST


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_dialogue(path, stage, request):
    script = load_script(path)
    if "waits" in script:
        request.applymarker(pytest.mark.xfail(reason=script["waits"], strict=True))
    assert script["replays"]
    assert script["misbehaves"]

    findings = _play(script, *stage)

    assert not findings, "\n" + "\n".join(findings)


def _play(script: dict[str, Any], assistant: Any, model: MisbehavingModel) -> list[str]:
    memory, findings = Memory(), []
    visitor = Visitor(assistant, script.get("customer"))
    for number, step in enumerate(script["turns"], 1):
        steps = [_fill(step.get(name, []), memory) for name in STEPS]
        model.play(*steps)
        model.seen.clear()
        turn = visitor.say(memory.fill(step["say"]))
        expected = {name: held for name, held in step.items() if name not in (*STEPS, READS)}
        found = check_turn(turn, expected, memory)
        read = sum(map(count_tokens_approximately, model.seen))
        if read > step.get(READS, read):
            found.append(f"its {len(model.seen)} calls were shown about {read} tokens")
        if model.steps:
            found.append(f"steps that were never asked for: {model.steps}")
        findings += [f"{number}. {turn['message']!r}: {f}\n   <- {turn['reply']}" for f in found]
        memory.take(turn)
    return findings


def _fill(value: Any, memory: Memory) -> Any:
    """Steps with what their places stand for."""
    if isinstance(value, str):
        return memory.fill(value)
    if isinstance(value, dict):
        return {key: _fill(held, memory) for key, held in value.items()}
    if isinstance(value, list):
        return [_fill(held, memory) for held in value]
    return value
