"""The Flask app of the web channel."""

import logging
import secrets
import time
from collections.abc import Sequence

from flask import Blueprint, Flask, Response, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.middleware.proxy_fix import ProxyFix

from sales_agent.channels.access.headers import answer_preflight, set_headers
from sales_agent.channels.access.limits import create_limiter, limit_together, limit_views
from sales_agent.channels.web.faults import answer_faults
from sales_agent.channels.web.gateway import EXTENSION, Gateway, caller_key
from sales_agent.channels.web.routes import (
    cards,
    cart,
    chat,
    me,
    messages,
    products,
    sessions,
    site,
)

logger = logging.getLogger(__name__)

BODY_LIMIT_BYTES = 64 * 1024
SAYING = ("chat.say", "chat.show", "chat.confirm")
"""The views that hold a turn."""


def create_app(gateway: Gateway, pages: Sequence[Blueprint] = ()) -> Flask:
    """Build the app.

    Args:
        gateway: What its routes share.
        pages: What is served beside the API: the widget's files, a shop's pages.
    """
    app = Flask("web", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT_BYTES
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions[EXTENSION] = gateway
    app.before_request(_begin_request)
    app.before_request(answer_preflight)
    app.after_request(_end_request)
    set_headers(app, gateway.settings.origins)
    for room in (sessions, chat, messages, cart, cards, me, products, site):
        app.register_blueprint(room.bp)
    limiter = _limit(app, gateway)
    for page in pages:
        limiter.limit(gateway.settings.pages_limit)(page)
        app.register_blueprint(page)
    answer_faults(app, gateway.assistant.desk.failures, gateway.metrics.fault)
    if count := gateway.settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    return app


def _limit(app: Flask, gateway: Gateway) -> Limiter:
    settings = gateway.settings
    limiter = create_limiter(
        app, gateway.client, gateway.redis_url, per_address=settings.address_limit
    )
    by_address = {
        "sessions.begin": settings.sessions_limit,
        "cards.take": settings.cards_limit,
    }
    limit_views(app, limiter, by_address, get_remote_address)
    limit_together(app, limiter, SAYING, settings.shopper_limit, caller_key)
    limit_together(app, limiter, SAYING, settings.shop_limit, lambda: "shop")
    return limiter


def _begin_request() -> None:
    g.trace_id = secrets.token_hex(8)
    g.started = time.perf_counter()


def _end_request(response: Response) -> Response:
    """Name the trace, and log the request by its ids: no body, no query, no address."""
    response.headers["X-Trace-Id"] = g.trace_id
    ms = (time.perf_counter() - g.started) * 1000
    logger.info(
        "answered route=%s method=%s status=%s ms=%.1f trace=%s",
        request.url_rule or "none",
        request.method,
        response.status_code,
        ms,
        g.trace_id,
    )
    return response
