"""Which gateway a shop is set up for: Stripe with its key, else the sandbox."""

from agents.kit.operations import Call
from agents.kit.storage import Store
from agents.payment.gateways.port import Decline, Psp, Reserve
from agents.payment.gateways.sandbox import SandboxPsp
from agents.payment.settings import StripeSettings, stripe_settings
from agents.payment.tables import Card, SandboxCharge
from agents.payment.tenders.cards import KnownCard, brand_of, keep_card, read_number


class FormerSandbox:
    """A gateway for new charges, and the sandbox for those that it made before."""

    def __init__(self, store: Store, psp: Psp) -> None:
        self._store, self._psp = store, psp

    def authorize(self, reserve: Reserve) -> Decline | None:
        """Reserve the money."""
        return self._of(reserve.key).authorize(reserve)

    def capture(self, key: str) -> None:
        """Take reserved money."""
        self._of(key).capture(key)

    def void(self, key: str) -> None:
        """Give reserved money back."""
        self._of(key).void(key)

    def refund(self, key: str, *, amount: int, reference: str) -> None:
        """Give taken money back."""
        self._of(key).refund(key, amount=amount, reference=reference)

    def _of(self, key: str) -> Psp:
        with self._store.read() as session:
            is_former = session.get(SandboxCharge, key) is not None
        return SandboxPsp(self._store) if is_former else self._psp


def trade_card(call: Call) -> Card:
    """Trade a card for a token of ours, at Stripe if this shop uses it; the number is not kept.

    Raises:
        Fault: it is no card, or may not be sent to Stripe.
    """
    settings = stripe_settings()
    if settings is None:
        digits = read_number(call.body.get("number", ""))
        kept = KnownCard(digits[-4:], brand_of(digits))
    else:
        from agents.payment.gateways.stripe_cards import find_card  # noqa: PLC0415 only who uses it

        kept = find_card(settings, call.body)
    with call.store.write() as session:
        return keep_card(session, call.shopper, kept, at=call.now)


def choose_gateway(store: Store, settings: StripeSettings | None = None) -> Psp:
    """The gateway of this shop."""
    settings = settings or stripe_settings()
    if settings is None:
        return SandboxPsp(store)
    from agents.payment.gateways.stripe_api import StripePsp  # noqa: PLC0415 only who uses it

    return FormerSandbox(store, StripePsp(store, settings))
