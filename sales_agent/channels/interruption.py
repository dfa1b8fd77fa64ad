"""Ctrl-C while an answer comes: the first one stops the answer, a second one leaves the turn."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, current_thread, main_thread
from types import FrameType

from sales_agent.answers.stopping import Stopped


@contextmanager
def stopped_by_ctrl_c() -> Iterator[Stopped]:
    """Whether Ctrl-C was pressed; pressed again it is a KeyboardInterrupt.

    Only the main thread is told of signals; in any other this never stops anything.
    """
    pressed = Event()
    if current_thread() is not main_thread():
        yield pressed.is_set
        return
    before = signal.getsignal(signal.SIGINT)

    def press(number: int, frame: FrameType | None) -> None:
        pressed.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, press)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)
