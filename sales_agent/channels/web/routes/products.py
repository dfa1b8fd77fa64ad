"""The catalogue, for a shop's pages and for the widget's cards; it needs no token."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from sales_agent.channels.web.faults import Fault
from sales_agent.channels.web.gateway import gateway
from sales_agent.channels.web.requests import read_number
from sales_agent.channels.web.wire import named_product

USUAL, MOST = 20, 50
LONGEST_QUERY, LONGEST_NAME = 500, 80
bp = Blueprint("products", __name__, url_prefix="/api/v1")


@bp.get("/products")
def find() -> ResponseReturnValue:
    """Products by category and words."""
    limit = read_number("limit", USUAL, most=MOST)
    named = {"query": request.args.get("q"), "category": request.args.get("category")}
    wish = {name: text[:LONGEST_QUERY] for name, text in named.items() if text}
    found = gateway().assistant.desk.products({**wish, "limit": limit})
    return {
        "products": [named_product(row) for row in found["products"]],
        "total": found.get("total", len(found["products"])),
    }


@bp.get("/products/<product_id>")
def show(product_id: str) -> ResponseReturnValue:
    """A product by its id or a SKU of it, each variant with its stock."""
    known = product_id if len(product_id) <= LONGEST_NAME else ""
    product = gateway().assistant.desk.product(known) if known else None
    if product is None:
        detail = f"there is no product {product_id[:LONGEST_NAME]!r}"
        raise Fault(404, "unknown_product", detail)
    return {"products": [named_product(product)]}
