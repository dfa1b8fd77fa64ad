"""The sweep: finishes or undoes what a crash left half done: checkouts, charges, refunds."""

import logging
from datetime import datetime

from agents.kit.errors import Fault
from agents.kit.peers import Peers
from agents.kit.storage import Store
from agents.payment.checkout.attempts import Attempt, Superseded, take_over
from agents.payment.checkout.saga import capture_all, finish
from agents.payment.checkout.steps import undo_all
from agents.payment.desk import Desk, speaking_for
from agents.payment.gateways.choice import choose_gateway
from agents.payment.gateways.port import ChargeRefused, Psp
from agents.payment.orders.charges import settle_charges
from agents.payment.orders.refunds import finish_refunds

logger = logging.getLogger(__name__)


def sweep(store: Store, peers: Peers, now: datetime, *, psp: Psp | None = None) -> int:
    """Settle what was left behind; returns how many checkouts were looked at.

    What had not been paid is undone, what had been is finished; what needs an agent that is
    down stays for the next sweep.
    """
    desk = Desk(store, peers, psp or choose_gateway(store), now)
    attempts = take_over(desk)
    for attempt in attempts:
        try:
            _settle(speaking_for(desk, attempt.row.customer_id, attempt.row.order_id), attempt)
        except (Superseded, Fault) as error:
            logger.warning("sweep_left order=%s %s", attempt.row.order_id, error)
    settle_charges(desk)
    finish_refunds(desk)
    return len(attempts)


def _settle(desk: Desk, attempt: Attempt) -> None:
    logger.info("swept order=%s state=%s", attempt.row.order_id, attempt.row.state)
    if attempt.row.state == "capturing":
        try:
            capture_all(desk, attempt)
        except ChargeRefused:
            undo_all(desk, attempt)
            return
    if attempt.row.state == "paid":
        finish(desk, attempt)
    else:
        undo_all(desk, attempt)
