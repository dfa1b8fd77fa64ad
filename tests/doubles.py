"""Doubles for what a test does not run: each honours the contract of what it stands for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.client import AgentUnavailable
from contracts.contract import load_contract

Answer = Mapping[str, Any] | Callable[[dict[str, Any]], Mapping[str, Any]] | Exception


@dataclass
class ScriptedPeers:
    """The other agents, as `agents.kit.peers.Peers` shows them to an agent under test.

    `answers` maps (agent, operation) to a reply, to a function of the request (its body, with
    path and query parameters merged in), or to an exception. A request or a reply that breaks the
    contract fails the test; an operation without an answer is an agent that is down.
    """

    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def on_behalf_of(self, shopper: str, trace_id: str) -> "ScriptedPeers":
        """The same double."""
        return self

    def call(
        self,
        agent: str,
        operation_id: str,
        body: Mapping[str, Any] | None = None,
        *,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, str | int] | None = None,
        key: str | None = None,
    ) -> dict[str, Any]:
        """Answer as scripted, checked both ways."""
        operation = load_contract(agent).operation(operation_id)
        if operation.request_schema is not None:
            operation.check_request(body)
        assert not operation.is_keyed or key, f"{agent}.{operation_id} was called without a key"
        request = {**(body or {}), **(path or {}), **(query or {})}
        self.calls.append((agent, operation_id, request))
        answer = self.answers.get((agent, operation_id))
        if answer is None:
            raise AgentUnavailable(agent, f"the {agent} agent cannot be reached")
        if isinstance(answer, Exception):
            raise answer
        reply = dict(answer(request) if callable(answer) else answer)
        operation.check_reply(reply)
        return reply
