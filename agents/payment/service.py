"""The payment agent's operations."""

from agents.kit.operations import Call, Operations, Reply
from agents.payment.carts.changes import change_cart as change
from agents.payment.carts.pricing import cart_json
from agents.payment.carts.pricing import price_cart as price
from agents.payment.checkout.quotes import quote_checkout as quote
from agents.payment.checkout.saga import commit_checkout as commit
from agents.payment.desk import desk_of
from agents.payment.gateways.choice import trade_card
from agents.payment.ledger.payments import Money
from agents.payment.orders import charges, imports, refunds
from agents.payment.orders.payments import payments_json
from agents.payment.sample import load_sample
from agents.payment.settings import stripe_settings
from agents.payment.sweep import sweep
from agents.payment.tables import Base
from agents.payment.tenders import gift_cards
from agents.payment.tenders.wallet import list_wallet

operations = Operations("payment", tables=Base.metadata, seed=load_sample, tidy=sweep)


@operations.steps("priceCart")
def price_cart(call: Call) -> Reply:
    """Price a cart."""
    return cart_json(price(call.peers, call.body["lines"], call.body.get("coupons", ())))


@operations.steps("changeCart")
def change_cart(call: Call) -> Reply:
    """Check a change of the session's cart."""
    return change(call)


@operations.steps("tokenizeCard")
def tokenize_card(call: Call) -> Reply:
    """Trade a card for a token."""
    card = trade_card(call)
    return {"token": card.token, "lastFour": card.last_four, "brand": card.brand}


@operations.steps("listTenders")
def list_tenders(call: Call) -> Reply:
    """List the shopper's ways to pay."""
    return list_wallet(call)


@operations.write("addGiftCard")
def add_gift_card(call: Call) -> Reply:
    """Add a gift card by its code."""
    code = call.body["code"]
    return gift_cards.add_gift_card(call.session, code, shopper=call.shopper, now=call.now)


@operations.steps("quoteCheckout")
def quote_checkout(call: Call) -> Reply:
    """Quote a checkout."""
    return quote(call)


@operations.steps("commitCheckout")
def commit_checkout(call: Call) -> Reply:
    """Commit a quote, after settling what a crash left."""
    sweep(call.store, call.peers, call.now)
    return commit(desk_of(call), call.body["quoteId"], call.shopper)


@operations.steps("refundPayment")
def refund_payment(call: Call) -> Reply:
    """Give money back."""
    asked = refunds.Asked(
        call.body["orderId"],
        Money(**call.body["amount"]),
        call.body["reference"],
        call.body.get("tenderId"),
    )
    return refunds.refund_payment(desk_of(call), asked, call.claims)


@operations.steps("chargeOrder")
def charge_order(call: Call) -> Reply:
    """Take or reserve money for a placed order."""
    asked = charges.Asked(
        call.body["orderId"],
        call.body["tenderId"],
        Money(**call.body["amount"]),
        call.body["reference"],
        call.body["capture"],
    )
    return charges.charge_order(desk_of(call), asked, call.claims)


@operations.steps("captureCharge")
def capture_charge(call: Call) -> Reply:
    """Take reserved money."""
    return charges.capture_charge(desk_of(call), call.path["chargeId"], call.claims)


@operations.steps("voidCharge")
def void_charge(call: Call) -> Reply:
    """Give reserved money back."""
    return charges.void_charge(desk_of(call), call.path["chargeId"], call.claims)


@operations.read("getPayments")
def get_payments(call: Call) -> Reply:
    """An order's payments."""
    return payments_json(call.session, call.claims, call.path["orderId"])


@operations.write("importTenders")
def import_tenders(call: Call) -> Reply:
    """Import ways to pay."""
    rows = call.body["tenders"]
    return dict(imports.import_tenders(call.session, rows, shopper=call.shopper, now=call.now))


@operations.write("importPayments")
def import_payments(call: Call) -> Reply:
    """Import past payments."""
    order_id, rows = call.body["orderId"], call.body["payments"]
    is_sandbox = stripe_settings() is None
    created = imports.import_payments(
        call.session, order_id, rows, shopper=call.shopper, is_sandbox=is_sandbox
    )
    return dict(created)
