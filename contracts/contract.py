"""A contract: one agent's OpenAPI 3.1 document, and the checks of what goes in and comes out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from contracts.checker import Checker, Finding
from contracts.document import Document

try:
    from contracts.fast_checker import build_checker
except ImportError:  # no wheel for this platform: the reference implementation serves
    from contracts.reference_checker import build_checker

CONTRACTS_DIR = Path(__file__).parent
KIT_PATHS = frozenset({"/health", "/version", "/metrics", "/openapi.json", "/docs"})
JSON_TYPE = "application/json"
METHODS = ("get", "post", "put", "patch", "delete")


class ContractError(Exception):
    """A request or a reply that breaks its contract; names the field, never quotes its value."""

    def __init__(self, agent: str, operation: str, side: str, finding: Finding) -> None:
        self.pointer, self.keyword = finding
        super().__init__(
            f"{side} of {agent}.{operation} breaks the contract at '{self.pointer or '/'}' "
            f"({self.keyword})"
        )


class UnknownContract(LookupError):
    """No contract is named so."""


@dataclass(frozen=True)
class Operation:
    """One operation of an agent: a route, who may call it, and its schemas."""

    agent: str
    id: str
    method: str
    path: str
    access: str
    is_keyed: bool
    is_repeatable: bool
    query: Mapping[str, Any] = field(default_factory=dict)
    request_schema: Mapping[str, Any] | None = None
    reply_schema: Mapping[str, Any] | None = None
    components: Mapping[str, Any] = field(default_factory=dict)
    document_types: frozenset[str] = frozenset()

    def check_request(self, body: object) -> None:
        """Check a request body.

        Raises:
            ContractError: the body breaks the contract; it names the field.
        """
        if self._request_finding and (finding := self._request_finding(body)):
            raise ContractError(self.agent, self.id, "request", finding)

    def check_reply(self, body: object) -> None:
        """Check a success reply, of JSON or a document.

        Raises:
            ContractError: the reply breaks the contract; it names the field.
        """
        if isinstance(body, Document):
            self._check_type(body.media_type in self.document_types)
            return
        self._check_type(self.reply_schema is not None or not self.document_types)
        if self._reply_finding and (finding := self._reply_finding(body)):
            raise ContractError(self.agent, self.id, "reply", finding)

    def _check_type(self, is_declared: bool) -> None:
        if not is_declared:
            raise ContractError(self.agent, self.id, "reply", ("", "mediaType"))

    @cached_property
    def _request_finding(self) -> Checker | None:
        return self._checker(self.request_schema)

    @cached_property
    def _reply_finding(self) -> Checker | None:
        return self._checker(self.reply_schema)

    def _checker(self, schema: Mapping[str, Any] | None) -> Checker | None:
        if schema is None:
            return None
        return build_checker({**schema, "components": self.components})


class Contract:
    """One agent's contract, read from its file."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.agent: str = document["info"]["x-agent"]
        self.version: str = document["info"]["version"]
        self.url: str = document["servers"][0]["url"]
        self.operations = {op.id: op for op in _operations(self.agent, document)}

    @property
    def port(self) -> int:
        """The port in the contract's address."""
        return int(self.url.rsplit(":", 1)[1])

    def operation(self, operation_id: str) -> Operation:
        """Find an operation by its id."""
        try:
            return self.operations[operation_id]
        except KeyError:
            known = ", ".join(sorted(self.operations))
            raise UnknownContract(
                f"unknown operation '{operation_id}'; {self.agent} has {known}"
            ) from None


def load_contracts(directory: Path = CONTRACTS_DIR) -> dict[str, Contract]:
    """Every contract of a directory, by agent name; read once."""
    return _contracts_of(directory)


@cache
def _contracts_of(directory: Path) -> dict[str, Contract]:
    documents = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted(directory.glob("*.JSON"))
    ]
    return {contract.agent: contract for contract in map(Contract, documents)}


def load_contract(agent: str, directory: Path = CONTRACTS_DIR) -> Contract:
    """Find the contract of an agent.

    Raises:
        UnknownContract: no file of the directory has that agent name.
    """
    contracts = load_contracts(directory)
    try:
        return contracts[agent]
    except KeyError:
        raise UnknownContract(
            f"unknown agent '{agent}'; there are contracts for {', '.join(sorted(contracts))}"
        ) from None


def _operations(agent: str, document: Mapping[str, Any]) -> list[Operation]:
    return [
        _operation(agent, document, path, method, item[method])
        for path, item in document["paths"].items()
        if path not in KIT_PATHS
        for method in METHODS
        if method in item
    ]


def _operation(
    agent: str, document: Mapping[str, Any], path: str, method: str, spec: Mapping[str, Any]
) -> Operation:
    parameters = spec.get("parameters", [])
    security = spec.get("security", [])
    body = spec.get("requestBody", {}).get("content", {}).get(JSON_TYPE, {})
    replies = spec["responses"]["200"].get("content", {})
    return Operation(
        agent=agent,
        id=spec["operationId"],
        method=method.upper(),
        path=path,
        access=next(iter(security[0])) if security else "public",
        is_keyed=any(p["name"] == "Idempotency-Key" for p in parameters),
        is_repeatable=method == "get" or spec.get("x-repeatable", False),
        query={p["name"]: p["schema"] for p in parameters if p["in"] == "query"},
        request_schema=body.get("schema"),
        reply_schema=replies.get(JSON_TYPE, {}).get("schema"),
        components=document.get("components", {}),
        document_types=frozenset(replies) - {JSON_TYPE},
    )
