"""Ctrl-C stops an answer first, and leaves the turn when it is pressed again."""

import io
import os
import signal
from threading import Thread

import pytest

from sales_agent.channels.dialogue import Dialogue
from sales_agent.channels.interruption import stopped_by_ctrl_c
from sales_agent.channels.screen import ScreenFront
from sales_agent.events import TextDelta
from tests.sales_agent.channels.doubles import ScriptedConversation, ended


@pytest.fixture(autouse=True)
def in_a_terminal():
    """Ctrl-C as a terminal's program has it; what runs in the background of a shell ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press_ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_first_ctrl_c_only_stops():
    with stopped_by_ctrl_c() as stopped:
        assert not stopped()
        press_ctrl_c()
        assert stopped()


def test_second_ctrl_c_interrupts():
    with stopped_by_ctrl_c():
        press_ctrl_c()
        with pytest.raises(KeyboardInterrupt):
            press_ctrl_c()


def test_ctrl_c_is_as_before_afterwards():
    before = signal.getsignal(signal.SIGINT)
    with stopped_by_ctrl_c():
        press_ctrl_c()

    assert signal.getsignal(signal.SIGINT) is before


def test_another_thread_is_never_stopped():
    heard = []

    def look():
        with stopped_by_ctrl_c() as stopped:
            heard.append(stopped())

    thread = Thread(target=look)
    thread.start()
    thread.join()

    assert heard == [False]


def test_stopped_answer_says_so_on_the_screen():
    class Stoppable(ScriptedConversation):
        def reply(self, text, **more):
            yield TextDelta("One, two")
            press_ctrl_c()
            yield ended(text, "One, two", is_stopped=more["stopped"]())

    out = io.StringIO()
    dialogue = Dialogue(Stoppable(), ScreenFront(out), lambda: None, stopping=stopped_by_ctrl_c)

    assert dialogue.take("count")
    assert out.getvalue().split() == ["One,", "two", "Stopped."]
