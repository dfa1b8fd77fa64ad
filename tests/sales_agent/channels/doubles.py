"""A conversation that plays its script: each message has the events that it brings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sales_agent.answers.stopping import Stopped, never
from sales_agent.errors import LinkRefused, SalesAgentError
from sales_agent.events import Event, TextDelta, TurnEnded

Script = Mapping[str, Sequence[Event] | BaseException]


def inr(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "INR"}


SHIRT = {
    "productId": "P-1001",
    "name": "Monsoon Linen Shirt",
    "brand": None,
    "category": "shirts",
    "description": "",
    "price": inr(129900),
    "maxPrice": inr(129900),
    "colours": ["olive", "white"],
    "sizes": ["S", "M"],
    "materials": [],
    "imageUrl": None,
    "sku": None,
}
SHOES = {
    **SHIRT,
    "productId": "P-1002",
    "name": "Roadrunner Shoes",
    "price": inr(549900),
    "maxPrice": inr(599950),
    "colours": ["black"],
    "sizes": [str(size) for size in range(5, 15)],
}
LINE = {
    "sku": "LS-01-OLV-M",
    "productId": "P-1001",
    "name": "Monsoon Linen Shirt",
    "colour": "olive",
    "size": "M",
    "quantity": 2,
    "unitPrice": inr(129900),
    "lineTotal": inr(259800),
    "imageUrl": None,
}
CART = {
    "lines": [LINE],
    "subtotal": inr(259800),
    "discounts": [
        {
            "offerId": "OF-01",
            "title": "Festive 10%",
            "reason": "order over ₹2,000",
            "amount": inr(25980),
        }
    ],
    "total": inr(233820),
    "unknownSkus": [],
    "rejectedCoupons": [],
    "notes": [],
}
ADDRESS = {
    "name": "Asha Rao",
    "line1": "12 Lake View Road",
    "line2": None,
    "city": "Bengaluru",
    "state": "Karnataka",
    "postcode": "560034",
    "country": "IN",
}
VISA = {
    "tenderId": "tok_1",
    "kind": "card",
    "label": "Visa ending 4242",
    "brand": "Visa",
    "lastFour": "4242",
    "amount": inr(238720),
    "points": None,
}
POINTS = {**VISA, "tenderId": "points", "kind": "points", "label": "320 points", "lastFour": None}
GIFT_CARD = {**POINTS, "tenderId": "GC-1", "kind": "gift_card", "label": "gift card ending 7QWM"}
SWAP = {
    "sku": "LS-01-OLV-M",
    "name": "Monsoon Linen Shirt",
    "options": {"colour": "olive", "size": "M"},
    "newSku": "LS-01-OLV-L",
    "newName": "Monsoon Linen Shirt",
    "newOptions": {"colour": "olive", "size": "L"},
    "quantity": 1,
    "unitPrice": inr(129900),
    "newUnitPrice": inr(149900),
    "difference": inr(20000),
}
QUOTE = {
    "quoteId": "Q-8H2K",
    "kind": "checkout",
    "lines": [LINE],
    "subtotal": CART["subtotal"],
    "discounts": CART["discounts"],
    "delivery": {
        "optionId": "standard",
        "name": "Standard delivery",
        "price": inr(4900),
        "promisedFrom": "2026-11-24",
        "promisedBy": "2026-11-26",
        "storeId": None,
        "storeName": None,
    },
    "address": ADDRESS,
    "taxIncluded": inr(25578),
    "total": inr(238720),
    "tenders": [VISA],
    "pointsToEarn": None,
    "notes": ["Offers could not be checked."],
    "expiresAt": "2026-11-21T10:00:00Z",
}
RETURN_QUOTE = {
    "quoteId": "Q-9",
    "kind": "return",
    "orderId": "O-5001",
    "lines": [
        {
            "sku": "LS-01-OLV-M",
            "name": "Monsoon Linen Shirt",
            "quantity": 1,
            "reason": "too small",
            "refund": inr(129900),
        }
    ],
    "refund": inr(129900),
    "refundTo": "card ending 4242",
    "notes": [],
    "expiresAt": "2026-11-21T10:00:00Z",
}
CANCELLATION_QUOTE = {
    "quoteId": "Q-10",
    "kind": "cancellation",
    "orderId": "O-5002",
    "lines": [{"sku": "LS-01-OLV-M", "name": "Monsoon Linen Shirt", "quantity": 1}],
    "refund": inr(129900),
    "refundTo": "card ending 4242",
    "reason": "changed my mind",
    "notes": [],
    "expiresAt": "2026-11-21T10:00:00Z",
}
EXCHANGE_QUOTE = {
    "quoteId": "Q-11",
    "kind": "exchange",
    "orderId": "O-5001",
    "swaps": [SWAP],
    "difference": inr(20000),
    "tender": {**GIFT_CARD, "amount": inr(20000)},
    "refundTo": None,
    "notes": ["An order can be exchanged once."],
    "policies": ["exchange.once"],
    "expiresAt": "2026-11-21T10:00:00Z",
}
ITEM_CHANGE_QUOTE = {
    **EXCHANGE_QUOTE,
    "kind": "item_change",
    "difference": inr(-20000),
    "tender": None,
    "refundTo": "Visa ending 4242",
    "swaps": [{**SWAP, "difference": inr(-20000)}],
    "newTotal": inr(218720),
}
ADDRESS_CHANGE_QUOTE = {
    "quoteId": "Q-12",
    "kind": "address_change",
    "orderId": "O-5001",
    "address": {**ADDRESS, "line1": "5 Park Street", "city": "Kolkata", "postcode": "700016"},
    "formerAddress": ADDRESS,
    "notes": [],
    "policies": ["address.before_shipping"],
    "expiresAt": "2026-11-21T10:00:00Z",
}
PAYMENT_CHANGE_QUOTE = {
    "quoteId": "Q-13",
    "kind": "payment_change",
    "orderId": "O-5001",
    "amount": inr(238720),
    "tender": VISA,
    "refunds": [{"tenderId": "GC-1", "label": "gift card ending 7QWM", "amount": inr(238720)}],
    "notes": [],
    "policies": [],
    "expiresAt": "2026-11-21T10:00:00Z",
}
ORDER = {
    "orderId": "O-5001",
    "status": "return_requested",
    "placedAt": "2026-11-02T10:00:00Z",
    "lines": [{**LINE, "category": "shirts", "returnedQuantity": 0}],
    "subtotal": inr(259800),
    "discounts": [],
    "delivery": inr(0),
    "total": inr(259800),
    "refunded": inr(129900),
    "deliveryOption": "standard",
    "promisedBy": "2026-11-05",
    "address": ADDRESS,
    "storeName": None,
    "history": [],
    "canCancel": False,
    "returnableUntil": None,
    "returns": [],
}


def ended(message: str = "", reply: str = "", **more: Any) -> TurnEnded:
    defaults: dict[str, Any] = {"turn": 1, "thread": "t-1", "customer": "C-1001", "cart": CART}
    fields = {**defaults, "channel": "terminal", "model": "offline", "ms": 12.44, **more}
    return TurnEnded(message=message, reply=reply, **fields)


class ScriptedConversation:
    """Holds to the interface of a conversation; what is not in the script is said back."""

    def __init__(self, script: Script | None = None, *, orders: Sequence[Any] = (ORDER,)) -> None:
        self._script = dict(script or {})
        self._orders = list(orders)
        self.messages: list[str] = []
        self.cards: list[str] = []
        self.photos: list[bytes] = []
        self.signed_in: list[dict[str, str]] = []
        self.channel = "terminal"
        self.is_forgotten = False
        self.is_signed_in = True
        self.priced: dict[str, Any] = CART
        self.card_error: SalesAgentError | None = None

    def reply(
        self, text: str, *, stopped: Stopped = never, picture: bytes | None = None
    ) -> Iterator[Event]:
        self.messages.append(text)
        if picture:
            self.photos.append(picture)
        scripted = self._script.get(text)
        if isinstance(scripted, BaseException):
            raise scripted
        if scripted is None:
            said = f"You said: {text}"
            scripted = [TextDelta(said), ended(text, said)]
        for event in scripted:
            numbered = isinstance(event, TurnEnded)
            yield replace(event, turn=len(self.messages), message=text) if numbered else event

    def language(self, text: str) -> str:
        return "de" if "Wagen" in text else "en"

    def greeting(self) -> str:
        return "Hello Asha.\nYour cart holds 2 pieces."

    def take_card(self, number: str) -> str:
        if self.card_error:
            raise self.card_error
        self.cards.append(number)
        return number[-4:]

    def cart(self) -> dict[str, Any]:
        return self.priced

    def orders(self) -> list[dict[str, Any]]:
        return self._orders

    def sign_in(self, **named: str) -> str | None:
        self.signed_in.append(named)
        return "Asha" if "asha@example.in" in named.values() or "Rao" in named.values() else None

    def sign_out(self) -> bool:
        was_signed_in, self.is_signed_in = self.is_signed_in, False
        return was_signed_in

    def offer_link(self) -> str:
        return "7KQ2-M4XD"

    def take_link(self, code: str) -> None:
        if code != "7KQ2-M4XD":
            raise LinkRefused("this code is unknown")

    def export(self) -> dict[str, Any]:
        return {"conversation": [{"role": "shopper", "text": "hello\x1b[31m"}]}

    def switch_channel(self, name: str) -> None:
        if not name.isalnum():
            raise SalesAgentError(f"no channel can be named '{name}'; use letters and digits")
        self.channel = name

    def why(self) -> list[str]:
        return ["search_products: ok in 3.1 ms", "trace 4f2a"]

    def forget(self) -> list[str]:
        self.is_forgotten = True
        return ["Erased: this conversation.", "Kept: orders, as tax law asks."]


def opener(conversation: ScriptedConversation) -> Callable[[], ScriptedConversation]:
    return lambda: conversation
