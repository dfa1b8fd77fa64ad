"""One turn at a time for a thread, whichever process or channel it comes from."""

import logging
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Event, Thread

import redis

from sales_agent.errors import ThreadBusy

logger = logging.getLogger(__name__)

LOCK_TTL_S = 5.0
LONGEST_WAIT_S = 60.0
_PATIENCE_S = 1.0
_FENCE_KEPT_S = 86_400.0
_POLL_S = 0.01
_HERE = Path(__file__).parent


class ThreadLock:
    """A held lock.

    Attributes:
        fence: Grows with every holder of this thread's lock: what was done under a smaller
            number than one already seen came from a holder that had lost its lock.
    """

    def __init__(self, fence: int) -> None:
        self.fence = fence
        self._lost = Event()

    @property
    def is_lost(self) -> bool:
        """Whether the lock ran out while held, as after a long pause of the process."""
        return self._lost.is_set()

    def mark_lost(self) -> None:
        """Note that somebody else may hold the lock by now."""
        self._lost.set()


@contextmanager
def thread_lock(
    client: redis.Redis,
    thread_id: str,
    *,
    ttl_s: float = LOCK_TTL_S,
    wait_s: float = LONGEST_WAIT_S,
) -> Iterator[ThreadLock]:
    """Hold a thread's lock, after whoever asked for it before.

    A thread of its own renews the lock while it is held; a holder that dies loses it after
    `ttl_s`, and a waiter that dies is passed over after a second.

    Raises:
        ThreadBusy: The lock was not free within `wait_s`.
    """
    keys = [f"lock:{{{thread_id}}}:{name}" for name in ("holder", "queue", "seen", "fence")]
    token = secrets.token_hex(8)
    try:
        lock = ThreadLock(_wait(client, keys, token, ttl_s=ttl_s, wait_s=wait_s))
        is_done = Event()
        keeper = Thread(
            target=_keep, args=(client, keys[0], token, ttl_s, lock, is_done), daemon=True
        )
        keeper.start()
        try:
            yield lock
        finally:
            is_done.set()
            keeper.join()
    finally:
        _release(client, keys, token)


def _wait(client: redis.Redis, keys: list[str], token: str, *, ttl_s: float, wait_s: float) -> int:
    """Ask until it is this token's turn, and return the fence."""
    acquire = client.register_script(_script("acquire"))
    spans = [_milliseconds(span) for span in (ttl_s, _PATIENCE_S, _FENCE_KEPT_S)]
    deadline = time.monotonic() + wait_s
    while not (fence := int(acquire(keys=keys, args=[token, *spans]))):
        if time.monotonic() >= deadline:
            raise ThreadBusy(
                f"another turn has held {keys[0]} for {wait_s:g} s; send the message again later"
            )
        time.sleep(_POLL_S)
    return fence


def _keep(
    client: redis.Redis, key: str, token: str, ttl_s: float, lock: ThreadLock, is_done: Event
) -> None:
    """Renew a lock until its holder is done, or it is lost."""
    renew = client.register_script(_script("renew"))
    renewed_at = time.monotonic()
    while not is_done.wait(ttl_s / 3):
        try:
            is_held = bool(renew(keys=[key], args=[token, _milliseconds(ttl_s)]))
        except redis.RedisError:
            is_held = time.monotonic() - renewed_at < ttl_s
        else:
            renewed_at = time.monotonic() if is_held else renewed_at
        if not is_held:
            logger.warning("thread_lock_lost key=%s", key)
            lock.mark_lost()
            return


def _release(client: redis.Redis, keys: list[str], token: str) -> None:
    try:
        client.register_script(_script("release"))(keys=keys[:3], args=[token])
    except redis.RedisError as error:
        # The turn is over all the same, and the lock expires by itself.
        logger.warning("thread_lock_not_released key=%s error=%s", keys[0], type(error).__name__)


def _milliseconds(span_s: float) -> int:
    return int(span_s * 1000)


@cache
def _script(name: str) -> str:
    return (_HERE / f"{name}.lua").read_text(encoding="utf-8")
