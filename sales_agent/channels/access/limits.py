"""How often an API may be asked, counted in Redis for every process alike."""

import time
from collections.abc import Callable, Mapping
from typing import Any, cast

import redis
from flask import Flask, request
from flask.typing import RouteCallable
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

API_PREFIX = "/api/"
PREFIX = "web:limit"
CLUSTER = "redis+cluster://"


def create_limiter(app: Flask, client: redis.Redis, url: str, *, per_address: str) -> Limiter:
    """Limit the requests to an app's API by the address that they come from.

    While Redis is away each process counts by itself.

    Args:
        app: The app.
        client: The Redis to count in, by the connections it has.
        url: Its address, as `REDIS_URL` gives it.
        per_address: Requests from one address, as `600/minute`.
    """
    limiter = Limiter(
        get_remote_address,
        application_limits=[per_address],
        application_limits_exempt_when=lambda: not request.path.startswith(API_PREFIX),
        storage_uri=_storage_uri(url),
        storage_options=_storage_options(client, url),
        strategy="sliding-window-counter",
        key_prefix=PREFIX,
        in_memory_fallback_enabled=True,
    )
    limiter.init_app(app)
    return limiter


def limit_views(
    app: Flask, limiter: Limiter, limits: Mapping[str, str], key: Callable[[], str]
) -> None:
    """Limit views by name, each alone, by a key of the request."""
    for endpoint, limit in limits.items():
        view = app.view_functions[endpoint]
        app.view_functions[endpoint] = cast(RouteCallable, limiter.limit(limit, key_func=key)(view))


def limit_together(
    app: Flask, limiter: Limiter, endpoints: tuple[str, ...], limit: str, key: Callable[[], str]
) -> None:
    """Limit several views by one count of a key of the request."""
    shared = limiter.shared_limit(limit, scope=endpoints[0], key_func=key)
    for endpoint in endpoints:
        app.view_functions[endpoint] = cast(RouteCallable, shared(app.view_functions[endpoint]))


def seconds_to_wait(app: Flask) -> int:
    """How long until the limit that the request has passed lets one through again."""
    limiter: Limiter = next(iter(app.extensions["limiter"]))
    passed = limiter.current_limit
    return max(1, round(passed.reset_at - time.time())) if passed else 1


def _storage_uri(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{CLUSTER}{rest}" if scheme.endswith("+cluster") else "redis://"


def _storage_options(client: redis.Redis, url: str) -> dict[str, Any]:
    """Count over the client's own connections; a cluster has a client of its own."""
    scheme = url.partition("://")[0]
    if scheme.endswith("+cluster"):
        return {"ssl": True} if scheme.startswith("rediss") else {}
    return {"connection_pool": client.connection_pool}
