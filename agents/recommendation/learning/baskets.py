"""What was bought, as columns of numbers: the material that a model is learnt from."""

from array import array
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.recommendation.tables import Purchase

ROWS_AT_ONCE = 10_000
DAY_S = 86_400


@dataclass
class Baskets:
    """One entry for each product of each order, by codes from 0 on; `ages` are days."""

    product_ids: list[str] = field(default_factory=list)
    orders: "array[int]" = field(default_factory=lambda: array("q"))
    shoppers: "array[int]" = field(default_factory=lambda: array("q"))
    products: "array[int]" = field(default_factory=lambda: array("q"))
    ages: "array[float]" = field(default_factory=lambda: array("d"))

    def __len__(self) -> int:
        return len(self.orders)


def read_baskets(session: Session, now: datetime) -> Baskets:
    """Read everything that was bought and kept."""
    baskets = Baskets()
    orders: dict[str, int] = {}
    shoppers: dict[str, int] = {}
    products: dict[str, int] = {}
    columns = (Purchase.order_id, Purchase.shopper, Purchase.product_id, Purchase.bought_at)
    # In the order of the key, so that the same purchases give the same model.
    query = select(*columns).order_by(Purchase.order_id, Purchase.product_id)
    rows = session.execute(query.execution_options(yield_per=ROWS_AT_ONCE))
    for order, shopper, product, bought_at in rows:
        baskets.orders.append(orders.setdefault(order, len(orders)))
        baskets.shoppers.append(shoppers.setdefault(shopper, len(shoppers)))
        baskets.products.append(products.setdefault(product, len(products)))
        baskets.ages.append(max(0.0, (now - bought_at).total_seconds() / DAY_S))
    baskets.product_ids = list(products)
    return baskets
