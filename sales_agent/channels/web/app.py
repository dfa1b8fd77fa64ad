"""The Flask app of the web channel."""

import logging
import secrets
import time
from collections.abc import Sequence

from flask import Blueprint, Flask, Response, g, request

from sales_agent.channels.web.faults import answer_faults
from sales_agent.channels.web.gateway import EXTENSION, Gateway
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
    app.after_request(_end_request)
    for room in (sessions, chat, messages, cart, cards, me, products, site):
        app.register_blueprint(room.bp)
    for page in pages:
        app.register_blueprint(page)
    answer_faults(app, gateway.assistant.desk.failures, gateway.metrics.fault)
    return app


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
