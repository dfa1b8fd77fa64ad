"""What was acknowledged is there, in order, once: many writers, and kills of all of them."""

import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from sales_agent.memory.embedded import EmbeddedRedis, connect
from sales_agent.memory.redis_saver import RedisSaver
from sales_agent.shoppers.sessions import Sessions
from tests.sales_agent.memory.torture import BUY, CHANNELS

REPOSITORY = Path(__file__).parents[3]
SHOPPERS = 50
TURNS = 2_000


def link_channels(client):
    sessions = Sessions(client)
    first, *others = CHANNELS
    for number in range(SHOPPERS):
        session = sessions.open(first, f"s{number}")
        for channel in others:
            sessions.link(session, channel, f"s{number}")


def torture(data_dir, seed):
    """Let eight processes talk; returns what each thread was told is stored, and the kills."""
    options = {"seed": seed, "processes": 8, "threads": 4, "shoppers": SHOPPERS, "turns": TURNS}
    command = [sys.executable, "-m", "tests.sales_agent.memory.torture", str(data_dir)]
    command += [f"--{name}={value}" for name, value in options.items()]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    *lines, summary = done.stdout.splitlines()
    told = defaultdict(list)
    for thread_id, fence, text in map(json.loads, lines):
        told[thread_id].append((fence, text))
    return told, json.loads(summary)


@pytest.mark.slow
def test_acknowledged_turns_are_there_in_order_once(tmp_path):
    server = EmbeddedRedis(tmp_path)
    with connect(server.start()) as client:
        link_channels(client)
    told, kills = torture(tmp_path, seed=5)

    with connect(server.start()) as client:
        saver = RedisSaver(client)
        stored = {thread_id: saver.read_all(thread_id) for thread_id in told}
    server.close()

    assert (len(told), sum(map(len, told.values())) >= TURNS) == (SHOPPERS, True)
    assert kills == {"kills": 40, "server_kills": 5}
    for thread_id, turns in told.items():
        asked = [message.content for message in stored[thread_id] if message.type == "human"]
        in_order = [text for _, text in sorted(turns)]
        assert [text for text in asked if text in set(in_order)] == in_order
        assert max(Counter(asked).values()) == 1
        assert max(Counter(fence for fence, _ in turns).values()) == 1
        assert_whole(stored[thread_id])


def assert_whole(messages):
    """Every message has its answer right behind it: no turn is stored by half."""
    texts = [message.content for message in messages]
    for asked, answered in zip(texts[::2], texts[1::2], strict=True):
        assert answered == f"re {asked}"
    assert any(text.startswith(BUY) for text in texts)
