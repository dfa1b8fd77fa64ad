"""Every kind of commit, for the sweep that finishes what was left behind."""

from collections.abc import Mapping
from datetime import datetime

from agents.kit.peers import Peers
from agents.kit.storage import Store
from agents.post_purchase import progress
from agents.post_purchase.changes import address, cancellation, items, payment
from agents.post_purchase.commits.saga import Plan, sweep
from agents.post_purchase.policy import POLICY
from agents.post_purchase.returns import exchanges, opening, repaying, replacing

PLANS: Mapping[str, Plan] = {
    plan.kind: plan
    for plan in (
        cancellation.PLAN,
        address.PLAN,
        items.PLAN,
        payment.PLAN,
        opening.PLAN,
        exchanges.PLAN,
        repaying.PLAN,
        replacing.PLAN,
        progress.PLAN,
    )
}


def settle_left(store: Store, peers: Peers, now: datetime) -> int:
    """Finish or undo commits that were left behind; returns how many were looked at."""
    return sweep(store, peers, now, policy=POLICY, plans=PLANS)
