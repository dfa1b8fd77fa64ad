"""The evaluator's side: `eval_transactions.py --module benchmarks/recommendations/model.py`.

Run it with the repository's root in PYTHONPATH.
"""

from collections.abc import Collection
from datetime import UTC
from typing import Any

import pandas

from benchmarks.recommendations.shop import BenchmarkShop, Sale


def fit(train: Any) -> BenchmarkShop:
    """Take the sales of a frame into a shop and learn from them."""
    shop = BenchmarkShop(read_sales(train))
    print(shop.learn())
    return shop


def next_basket(model: BenchmarkShop, customer: Any, k: int) -> list[str]:
    """What suits a customer, what she bought before included."""
    return model.for_shopper(str(int(customer)), k)


def complete(model: BenchmarkShop, basket: Collection[str], k: int) -> list[str]:
    """What goes with a basket."""
    return model.together(sorted(basket), k)


def forecast(model: BenchmarkShop, sku: str, weeks: int) -> list[float]:
    """Nothing: demand is another agent's to foresee, and is not told of here."""
    return [0.0] * weeks


def read_sales(frame: Any) -> list[Sale]:
    """The sales of a frame: what was sold for money and not canceled."""
    sold = frame[(~frame.is_cancel) & frame.is_product & (frame.qty > 0) & (frame.price > 0)]
    columns = ["invoice", "sku", "description", "customer", "qty", "price", "date"]
    rows = sold[columns].itertuples(index=False)
    return [
        Sale(
            order_id=str(invoice),
            product_id=str(sku),
            name=str(name),
            shopper=f"guest-{invoice}" if pandas.isna(customer) else str(int(customer)),
            units=int(units),
            price_minor=round(price * 100),
            at=date.to_pydatetime().replace(tzinfo=UTC),
        )
        for invoice, sku, name, customer, units, price, date in rows
    ]
