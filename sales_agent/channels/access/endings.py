"""Sessions that were ended before their tokens: a token of one no longer works."""

import logging

import redis

from sales_agent.channels.access.tokens import REFRESH_S, TTL_S
from sales_agent.memory.outage import AWAY

logger = logging.getLogger(__name__)


class Endings:
    """Remembers in Redis which sessions were ended, for as long as a token of theirs could work."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def add(self, session_id: str) -> None:
        """End a session; raises as redis-py does when that cannot be kept."""
        self._client.set(_key(session_id), 1, ex=TTL_S + REFRESH_S)

    def has(self, session_id: str) -> bool:
        """Whether a session was ended; while Redis is away a token holds until its hour is over."""
        try:
            return bool(self._client.exists(_key(session_id)))
        except AWAY as error:
            logger.warning("endings_unknown type=%s", type(error).__name__)
            return False


def _key(session_id: str) -> str:
    return f"web:ended:{session_id}"
