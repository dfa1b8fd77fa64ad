"""What is no conversation: the document of the API, and how the process is."""

import logging

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from sales_agent.channels.web.docs_page import docs_page
from sales_agent.channels.web.gateway import gateway
from sales_agent.channels.web.requests import api_document

logger = logging.getLogger(__name__)

OK = "ok"
bp = Blueprint("site", __name__)


@bp.get("/openapi.json")
def document() -> ResponseReturnValue:
    """The API's OpenAPI document."""
    return jsonify(api_document())


@bp.get("/docs")
def docs() -> ResponseReturnValue:
    """The same for people."""
    return Response(docs_page(api_document()), mimetype="text/html")


@bp.get("/healthz")
def health() -> ResponseReturnValue:
    """That the process answers."""
    return {"status": OK}


@bp.get("/readyz")
def readiness() -> ResponseReturnValue:
    """Whether a turn could be held: each part that it needs, and how that is."""
    checks = {name: _state(name) for name in gateway().checks}
    is_ready = all(state == OK for state in checks.values())
    body = {"status": OK if is_ready else "unavailable", "checks": checks}
    return body, 200 if is_ready else 503


@bp.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Counters for Prometheus."""
    return Response(gateway().metrics.as_text(), mimetype="text/plain")


def _state(name: str) -> str:
    try:
        gateway().checks[name]()
    except Exception as error:  # noqa: BLE001 - whatever it was, that part is not well
        logger.warning("not_ready part=%s type=%s", name, type(error).__name__)
        return "unavailable"
    return OK
