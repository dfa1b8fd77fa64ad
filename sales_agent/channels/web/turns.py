"""Turns that outlive their connections: begun once, followed from anywhere, stopped on request."""

import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from functools import partial
from threading import BoundedSemaphore, Lock, Thread

import redis

from sales_agent.answers.apologies import failure_of
from sales_agent.answers.stopping import Stopped
from sales_agent.channels.web.metrics import WebMetrics
from sales_agent.channels.web.running import HEARTBEAT_S, RunningTurn
from sales_agent.channels.web.turn_store import Place, TurnStore
from sales_agent.channels.web.wire import WireEvent, wire_event
from sales_agent.events import Event, TextDelta, TurnEnded, TurnFailed

logger = logging.getLogger(__name__)

Numbered = tuple[int, WireEvent]
Work = Callable[[str, str, Stopped], Iterator[Event]]
"""Holds a turn, given its id, its trace and whether to stop."""
Recover = Callable[[str, Place, str], list[WireEvent]]
"""The last events of a turn, given its session, its place and its id."""
KEPT_HERE = 64
"""Turns of this process that are followed without Redis, the latest."""
RUNNING_AT_MOST = 200
"""Turns that a process works on at a time; more than its processor can keep up with only take the
time from each other until their locks run out. Those that wait are streams with signs of life."""
KEEPER_S = 0.5
POLL_S = 0.1
LOST_CODE = "turn_lost"
LOST = (
    "I was interrupted in the middle of this answer, and kept nothing of this message. Please "
    "send it again."
)


def nothing_recovered(session_id: str, place: Place, turn_id: str) -> list[WireEvent]:
    """Nothing is known of a turn but its events."""
    return []


class UnknownTurn(LookupError):
    """A turn that is not this session's, or of which nothing is left."""


class Turns:
    """All turns that this process runs, and by Redis those of the others.

    Args:
        store: The turns' events in Redis.
        metrics: The process's counters.
        recover: Tells the end of a turn that was stored though its process died.
    """

    def __init__(
        self, store: TurnStore, metrics: WebMetrics, recover: Recover = nothing_recovered
    ) -> None:
        self._store = store
        self._recover = recover
        self._metrics = metrics
        self._here: OrderedDict[str, tuple[str, RunningTurn]] = OrderedDict()
        self._lock = Lock()
        self._room = BoundedSemaphore(RUNNING_AT_MOST)
        self._keeper: Thread | None = None

    def begin(
        self,
        session_id: str,
        message: str,
        work: Work,
        *,
        turn_id: str,
        trace_id: str,
        place: Place,
    ) -> RunningTurn:
        """Begin a turn in a thread of its own; `message` is told in its first event."""
        turn = RunningTurn(turn_id, trace_id)
        self._attempt(partial(self._store.begin, session_id, turn_id, place))
        self._keep(session_id, turn)
        self._publish(turn, WireEvent("turn", {"turn": turn_id, "message": message}))
        Thread(target=self._run, args=(session_id, turn, work), name="web-turn").start()
        return turn

    def claim(self, session_id: str, client_id: str | None, turn_id: str) -> str:
        """The turn that a client's own id of a message stands for: this one, if none before."""
        if client_id is None:
            return turn_id
        try:
            return self._store.claim(session_id, client_id, turn_id)
        except redis.RedisError as error:
            logger.warning("turn_not_claimed type=%s", type(error).__name__)
            return turn_id

    def claimed(self, session_id: str, client_id: str | None) -> str | None:
        """The turn that a client's own id began, unless that was lost."""
        if client_id is None:
            return None
        try:
            turn_id = self._store.claimed(session_id, client_id)
            if turn_id is None or not self._is_lost(turn_id):
                return turn_id
            self._store.release(session_id, client_id)
        except redis.RedisError as error:
            logger.warning("turn_claim_unknown type=%s", type(error).__name__)
        return None

    def follow(self, session_id: str, turn_id: str, after: int = 0) -> Iterator[Numbered | None]:
        """The events of a session's turn behind the first `after`; None as a sign of life.

        Raises:
            UnknownTurn: it is not this session's, or gone.
        """
        known = self._here.get(turn_id)
        if known and known[0] == session_id:
            return known[1].follow(after)
        if self._store.session_of(turn_id) != session_id:
            raise UnknownTurn(turn_id)
        return self._follow_stored(turn_id, after)

    def has_more(self, session_id: str, turn_id: str, after: int) -> bool:
        """Whether a turn has or will have events behind the first `after`.

        Raises:
            UnknownTurn: it is not this session's, or gone.
        """
        known = self._here.get(turn_id)
        if known and known[0] == session_id:
            return known[1].has_more(after)
        if self._store.session_of(turn_id) != session_id:
            raise UnknownTurn(turn_id)
        return not self._is_over(turn_id) or bool(self._store.events(turn_id, after))

    def running(self, session_id: str) -> list[str]:
        """The session's turns that are not over, wherever they run, the earliest first."""
        try:
            listed = self._store.running(session_id)
            return [turn_id for turn_id in listed if not self._has_ended(session_id, turn_id)]
        except redis.RedisError:
            mine = self._here.items()
            return [one for one, (owner, turn) in mine if owner == session_id and not turn.is_over]

    def position(self, turn_id: str) -> tuple[str, int]:
        """The message of a turn, and how many events it has brought."""
        events = self._store.events(turn_id)
        message = str(events[0].data.get("message", "")) if events else ""
        return message, len(events)

    def stop(self, session_id: str) -> bool:
        """Stop the session's running turns, wherever they run; False when there are none."""
        running = self.running(session_id)
        for turn_id in running:
            if known := self._here.get(turn_id):
                known[1].wish_to_stop.set()
            self._attempt(partial(self._store.ask_to_stop, turn_id))
        return bool(running)

    def erase(self, session_id: str) -> None:
        """Erase all that is kept of a session's turns."""
        with self._lock:
            for turn_id in [one for one, (owner, _) in self._here.items() if owner == session_id]:
                del self._here[turn_id]
        self._store.erase(session_id)

    def _has_ended(self, session_id: str, turn_id: str) -> bool:
        """Whether a turn that is listed as running has ended, with its process if need be."""
        if not self._is_lost(turn_id) and not self._is_over(turn_id):
            return False
        self._store.finish(session_id, turn_id)
        return True

    def _is_over(self, turn_id: str) -> bool:
        if known := self._here.get(turn_id):
            return known[1].is_over
        last = self._store.last(turn_id)
        return last is not None and last.is_last

    def _is_lost(self, turn_id: str) -> bool:
        """Whether a turn ended with its process; whoever finds that out first says so."""
        if turn_id in self._here or self._store.is_alive(turn_id):
            return False
        last = self._store.last(turn_id)
        if last is None or not last.is_last:
            if not self._store.bury(turn_id):
                return True
            for last in self._last_events(turn_id):
                self._store.append(turn_id, last)
        return last is not None and _is_loss(last)

    def _last_events(self, turn_id: str) -> list[WireEvent]:
        """What ends a turn whose process died: as it was stored, or that it was lost."""
        session_id, place = self._store.session_of(turn_id), self._store.place_of(turn_id)
        if session_id and place and (kept := self._recover(session_id, place, turn_id)):
            logger.warning("turn_recovered turn=%s", turn_id)
            return kept
        logger.error("turn_lost turn=%s", turn_id)
        return cut_short(turn_id, LOST_CODE, LOST)

    def _follow_stored(self, turn_id: str, after: int) -> Iterator[Numbered | None]:
        """Follow a turn of another process, by looking for its events in Redis."""
        position, quiet_since = after, time.monotonic()
        while True:
            for event in self._store.events(turn_id, position):
                position, quiet_since = position + 1, time.monotonic()
                yield position, event
                if event.is_last:
                    return
            if self._is_lost(turn_id) and self._is_over(turn_id):
                yield from enumerate(self._store.events(turn_id, position), position + 1)
                return
            if time.monotonic() - quiet_since >= HEARTBEAT_S:
                quiet_since = time.monotonic()
                yield None
            time.sleep(POLL_S)

    def _keep(self, session_id: str, turn: RunningTurn) -> None:
        with self._lock:
            self._here[turn.id] = session_id, turn
            over = [one for one, (_, kept) in self._here.items() if kept.is_over]
            for one in over[: max(0, len(self._here) - KEPT_HERE)]:
                del self._here[one]
            if self._keeper is None:
                self._keeper = Thread(target=self._watch, name="turn-keeper", daemon=True)
                self._keeper.start()

    def _run(self, session_id: str, turn: RunningTurn, work: Work) -> None:
        self._metrics.turn_began()
        try:
            with self._room:
                self._hold(turn, work)
        except Exception as error:  # noqa: BLE001 - the worker's edge: a turn always ends
            logger.error("turn_broke type=%s turn=%s", type(error).__name__, turn.id)
            failed = failure_of(error)
            for event in cut_short(turn.id, failed.code, failed.detail):
                self._publish(turn, event)
        finally:
            self._metrics.turn_left()
            self._attempt(partial(self._store.finish, session_id, turn.id))

    def _hold(self, turn: RunningTurn, work: Work) -> None:
        started, is_first = time.perf_counter(), True
        for event in work(turn.id, turn.trace_id, turn.wish_to_stop.is_set):
            if is_first and isinstance(event, TextDelta):
                is_first = False
                self._metrics.first_byte(time.perf_counter() - started)
            if isinstance(event, TurnEnded):
                self._metrics.turn_ended(event)
            self._publish(turn, wire_event(event, turn.id))

    def _publish(self, turn: RunningTurn, event: WireEvent) -> None:
        """Keep an event before it is told: what a client has seen can be resumed after."""
        self._attempt(partial(self._store.append, turn.id, event))
        turn.put(event)

    def _watch(self) -> None:
        """Say that this process's turns are running, and hear which are to be stopped."""
        while True:
            time.sleep(KEEPER_S)
            with self._lock:
                running = {i: turn for i, (_, turn) in self._here.items() if not turn.is_over}
            if running:
                self._attempt(partial(self._heed, running))

    def _heed(self, running: dict[str, RunningTurn]) -> None:
        for turn_id in self._store.keep_alive(list(running)):
            running[turn_id].wish_to_stop.set()

    def _attempt(self, call: Callable[[], object]) -> None:
        """Do what a turn goes on without while Redis is away."""
        try:
            call()
        except redis.RedisError as error:
            logger.warning("turn_not_kept type=%s", type(error).__name__)


def new_turn_id() -> str:
    """An id of 128 random bits, with no dot in it."""
    return f"turn-{secrets.token_urlsafe(16)}"


def cut_short(turn_id: str, code: str, detail: str) -> list[WireEvent]:
    """What ends a turn that cannot end by itself."""
    failed = TurnFailed(code, detail)
    error = {"code": code, "detail": detail}
    ended = TurnEnded(0, "", "", "", "", detail, "", 0.0, error=error, cart={"lines": []})
    return [wire_event(failed, turn_id), wire_event(ended, turn_id)]


def _is_loss(event: WireEvent) -> bool:
    return bool((event.data.get("error") or {}).get("code") == LOST_CODE)
