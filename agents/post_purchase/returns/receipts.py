"""The goods of an RMA have reached the shop: which commit follows, and its answer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.errors import Conflict, NotFound
from agents.kit.operations import Call
from agents.kit.wire import money
from agents.post_purchase.commits.claims import Desk, Work, new_commit, take_up
from agents.post_purchase.commits.saga import run
from agents.post_purchase.orders import placed_order
from agents.post_purchase.policy import Policy
from agents.post_purchase.returns import repaying, replacing
from agents.post_purchase.tables import Commit, Exchange, Json, Order, Return

DECIDED = ("refunded", "completed", "refused")
PLANS = {plan.kind: plan for plan in (repaying.PLAN, replacing.PLAN)}


def receive_return(call: Call, policy: Policy) -> Json:
    """Let money, stock, points and the replacement follow; a repeat answers the same.

    Raises:
        NotFound: the shopper has no return or exchange by that id.
        Conflict: it was received before, with the other outcome, or is being worked on.
    """
    desk = Desk(call.store, call.peers, call.now, policy)
    with call.store.write() as session:
        claimed = _claim(session, call, desk)
    return claimed if isinstance(claimed, dict) else run(PLANS[claimed.row.kind], claimed)


def _claim(session: Session, call: Call, desk: Desk) -> Work | Json:
    rma = own_rma(session, call.path["rmaId"], call.shopper)
    order = placed_order(session, rma.order_id, call.shopper)
    latest = _latest(session, rma.rma_id)
    if latest is None and rma.status in DECIDED:
        return _standing(rma, order)
    if latest is not None and latest.facts["accepted"] != call.body["accepted"]:
        if latest.state != "undone":
            raise Conflict(
                f"{rma.rma_id} was received before, and "
                f"{'accepted' if latest.facts['accepted'] else 'refused'}; it is {rma.status}",
                code="return_received",
            )
    elif latest is not None and latest.state in ("settled", "done") and latest.answer:
        return latest.answer
    if latest is not None and latest.state != "undone":
        work = take_up(session, desk, latest)
        if work is None:
            raise Conflict(f"{rma.rma_id} is being worked on", code="commit_in_progress")
        return work
    return _begin(session, call, desk, rma, order, attempt=_attempt_after(latest))


def _begin(
    session: Session,
    call: Call,
    desk: Desk,
    rma: Return | Exchange,
    order: Order,
    *,
    attempt: int,
) -> Work:
    plan = replacing.PLAN if isinstance(rma, Exchange) else repaying.PLAN
    commit_id = rma.rma_id if attempt == 1 else f"{rma.rma_id}-{attempt}"
    row = new_commit(session, desk, order, commit_id=commit_id, kind=plan.kind, steps=plan.steps)
    row.facts = {
        "rmaId": rma.rma_id,
        "attempt": attempt,
        "accepted": call.body["accepted"],
        "note": call.body.get("note"),
        "locationId": call.body.get("locationId"),
    }
    rma.status = "received"
    rma.received_at = rma.received_at or call.now
    return Work(desk, row)


def own_rma(session: Session, rma_id: str, shopper: str) -> Return | Exchange:
    """Find a return or an exchange of the shopper.

    Raises:
        NotFound: there is none by that id, or it is another shopper's.
    """
    found = session.get(Return, rma_id) or session.get(Exchange, rma_id)
    if found is None or session.get_one(Order, found.order_id).customer_id != shopper:
        raise NotFound(f"there is no return or exchange {rma_id} of this shopper")
    return found


def _latest(session: Session, rma_id: str) -> Commit | None:
    found = session.scalars(
        select(Commit)
        .where((Commit.commit_id == rma_id) | Commit.commit_id.like(f"{rma_id}-%"))
        .order_by(Commit.begun_at.desc(), Commit.commit_id.desc())
    )
    return found.first()


def _attempt_after(latest: Commit | None) -> int:
    return 1 if latest is None else int(latest.facts["attempt"]) + 1


def _standing(rma: Return | Exchange, order: Order) -> Json:
    refund = rma.refund if isinstance(rma, Return) and rma.status == "refunded" else None
    return {
        "rmaId": rma.rma_id,
        "status": rma.status,
        "refund": None if refund is None else money(refund, order.currency),
        "message": f"{rma.rma_id} is {rma.status} already.",
    }
