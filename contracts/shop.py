"""The shop as its sales agent reaches it: a client for every agent, calls signed for a shopper."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from contracts.client import AgentClient, Headers
from contracts.contract import Contract, load_contracts
from contracts.settings import agent_url, currency, data_dir, signing_key
from contracts.tokens import Claims, sign


@dataclass(frozen=True)
class Shop:
    """One shop: where its data lie and its currency; clients are made at the first call."""

    data_dir: Path
    currency: str

    @classmethod
    def from_env(cls) -> "Shop":
        """The shop that the environment names; touches no disk yet."""
        return cls(data_dir(), currency())

    def call(
        self,
        agent: str,
        operation_id: str,
        body: Mapping[str, Any] | None,
        *,
        shopper: str,
        service: str | None = None,
        path: Mapping[str, str] | None = None,
        key: str | None = None,
        trace_id: str | None = None,
    ) -> dict[str, Any]:
        """Call an agent's operation for a shopper; raises as `AgentClient.call` does.

        Args:
            agent: the contract's agent name.
            operation_id: the contract's operation.
            body: the request, or None where the operation takes none.
            shopper: the signed token's subject.
            service: the name under which one of the shop's own services calls.
            path: path parameters.
            key: idempotency key, for operations that need one.
            trace_id: finds every hop of a turn in every log.
        """
        token = sign(Claims(shopper, service), self._signing_key)
        headers = Headers(token, key, trace_id)
        return self._clients[agent].call(operation_id, body, path=path, headers=headers)

    def address_of(self, contract: Contract) -> str:
        """Where the contract's agent listens now."""
        return agent_url(contract, self.data_dir)

    @cached_property
    def _clients(self) -> dict[str, AgentClient]:
        resolve = partial(Shop.address_of, self)
        return {name: AgentClient(c, resolve) for name, c in load_contracts().items()}

    @cached_property
    def _signing_key(self) -> bytes:
        return signing_key(self.data_dir)
