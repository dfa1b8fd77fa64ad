"""What the payment agent works with in one call: its store, the other agents, the gateway."""

import time
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from agents.kit.operations import Call
from agents.kit.peers import Peers
from agents.kit.storage import Store
from agents.payment.gateways.choice import choose_gateway
from agents.payment.gateways.port import Psp


@dataclass(frozen=True)
class Desk:
    """What a payment works with; `patience_s` is how long it waits for a racing repeat."""

    store: Store
    peers: Peers
    psp: Psp
    now: datetime
    patience_s: float = 4.0
    begun_s: float = field(default_factory=time.monotonic)

    @property
    def present(self) -> datetime:
        """The time of this moment, where `now` is that of the call's begin."""
        return self.now + timedelta(seconds=time.monotonic() - self.begun_s)


def desk_of(call: Call) -> Desk:
    """The desk of one call, with the gateway that this shop is set up for."""
    return Desk(call.store, call.peers, choose_gateway(call.store), call.now)


def speaking_for(desk: Desk, shopper: str, order_id: str) -> Desk:
    """The same desk, speaking to the other agents for the shopper of an order."""
    return replace(desk, peers=desk.peers.on_behalf_of(shopper, f"sweep-{order_id}"))
