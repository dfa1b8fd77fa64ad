"""Where the processes of a shop tell each other which models rest, in Redis.

One that was told to wait, or found a provider dead, spares the others the same slow turn. While
Redis is away each process goes by what it knows itself.
"""

import logging
from collections.abc import Sequence

import redis

from sales_agent.models.rests import LONGEST_REST_S, Notice

logger = logging.getLogger(__name__)

REMEMBERED_S = 2 * LONGEST_REST_S
"""How long after a rest it counts as the one before, so that the next is twice as long."""


class Noticeboard:
    """Reads and writes which models rest.

    Args:
        client: The Redis that conversations are kept in.
    """

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def read(self, names: Sequence[str]) -> dict[str, Notice]:
        """What is known of models; of those that never rested lately, nothing."""
        with self._client.pipeline(transaction=False) as pipe:
            for name in names:
                pipe.pttl(_resting(name))
                pipe.get(_counted(name))
            try:
                answers = pipe.execute()
            except redis.RedisError as error:
                _tell(error)
                return {}
        found = zip(names, answers[::2], answers[1::2], strict=True)
        return {
            name: Notice(max(0, left_ms) / 1000, int(count or 0))
            for name, left_ms, count in found
            if left_ms > 0 or count
        }

    def post(self, name: str, notice: Notice) -> None:
        """Tell the others of a rest; one that lasts longer stays."""
        ms = round(notice.left_s * 1000)
        try:
            if self._client.pttl(_resting(name)) >= ms:
                return
            with self._client.pipeline(transaction=False) as pipe:
                pipe.set(_resting(name), 1, px=ms)
                pipe.set(_counted(name), notice.rests, px=ms + round(REMEMBERED_S * 1000))
                pipe.execute()
        except redis.RedisError as error:
            _tell(error)

    def take_down(self, name: str) -> None:
        """Tell the others that a model answers again."""
        try:
            self._client.delete(_resting(name), _counted(name))
        except redis.RedisError as error:
            _tell(error)


def _tell(error: redis.RedisError) -> None:
    logger.warning("rests_not_shared type=%s", type(error).__name__)


def _resting(name: str) -> str:
    return f"models:resting:{name}"


def _counted(name: str) -> str:
    return f"models:rests:{name}"
