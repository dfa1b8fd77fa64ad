"""A turn as it runs in this process: its events so far, for all who follow it."""

from collections.abc import Iterator
from threading import Condition, Event

from sales_agent.channels.web.wire import WireEvent

HEARTBEAT_S = 15.0
"""How long a stream is silent at most."""


class RunningTurn:
    """Takes a turn's events from its worker and hands them to any number of followers."""

    def __init__(self, turn_id: str, trace_id: str, *, heartbeat_s: float = HEARTBEAT_S) -> None:
        self.id = turn_id
        self._heartbeat_s = heartbeat_s
        self.trace_id = trace_id
        self.wish_to_stop = Event()
        self._events: list[WireEvent] = []
        self._changed = Condition()

    @property
    def is_over(self) -> bool:
        """Whether its last event is there."""
        return bool(self._events) and self._events[-1].is_last

    def has_more(self, after: int) -> bool:
        """Whether it has or will have events behind the first `after`."""
        return not self.is_over or len(self._events) > after

    def put(self, event: WireEvent) -> None:
        """Add an event."""
        with self._changed:
            self._events.append(event)
            self._changed.notify_all()

    def follow(self, after: int = 0) -> Iterator[tuple[int, WireEvent] | None]:
        """The events behind the first `after`, numbered from 1, as they come.

        None is a sign of life when none has come for a while.
        """
        position = after
        while self.has_more(position):
            fresh = self._await_behind(position)
            if not fresh and not self.is_over:
                yield None
            for event in fresh:
                position += 1
                yield position, event

    def _await_behind(self, position: int) -> list[WireEvent]:
        def has_come() -> bool:
            return len(self._events) > position or self.is_over

        with self._changed:
            self._changed.wait_for(has_come, timeout=self._heartbeat_s)
            return self._events[position:]
