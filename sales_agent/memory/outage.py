"""Redis away: turns go on in this process's memory and are written, in order, when it is back.

Whatever talks to Redis in a turn does so by `attempt`, with what to do instead. What is done
instead leaves a replay in the journal. A thread of the outage's own tries for Redis, lets no turn
begin while it replays, and ends the outage when the journal is empty.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from threading import Condition, Lock, Thread, local
from typing import TypeVar
from weakref import WeakValueDictionary

import redis

logger = logging.getLogger(__name__)

AWAY = (
    redis.ConnectionError,
    redis.TimeoutError,
    redis.exceptions.ClusterDownError,
    redis.exceptions.OutOfMemoryError,
    redis.ReadOnlyError,
)
"""What says that nothing can be stored now, and may be in a while."""
RETRY_S = 0.5
T = TypeVar("T")


class _Held:
    """A lock that goes when nobody holds or awaits it."""

    def __init__(self) -> None:
        self.lock = Lock()


class Outage:
    """Whether Redis can be reached, and what is to be written when it can be again.

    Args:
        ping: Raises while Redis is away.
        revive: Starts a server of this process's own again; None where it is somebody else's.
        retry_s: Seconds between two tries.
    """

    def __init__(
        self,
        ping: Callable[[], object],
        *,
        revive: Callable[[], object] | None = None,
        retry_s: float = RETRY_S,
    ) -> None:
        self._ping = ping
        self._revive = revive
        self._retry_s = retry_s
        self._journal: list[tuple[str, Callable[[], None]]] = []
        self._state = Condition()
        self._turns = 0
        self._is_replaying = False
        self._own = local()
        self._locks: WeakValueDictionary[str, _Held] = WeakValueDictionary()
        self._told: set[str] = set()
        self._lost: set[str] = set()
        self.is_away = False
        self.unsaved_turns = 0
        self.turns_kept = 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold a turn; none begins while what was said before is being written."""
        with self._state:
            self._state.wait_for(lambda: not self._is_replaying)
            self._turns += 1
        try:
            yield
        finally:
            with self._state:
                self._turns -= 1
                self._state.notify_all()

    def attempt(self, call: Callable[[], T], instead: Callable[[], T]) -> T:
        """Do what needs Redis, or what is to be done while it is away."""
        if getattr(self._own, "is_replaying", False):
            return call()
        if self.is_away:
            return instead()
        try:
            return call()
        except AWAY as error:
            if self._is_revived():
                try:
                    return call()
                except AWAY:
                    pass
            self._begin(error)
            return instead()

    @contextmanager
    def hold(
        self, thread_id: str, lock: Callable[[str], AbstractContextManager[object]]
    ) -> Iterator[None]:
        """Hold a thread's lock in Redis, and one of this process for when that is away."""
        with self._state:
            own = self._locks.setdefault(thread_id, _Held())
        with ExitStack() as stack:
            self.attempt(lambda: stack.enter_context(lock(thread_id)), lambda: None)
            stack.enter_context(own.lock)
            yield

    def later(self, thread_id: str, write: Callable[[], None]) -> None:
        """Put something into the journal; repeating it must do no harm."""
        with self._state:
            self._journal.append((thread_id, write))

    def count_turn(self, thread_id: str) -> str | None:
        """Count a turn that ends now; `away`, `back` or `lost` when its shopper is to be told."""
        with self._state:
            if self.is_away:
                self.unsaved_turns += 1
                self.turns_kept += 1
                is_first = thread_id not in self._told
                self._told.add(thread_id)
                return "away" if is_first else None
            if thread_id not in self._told:
                return None
            self._told.discard(thread_id)
            is_lost = thread_id in self._lost
            self._lost.discard(thread_id)
            return "lost" if is_lost else "back"

    def describe(self) -> str:
        """The state in words, for logs and for whoever asks."""
        if not self.is_away:
            return "memory: saved"
        return f"memory: away, {self.unsaved_turns} turns not saved yet"

    def _is_revived(self) -> bool:
        if self._revive is None:
            return False
        try:
            self._revive()
            self._ping()
        except Exception as error:  # noqa: BLE001 - whatever it was, Redis stays away
            logger.warning("memory_not_revived type=%s", type(error).__name__)
            return False
        logger.warning("memory_revived")
        return True

    def _begin(self, error: Exception) -> None:
        with self._state:
            if self.is_away:
                return
            self.is_away = True
        logger.error("memory_away type=%s", type(error).__name__)
        Thread(target=self._wait_for_return, name="outage", daemon=True).start()

    def retry(self) -> None:
        """Try for Redis now, and write what waits when it answers."""
        if self.is_away and (self._answers() or self._is_revived()):
            self._replay()

    def _wait_for_return(self) -> None:
        while self.is_away:
            time.sleep(self._retry_s)
            self.retry()

    def _answers(self) -> bool:
        try:
            self._ping()
        except AWAY:
            return False
        return True

    def _replay(self) -> None:
        """Write the journal while no turn runs; what is left of it stays for the next try."""
        with self._state:
            self._state.wait_for(lambda: not self._is_replaying)
            self._is_replaying = True
            self._state.wait_for(lambda: not self._turns)
        self._own.is_replaying = True
        try:
            while self._journal:
                thread_id, write = self._journal[0]
                self._write(thread_id, write)
                self._journal.pop(0)
        except AWAY as error:
            logger.warning("memory_still_away type=%s", type(error).__name__)
        else:
            logger.warning("memory_back turns=%d", self.unsaved_turns)
            self.is_away, self.unsaved_turns = False, 0
        finally:
            self._own.is_replaying = False
            with self._state:
                self._is_replaying = False
                self._state.notify_all()

    def _write(self, thread_id: str, write: Callable[[], None]) -> None:
        try:
            write()
        except AWAY:
            raise
        except Exception as error:  # noqa: BLE001 - one thread's loss must not keep the others
            logger.error("memory_lost thread=%s type=%s", thread_id, type(error).__name__)
            self._lost.add(thread_id)
