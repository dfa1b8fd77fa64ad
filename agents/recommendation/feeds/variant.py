"""One variant of a Shopify export: its SKU, price and quantity, or what is wrong with them."""

from dataclasses import dataclass, field

from agents.recommendation.feeds.goods import FeedProblem, FeedVariant
from agents.recommendation.feeds.identifiers import clean_id, made_sku
from agents.recommendation.feeds.option_names import Options
from agents.recommendation.feeds.prices import parse_price
from agents.recommendation.feeds.rows import Row

MAX_QUANTITY = 10**9
QUANTITY_COLUMN = "Variant Inventory Qty"


@dataclass
class VariantReader:
    """Reads one product's variants; `skus` are those taken already, and grow.

    Goods that are not sold may have a price of zero.
    """

    file: str
    currency: str
    product_id: str
    is_sold: bool
    skus: set[str]
    problems: list[FeedProblem] = field(default_factory=list)

    def read(self, row: Row, options: Options) -> FeedVariant | None:
        """The variant of a row, None when it cannot be used."""
        price = self._price(row)
        if price is None:
            return None
        sku = self._written_sku(row)
        is_made = sku is None
        sku = sku or self._made_sku(row, options)
        if sku is None:
            return None
        self.skus.add(sku)
        return FeedVariant(
            sku=sku,
            colour=options.colour,
            size=options.size,
            options=options.others,
            price=price,
            compare_at_price=self._compare_at_price(row, price),
            image_url=row.get("Variant Image") or None,
            quantity=self._quantity(row),
            is_sku_made=is_made,
        )

    def _price(self, row: Row) -> int | None:
        written = row.get("Variant Price")
        try:
            price = parse_price(written, self.currency)
        except ValueError as error:
            reason = f"price '{written}' is {error}" if written else "the price is missing"
            self._report(row, reason, "variant left out")
            return None
        if price == 0 and self.is_sold:
            self._report(row, "the price is zero", "variant left out")
            return None
        return price

    def _compare_at_price(self, row: Row, price: int) -> int | None:
        written = row.get("Variant Compare At Price")
        if not written:
            return None
        try:
            before = parse_price(written, self.currency)
        except ValueError as error:
            self._report(row, f"compare-at price '{written}' is {error}", "taken as none")
            return None
        return before if before > price else None

    def _quantity(self, row: Row) -> int:
        if QUANTITY_COLUMN not in row.cells:
            return 0
        written = row.get(QUANTITY_COLUMN)
        try:
            quantity = int(float(written)) if written else None
        except (ValueError, OverflowError):
            quantity = None
        if quantity is not None and 0 <= quantity <= MAX_QUANTITY:
            return quantity
        reason = f"quantity '{written}' is none to sell" if written else "the quantity is missing"
        self._report(row, reason, "taken as 0")
        return 0

    def _written_sku(self, row: Row) -> str | None:
        """The row's own SKU; None when it has none, or one that was there before."""
        written = row.get("Variant SKU")
        sku = clean_id(written)
        if sku and any(mark in written for mark in "\r\n"):
            self._report(row, "a line break in the SKU", f"read as '{sku}'")
        return sku if sku and sku not in self.skus else None

    def _made_sku(self, row: Row, options: Options) -> str | None:
        """A stable SKU for a row without one of its own; None when the same was there before."""
        written = clean_id(row.get("Variant SKU"))
        made = made_sku(self.product_id, options.values)
        is_taken = made in self.skus
        if written:
            action = "variant left out" if is_taken else f"given SKU '{made}'"
            self._report(row, f"SKU '{written}' was there before", action)
        elif is_taken:
            reason = f"the same variant of '{self.product_id}' again, without a SKU"
            self._report(row, reason, "variant left out")
        return None if is_taken else made

    def _report(self, row: Row, reason: str, action: str) -> None:
        self.problems.append(FeedProblem(self.file, row.line, reason, action))
