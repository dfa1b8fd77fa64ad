"""What a conversation costs to keep: bytes stored and milliseconds a turn, ours and others' savers.

Every saver has the same graph (one tool call a turn), the same words and the same durability; the
savers take turns within one run, so that a busy moment hits them alike. Those that keep data in a
Redis share one server. `pip install -r benchmarks/requirements.txt` installs the others.
"""

import argparse
import importlib
import json
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypedDict

import redis
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages

from sales_agent.memory.embedded import EmbeddedRedis, connect
from sales_agent.memory.redis_saver import RedisSaver

MARKS = (1, 10, 50, 100, 200, 500)
RUNS = 3
WINDOW = 120
"""Messages that our second contender loads at least."""
NEIGHBORS = 2
"""Turns before and after a mark that count for its time."""
MESSAGES_A_TURN = 4


@dataclass
class Contender:
    """A saver in the race, with what was measured of it.

    Attributes:
        name: As the table shows it.
        saver: The saver.
        stored_bytes: Bytes that it holds for a thread.
        ms: Milliseconds of the turns at and around each mark.
        sizes: Bytes stored after each mark's turn.
    """

    name: str
    saver: BaseCheckpointSaver[Any]
    stored_bytes: Callable[[str], int]
    ms: dict[int, list[float]] = field(default_factory=dict)
    sizes: dict[int, list[int]] = field(default_factory=dict)


class Conversation(TypedDict, total=False):
    """The state of the measured graph."""

    messages: Annotated[list[Any], add_messages]
    cart: dict[str, int]
    shown: list[dict[str, Any]]


def main() -> None:
    """Measure, print a table in Markdown, and draw the plot when asked."""
    options = _options()
    marks = [mark for mark in MARKS if mark <= options.turns]
    merged: dict[str, Contender] = {}
    for number in range(options.runs):
        with tempfile.TemporaryDirectory() as folder, _contenders(Path(folder)) as contenders:
            _race(contenders, marks, f"run {number + 1}/{options.runs}", options.durability)
            for contender in contenders:
                _merge(merged.setdefault(contender.name, contender), contender)
    _print_table("bytes stored", marks, _sizes(merged), _size_text)
    _print_table("ms a turn", marks, _times(merged), "{:.1f}".format)
    if options.plot:
        _draw(options.plot, marks, merged)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=MARKS[-1], help="how long a conversation is")
    parser.add_argument("--runs", type=int, default=RUNS, help="conversations for each saver")
    parser.add_argument("--durability", choices=["exit", "async", "sync"], default="exit")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw to this file")
    return parser.parse_args()


@contextmanager
def _contenders(folder: Path) -> Iterator[list[Contender]]:
    """Every saver that is installed, each with nothing stored."""
    with ExitStack() as stack:
        server = EmbeddedRedis(folder)
        url = server.start()
        stack.callback(server.close)
        client = stack.enter_context(connect(url))
        memory = InMemorySaver()
        windowed = RedisSaver(client, window=WINDOW)
        found = [
            Contender(f"ours, window={WINDOW}", windowed, lambda t: _redis_bytes(client, t)),
            Contender("ours, all", RedisSaver(client), lambda t: _redis_bytes(client, t)),
            Contender("InMemorySaver", memory, lambda _: _memory_bytes(memory)),
        ]
        if sqlite := _installed("langgraph.checkpoint.sqlite"):
            path = folder / "sqlite.db"
            saver = stack.enter_context(sqlite.SqliteSaver.from_conn_string(str(path)))
            found.append(Contender("SqliteSaver", saver, lambda _: _sqlite_bytes(saver.conn)))
        if aws := _installed("langgraph_checkpoint_aws"):
            valkey = stack.enter_context(aws.ValkeySaver.from_conn_string(url))
            found.append(Contender("ValkeySaver", valkey, lambda t: _redis_bytes(client, t)))
        yield found


def _installed(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        print(f"NOT MEASURED: {module} is not installed ({error}); ", end="", file=sys.stderr)
        print("pip install -r benchmarks/requirements.txt", file=sys.stderr)
        return None


def _race(
    contenders: Sequence[Contender], marks: Sequence[int], title: str, durability: str
) -> None:
    """Let every saver do a turn, then the next turn, up to the last mark."""
    graphs = {contender.name: _graph(contender.saver) for contender in contenders}
    for contender in contenders:  # what only the first turn of a process pays
        _turn(graphs[contender.name], "warm", 0, durability)
    threads = {contender.name: f"t-{secrets.token_hex(8)}" for contender in contenders}
    before = {c.name: c.stored_bytes(threads[c.name]) for c in contenders}
    for turn in range(1, marks[-1] + 1):
        print(f"\r{title} turn {turn}", end="", file=sys.stderr, flush=True)
        for contender in contenders:
            thread = threads[contender.name]
            seconds = _turn(graphs[contender.name], thread, turn, durability)
            for mark in marks:
                if abs(turn - mark) <= NEIGHBORS:
                    contender.ms.setdefault(mark, []).append(seconds * 1000)
            if turn in marks:
                size = contender.stored_bytes(thread) - before[contender.name]
                contender.sizes.setdefault(turn, []).append(size)
    print("\r", end="", file=sys.stderr)
    for contender in contenders:
        _check(contender, graphs[contender.name], threads[contender.name], marks[-1])


def _turn(graph: Any, thread: str, number: int, durability: str) -> float:
    said = {"messages": [HumanMessage(f"is the linen shirt LS-{number:03} in M at Indiranagar?")]}
    started = time.perf_counter()
    graph.invoke(said, _config(thread), durability=durability)
    return time.perf_counter() - started


def _check(contender: Contender, graph: Any, thread: str, turns: int) -> None:
    """A saver that lost something has not won."""
    (latest,) = graph.get_state_history(_config(thread), limit=1)
    kept = len(latest.values["messages"])
    if kept != turns * MESSAGES_A_TURN:
        raise SystemExit(f"{contender.name} kept {kept} messages of {turns} turns")


def _graph(saver: BaseCheckpointSaver[Any]) -> Any:
    """A conversation with one tool call a turn, and no model to wait for."""
    graph = StateGraph(Conversation)
    graph.add_node("respond", _respond)
    graph.add_node("tools", _tools)
    graph.add_edge(START, "respond")
    graph.add_conditional_edges("respond", _after_response)
    graph.add_edge("tools", "respond")
    return graph.compile(checkpointer=saver)


def _respond(state: Conversation) -> dict[str, Any]:
    last = state["messages"][-1]
    if last.type == "human":
        call = {"name": "check_inventory", "args": {"sku": "LS-04-M"}, "id": f"call_{last.id}"}
        return {"messages": [AIMessage("", tool_calls=[call])]}
    return {"messages": [AIMessage("Yes, the linen shirt is there in M: 3 at Indiranagar.")]}


def _after_response(state: Conversation) -> str:
    return "tools" if state["messages"][-1].tool_calls else END


def _tools(state: Conversation) -> dict[str, Any]:
    (call,) = state["messages"][-1].tool_calls
    stores = [{"storeId": f"ST-{n}", "quantity": n} for n in range(1, 4)]
    found = {"status": "success", "onlineStatus": "in_stock", "availableStores": stores}
    result = ToolMessage(json.dumps(found), tool_call_id=call["id"], name=call["name"])
    shown = [{"sku": f"LS-{n:02}-M", "name": "Linen shirt", "price": 129900} for n in range(6)]
    return {"messages": [result], "shown": shown}


def _config(thread: str) -> Any:
    return {"configurable": {"thread_id": thread}}


def _redis_bytes(client: redis.Redis, thread: str) -> int:
    """What the server says that the thread's keys take, with its own overhead."""
    keys = client.scan_iter(match=f"*{thread}*", count=1000)
    return sum(client.memory_usage(key, samples=0) or 0 for key in keys)


def _memory_bytes(saver: InMemorySaver) -> int:
    """The serialized records only: Python's overhead is not counted against it."""
    return sum(_payload(part) for part in (saver.storage, saver.writes, saver.blobs))


def _payload(value: object) -> int:
    if isinstance(value, bytes):
        return len(value)
    if isinstance(value, Mapping):
        return sum(map(_payload, value.values()))
    return sum(map(_payload, value)) if isinstance(value, tuple) else 0


def _sqlite_bytes(connection: Any) -> int:
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    return int(pages * size)


def _merge(total: Contender, one: Contender) -> None:
    """Add another run's measures."""
    if total is not one:
        for mark, times in one.ms.items():
            total.ms[mark] += times
            total.sizes[mark] += one.sizes[mark]


Figures = dict[str, list[float]]


def _sizes(contenders: Mapping[str, Contender]) -> Figures:
    return {
        name: [statistics.median(found) for found in contender.sizes.values()]
        for name, contender in contenders.items()
    }


def _times(contenders: Mapping[str, Contender]) -> Figures:
    return {
        name: [statistics.median(found) for found in contender.ms.values()]
        for name, contender in contenders.items()
    }


def _print_table(
    title: str, marks: Sequence[int], figures: Figures, text: Callable[[float], str]
) -> None:
    print(f"\n| {title} at turn | {' | '.join(map(str, marks))} |")
    print(f"|---|{'---:|' * len(marks)}")
    for name, row in figures.items():
        print(f"| {name} | {' | '.join(map(text, row))} |")


def _size_text(size: float) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB"


def _draw(path: Path, marks: Sequence[int], contenders: Mapping[str, Contender]) -> None:
    if not (matplotlib := _installed("matplotlib")):
        return
    matplotlib.use("agg")
    plots = importlib.import_module("matplotlib.pyplot")
    figure, panels = plots.subplots(1, 2, figsize=(10, 4), layout="constrained")
    titles = {"bytes stored": _sizes(contenders), "ms a turn": _times(contenders)}
    for panel, (title, figures) in zip(panels, titles.items(), strict=True):
        for name, row in figures.items():
            panel.plot(marks, row, marker="o", label=name)
        panel.set(xscale="log", yscale="log", xlabel="turn", title=title)
        panel.set_xticks(marks, map(str, marks))
        panel.grid(alpha=0.3)
    panels[0].legend()
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    main()
