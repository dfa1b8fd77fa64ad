"""The other agents in this process, by their contracts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from contracts.client import AgentError, AgentUnavailable
from contracts.contract import load_contract
from tests.agents.conftest import AgentUnderTest


@dataclass(frozen=True)
class ForwardingPeers:
    """Hands each call to an app in this process, for the shopper and as a service."""

    agents: Mapping[str, AgentUnderTest]
    shopper: str = ""
    down: frozenset[str] = frozenset()

    def on_behalf_of(self, shopper: str, trace_id: str) -> "ForwardingPeers":
        return replace(self, shopper=shopper)

    def call(
        self,
        agent: str,
        operation_id: str,
        body: dict[str, Any] | None = None,
        *,
        path: dict[str, str] | None = None,
        key: str | None = None,
    ) -> Any:
        if operation_id in self.down:
            raise AgentUnavailable(agent, f"the {agent} agent cannot be reached")
        operation = load_contract(agent).operation(operation_id)
        who = {"shopper": self.shopper or "fulfillment", "service": "fulfillment"}
        response = self.agents[agent].send(operation_id, body, **who, path=path, key=key)
        if response.status_code >= 400:
            raise AgentError(agent, response.status_code, response.get_json())
        reply = response.get_json()
        operation.check_reply(reply)
        return reply
