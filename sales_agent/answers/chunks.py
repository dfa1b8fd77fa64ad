"""What a model says, piece by piece, for as long as somebody wants to hear it.

A provider's client blocks until its next piece is there. So it runs in a thread of its own, and
whoever listens can leave at any moment; the client's connection is closed at the piece after that.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from contextvars import copy_context
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, cast

from langchain_core.messages import AIMessage, AIMessageChunk, AnyMessage
from langchain_core.runnables import Runnable

from sales_agent.answers.stopping import Stopped
from sales_agent.models.faults import ModelSilent

POLL_S = 0.1
"""How often a listener looks whether it is still wanted while a model is silent."""

Piece = AIMessageChunk | Exception | None
"""None is the end; an exception is what the client raised."""


def chunks_of(
    model: Runnable[Any, AIMessage],
    messages: Sequence[AnyMessage],
    *,
    stopped: Stopped,
    deadline: float | None = None,
) -> Iterator[AIMessageChunk]:
    """The model's answer as it comes, up to its end or until it is stopped.

    Args:
        model: Who is asked.
        messages: What it is shown.
        stopped: Whether nobody listens any more.
        deadline: When it must have ended, as `time.monotonic` counts seconds.

    Raises:
        ModelSilent: it had not ended by its deadline.
        Exception: whatever the provider's client raised.
    """
    pieces: SimpleQueue[Piece] = SimpleQueue()
    left = Event()
    work = (_pump, model, messages, pieces.put, left.is_set)
    Thread(target=copy_context().run, args=work, name="model", daemon=True).start()
    try:
        while not stopped():
            if deadline is not None and time.monotonic() > deadline:
                raise ModelSilent
            try:
                piece = pieces.get(timeout=POLL_S)
            except Empty:
                continue
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise piece
            yield piece
    finally:
        left.set()


def _pump(
    model: Runnable[Any, AIMessage],
    messages: Sequence[AnyMessage],
    put: Callable[[Piece], None],
    is_left: Callable[[], bool],
) -> None:
    try:
        stream = cast(Any, model.stream(list(messages)))
        with closing(stream):
            for chunk in stream:
                if is_left():
                    return
                put(chunk)
    except Exception as error:  # noqa: BLE001 - the thread's edge: the listener raises it
        put(error)
    else:
        put(None)
