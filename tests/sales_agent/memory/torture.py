"""Processes that talk on many threads at once and are killed: run by test_torture, not by pytest.

This one only forks, counts and kills. A worker tells it on a pipe each turn that was stored, which
is what a shopper would have seen: the thread, the fence of the lock, and the words.
"""

import argparse
import json
import os
import random
import signal
import sys
from pathlib import Path
from threading import Thread
from typing import Annotated, TypedDict

import redis
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages
from langgraph.types import Command, interrupt

from sales_agent.errors import MemoryUnavailable, ThreadBusy, ThreadConflict
from sales_agent.memory.embedded import EmbeddedRedis, connect
from sales_agent.memory.locks import thread_lock
from sales_agent.memory.redis_saver import RedisSaver
from sales_agent.shoppers.sessions import Sessions

CHANNELS = ("terminal", "web", "api")
BUY = "buy"
WINDOWS = (None, 4, 30)
LOCK_TTL_S = 0.3
TURNS_A_KILL = 50
TURNS_A_SERVER_KILL = 400


class Conversation(TypedDict):
    messages: Annotated[list, add_messages]


def respond(state):
    return {"messages": [AIMessage(f"re {state['messages'][-1].content}")]}


def confirm(state):
    text = interrupt("sure?")
    return {"messages": [HumanMessage(text), AIMessage(f"re {text}")]}


def build(saver):
    graph = StateGraph(Conversation)
    graph.add_node(respond)
    graph.add_node(confirm)
    graph.add_edge(START, "respond")
    graph.add_conditional_edges(
        "respond",
        lambda state: "confirm" if state["messages"][-1].content.startswith(f"re {BUY}") else END,
    )
    return graph.compile(checkpointer=saver)


def is_asking(found):
    return found is not None and any(name == "__interrupt__" for _, name, _ in found.pending_writes)


def turn(client, graph, session, text):
    """One turn as the assistant does it; returns the fence under which it was stored.

    It runs on what it looked at: where the lock was lost in between, to a process that was slow,
    a question that another turn has answered would take these words too, and leave them nowhere.
    """
    config = {"configurable": {"thread_id": session.thread_id}}
    with thread_lock(client, session.thread_id, ttl_s=LOCK_TTL_S) as lock:
        waits = is_asking(graph.checkpointer.peek(config))
        said = Command(resume=text) if waits else {"messages": [HumanMessage(text)]}
        graph.invoke(said, config, durability="exit")
        return lock.fence


def talk(data_dir, shoppers, name, tell):
    """Talk as one thread of a worker, until killed."""
    choose = random.Random(name)
    client = connect(EmbeddedRedis(data_dir).start())
    graph = build(RedisSaver(client, window=choose.choice(WINDOWS)))
    sessions = Sessions(client)
    for number in range(1_000_000):
        text = f"{choose.choice(['say', 'say', BUY])} {name} {number}"
        try:
            session = sessions.open(choose.choice(CHANNELS), choose.choice(shoppers))
            fence = turn(client, graph, session, text)
        except (ThreadBusy, ThreadConflict):
            continue
        except (redis.RedisError, MemoryUnavailable):
            EmbeddedRedis(data_dir).start()
            continue
        os.write(tell, f"{json.dumps([session.thread_id, fence, text])}\n".encode())


def fork_worker(options, shoppers, name, tell):
    if pid := os.fork():
        return pid
    for number in range(options.threads):
        arguments = (options.data_dir, shoppers, f"{name}-{number}", tell)
        Thread(target=talk, args=arguments, daemon=True).start()
    signal.pause()
    raise SystemExit


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data_dir", type=Path)
    for name in ("seed", "processes", "threads", "shoppers", "turns"):
        parser.add_argument(f"--{name}", type=int, required=True)
    options = parser.parse_args()
    choose = random.Random(options.seed)
    shoppers = [f"s{number}" for number in range(options.shoppers)]
    heard, tell = os.pipe()
    workers = [
        fork_worker(options, shoppers, f"{options.seed}-{number}", tell)
        for number in range(options.processes)
    ]
    told, kills, server_kills = 0, 0, 0
    with os.fdopen(heard, "rb") as lines:
        while told < options.turns:
            sys.stdout.write(lines.readline().decode())
            told += 1
            if told % TURNS_A_KILL == 0:
                kills += 1
                number = choose.randrange(options.processes)
                end(workers[number])
                name = f"{options.seed}-{number}-{kills}"
                workers[number] = fork_worker(options, shoppers, name, tell)
            if told % TURNS_A_SERVER_KILL == 0:
                server_kills += 1
                pid = (options.data_dir / "run" / "redis.pid").read_text(encoding="ascii")
                os.kill(int(pid), signal.SIGKILL)
        for worker in workers:
            end(worker)
        os.set_blocking(heard, False)
        sys.stdout.write((lines.read() or b"").decode())
    sys.stdout.write(json.dumps({"kills": kills, "server_kills": server_kills}))


def end(pid):
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
