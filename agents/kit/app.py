"""Turn a contract and its handlers into a Flask app: checks, faults, keys, health, metrics."""

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from flask import Flask, Response, g, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import NotFound as NoRoute

from agents.kit.auth import authenticate
from agents.kit.engines import is_gone
from agents.kit.errors import Fault
from agents.kit.metrics import Metrics
from agents.kit.operations import Call, Handler, Operations, Reply
from agents.kit.pages import docs_page
from agents.kit.peers import Peers
from agents.kit.requests import check_path, read_body, read_key, read_query
from agents.kit.settings import AgentSettings
from agents.kit.storage import Store, keep_reply, kept_reply
from agents.kit.tidying import Tidying
from contracts.client import AgentError, AgentUnavailable
from contracts.contract import Contract, ContractError, Operation, load_contract
from contracts.document import Document
from contracts.settings import shop_id

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
TRY_AGAIN = "Try again in a moment"
BODY_LIMIT_BYTES = 8 * 1024 * 1024


def create_app(
    operations: Operations,
    settings: AgentSettings,
    *,
    contract: Contract | None = None,
    clock: Clock | None = None,
    peers: Peers | None = None,
) -> Flask:
    """Build an agent's app over its own store.

    Raises:
        ValueError: handlers and contract differ.
    """
    contract = contract or load_contract(operations.agent)
    clock = clock or partial(datetime.now, UTC)
    _check_complete(operations, contract)
    store = Store(
        settings.store_url(operations.agent),
        operations.tables,
        schema=settings.schema(operations.agent),
        derived=operations.derived,
    )
    if settings.database_url:
        store.claim(shop_id(settings.signing_key))
    if operations.seed and settings.has_sample:
        store.seed(operations.seed, clock())
    if operations.refresh and settings.has_sample:
        with store.start() as session:
            operations.refresh(session, clock())
    peers = peers or Peers.of(settings, operations.agent)
    return Agent(contract, operations, settings, store, clock, peers).app()


@dataclass
class Agent:
    """One served agent: its contract, handlers, store and counters."""

    contract: Contract
    operations: Operations
    settings: AgentSettings
    store: Store
    clock: Clock
    peers: Peers

    def __post_init__(self) -> None:
        self.metrics = Metrics(self.contract.agent)

    def app(self) -> Flask:
        """The Flask app: the contract's routes and the kit's own."""
        app = Flask(self.contract.agent, static_folder=None)
        app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT_BYTES
        app.json.sort_keys = False  # type: ignore[attr-defined]
        app.extensions["store"] = self.store
        app.extensions["tidying"] = self._tidying()
        for operation in self.contract.operations.values():
            rule = operation.path.replace("{", "<").replace("}", ">")
            view = partial(self.answer, operation)
            app.add_url_rule(rule, operation.id, view, methods=[operation.method])
        self._add_kit_routes(app)
        app.register_error_handler(HTTPException, self._http_fault)
        return app

    def _tidying(self) -> Tidying | None:
        if self.operations.tidy is None:
            return None
        return Tidying(
            self.contract.agent, self.operations.tidy, self.store, self.peers, self.clock
        )

    def answer(self, operation: Operation, **path: str) -> ResponseReturnValue:
        """Answer one request to an operation."""
        started = time.perf_counter()
        trace_id = request.headers.get("X-Trace-Id") or secrets.token_hex(8)
        g.trace_id = trace_id
        response = self._respond(operation, path, trace_id)
        seconds = time.perf_counter() - started
        response.headers["X-Trace-Id"] = trace_id
        self.metrics.count(operation.id, response.status_code, seconds)
        logger.info(
            "answered agent=%s operation=%s status=%s ms=%.1f trace=%s",
            self.contract.agent,
            operation.id,
            response.status_code,
            seconds * 1000,
            trace_id,
        )
        return response

    def _respond(self, operation: Operation, path: dict[str, str], trace_id: str) -> Response:
        try:
            reply = self._run(operation, self._call(operation, path, trace_id))
            operation.check_reply(reply)
            return _file(reply) if isinstance(reply, Document) else jsonify(reply)
        except Exception as error:  # noqa: BLE001 - the process edge: every failure is answered
            return _problem(_fault_of(error, operation, trace_id), trace_id)

    def _call(self, operation: Operation, path: dict[str, str], trace_id: str) -> Call:
        claims = authenticate(
            request.headers.get("Authorization"), operation, self.settings.signing_key
        )
        check_path(path)
        key = read_key(request)
        if operation.is_keyed and not key:
            raise Fault(f"{operation.id} needs an Idempotency-Key header", code="key_missing")
        return Call(
            operation=operation.id,
            body=read_body(operation, request),
            path=path,
            query=read_query(operation, request),
            claims=claims,
            key=key,
            now=self.clock(),
            store=self.store,
            peers=self.peers.on_behalf_of(claims.shopper, trace_id),
        )

    def _run(self, operation: Operation, call: Call) -> Reply | Document:
        mode, handler = self.operations.handlers[operation.id]
        if mode == "steps":
            return handler(call)
        if mode == "read":
            with self.store.read() as session:
                return handler(replace(call, _session=session))
        with self.store.write() as session:
            return _write_once(operation, handler, replace(call, _session=session))

    def _add_kit_routes(self, app: Flask) -> None:
        routes: dict[str, Callable[[], ResponseReturnValue]] = {
            "/health": self._health,
            "/version": lambda: {"agent": self.contract.agent, "version": self.contract.version},
            "/metrics": lambda: Response(self.metrics.as_text(), mimetype="text/plain"),
            "/openapi.json": lambda: jsonify(dict(self.contract.document)),
            "/docs": lambda: Response(docs_page(self.contract), mimetype="text/html"),
        }
        for rule, view in routes.items():
            app.add_url_rule(rule, rule, view, methods=["GET"])

    def _health(self) -> ResponseReturnValue:
        return {
            "status": "ok",
            "agent": self.contract.agent,
            "version": self.contract.version,
            "shop": shop_id(self.settings.signing_key),
            "checks": {"store": self.store.check()},
        }

    def _http_fault(self, error: HTTPException) -> ResponseReturnValue:
        fault = _fault_of_http(error)
        if isinstance(error, NoRoute):
            detail = f"{self.contract.agent} has no route {request.path}; see /docs"
            fault = Fault(detail, code=fault.code, status=fault.status)
        response = _problem(fault, request.headers.get("X-Trace-Id", ""))
        for name, value in error.get_headers():
            if name == "Allow":
                response.headers[name] = value
        return response


def _fault_of(error: Exception, operation: Operation, trace_id: str) -> Fault:
    if is_gone(error):
        logger.error("store_gone operation=%s error=%s", operation.id, type(error).__name__)
        detail = f"the {operation.agent} agent's store does not answer now; try again"
        return Fault(detail, code="store_unavailable", status=503, suggestions=[TRY_AGAIN])
    match error:
        case Fault():
            return error
        case DataError():
            logger.error("value_not_kept operation=%s trace=%s", operation.id, trace_id)
            detail = f"a value is too long or too large for the {operation.agent} agent to keep"
            return Fault(detail, code="value_not_kept")
        case HTTPException():
            return _fault_of_http(error)
        case AgentUnavailable():
            return Fault(str(error), code=error.code, status=503)
        case AgentError():
            return Fault(
                str(error), code=error.code, status=error.status, suggestions=error.suggestions
            )
        case ContractError():
            logger.error("contract_broken %s trace=%s", error, trace_id)
            return Fault(str(error), code="contract_broken", status=500, pointer=error.pointer)
    logger.error("failed operation=%s trace=%s", operation.id, trace_id, exc_info=error)
    return Fault(f"{operation.id} failed inside the agent", code="internal_error", status=500)


def _fault_of_http(error: HTTPException) -> Fault:
    code = error.name.lower().replace(" ", "_")
    return Fault(error.description or error.name, code=code, status=error.code)


def _check_complete(operations: Operations, contract: Contract) -> None:
    missing = contract.operations.keys() - operations.handlers.keys()
    extra = operations.handlers.keys() - contract.operations.keys()
    if missing or extra:
        raise ValueError(
            f"{operations.agent}: the contract declares {sorted(missing)} without a handler; "
            f"handlers {sorted(extra)} are not in the contract"
        )


def _write_once(operation: Operation, handler: Handler, call: Call) -> Reply | Document:
    if not operation.is_keyed:
        return handler(call)
    key = f"{operation.id}:{call.shopper}:{call.key}"
    asked = {**call.path, "body": call.body}
    kept = kept_reply(call.session, key, asked)
    if kept is not None:
        return kept
    reply = handler(call)
    if isinstance(reply, Document):
        raise TypeError(f"{operation.id} is keyed: its reply is kept, and no document can be")
    keep_reply(call.session, key, body=asked, reply=reply, at=call.now)
    return reply


def _file(document: Document) -> Response:
    response = Response(document.content, mimetype=document.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=document.file_name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _problem(fault: Fault, trace_id: str) -> Response:
    response = jsonify(fault.as_problem(trace_id))
    response.status_code = fault.status
    response.mimetype = "application/problem+json"
    return response
