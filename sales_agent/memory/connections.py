"""Clients for the Redis that an address names: one server, a cluster, or what Sentinel leads to."""

from typing import cast
from urllib.parse import SplitResult, unquote, urlsplit

import redis
from redis.backoff import NoBackoff
from redis.cluster import RedisCluster
from redis.retry import Retry
from redis.sentinel import Sentinel

from sales_agent.errors import MemoryUnavailable

CONNECT_TIMEOUT_S = 3.0
ANSWER_TIMEOUT_S = 10.0
"""How long a command may take: a server that was cut off is known to be away then."""
SENTINEL_PORT = 26379
MANY = 4096
"""Connections of a process: more than it has threads. A pool that refuses would make a busy process
believe its Redis away; one that waits lost acknowledged turns when its server was killed."""


def connect(url: str) -> redis.Redis:
    """Open a client on a Redis that answers.

    Args:
        url: `redis://host:port/0`, `rediss://` for TLS, `unix://path`; `redis+cluster://` or
            `rediss+cluster://` and any node for a cluster; for Sentinel
            `redis+sentinel://host:port,host:port/service/0`.

    Raises:
        MemoryUnavailable: Nothing answers there.
    """
    try:
        client = _open(url)
        client.ping()
    except (redis.RedisError, ValueError) as error:
        raise MemoryUnavailable(
            f"no Redis answers at {_without_password(url)} ({type(error).__name__}); start it, "
            "correct REDIS_URL, or unset it to use the one that comes along"
        ) from error
    return client


def _open(url: str) -> redis.Redis:
    scheme, is_special, kind = url.partition("://")[0].partition("+")
    if not is_special:
        # One more try at once: enough for a connection that the server closed while idle, and a
        # server that is away is known to be away at once.
        return redis.Redis.from_url(
            url,
            max_connections=MANY,
            decode_responses=False,
            protocol=2,
            socket_connect_timeout=CONNECT_TIMEOUT_S,
            socket_timeout=ANSWER_TIMEOUT_S,
            retry=Retry(NoBackoff(), 1),
        )
    if kind == "cluster":
        node = url.replace(f"{scheme}+cluster", scheme, 1)
        # It has the commands of redis.Redis that the memory uses, and keeps redis-py's retries:
        # they carry a turn over the election of a new primary.
        cluster = RedisCluster.from_url(
            node,
            decode_responses=False,
            protocol=2,
            socket_connect_timeout=CONNECT_TIMEOUT_S,
            socket_timeout=ANSWER_TIMEOUT_S,
            max_connections=MANY,
        )
        return cast(redis.Redis, cluster)
    if kind == "sentinel":
        return _open_by_sentinel(urlsplit(url), has_tls=scheme == "rediss")
    raise ValueError(f"unknown kind of Redis {kind!r}; use cluster or sentinel")


def _open_by_sentinel(parts: SplitResult, *, has_tls: bool) -> redis.Redis:
    """Ask the sentinels for the primary of a service, again after each loss of it."""
    credentials, _, hosts = parts.netloc.rpartition("@")
    username, _, password = credentials.partition(":")
    service, _, number = parts.path.strip("/").partition("/")
    pairs = [host.partition(":") for host in hosts.split(",")]
    sentinels = [(host, int(port or SENTINEL_PORT)) for host, _, port in pairs]
    sentinel = Sentinel(  # type: ignore[no-untyped-call]
        sentinels,
        sentinel_kwargs={
            "socket_connect_timeout": CONNECT_TIMEOUT_S,
            "retry": Retry(NoBackoff(), 1),
        },
    )
    primary: redis.Redis = sentinel.master_for(  # type: ignore[no-untyped-call]
        service,
        db=int(number or 0),
        username=unquote(username) or None,
        password=unquote(password) or None,
        ssl=has_tls,
        decode_responses=False,
        protocol=2,
        socket_connect_timeout=CONNECT_TIMEOUT_S,
        socket_timeout=ANSWER_TIMEOUT_S,
        max_connections=MANY,
    )
    return primary


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()
