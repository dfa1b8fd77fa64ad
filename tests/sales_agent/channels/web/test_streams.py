"""Streams through two real processes, led by a model that speaks when it is let."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.providers.gemini_server import KEY, serve_gemini
from tests.providers.steps import Paced
from tests.sales_agent.channels.web.callers import Caller, WebShop, serving

FIRST, SECOND = "Let me think about that. ", "Well, here is what I think."
WHOLE = FIRST + SECOND


class SlowModel:
    """Says a sentence, and the next when it is let."""

    def __init__(self):
        self.let = threading.Event()

    def __call__(self, asked):
        return Paced(self._pieces()) if "slow" in asked.said else f"You said {asked.said}."

    def _pieces(self):
        yield FIRST
        yield SECOND[:4]  # a sentence is sent once the next has begun
        self.let.wait(60)
        yield SECOND[4:]


@pytest.fixture(scope="module")
def model():
    return SlowModel()


@pytest.fixture(scope="module")
def environment(model):
    with serve_gemini(model) as gemini:
        yield {
            "GOOGLE_API_KEY": KEY,
            "SALES_MODEL": "google_genai:gemini-2.5-flash",
            "SALES_MODEL_BASE_URL": gemini.url,
        }


@pytest.fixture(scope="module")
def led_shop(tmp_path_factory, environment):
    with serving(tmp_path_factory.mktemp("streams"), "--workers", "2", **environment) as shop:
        yield shop


@pytest.fixture
def caller(led_shop, model):
    model.let.clear()
    caller = Caller.begin(led_shop.url)
    yield caller
    model.let.set()
    caller.close()


def worker_of(shop, stream):
    """The process at the other end of a connection."""
    port = stream.response.raw._fp.fp.raw._sock.getsockname()[1]
    rows = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    inodes = {row.split()[9] for row in rows if row.split()[2].endswith(f":{port:04X}")}
    links = {f"socket:[{inode}]" for inode in inodes}
    return next(pid for pid in shop.workers() if links & set(open_files(pid)))


def open_files(pid):
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            yield os.readlink(descriptor)
        except FileNotFoundError:
            continue


def resumed_elsewhere(shop, caller, last_event_id, not_by):
    """A connection to another process than one; which accepts it is the kernel's choice."""
    for _ in range(50):
        try:
            stream = caller.resume(last_event_id)
        except AssertionError as refused:
            if "too_many_streams" not in str(refused):
                raise
            time.sleep(0.5)  # those that were left are not all closed yet
            continue
        if worker_of(shop, stream) != not_by:
            return stream
        stream.close()
    raise AssertionError("every connection came to the same process")


def test_a_dropped_stream_goes_on_at_another_process(led_shop, caller, model):
    stream = caller.hear("slow, please")
    started_by = worker_of(led_shop, stream)
    begun = stream.until("delta")
    stream.close()

    rest = resumed_elsewhere(led_shop, caller, begun.id, started_by)
    model.let.set()
    heard = list(rest)

    assert heard[-1].name == "done"
    said = begun.data["text"] + "".join(e.data["text"] for e in heard if e.name == "delta")
    assert said.split() == WHOLE.split() == heard[-1].data["reply"].split()
    numbers = [int(event.id.rpartition(".")[2]) for event in heard]
    assert numbers == list(range(int(begun.id.rpartition(".")[2]) + 1, numbers[-1] + 1))


def test_a_reload_finds_the_answer_in_flight(caller, model):
    stream = caller.hear("slow, please")
    turn = stream.until("delta").turn
    stream.close()

    in_flight = caller.get("/messages")["inFlight"]
    rest = caller.resume()
    model.let.set()
    heard = list(rest)

    assert in_flight["turn"] == turn
    assert in_flight["message"] == "slow, please"
    assert [heard[0].name, heard[-1].name] == ["turn", "done"]
    after = caller.get("/messages")
    assert after["inFlight"] is None
    assert [row["role"] for row in after["messages"]] == ["shopper", "assistant"]
    assert after["messages"][0]["id"] == turn
    assert caller.ask("GET", "/chat", **{"Last-Event-ID": heard[-1].id}).status_code == 204


def test_a_stopped_answer_keeps_what_was_said(caller):
    stream = caller.hear("slow, please")
    stream.until("delta")

    assert caller.ask("POST", "/chat/stop").json() == {"stopped": True}

    done = stream.until("done").data
    assert done["stopped"] is True
    assert done["reply"] == FIRST.strip()
    assert caller.get("/messages")["messages"][-1]["text"] == FIRST.strip()
    assert caller.ask("POST", "/chat/stop").json() == {"stopped": False}


def test_two_tabs_are_answered_one_after_the_other(caller, model):
    one, other = caller.hear("slow, please"), caller.hear("and hello")
    one.until("delta")
    model.let.set()

    first, second = one.until("done").data, other.until("done").data

    assert [first["turn"], second["turn"]] == [1, 2]
    said = [row["text"] for row in caller.get("/messages")["messages"]]
    assert said[0] == "slow, please"
    assert said[2] == "and hello"


def test_too_many_open_answers_of_a_session_are_refused(caller):
    streams = [caller.hear("slow, please")]
    streams[0].until("delta")
    answers = [caller.ask_open("GET", "/chat") for _ in range(20)]

    assert {answer.status_code for answer in answers} == {200, 429}


def test_another_shoppers_turn_cannot_be_heard(caller, led_shop):
    stream = caller.hear("slow, please")
    begun = stream.until("delta")
    stranger = Caller.begin(led_shop.url)

    answer = stranger.ask("GET", "/chat", **{"Last-Event-ID": f"{begun.turn}.0"})

    assert answer.status_code == 204
    assert stranger.ask("POST", "/chat/stop").json() == {"stopped": False}


def test_a_process_that_is_killed_loses_no_more_than_its_turn(led_shop, caller, model):
    stream = caller.hear("slow, please", clientId="m-1")
    begun = stream.until("delta")
    killed = worker_of(led_shop, stream)

    os.kill(killed, signal.SIGKILL)
    heard = list(caller.resume(begun.id))
    model.let.set()
    again = caller.say("slow, please", clientId="m-1")

    assert [event.name for event in heard] == ["error", "done"]
    assert heard[0].data["code"] == "turn_lost"
    assert again["error"] is None
    assert again["reply"].split() == WHOLE.split()
    assert len(caller.get("/messages")["messages"]) == 2


def test_a_server_that_is_stopped_ends_its_answers_first(led_shop, environment, model):
    model.let.clear()
    beside = WebShop(led_shop.data_dir, "--workers", "1", **environment)
    visitor = Caller.begin(beside.url)
    stream = visitor.hear("slow, please")
    stream.until("delta")

    beside.process.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    model.let.set()

    assert stream.until("done").data["reply"].endswith("think.")
    visitor.close()
    assert beside.process.wait(60) == 0
    beside.process.stdout.close()
