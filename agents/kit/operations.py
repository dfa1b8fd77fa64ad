"""An agent's operations: what a handler is given, and how it is registered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import MetaData
from sqlalchemy.orm import Session

from agents.kit.peers import Peers
from agents.kit.storage import Derived, Seed, Store
from contracts.document import Document
from contracts.tokens import Claims

Reply = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One request to an operation, checked and authenticated.

    `session` is the operation's transaction, except for those registered by `steps`, which
    open their own on `store`. `key` is the idempotency key.
    """

    operation: str
    body: Reply
    path: Mapping[str, str]
    query: Mapping[str, Any]
    claims: Claims
    key: str | None
    now: datetime
    store: Store
    peers: Peers
    _session: Session | None = None

    @property
    def shopper(self) -> str:
        """The token's subject: the shopper that this call is for."""
        return self.claims.shopper

    @property
    def session(self) -> Session:
        """The operation's transaction."""
        if self._session is None:
            raise RuntimeError(f"{self.operation} is registered by steps: open its transactions")
        return self._session


Handler = Callable[[Call], Reply | Document]
HandlerT = TypeVar("HandlerT", bound=Handler)
Tidy = Callable[[Store, Peers, datetime], object]


@dataclass
class Operations:
    """An agent's handlers by operation id, its tables and its sample rows.

    `derived` makes what the models do not tell of, such as a text index.
    `seed` loads rows once into a new store; `refresh` runs at every start, for rows that a retailer
    changes in their file. `tidy` settles what was left behind; a serving process runs it at its
    start and on a timer, beside requests and beside other processes doing the same.
    """

    agent: str
    tables: MetaData | None = None
    derived: Derived | None = None
    seed: Seed | None = None
    refresh: Seed | None = None
    tidy: Tidy | None = None
    handlers: dict[str, tuple[str, Handler]] = field(default_factory=dict)

    def read(self, operation_id: str) -> Callable[[HandlerT], HandlerT]:
        """Register a handler that reads in one transaction."""
        return partial(self._register, operation_id, "read")

    def write(self, operation_id: str) -> Callable[[HandlerT], HandlerT]:
        """Register a handler whose writes are one transaction, with its kept reply.

        What it answers is kept under the idempotency key, so it is JSON and no document.
        """
        return partial(self._register, operation_id, "write")

    def steps(self, operation_id: str) -> Callable[[HandlerT], HandlerT]:
        """Register a handler that opens its own transactions, between calls to other agents."""
        return partial(self._register, operation_id, "steps")

    def _register(self, operation_id: str, mode: str, handler: HandlerT) -> HandlerT:
        self.handlers[operation_id] = (mode, handler)
        return handler
