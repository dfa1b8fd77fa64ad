"""The sandbox gateway: test cards that decide by their last four."""

from sqlalchemy.orm import Session

from agents.kit.storage import Store
from agents.payment.gateways.port import ChargeRefused, Decline, GatewaySilent, Reserve
from agents.payment.tables import SandboxCharge

TEST_CARDS = ("4242", "1111", "2222", "3333")
SILENT_LAST_FOUR = "3333"
DECLINES: dict[str, Decline] = {"1111": "insufficient_funds", "2222": "expired_card"}


class SandboxPsp:
    """A gateway that decides by a card's last four, and remembers its charges like a real one.

    3333: the first authorization under a key is made but its answer is lost; a repeat under
    that key finds it. An imported card or PayPal account is approved whatever its number: it
    has paid at the shop that it comes from.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def authorize(self, reserve: Reserve) -> Decline | None:
        """Reserve the money, as the last four say."""
        with self._store.write() as session:
            known = session.get(SandboxCharge, reserve.key)
            is_answer_lost = known is None and _is_silent(reserve)
            if known is None:
                known = _decide(reserve)
                session.add(known)
        if is_answer_lost:
            raise GatewaySilent("the card gateway did not answer")
        if known.state == "voided":
            raise ChargeRefused(f"charge {reserve.key} was voided; use a new key")
        return known.reason  # type: ignore[return-value]

    def capture(self, key: str) -> None:
        """Take the reserved money."""
        with self._store.write() as session:
            charge = session.get(SandboxCharge, key)
            if charge is None or charge.state not in ("authorized", "captured"):
                raise ChargeRefused(f"charge {key} holds no money to capture")
            charge.state = "captured"

    def void(self, key: str) -> None:
        """Give the reserved money back."""
        with self._store.write() as session:
            charge = session.get(SandboxCharge, key)
            if charge is not None and charge.state == "captured":
                raise ChargeRefused(f"charge {key} is captured; refund it")
            if charge is not None and charge.state == "authorized":
                charge.state = "voided"

    def refund(self, key: str, *, amount: int, reference: str) -> None:
        """Give captured money back."""
        with self._store.write() as session:
            charge = session.get(SandboxCharge, key)
            if charge is None or charge.state != "captured":
                raise ChargeRefused(f"charge {key} is not captured; nothing to refund")
            if reference in charge.refunds:
                return
            if sum(charge.refunds.values()) + amount > charge.amount:
                raise ChargeRefused(f"refund {reference} is more than charge {key} has left")
            charge.refunds = {**charge.refunds, reference: amount}


def adopt(session: Session, charge: SandboxCharge) -> None:
    """Let the sandbox know a charge of the past, or a further one of its refunds."""
    session.merge(charge)


def _is_silent(reserve: Reserve) -> bool:
    return reserve.last_four == SILENT_LAST_FOUR and not reserve.is_imported


def _decide(reserve: Reserve) -> SandboxCharge:
    four = reserve.last_four or ""
    reason: Decline | None = None
    if not reserve.is_imported:
        reason = DECLINES.get(four) if four in TEST_CARDS else "card_not_accepted"
    return SandboxCharge(
        key=reserve.key,
        state="declined" if reason else "authorized",
        reason=reason,
        amount=reserve.amount,
        currency=reserve.currency,
        refunds={},
    )
