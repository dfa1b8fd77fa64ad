"""The steps of a confirmed cancellation: each can be repeated, and none is lost.

The yes is kept first. Then the parcel is stopped, the money goes back, the order becomes canceled,
and goods and points return. Another agent that is down leaves its step, and those after it that
need it, open; the same call again, or any later one, takes them.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.errors import Fault
from agents.kit.peers import Peers
from agents.kit.storage import Store
from agents.kit.wire import money
from agents.kit.wording import spell_money
from agents.post_purchase.orders import move
from agents.post_purchase.policy import Policy, Rule
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import Cancellation, Json, Order, Quote
from contracts.client import AgentError, CallFailed

logger = logging.getLogger(__name__)

RETRY_AFTER = timedelta(minutes=1)
RETRIES_AT_ONCE = 5


@dataclass(frozen=True)
class CancellationRun:
    """One try at the open steps of an order's cancellation."""

    store: Store
    peers: Peers
    order_id: str
    now: datetime
    policy: Policy

    def finish(self) -> Json:
        """Take the open steps; the answer says what came of it.

        Raises:
            Fault: another agent is down before the money went back; the steps stay open.
            AgentError: another agent refused its step.
        """
        try:
            if not self._stop_parcel():
                return self._give_up()
            refunded = self._refund()
        except CallFailed as error:
            if _is_answered(error):
                raise
            raise Fault(
                f"{error}: order {self.order_id} is not canceled yet; your yes is kept, and it is "
                "finished as soon as that works again",
                code=error.code,
                status=503,
                suggestions=["Try again in a minute", "Ask for the order's status"],
            ) from error
        answer = self._settle(refunded)
        self._restock()
        self._reverse_points()
        return answer

    def _stop_parcel(self) -> bool:
        """Whether the parcel is stopped, or there is none; false also when another run gave up."""
        with self.store.read() as session:
            cancellation = session.get(Cancellation, self.order_id)
        if cancellation is None or cancellation.is_stopped:
            return cancellation is not None
        try:
            reply = self.peers.call(
                "fulfillment", "cancelShipments", path={"orderId": self.order_id}
            )
        except AgentError as error:
            if _is_answered(error):
                self._forget()
            raise
        if reply["status"] == "already_shipped":
            return False
        self._mark("is_stopped")
        return True

    def _refund(self) -> int:
        """Send the money back; the amount that went, none when only a reservation is released."""
        cancellation = self._cancellation()
        if cancellation.is_refunded or not cancellation.refund:
            return cancellation.refund
        order = self._order()
        body = {
            "orderId": self.order_id,
            "amount": money(cancellation.refund, order.currency),
            "reference": cancellation.quote_id,
        }
        try:
            reply = self.peers.call("payment", "refundPayment", body)
        except AgentError as error:
            if order.status != Status.PENDING or not _is_answered(error):
                raise
            if error.status == HTTPStatus.NOT_FOUND:
                return 0
            self._forget()  # the checkout is taking the money this moment: let it end
            raise
        given: int = reply["amount"]["amount"]
        return given if reply["status"] == "refunded" else 0

    def _settle(self, refunded: int) -> Json:
        """Make the order canceled, once, and keep the answer with its quote.

        A checkout that failed meanwhile has abandoned the order: it is gone already.
        """
        with self.store.write() as session:
            order = session.get_one(Order, self.order_id)
            cancellation = session.get_one(Cancellation, self.order_id)
            quote = session.get_one(Quote, cancellation.quote_id)
            if not cancellation.is_refunded:
                if order.status != Status.ABANDONED:
                    move(order, Status.CANCELED, self.now)
                order.refunded += refunded
                cancellation.is_refunded = True
                if refunded:
                    cancellation.is_restocked = cancellation.is_reversed = False
                quote.answer = self._canceled(order, quote, refunded)
            answer: Json = quote.answer or {}
        return answer

    def _canceled(self, order: Order, quote: Quote, refunded: int) -> Json:
        refund_to = quote.shown["refundTo"]
        message = f"Order {order.order_id} is canceled."
        if refunded:
            days = self.policy.refund.after_cancellation.days
            amount = spell_money(refunded, order.currency)
            message += f" {amount} goes back to {refund_to} within {days} days."
        else:
            message += " Nothing had been charged for it."
        return {
            "status": "canceled",
            "orderId": order.order_id,
            "refund": money(refunded, order.currency),
            "refundTo": refund_to,
            "message": message,
            "suggestions": ["Find something else"],
        }

    def _restock(self) -> None:
        if self._cancellation().is_restocked:
            return
        order = self._order()
        body: Json = {
            "lines": [{"sku": line.sku, "quantity": line.quantity} for line in order.lines],
            "reference": self.order_id,
        }
        try:
            if store_id := self._store_id(order):
                body["locationId"] = store_id
            self.peers.call("inventory", "restock", body, key=f"cancel-{self.order_id}")
        except CallFailed as error:
            logger.warning("restock_open order=%s %s", self.order_id, error)
        else:
            self._mark("is_restocked")

    def _store_id(self, order: Order) -> str | None:
        """The store that set the goods aside, of an order to be collected."""
        if order.store_name is None:
            return None
        stores = self.peers.call("inventory", "listStores")["stores"]
        return next((each["storeId"] for each in stores if each["name"] == order.store_name), None)

    def _reverse_points(self) -> None:
        cancellation = self._cancellation()
        if cancellation.is_reversed:
            return
        order = self._order()
        body = {
            "orderId": self.order_id,
            "amount": money(order.total, order.currency),
            "reference": cancellation.quote_id,
        }
        try:
            self.peers.call("loyalty", "reversePoints", body)
        except CallFailed as error:
            logger.warning("points_open order=%s %s", self.order_id, error)
        else:
            self._mark("is_reversed")

    def _give_up(self) -> Json:
        """The parcel has left: forget the yes, say the way out."""
        self._forget()
        return {
            "status": "refused",
            "orderId": self.order_id,
            "refund": None,
            "refundTo": None,
            "message": f"Order {self.order_id} has left our warehouse meanwhile, so it cannot be "
            f"canceled any more ({Rule.BEFORE_PACKING}). Nothing has changed.",
            "suggestions": ["Refuse the parcel when it comes", "Return it once it has arrived"],
        }

    def _order(self) -> Order:
        with self.store.read() as session:
            return session.get_one(Order, self.order_id)

    def _cancellation(self) -> Cancellation:
        with self.store.read() as session:
            return session.get_one(Cancellation, self.order_id)

    def _mark(self, step: str) -> None:
        with self.store.write() as session:
            setattr(session.get_one(Cancellation, self.order_id), step, True)

    def _forget(self) -> None:
        with self.store.write() as session:
            cancellation = session.get(Cancellation, self.order_id)
            if cancellation is not None:
                session.delete(cancellation)


def begin(session: Session, order: Order, quote: Quote, now: datetime) -> None:
    """Keep the shopper's yes to a quote.

    An order that nobody has paid yet has no goods and no points to give back, and of its money at
    most a reservation.
    """
    is_paid = order.status != Status.PENDING
    cancellation = Cancellation(
        order_id=quote.order_id,
        quote_id=quote.quote_id,
        customer_id=quote.customer_id,
        refund=quote.shown["refund"]["amount"] if is_paid else order.total,
        is_stopped=False,
        is_refunded=False,
        is_restocked=not is_paid,
        is_reversed=not is_paid,
        tried_at=now,
    )
    session.add(cancellation)


def finish_open(store: Store, peers: Peers, now: datetime, policy: Policy) -> None:
    """Take up cancellations, of any shopper, that an earlier call had to leave open."""
    steps = (
        Cancellation.is_stopped,
        Cancellation.is_refunded,
        Cancellation.is_restocked,
        Cancellation.is_reversed,
    )
    is_open = ~(steps[0] & steps[1] & steps[2] & steps[3])
    wanted = (
        select(Cancellation)
        .where(is_open, Cancellation.tried_at <= now - RETRY_AFTER)
        .order_by(Cancellation.tried_at)
        .limit(RETRIES_AT_ONCE)
    )
    with store.read() as session:
        due = list(session.scalars(wanted))
    for cancellation in due:
        with store.write() as session:
            session.get_one(Cancellation, cancellation.order_id).tried_at = now
        theirs = peers.on_behalf_of(cancellation.customer_id, "")
        try:
            CancellationRun(store, theirs, cancellation.order_id, now, policy).finish()
        except (CallFailed, Fault) as error:
            logger.warning("cancellation_open order=%s %s", cancellation.order_id, error)


def _is_answered(error: CallFailed) -> bool:
    """Whether the agent took the call and refused it, so that a repeat would not help."""
    return isinstance(error, AgentError) and error.status < HTTPStatus.INTERNAL_SERVER_ERROR
