"""How an agent calls the other agents: by their contracts, for the same shopper, as a service."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from agents.kit.settings import AgentSettings
from contracts.client import AgentClient, Headers
from contracts.contract import load_contracts
from contracts.settings import agent_url
from contracts.tokens import Claims, sign


@dataclass(frozen=True)
class Peers:
    """Clients of the other agents."""

    clients: Mapping[str, AgentClient]
    service: str
    signing_key: bytes
    shopper: str = ""
    trace_id: str = ""

    @classmethod
    def of(cls, settings: AgentSettings, service: str) -> "Peers":
        """Clients of every contract's agent, at the addresses of this shop."""
        resolve = partial(_resolve, settings)
        clients = {name: AgentClient(c, resolve) for name, c in load_contracts().items()}
        return cls(clients, service, settings.signing_key)

    def on_behalf_of(self, shopper: str, trace_id: str) -> "Peers":
        """The same clients, speaking for a shopper."""
        return replace(self, shopper=shopper, trace_id=trace_id)

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
        """Call another agent; raises as `AgentClient.call` does."""
        claims = Claims(self.shopper or self.service, self.service)
        headers = Headers(sign(claims, self.signing_key), key, self.trace_id or None)
        return self.clients[agent].call(operation_id, body, path=path, query=query, headers=headers)


def _resolve(settings: AgentSettings, contract: Any) -> str:
    return agent_url(contract, settings.data_dir)
