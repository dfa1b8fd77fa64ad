"""One variant of a feed: its SKU, price and quantity, or what is wrong with them."""

from dataclasses import dataclass, field

from agents.recommendation.feeds.goods import FeedProblem, FeedVariant
from agents.recommendation.feeds.identifiers import APOSTROPHES, clean_id, made_sku
from agents.recommendation.feeds.mapping import Options
from agents.recommendation.feeds.prices import parse_price
from agents.recommendation.feeds.raw import RawVariant
from agents.recommendation.feeds.scratch import NameSet

MAX_QUANTITY = 10**9


@dataclass
class VariantReader:
    """Reads one product's variants; `skus` are those taken already, and grow.

    Goods that are not sold may have a price of zero.
    """

    file: str
    currency: str
    product_id: str
    is_sold: bool
    skus: NameSet
    problems: list[FeedProblem] = field(default_factory=list)

    def read(self, raw: RawVariant, options: Options) -> FeedVariant | None:
        """The variant, None when it cannot be used."""
        price = self._price(raw)
        if price is None:
            return None
        sku = self._written_sku(raw)
        is_made = sku is None
        sku = sku or self._made_sku(raw, options)
        if sku is None:
            return None
        self.skus.add(sku)
        return FeedVariant(
            sku=sku,
            colour=options.colour,
            size=options.size,
            options=options.others,
            price=price,
            compare_at_price=self._compare_at_price(raw, price),
            image_url=raw.image or None,
            quantity=self._quantity(raw),
            is_sku_made=is_made,
            unit_cost=self._unit_cost(raw),
        )

    def _price(self, raw: RawVariant) -> int | None:
        if raw.currency not in ("", self.currency):
            reason = f"price '{raw.price}' is in {raw.currency}, the product's in {self.currency}"
            self._report(raw, reason, "variant left out")
            return None
        try:
            price = parse_price(raw.price, self.currency)
        except ValueError as error:
            reason = f"price '{raw.price}' is {error}" if raw.price else "the price is missing"
            self._report(raw, reason, "variant left out")
            return None
        if price == 0 and self.is_sold:
            self._report(raw, "the price is zero", "variant left out")
            return None
        return price

    def _compare_at_price(self, raw: RawVariant, price: int) -> int | None:
        if not raw.compare_at:
            return None
        try:
            before = parse_price(raw.compare_at, self.currency)
        except ValueError as error:
            reason = f"compare-at price '{raw.compare_at}' is {error}"
            self._report(raw, reason, "taken as none")
            return None
        return before if before > price else None

    def _unit_cost(self, raw: RawVariant) -> int | None:
        if not raw.cost:
            return None
        try:
            return parse_price(raw.cost, self.currency)
        except ValueError as error:
            self._report(raw, f"cost '{raw.cost}' is {error}", "taken as none")
            return None

    def _quantity(self, raw: RawVariant) -> int:
        if raw.quantity is None:
            return raw.units
        try:
            quantity = int(float(raw.quantity)) if raw.quantity else None
        except (ValueError, OverflowError):
            quantity = None
        if quantity is not None and 0 <= quantity <= MAX_QUANTITY:
            return quantity
        told = f"quantity '{raw.quantity}' is none to sell"
        self._report(raw, told if raw.quantity else "the quantity is missing", "taken as 0")
        return 0

    def _written_sku(self, raw: RawVariant) -> str | None:
        """The variant's own SKU; None when it has none, or one that was there before."""
        sku = clean_id(raw.sku)
        if sku and any(mark in raw.sku for mark in "\r\n"):
            self._report(raw, "a line break in the SKU", f"read as '{sku}'")
        elif sku and raw.sku.startswith(tuple(APOSTROPHES)):
            self._report(raw, "an apostrophe before the SKU", f"read as '{sku}'")
        return sku if sku and sku not in self.skus else None

    def _made_sku(self, raw: RawVariant, options: Options) -> str | None:
        """A stable SKU for a variant without one of its own; None when it was there before."""
        written = clean_id(raw.sku)
        made = made_sku(self.product_id, options.values)
        is_taken = made in self.skus
        if written:
            action = "variant left out" if is_taken else f"given SKU '{made}'"
            self._report(raw, f"SKU '{written}' was there before", action)
        elif is_taken:
            reason = f"the same variant of '{self.product_id}' again, without a SKU"
            self._report(raw, reason, "variant left out")
        return None if is_taken else made

    def _report(self, raw: RawVariant, reason: str, action: str) -> None:
        self.problems.append(FeedProblem(self.file, raw.line, reason, action))
