"""The shop as its sales agent reaches it: a client for every agent, calls signed for a shopper."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from contracts.client import AgentClient, CallFailed, Headers
from contracts.contract import Contract, ContractError, load_contracts
from contracts.settings import agent_url, currency, data_dir, signing_key
from contracts.tokens import Claims, sign

logger = logging.getLogger(__name__)

TOLD_WITHIN_S = 0.3
"""How long a turn waits at most for what it only tells."""


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

    def tell(self, agent: str, operation_id: str, body: Mapping[str, Any], *, shopper: str) -> None:
        """Tell an agent what may as well be lost: it takes a moment at most, and never raises."""
        headers = Headers(sign(Claims(shopper), self._signing_key))
        try:
            self._tellers[agent].call(operation_id, body, headers=headers)
        except (CallFailed, ContractError) as error:
            logger.info("not_told operation=%s error=%s", operation_id, type(error).__name__)

    def address_of(self, contract: Contract) -> str:
        """Where the contract's agent listens now."""
        return agent_url(contract, self.data_dir)

    @cached_property
    def _clients(self) -> dict[str, AgentClient]:
        resolve = partial(Shop.address_of, self)
        return {name: AgentClient(c, resolve) for name, c in load_contracts().items()}

    @cached_property
    def _tellers(self) -> dict[str, AgentClient]:
        """Clients of their own, so that what tells in vain opens no breaker for what asks."""
        resolve = partial(Shop.address_of, self)
        contracts = load_contracts().items()
        return {n: AgentClient(c, resolve, timeout_s=TOLD_WITHIN_S) for n, c in contracts}

    @cached_property
    def _signing_key(self) -> bytes:
        return signing_key(self.data_dir)
