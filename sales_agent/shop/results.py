"""Read tool results as channels need them: which hold products, a cart, an order, a quote."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

from sales_agent.guards.marking import without_marks

Json = dict[str, Any]
Product = TypeVar("Product", bound=Mapping[str, Any])
_LIST_LINE = re.compile(r"\s*\d{1,2}[.)]\s+(.+)")


def read_result(content: object) -> Any:
    """A tool's result: its JSON, or its text as it is, without the marks that a model is shown."""
    if not isinstance(content, str):
        return content
    content = without_marks(content)
    try:
        return json.loads(content)
    except ValueError:
        return content


def status_of(result: Any) -> tuple[str, str | None]:
    """Whether a result is `ok` or an `error`, and the error's code."""
    if isinstance(result, dict) and result.get("status") == "error":
        return "error", str(result.get("code", "unknown"))
    return "ok", None


def products_of(result: Any) -> list[Json]:
    """The products that a result shows, in order."""
    if not isinstance(result, dict):
        return []
    lists = [result.get(name) for name in ("products", "recommendations")]
    rows = [row for rows in lists if isinstance(rows, list) for row in rows]
    return [row for row in rows if isinstance(row, dict) and "name" in row and "price" in row]


def named_in(line: str, products: Sequence[Product]) -> Product | None:
    """The product that a line names; by the longest name, as one can be part of another's."""
    named = [product for product in products if str(product["name"]) in line]
    return max(named, key=lambda product: len(product["name"]), default=None)


def listed_products(text: str, products: Sequence[Product]) -> list[Product]:
    """The products that a reply counts ("1. ..."), in its order; all, each once, if it counts none.

    A model looks up more than it shows: what it left out is not to be drawn.
    """
    distinct = distinct_products(products)
    listed: list[Product] = []
    for line in filter(None, map(_LIST_LINE.match, text.splitlines())):
        if product := named_in(line[1], [one for one in distinct if one not in listed]):
            listed.append(product)
    return listed or distinct


def distinct_products(products: Sequence[Product]) -> list[Product]:
    """Each product once, where it came first."""
    distinct: dict[tuple[Any, Any], Product] = {}
    for row in products:
        distinct.setdefault((row.get("productId"), row.get("sku")), row)
    return list(distinct.values())


def latest_results(messages: Sequence[AnyMessage]) -> list[Any]:
    """The results of the last batch of tool calls."""
    results = []
    for message in reversed(messages):
        if isinstance(message, AIMessage):
            break
        if isinstance(message, ToolMessage):
            results.append(read_result(message.content))
    return results[::-1]


def confirmations_of(messages: Sequence[AnyMessage]) -> list[Json]:
    """The quotes of the last batch that wait for the shopper's yes."""
    return [
        {"quote": result["quote"], "commit": result["commit"]}
        for result in latest_results(messages)
        if isinstance(result, dict) and result.get("status") == "confirmation_required"
    ]
