"""The client of an agent: a pooled connection, a deadline, safe retries and both checks."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import quote, urlencode

import urllib3

from contracts.contract import Contract, ContractError, Operation
from contracts.document import Document, read_document

logger = logging.getLogger(__name__)

TIMEOUT_S = 5.0
CONNECT_TIMEOUT_S = 1.0
ATTEMPTS = 2
BREAKER_THRESHOLD = 3
BREAKER_COOLDOWN_S = 2.0
POOL_SIZE = 32
RETRIED_STATUSES = frozenset({502, 503, 504})


class CallFailed(Exception):
    """A call to an agent that brought no answer to work with.

    CallFailed
    ├── AgentUnavailable   it cannot be reached, or answers too late
    └── AgentError         it answered with a fault
    """

    code = "call_failed"
    suggestions: tuple[str, ...] = ()

    def __init__(self, agent: str, message: str) -> None:
        self.agent = agent
        super().__init__(message)


class AgentUnavailable(CallFailed):
    """The agent cannot be reached, or its answer comes too late or broken."""

    code = "agent_unavailable"


class AgentError(CallFailed):
    """The agent answered with a fault (RFC 9457 problem)."""

    def __init__(self, agent: str, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(problem.get("code", "unknown_fault"))
        self.suggestions = tuple(problem.get("suggestions", ()))
        super().__init__(agent, str(problem.get("detail", f"{agent} answered {status}")))


@dataclass
class Breaker:
    """Stops asking an agent that keeps timing out, and tries again after a pause."""

    clock: Callable[[], float] = time.monotonic
    failures: int = 0
    open_until: float = 0.0

    def is_open(self) -> bool:
        """Whether calls should fail at once."""
        return self.failures >= BREAKER_THRESHOLD and self.clock() < self.open_until

    def succeeded(self) -> None:
        """Count an answer."""
        self.failures = 0

    def failed(self) -> None:
        """Count a call that hung; a refused connection costs nothing and is not counted."""
        self.failures += 1
        self.open_until = self.clock() + BREAKER_COOLDOWN_S


@dataclass(frozen=True)
class Headers:
    """What travels beside a body: who calls, the idempotency key, the trace."""

    token: str | None = None
    key: str | None = None
    trace_id: str | None = None

    def as_dict(self) -> dict[str, str]:
        """The HTTP headers."""
        pairs = {
            "Authorization": self.token and f"Bearer {self.token}",
            "Idempotency-Key": self.key,
            "X-Trace-Id": self.trace_id,
        }
        return {name: value for name, value in pairs.items() if value}


@dataclass
class AgentClient:
    """Calls one agent by its contract's operations.

    `resolve` gives the agent's base address and is asked before each call, so that an agent
    that came back elsewhere is found.
    """

    contract: Contract
    resolve: Callable[[Contract], str]
    timeout_s: float = TIMEOUT_S
    breaker: Breaker = field(default_factory=Breaker)
    _pools: dict[str, urllib3.HTTPConnectionPool] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def call(
        self,
        operation_id: str,
        body: Mapping[str, Any] | None = None,
        *,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, str | int] | None = None,
        headers: Headers | None = None,
    ) -> dict[str, Any]:
        """Call an operation and return its checked reply.

        Raises:
            ContractError: request or reply breaks the contract.
            AgentUnavailable: no answer in time.
            AgentError: the agent answered with a fault.
        """
        operation = self.contract.operation(operation_id)
        response = self._exchange(operation, body, path or {}, query or {}, headers or Headers())
        return self._read(operation, response)

    def download(
        self,
        operation_id: str,
        *,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, str | int] | None = None,
        headers: Headers | None = None,
    ) -> Document:
        """Call an operation that answers with a document; raises as `call` does."""
        operation = self.contract.operation(operation_id)
        response = self._exchange(operation, None, path or {}, query or {}, headers or Headers())
        if response.status >= 400:
            self._read(operation, response)
        document = read_document(response.data, response.headers)
        operation.check_reply(document)
        return document

    def _exchange(
        self,
        operation: Operation,
        body: Mapping[str, Any] | None,
        path: Mapping[str, str],
        query: Mapping[str, str | int],
        headers: Headers,
    ) -> urllib3.BaseHTTPResponse:
        if operation.request_schema is not None:
            operation.check_request(body)
        if operation.is_keyed and not headers.key:
            raise ValueError(f"{self.contract.agent}.{operation.id} needs an idempotency key")
        target = _target(operation, path, query)
        payload = None if operation.request_schema is None else json.dumps(body).encode()
        return self._send(operation, target, payload, headers)

    def health(self) -> dict[str, Any]:
        """Ask the agent how it is; raises as `call` does."""
        path = "/health"
        health = Operation(self.contract.agent, "getHealth", "GET", path, "public", False, True)
        return self._read(health, self._send(health, path, None, Headers()))

    def _send(
        self, operation: Operation, target: str, payload: bytes | None, headers: Headers
    ) -> urllib3.BaseHTTPResponse:
        agent = self.contract.agent
        if self.breaker.is_open():
            raise AgentUnavailable(agent, f"the {agent} agent does not answer")
        attempts = ATTEMPTS if operation.is_repeatable or headers.key else 1
        deadline = time.monotonic() + self.timeout_s
        for attempt in range(attempts):
            is_last = attempt == attempts - 1
            try:
                response = self._request(operation, target, payload, headers, deadline)
            except urllib3.exceptions.HTTPError as error:
                if is_last or time.monotonic() >= deadline:
                    raise self._unavailable(error) from error
                continue
            self.breaker.succeeded()
            if response.status not in RETRIED_STATUSES or is_last:
                return response
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _request(
        self,
        operation: Operation,
        target: str,
        payload: bytes | None,
        headers: Headers,
        deadline: float,
    ) -> urllib3.BaseHTTPResponse:
        left_s = max(0.05, deadline - time.monotonic())
        timeout = urllib3.Timeout(connect=min(CONNECT_TIMEOUT_S, left_s), read=left_s)
        sent = headers.as_dict()
        if payload is not None:
            sent["Content-Type"] = "application/json"
        base = self.resolve(self.contract)
        prefix = urllib3.util.parse_url(base).path or ""
        return self._pool(base).request(
            operation.method, prefix + target, body=payload, headers=sent, timeout=timeout
        )

    def _pool(self, base: str) -> urllib3.HTTPConnectionPool:
        with self._lock:
            if base not in self._pools:
                self._pools[base] = urllib3.connection_from_url(
                    base, maxsize=POOL_SIZE, retries=False
                )
            return self._pools[base]

    def _unavailable(self, error: urllib3.exceptions.HTTPError) -> AgentUnavailable:
        agent = self.contract.agent
        is_refused = isinstance(error, urllib3.exceptions.NewConnectionError)
        if isinstance(error, urllib3.exceptions.TimeoutError) and not is_refused:
            self.breaker.failed()
            reason = "did not answer in time"
        else:
            reason = "cannot be reached"
        logger.info("agent_unavailable agent=%s error=%s", agent, type(error).__name__)
        return AgentUnavailable(agent, f"the {agent} agent {reason}")

    def _read(self, operation: Operation, response: urllib3.BaseHTTPResponse) -> dict[str, Any]:
        agent = self.contract.agent
        try:
            body = json.loads(response.data)
        except ValueError as error:
            raise AgentUnavailable(agent, f"the {agent} agent answered no JSON") from error
        if not isinstance(body, dict):
            raise ContractError(agent, operation.id, "reply", ("", "type"))
        if response.status >= 400:
            raise AgentError(agent, response.status, body)
        operation.check_reply(body)
        return body


def _target(operation: Operation, path: Mapping[str, str], query: Mapping[str, str | int]) -> str:
    target = operation.path.format(**{name: quote(value, safe="") for name, value in path.items()})
    return f"{target}?{urlencode(query)}" if query else target
