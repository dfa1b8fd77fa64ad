import io
import json
import os
import pty
import select
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sales_agent.channels.terminal import run_terminal
from sales_agent.errors import SalesAgentError
from sales_agent.events import TextDelta, TurnEnded
from tests.sales_agent.channels.doubles import ScriptedConversation, opener

PATIENCE_S = 120


def fail():
    raise SalesAgentError("no Redis at 'redis://here'; start it or unset REDIS_URL")


def crash():
    raise RuntimeError("secret detail")


@pytest.fixture
def run(tmp_path):
    def run(open_conversation, typed="", *, stdout=None, as_json=False):
        return run_terminal(
            open_conversation,
            stdin=io.StringIO(typed),
            stdout=stdout or io.StringIO(),
            history_file=tmp_path / "history",
            as_json=as_json,
        )

    return run


def test_importing_the_channel_loads_no_screen():
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, sales_agent.channels.terminal; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    ).stdout.split()
    for heavy in ("prompt_toolkit", "rich", "langchain_core", "sales_agent.events", "asyncio"):
        assert heavy not in loaded


def test_opening_that_fails_is_a_sentence(run, capsys):
    assert run(fail, "hello\n") == 1
    said = capsys.readouterr().err
    assert said == "No Redis at 'redis://here'; start it or unset REDIS_URL.\n"


def test_opening_that_fails_is_an_object_in_json(run):
    out = io.StringIO()
    assert run(fail, "hello\n", stdout=out, as_json=True) == 1
    [line] = out.getvalue().splitlines()
    assert json.loads(line)["error"]["detail"].startswith("No Redis at 'redis://here'")


def test_unexpected_failure_shows_no_inside(run, capsys):
    out = io.StringIO()
    assert run(crash, "hello\n", stdout=out) == 1
    said = capsys.readouterr().err
    assert said.startswith("Something went wrong on our side")
    assert "secret" not in said
    assert out.getvalue() == ""


@pytest.mark.parametrize("as_json", [True, False])
def test_nothing_said_leaves_quietly(run, as_json):
    assert run(opener(ScriptedConversation()), "", as_json=as_json) == 0


@pytest.mark.parametrize("as_json", [True, False])
def test_ctrl_c_leaves_quietly(run, as_json):
    conversation = ScriptedConversation({"hello": KeyboardInterrupt()})
    assert run(opener(conversation), "hello\nnext\n", as_json=as_json) == 0
    assert conversation.messages == ["hello"]


@pytest.mark.parametrize("as_json", [True, False])
def test_closed_pipe_leaves_quietly(tmp_path, as_json):
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as stdout:
        status = run_terminal(
            opener(ScriptedConversation()),
            stdin=io.StringIO("hello\nthere\n"),
            stdout=stdout,
            history_file=tmp_path / "history",
            as_json=as_json,
        )
    assert status == 0


def test_bytes_that_are_no_text_are_replaced(tmp_path):
    source = io.TextIOWrapper(io.BytesIO(b"caf\xc3\xa9 \xff\n"), encoding="ascii")
    kept = io.BytesIO()
    out = io.TextIOWrapper(kept, encoding="ascii")
    conversation = ScriptedConversation()
    run_terminal(
        opener(conversation),
        stdin=source,
        stdout=out,
        history_file=tmp_path / "history",
        as_json=True,
    )
    assert conversation.messages == ["café \ufffd"]
    assert "café \ufffd" in kept.getvalue().decode("utf-8")


class Typist:
    """Someone at a terminal: waits for what the screen shows, and types."""

    def __init__(self, fd):
        self._fd = fd
        self.screen = ""
        self._seen = 0

    def wait_for(self, text):
        while text not in self.screen[self._seen :]:
            ready, _, _ = select.select([self._fd], [], [], PATIENCE_S)
            assert ready, f"{text!r} never came after {self.screen[self._seen :]!r}"
            self.screen += os.read(self._fd, 65536).decode("utf-8", "replace")
        self._seen = self.screen.index(text, self._seen) + len(text)

    def type(self, text):
        os.write(self._fd, text.encode())


@pytest.fixture
def terminal():
    controller, device = pty.openpty()
    with (
        open(device, encoding="utf-8", closefd=False) as stdin,
        open(device, "w", encoding="utf-8", closefd=False) as stdout,
    ):
        yield Typist(controller), stdin, stdout
    os.close(device)
    os.close(controller)


@pytest.fixture
def chat(terminal, tmp_path):
    """Starts a chat on the terminal; its status comes from what is returned."""
    _, stdin, stdout = terminal
    threads = []

    def start(open_conversation):
        statuses = []

        def run():
            statuses.append(
                run_terminal(
                    open_conversation,
                    stdin=stdin,
                    stdout=stdout,
                    history_file=tmp_path / "history",
                    as_json=False,
                )
            )

        thread = threading.Thread(target=run, daemon=True)
        threads.append(thread)
        thread.start()

        def status():
            thread.join(PATIENCE_S)
            return statuses[0]

        return status

    yield start
    for thread in threads:
        thread.join(PATIENCE_S)


def test_prompt_stands_before_the_conversation_is_open(terminal, chat):
    typist, _, _ = terminal
    may_open = threading.Event()

    def open_slowly():
        assert may_open.wait(PATIENCE_S)
        return ScriptedConversation()

    status = chat(open_slowly)
    typist.wait_for("Welcome to the shop")
    typist.wait_for("\u203a")
    typist.type("linen ")
    typist.wait_for("linen")
    may_open.set()
    typist.wait_for("Hello Asha.")
    typist.type("shirts\r")
    typist.wait_for("You said: linen shirts")
    typist.wait_for("\u203a")
    typist.type("/quit\r")
    typist.wait_for("Goodbye.")
    assert status() == 0


def test_card_is_hidden_on_the_screen_and_off_the_history(terminal, chat, tmp_path):
    typist, _, _ = terminal
    conversation = ScriptedConversation()
    status = chat(opener(conversation))
    typist.wait_for("\u203a")
    typist.type("/card\r")
    typist.wait_for("Card number:")
    typist.type("4012888888881881\r")
    typist.wait_for("The card ending 1881")
    typist.type("/card\r")
    typist.wait_for("Card number:")
    typist.type("\x03")
    typist.wait_for("\u203a")
    typist.type("\x04")
    assert status() == 0
    assert conversation.cards == ["4012888888881881"]
    assert "4012" not in typist.screen
    assert "4012" not in (tmp_path / "history").read_text(encoding="utf-8")


def test_second_ctrl_c_leaves_the_turn_not_the_chat(terminal, chat):
    typist, _, _ = terminal

    class Interrupted(ScriptedConversation):
        def reply(self, text, **more):
            for event in super().reply(text):
                if text == "tell me everything" and isinstance(event, TurnEnded):
                    raise KeyboardInterrupt
                yield event

    conversation = Interrupted({"first": [TextDelta("One. ")]})
    status = chat(opener(conversation))
    typist.wait_for("\u203a")
    typist.type("tell me everything\r")
    typist.wait_for("Stopped.")
    typist.type("hello\r")
    typist.wait_for("You said: hello")
    typist.wait_for("\u203a")
    typist.type("\x03")
    typist.wait_for("Goodbye. Your cart and our conversation are kept.")
    assert status() == 0


def test_failed_opening_ends_the_chat_at_once(terminal, chat, capsys):
    typist, _, _ = terminal
    status = chat(fail)
    typist.wait_for("Welcome to the shop")
    assert status() == 1
    assert "No Redis at 'redis://here'" in capsys.readouterr().err
