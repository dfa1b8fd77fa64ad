"""What the built-in model takes for a message: reading the talk, understanding, policy and wording.

    python -m benchmarks.clerk [--rounds 5]

A talk of many turns is held with a scripted shop, so that no tool's time is in it, and every call
of the model in it is then made again and timed. A message takes several calls: one for each round
of tools, and the one that ends in words. It is understood in the first of them, and in the second
again where that brought the words of the catalogue.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.utils.function_calling import convert_to_openai_tool

from benchmarks.measuring import print_table
from sales_agent.models.offline.context.talk import read_talk
from sales_agent.models.offline.model import answer
from sales_agent.models.offline.toolbox import Toolbox, read_toolbox
from sales_agent.models.offline.understanding.rounds import forget, understood
from tests.sales_agent.models.conversation import TODAY, Conversation

TALK = (
    "hello",
    "I need something for a wedding, around 3000",
    "show me running shoes under 5000",
    "tell me more about the second one",
    "compare the first two",
    "are you a robot?",
    "the first one in black, size 9",
    "add it",
    "no thanks",
    "show me linen shirts",
    "only in white",
    "that is too expensive, do you have anything cheaper?",
    "add the first one in M",
    "make it two",
    "no, just one",
    "what is in my cart?",
    "any offers, and how many points do I have?",
    "what is your return policy?",
    "where are your stores?",
    "remove the shirt",
    "checkout with 4242",
    "yes",
    "where is my order?",
    "I want to return something",
    "thank you, that is all",
)
LIMIT_MS = 3.0
"""What policy and wording may take for a message at the median."""


@dataclass(frozen=True)
class Spent:
    """Milliseconds of processor time that one message took, over all calls of the model for it.

    `understanding_again` is what each call after the first spends on understanding it.
    """

    reading: float
    understanding: float
    policy_and_wording: float
    understanding_again: tuple[float, ...] = ()


def main() -> None:
    """Hold the talk, measure it, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clerk", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    calls, tools = _held()
    spent = [row for _ in range(rounds + 1) for row in _measured(calls, tools)][len(TALK) :]
    names = {"reading": "reading the talk", "understanding": "understanding"}
    names |= {"policy_and_wording": "policy and wording"}
    rows = [_row(name, [getattr(row, part) for row in spent]) for part, name in names.items()]
    again = [time_ms for row in spent for time_ms in row.understanding_again]
    whole = [row.reading + row.understanding + row.policy_and_wording for row in spent]
    heads = ["ms of processor time a message", "median", "p95", "most"]
    print_table(f"{len(TALK)} messages, {rounds} times", heads, [*rows, _row("all", whole)])
    print_table("Understanding in a later round of tools", heads, [_row("each round", again)])
    median = statistics.median(row.policy_and_wording for row in spent)
    verdict = "within" if median <= LIMIT_MS else "NOT within"
    print(f"\npolicy and wording: {verdict} {LIMIT_MS:.0f} ms; load of the machine ", end="")
    print(f"{os.getloadavg()[0]:.1f} over {os.cpu_count()} cores")


def _held() -> tuple[list[list[BaseMessage]], Toolbox]:
    """The messages that the model saw at each of its calls, and its tools."""
    talk = Conversation()
    for text in TALK:
        talk.say(text)
    system: BaseMessage = SystemMessage("be kind")
    ends = [place for place, m in enumerate(talk.messages) if isinstance(m, AIMessage)]
    calls = [[system, *talk.messages[:end]] for end in ends]
    return calls, read_toolbox([convert_to_openai_tool(tool) for tool in talk.bound])


def _measured(calls: Sequence[list[BaseMessage]], tools: Toolbox) -> list[Spent]:
    """Every call again, summed for each of the shopper's messages."""
    by_message = groupby(calls, key=lambda seen: sum(isinstance(m, HumanMessage) for m in seen))
    found = []
    for _, group in by_message:
        forget()
        parts = [_parts(seen, tools) for seen in group]
        again = tuple(understanding for _, understanding, _ in parts[1:])
        found.append(Spent(*(sum(column) for column in zip(*parts, strict=True)), again))
    return found


def _parts(seen: list[BaseMessage], tools: Toolbox) -> tuple[float, float, float]:
    reading, talk = _timed(lambda: read_talk(seen))
    understanding, _ = _timed(lambda: understood(talk))
    rest, _ = _timed(lambda: answer(seen, tools, TODAY))  # it reads again, and understands no more
    return reading, understanding, max(rest - reading, 0.0)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The milliseconds of processor time that work takes: others' load is not in them."""
    started = time.thread_time()
    result = work()
    return 1000 * (time.thread_time() - started), result


def _row(name: str, times: Sequence[float]) -> list[str]:
    p95 = statistics.quantiles(times, n=20)[-1]
    return [name, f"{statistics.median(times):.2f}", f"{p95:.2f}", f"{max(times):.2f}"]


if __name__ == "__main__":
    main()
