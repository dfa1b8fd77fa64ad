"""The sweep: finishes or undoes the checkouts and refunds that a crash left half done."""

import logging
from dataclasses import replace
from datetime import datetime

from agents.kit.errors import Fault
from agents.kit.peers import Peers
from agents.kit.storage import Store
from agents.payment.checkout.attempts import Attempt, Desk, Superseded, take_over
from agents.payment.checkout.saga import capture, finish
from agents.payment.checkout.steps import undo_all
from agents.payment.orders.refunds import finish_refunds
from agents.payment.tenders.cards import ChargeRefused, Psp, SandboxPsp

logger = logging.getLogger(__name__)


def sweep(store: Store, peers: Peers, now: datetime, *, psp: Psp | None = None) -> int:
    """Settle what was left behind; returns how many checkouts were looked at.

    What had not been paid is undone, what had been is finished; what needs an agent that is
    down stays for the next sweep.
    """
    desk = Desk(store, peers, psp or SandboxPsp(store), now)
    attempts = take_over(desk)
    for attempt in attempts:
        speaking = peers.on_behalf_of(attempt.row.customer_id, f"sweep-{attempt.row.order_id}")
        try:
            _settle(replace(desk, peers=speaking), attempt)
        except (Superseded, Fault) as error:
            logger.warning("sweep_left order=%s %s", attempt.row.order_id, error)
    finish_refunds(desk)
    return len(attempts)


def _settle(desk: Desk, attempt: Attempt) -> None:
    logger.info("swept order=%s state=%s", attempt.row.order_id, attempt.row.state)
    if attempt.row.state == "capturing":
        try:
            capture(desk, attempt)
        except ChargeRefused:
            undo_all(desk, attempt)
            return
    if attempt.row.state == "paid":
        finish(desk, attempt)
    else:
        undo_all(desk, attempt)
