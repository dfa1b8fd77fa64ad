"""What fulfillment did with an order's goods; at delivery, the points that it earned."""

from datetime import datetime

from sqlalchemy.orm import Session

from agents.kit.errors import Conflict
from agents.kit.operations import Call
from agents.kit.wire import money, read_time
from agents.post_purchase.commits.claims import Desk, Work, new_commit
from agents.post_purchase.commits.saga import Plan, Step, run
from agents.post_purchase.orders import move, placed_order
from agents.post_purchase.policy import Policy
from agents.post_purchase.standing import is_being_canceled
from agents.post_purchase.statuses import Status, way_to
from agents.post_purchase.tables import Commit, Json, Order

KIND = "points"


def record_progress(call: Call, policy: Policy) -> Json:
    """Take an order as far as its goods are; again changes nothing.

    Raises:
        NotFound: no such order of this shopper's.
        Conflict: its state does not allow that, or it is being canceled.
    """
    desk = Desk(call.store, call.peers, call.now, policy)
    with call.store.write() as session:
        order = placed_order(session, call.path["orderId"], call.shopper)
        there = Status(call.body["status"])
        _advance(order, there, _moment(call, order))
        work = _begin_points(session, desk, order) if there is Status.DELIVERED else None
        standing = {"orderId": order.order_id, "status": order.status}
    if work is not None:
        run(PLAN, work)
    return standing


def earning_amount(order: Order) -> int:
    """What earns points: what tenders other than points paid, less what went back."""
    paid: int = sum(each["amount"]["amount"] for each in order.tenders if each["kind"] != "points")
    return max(0, paid - order.refunded)


def _advance(order: Order, there: Status, at: datetime) -> None:
    steps = way_to(order.order_id, Status(order.status), there)
    if steps and is_being_canceled(order):
        raise Conflict(
            f"order {order.order_id} is {order.status} and is being canceled; it cannot become "
            f"{there}",
            code="illegal_step",
        )
    for step in steps:
        move(order, step, at)


def _moment(call: Call, order: Order) -> datetime:
    """When it happened: as the caller says, but after what was before, and never after now."""
    told = call.body.get("at")
    if told is None:
        return call.now
    return min(call.now, max(order.history[-1].at, read_time(told, pointer="/at")))


def _begin_points(session: Session, desk: Desk, order: Order) -> Work | None:
    """Keep that the order's points are to be booked, once."""
    commit_id = f"points-{order.order_id}"
    if session.get(Commit, commit_id) is not None or not earning_amount(order):
        return None
    row = new_commit(session, desk, order, commit_id=commit_id, kind=KIND, steps=PLAN.steps)
    row.facts = {"amount": earning_amount(order)}
    return Work(desk, row)


def _settle(_: Session, work: Work) -> Json:
    return {"amount": work.facts["amount"]}


def _earn(work: Work) -> None:
    order = work.order()
    body = {"orderId": order.order_id, "amount": money(work.facts["amount"], order.currency)}
    work.desk.peers.call("loyalty", "earnPoints", body)


def _refused(work: Work, why: str) -> Json:
    return {"amount": work.facts["amount"], "message": why}


PLAN = Plan(
    kind=KIND,
    outcome="delivered",
    before=(),
    settle=_settle,
    after=(Step("earn", _earn),),
    refused=_refused,
)
