"""What another shop kept of its shoppers, in the words of our contracts; amounts in minor units."""

from dataclasses import dataclass, field


class UnreadableShop(ValueError):
    """A file that is no shop that can be taken over; the message names the file and the way out."""


@dataclass(frozen=True)
class Problem:
    """A record that could not be brought as it was: where it stands, why, and what was done."""

    file: str
    place: str
    reason: str
    action: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.reason}; {self.action}"


@dataclass(frozen=True)
class Address:
    """Where parcels go; `country` is an ISO 3166 code of two letters."""

    name: str
    line1: str
    line2: str | None
    city: str
    state: str | None
    postcode: str
    country: str


@dataclass(frozen=True)
class Tender:
    """A way to pay: card, paypal or gift_card; only a gift card has a balance."""

    tender_id: str
    kind: str
    brand: str | None = None
    last_four: str | None = None
    balance: int | None = None


@dataclass(frozen=True)
class Line:
    """Units of a variant in an order, each at the price that was paid."""

    sku: str
    product_id: str
    name: str
    options: dict[str, str]
    quantity: int
    unit_price: int


@dataclass(frozen=True)
class Payment:
    """Money that was taken (capture) or given back (refund)."""

    kind: str
    tender_id: str
    amount: int


@dataclass(frozen=True)
class Parcel:
    """Units of an order on their way, by SKU."""

    status: str
    tracking_number: str | None
    units: dict[str, int]


@dataclass(frozen=True)
class Order:
    """An order as it stands, with how it was paid and what was sent."""

    order_id: str
    place: str
    status: str
    lines: tuple[Line, ...]
    address: Address
    payments: tuple[Payment, ...]
    parcels: tuple[Parcel, ...]

    @property
    def total(self) -> int:
        """What its lines cost; delivery cost nothing."""
        return sum(line.quantity * line.unit_price for line in self.lines)

    @property
    def refunded(self) -> int:
        """What was given back."""
        return sum(payment.amount for payment in self.payments if payment.kind == "refund")


@dataclass
class Shopper:
    """A customer with all that the shop kept of her."""

    customer_id: str
    place: str
    first_name: str
    last_name: str
    email: str
    address: Address
    tenders: tuple[Tender, ...]
    orders: list[Order] = field(default_factory=list)

    def has_tender(self, tender_id: str) -> bool:
        """Whether she can pay with it."""
        return any(one.tender_id == tender_id for one in self.tenders)


@dataclass
class Records:
    """Everything of one file but its goods, and what was wrong in it."""

    file: str
    currency: str
    shoppers: dict[str, Shopper] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    in_stock: int = 0
    out_of_stock: int = 0

    @property
    def orders(self) -> list[Order]:
        """All orders, in the order of the file."""
        return [order for shopper in self.shoppers.values() for order in shopper.orders]
