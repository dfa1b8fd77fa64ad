"""What shoppers did with products: looked at them, put them into the cart, refused them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.storage import insert_new
from agents.recommendation.interactions.history import CARTED, REFUSED
from agents.recommendation.interactions.showings import mark_refused, mark_taken
from agents.recommendation.policy import Appeal
from agents.recommendation.tables import Interaction, Product, Variant

Row = dict[str, Any]


def record(session: Session, shopper: str, body: Row, policy: Appeal, now: datetime) -> int:
    """Record what a shopper did; a repeat of the key changes nothing. Returns how many it knew."""
    by_sku = _products_of(session, [row["sku"] for row in body["interactions"] if "sku" in row])
    known = _known(session, [r["productId"] for r in body["interactions"] if "productId" in r])
    done: dict[str, list[str]] = {}
    for row in body["interactions"]:
        product_id = by_sku.get(row.get("sku", "")) or known.get(row.get("productId", ""))
        if product_id is not None:
            done.setdefault(row["deed"], []).append(product_id)
    for deed, product_ids in done.items():
        _keep(session, shopper, deed, product_ids, body["key"], now)
    mark_taken(session, shopper, done.get(CARTED, []), policy, now)
    mark_refused(session, shopper, done.get(REFUSED, []), policy, now)
    return sum(map(len, done.values()))


def refuse(
    session: Session, shopper: str, product_ids: Sequence[str], policy: Appeal, now: datetime
) -> None:
    """Record what a shopper turned down while she asks for something else."""
    known = list(_known(session, product_ids))
    _keep(session, shopper, REFUSED, known, now.isoformat(), now)
    mark_refused(session, shopper, known, policy, now)


def _keep(
    session: Session,
    shopper: str,
    deed: str,
    product_ids: Sequence[str],
    key: str,
    now: datetime,
) -> None:
    for product_id in dict.fromkeys(product_ids):
        row = {"shopper": shopper, "product_id": product_id, "deed": deed, "key": key, "at": now}
        insert_new(session, Interaction, row)


def _products_of(session: Session, skus: Sequence[str]) -> dict[str, str]:
    query = select(Variant.sku, Product.product_id).join(Variant.product)
    return dict(session.execute(query.where(Variant.sku.in_(skus))).all())


def _known(session: Session, product_ids: Sequence[str]) -> dict[str, str]:
    query = select(Product.product_id).where(Product.product_id.in_(product_ids))
    return {one: one for one in session.scalars(query)}
