"""`main.py chat` led by a model that decides from what it is shown, up to the order."""

import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

from tests.conversations.shopper import ROOT, Shopper, clean_environment
from tests.providers.gemini_server import KEY, serve_gemini
from tests.providers.openai_server import KEY as OPENAI_KEY
from tests.providers.openai_server import serve_openai
from tests.providers.seller import sell
from tests.providers.steps import Paced

TIMEOUT_S = 180


@pytest.fixture
def gemini():
    with serve_gemini(sell) as server:
        yield server


@pytest.fixture
def shop(tmp_path):
    return tmp_path / "shop"


@pytest.fixture
def shopper(gemini, shop):
    """A key alone makes Gemini the model; the address is the local server's."""
    settings = {"GOOGLE_API_KEY": KEY, "SALES_MODEL_BASE_URL": gemini.url}
    shopper = Shopper(shop, "--customer", "C-1001", **settings)
    yield shopper
    shopper.kill()


@pytest.fixture(params=["google_genai:gemini-2.5-flash", "openai:gpt-4.1-mini"])
def named(request, shop):
    """A shopper who names the model as the README does, and the server that leads her."""
    command = f"python main.py chat --model {request.param}"
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")
    is_google = request.param.startswith("google")
    with (serve_gemini if is_google else serve_openai)(sell) as server:
        settings = {
            "GOOGLE_API_KEY": KEY if is_google else "",
            "GOOGLE_GENAI_BASE_URL": server.url,
            "OPENAI_API_KEY": OPENAI_KEY,
            "OPENAI_BASE_URL": f"{server.url}/v1",
        }
        model = command.split()[-2:]
        shopper = Shopper(shop, "--customer", "C-1001", *model, **settings)
        yield shopper, server
        shopper.kill()


def test_a_shopper_buys_from_a_named_model(named, shop):
    shopper, server = named
    shown = shopper.say("running shoes under 5000")
    assert shown["model"].startswith(("google_genai:", "openai:"))
    assert shown["products"]
    assert shown["products"][0]["name"] in shown["reply"]
    first = shown["products"][0]
    added = shopper.say(f"add the first one in {first['colours'][0]}, size {first['sizes'][0]}")
    assert [line["quantity"] for line in added["cart"]["lines"]] == [1]
    asked = shopper.say("checkout with 4242")
    assert asked["confirm"]["tenders"][0]["lastFour"] == "4242"
    assert asked["order"] is None
    placed = shopper.say("yes")
    shopper.leave()

    assert placed["order"]["orderId"] in placed["reply"]
    assert placed["cart"]["lines"] == []
    assert {turn["model"] for turn in (shown, added, placed)} == {shown["model"]}
    assert not server.refused
    assert server.key not in told_and_logged(shop, shown, added, asked, placed)


def test_the_built_in_model_answers_when_gemini_fails(shopper, gemini, shop):
    failed = shopper.say("are you under an overload?")
    after = shopper.say("hello")
    shopper.leave()

    assert (failed["model"], failed["error"]) == ("offline", None)
    assert failed["reply"]
    assert (after["reply"], after["error"]) == ("Hello! What are you looking for?", None)
    assert not gemini.refused
    assert KEY not in told_and_logged(shop, failed, after)
    assert "under an overload" not in told_and_logged(shop)


def told_and_logged(shop: Path, *turns: Any) -> str:
    logs = [path.read_text(encoding="utf-8") for path in (shop / "logs").iterdir()]
    return "".join([*map(str, turns), *logs])


def run_chat(shop: Path, *arguments: str, said: str, **environment: str) -> Any:
    return subprocess.run(
        [sys.executable, "main.py", "chat", "--json", *arguments],
        cwd=ROOT,
        env={**clean_environment(shop), **environment},
        input=said,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )


def test_a_chat_without_a_key_says_which_one(shop):
    done = run_chat(shop, "--model", "google_genai:gemini-2.5-flash", said="hello\n")

    assert done.returncode == 1
    assert "GOOGLE_API_KEY" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("spec", ["gemini-2.5-flash", "nobody:model", "google_genai:"])
def test_a_model_that_is_none_is_explained(shop, spec):
    done = run_chat(shop, "--model", spec, said="hello\n", GOOGLE_API_KEY=KEY)

    assert done.returncode == 1
    assert spec in done.stdout
    assert "offline" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_an_offline_chat_never_imports_gemini(shop):
    done = run_chat(shop, said="hello\n", PYTHONPROFILEIMPORTTIME="1")

    assert done.returncode == 0
    assert "langgraph.graph" in done.stderr
    assert "google.genai" not in done.stderr
    assert "langchain_google_genai" not in done.stderr


def test_importing_the_product_imports_no_provider():
    look = (
        "import sys, main, tools, sales_agent.models, sales_agent.graph; "
        "print([m for m in sys.modules if m.startswith(('google', 'langchain_google'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def run_doctor(shop: Path, **environment: str) -> Any:
    return subprocess.run(
        [sys.executable, "main.py", "doctor"],
        cwd=ROOT,
        env={**clean_environment(shop), **environment},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )


def test_doctor_tries_each_model_and_says_what_to_do(shop, gemini):
    chain = "google_genai:gemini-2.5-flash, google_genai:gemini-none, ollama:qwen3"
    done = run_doctor(
        shop,
        GOOGLE_API_KEY=KEY,
        SALES_MODEL=chain,
        SALES_MODEL_BASE_URL=gemini.url,
        OLLAMA_BASE_URL="http://127.0.0.1:9/v1",
    )
    told = [line for line in done.stdout.splitlines() if line.startswith("model")]

    assert told[0].startswith(
        f"model  google_genai:gemini-2.5-flash: GOOGLE_API_KEY …{KEY[-4:]}, at {gemini.url}; tools "
        "and pictures, $0.30 in and $2.50 out per million tokens; answered in "
    )
    assert "knows no model 'gemini-none'; mend SALES_MODEL" in told[1]
    assert "nothing answers at http://127.0.0.1:9/v1" in told[2]
    assert told[3] == "model  offline: built in; answers when no other does"
    assert done.returncode == 1
    assert KEY not in done.stdout + done.stderr


def test_doctor_says_which_key_is_missing(shop):
    done = run_doctor(shop, SALES_MODEL="anthropic:claude-haiku-4-5")

    assert "needs a key; set ANTHROPIC_API_KEY" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo terminal")
def test_ctrl_c_stops_the_answer_and_not_the_chat(shop):
    words = Paced(repeat("On it goes. "))
    with serve_gemini([words, "Yes? What else?"]) as gemini, opened_terminal() as (ours, theirs):
        settings = {"GOOGLE_API_KEY": KEY, "SALES_MODEL_BASE_URL": gemini.url}
        process = subprocess.Popen(
            [sys.executable, "main.py"],
            cwd=ROOT,
            env={**clean_environment(shop), **settings, "TERM": "xterm"},
            stdin=theirs,
            stdout=theirs,
            start_new_session=True,
            preexec_fn=take_terminal,
        )
        screen = Screen(ours)
        screen.wait_for("Hello!")
        os.write(ours, b"tell me all\r")
        screen.wait_for("On it goes.")
        os.write(ours, b"\x03")
        screen.wait_for("Stopped.")
        assert gemini.dropped.wait(TIMEOUT_S)
        os.write(ours, b"what else?\r")
        screen.wait_for("Yes? What else?")
        assert left(process, ours) == 0


def left(process: subprocess.Popen[bytes], ours: int) -> int:
    """Its exit status after Ctrl-D, pressed again while no prompt reads it yet."""
    for _ in range(TIMEOUT_S):
        os.write(ours, b"\x04")
        try:
            return process.wait(1)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError("Ctrl-D does not end the chat")


@contextmanager
def opened_terminal() -> Iterator[tuple[int, int]]:
    """A pseudo terminal: our end, and the chat's."""
    ours, theirs = pty.openpty()
    try:
        yield ours, theirs
    finally:
        os.close(ours)
        os.close(theirs)


def take_terminal() -> None:
    """Make the terminal the process's own, so that Ctrl-C in it is a signal."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Screen:
    """What the chat has written on its terminal."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._seen = ""

    def wait_for(self, words: str) -> None:
        """Read until the words are there."""
        deadline = time.monotonic() + TIMEOUT_S
        while words not in self._seen:
            ready, _, _ = select.select([self._terminal], [], [], 1)
            if ready:
                self._seen += os.read(self._terminal, 65536).decode(errors="replace")
            assert time.monotonic() < deadline, f"no {words!r} in {self._seen[-2000:]!r}"
        self._seen = self._seen.partition(words)[2]
