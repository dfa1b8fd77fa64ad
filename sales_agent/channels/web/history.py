"""A conversation as rows of what shopper and assistant said, for a page that shows it again."""

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from sales_agent.channels.web.wire import named_product
from sales_agent.shop.results import listed_products, products_of, read_result
from sales_agent.threads.moments import moment_of

Json = dict[str, Any]


def said_rows(messages: Sequence[AnyMessage]) -> list[Json]:
    """What was said, oldest first; all that an answer said and showed is one row."""
    rows: list[Json] = []
    results: list[Any] = []
    for message in messages:
        match message:
            case HumanMessage():
                results = []
                rows.append(_row(message, "shopper"))
            case ToolMessage():
                results.append(read_result(message.content))
            case AIMessage() if str(message.text).strip():
                _add_answer(rows, message, results)
                results = []
    return rows


def page_of(
    rows: Sequence[Json], *, limit: int, before: str | None
) -> tuple[list[Json], str | None]:
    """The latest rows, or those before a cursor, and the cursor of what lies before them."""
    ends = [index for index, row in enumerate(rows) if row["id"] == before]
    end = ends[0] if ends else len(rows)
    start = max(0, end - limit)
    page = list(rows[start:end])
    return page, (str(page[0]["id"]) if start and page else None)


def is_told(turn_id: str, rows: Sequence[Json]) -> bool:
    """Whether a turn is among the rows: the shopper's message of it has its id."""
    return any(row["id"] == turn_id for row in rows)


def suggestions_of(messages: Sequence[AnyMessage], *, is_asked: bool) -> list[str]:
    """The quick replies to the last answer."""
    last = messages[-1] if messages else None
    own: list[str] = []
    if isinstance(last, AIMessage):
        own = list(last.additional_kwargs.get("suggestions", []))
    return own or (["Yes", "No"] if is_asked else [])


def _add_answer(rows: list[Json], message: AIMessage, results: list[Any]) -> None:
    row = _row(message, "assistant")
    products = [named_product(product) for result in results for product in products_of(result)]
    if rows and rows[-1]["role"] == "assistant":
        before = rows.pop()
        row = {**before, "id": row["id"], "text": f"{before['text']}\n{row['text']}"}
    row["products"] = listed_products(row["text"], [*row["products"], *products])
    for result in results:
        row |= _order_of(result)
    rows.append(row)


def _order_of(result: Any) -> Json:
    """The order that a result placed or changed, or told the way of."""
    if not isinstance(result, dict):
        return {}
    if changed := result.get("orderChanged"):
        told = {key: result[key] for key in ("promisedBy", "trackingNumbers") if result.get(key)}
        return {"order": {**told, **changed}}
    if result.get("order") and "shipments" in result:
        return {"tracking": {"order": result["order"], "shipments": result["shipments"]}}
    return {}


def _row(message: AnyMessage, role: str) -> Json:
    return {
        "id": str(message.id),
        "role": role,
        "text": str(message.text).strip(),
        "at": moment_of(message),
        "products": [],
        "order": None,
        "tracking": None,
    }
