"""Holding the new goods of a swap, and taking them for its shopper."""

from collections.abc import Callable, Sequence

from agents.post_purchase.commits.claims import Work
from agents.post_purchase.commits.goods import pickup_store_id, restock
from agents.post_purchase.commits.saga import GivenUp
from agents.post_purchase.swaps import units_of
from agents.post_purchase.tables import Json

SoldOut = Callable[[Work, Sequence[Json]], Json]


def hold_new(work: Work, *, sold_out: SoldOut) -> None:
    """Hold the new units of the quote.

    Raises:
        GivenUp: they are not there any more.
    """
    _place(work, work.commit_id, sold_out)


def take_held(work: Work, *, sold_out: SoldOut) -> None:
    """Take the held units off the counts, and note from where; what expired is held anew.

    Raises:
        GivenUp: they are not there any more.
    """
    reply = _commit(work, _hold_id(work))
    if reply["status"] != "committed":
        again = f"{work.commit_id}-again"
        work.learn(hold_id=again)
        _place(work, again, sold_out)
        reply = _commit(work, again)
    work.learn(allocations=reply["allocations"])


def give_back(work: Work) -> None:
    """Release the held units, or put them back when they were taken already."""
    hold_id = _hold_id(work)
    path = {"holdId": hold_id}
    reply = work.desk.peers.call("inventory", "releaseHold", path=path)
    if reply["status"] == "committed":
        taken = _commit(work, hold_id)["allocations"]
        restock(work, taken, f"{work.commit_id}-undo")


def _place(work: Work, hold_id: str, sold_out: SoldOut) -> None:
    order, units = work.order(), units_of(work.quote().terms["swaps"], "newSku")
    body: Json = {
        "holdId": hold_id,
        "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in units],
        "ttlSeconds": work.desk.policy.commit.hold_seconds,
    }
    if order.address is not None:
        body["postcode"] = order.address["postcode"][:12]
    elif store_id := pickup_store_id(work):
        body["locationId"] = store_id
    reply = work.desk.peers.call("inventory", "placeHold", body)
    if reply["status"] == "out_of_stock":
        raise GivenUp(sold_out(work, reply["shortages"]))


def _commit(work: Work, hold_id: str) -> Json:
    return work.desk.peers.call("inventory", "commitHold", path={"holdId": hold_id})


def _hold_id(work: Work) -> str:
    return str(work.facts.get("hold_id", work.commit_id))
