"""What the tools of a turn said, in sentences of the house: they stand in for a false one."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sales_agent.guards.markup import addresses_in
from sales_agent.shop.amounts import day_words, money_words, price_words
from sales_agent.shop.lines import line_words, variant_words
from sales_agent.shop.results import products_of
from sales_agent.shop.spoken import BASE, own_phrase, phrase, speaking
from sales_agent.shop.told import told
from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.sentences import split
from sales_agent.truth.reading.statement import Finding, Kind

logger = logging.getLogger(__name__)

Json = Mapping[str, Any]
_AT_MOST = 3
_PASSAGE = 300


def tell(gather: Callable[[], Evidence], findings: Sequence[Finding], language: str = BASE) -> str:
    """One to three sentences for what had no ground, from results alone."""
    with speaking(language):
        try:
            return _tell(gather(), findings)
        except Exception as error:  # noqa: BLE001 - fails closed, and tells no words to the log
            logger.error("telling_failed type=%s", type(error).__name__)
            return phrase("tell.not_looked_up")


def _tell(evidence: Evidence, findings: Sequence[Finding]) -> str:
    kinds = {finding.kind for finding in findings}
    if Kind.LEAK in kinds:
        return phrase("tell.kept")
    if Kind.DEED in kinds:
        done = [
            words
            for deed in evidence.now
            if deed.has_effect and (words := sentence_of(deed.result))
        ]
        first = " ".join(done[-_AT_MOST:]) or phrase("tell.not_done")
        state = "" if done else _told(evidence, only=_state_words)
        return " ".join(filter(None, [first, state]))
    return _told(evidence) or phrase("tell.not_looked_up")


def _told(evidence: Evidence, only: "Callable[[Json], str] | None" = None) -> str:
    """The last result of the turn that can be put into words."""
    for deed in reversed(evidence.now):
        words = (only or result_words)(deed.result)
        if words:
            return words
    return ""


def result_words(result: Json) -> str:
    """A result in one or two sentences; empty when nothing is known to say of it."""
    for word in _WORDINGS:
        if words := word(result):
            return words
    return ""


def _fault_words(result: Json) -> str:
    return sentence_of(result) if result.get("status") in ("error", "refused", "declined") else ""


def _stock_words(result: Json) -> str:
    """A stock check: how many of each variant that is there, and in which stores."""
    if "availableStores" not in result or not result.get("name"):
        return ""
    rows = [row for row in result.get("variants") or () if row.get("available")]
    if not rows:
        return phrase("tell.sold_out", name=result["name"])
    there = ", ".join(
        phrase("tell.available", variant=_variant(row), count=row["available"])
        for row in rows[:_AT_MOST]
    )
    stores = [
        f"{s['name']} ({s['available']})" for s in result["availableStores"] if s["available"]
    ]
    where = phrase("tell.in_stores", stores=", ".join(stores[:_AT_MOST])) if stores else ""
    return phrase("tell.stock", name=result["name"], there=there) + where


def _cart_words(result: Json) -> str:
    cart = result.get("cart")
    if not isinstance(cart, Mapping) or "lines" not in cart:
        return ""
    if not cart["lines"]:
        return phrase("tell.cart_empty")
    lines = ", ".join(line_words(line) for line in cart["lines"][:_AT_MOST])
    more = len(cart["lines"]) - _AT_MOST
    if more > 0:
        lines = phrase("tell.more", lines=lines, count=more)
    return phrase("tell.cart", lines=lines, total=money_words(cart["total"]))


def _goods_words(result: Json) -> str:
    rows = products_of(result) or [*_details(result)]
    if not rows:
        return ""
    named = "; ".join(f"{row['name']}, {price_words(row)}" for row in rows[:_AT_MOST])
    return phrase("tell.goods", rows=named)


def _details(result: Json) -> Iterator[Any]:
    if isinstance(product := result.get("product"), Mapping) and "price" in product:
        yield product
    yield from (row for row in result.get("compared") or () if "price" in row)


def _order_words(result: Json) -> str:
    orders = result.get("orders") or [result.get("order")]
    rows = [row for row in orders if isinstance(row, Mapping) and row.get("orderId")]
    return " ".join(_order(row) for row in rows[:_AT_MOST])


def _order(row: Json) -> str:
    status = str(row.get("status") or "known")
    words = own_phrase(f"tell.status.{status}") or status.replace("_", " ")
    if row.get("promisedBy") and status in ("pending", "confirmed", "packed", "shipped"):
        day = day_words(str(row["promisedBy"]))
        return phrase("tell.order_due", order=row["orderId"], status=words, day=day)
    return phrase("tell.order", order=row["orderId"], status=words)


def _offer_words(result: Json) -> str:
    rows = [*(result.get("applied") or ()), *(result.get("offers") or ())]
    titles = list(dict.fromkeys(told(str(row["title"])) for row in rows if row.get("title")))
    return phrase("tell.offers", titles="; ".join(titles[:_AT_MOST])) if titles else ""


def _delivery_words(result: Json) -> str:
    rows = [row for row in result.get("options") or () if row.get("name") and row.get("price")]
    ways = [_by(row, f"{row['name']}, {_fee(row['price'])}") for row in rows[:_AT_MOST]]
    return phrase("tell.ways", rows="; ".join(ways)) if ways else ""


def _reservation_words(result: Json) -> str:
    row = result.get("reservation")
    if not isinstance(row, Mapping) or row.get("status") != "active":
        return ""
    return phrase("tell.reserved", store=row["storeName"], day=day_words(str(row["expiresAt"])))


def _points_words(result: Json) -> str:
    account = result.get("account")
    if not isinstance(account, Mapping) or "points" not in account:
        return ""
    return phrase("tell.account", points=account["points"])


def _passage_words(result: Json) -> str:
    passages = result.get("passages")
    if not isinstance(passages, list) or not passages:
        return ""
    sentences = split(str(passages[0].get("text") or ""))
    text = "".join(one for one in sentences if not addresses_in(one)).strip()
    if len(text) > _PASSAGE:
        text = text[:_PASSAGE].rsplit(". ", 1)[0].rstrip(".") + "."
    return phrase("tell.page", text=text) if text else ""


def sentence_of(result: Json) -> str:
    """The sentence that an agent answered with."""
    text = told(str(result.get("message") or "").strip())
    if not text:
        return ""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


_WORDINGS = (
    _fault_words,
    _stock_words,
    _reservation_words,
    _cart_words,
    _goods_words,
    _order_words,
    _offer_words,
    _delivery_words,
    _points_words,
    _passage_words,
    sentence_of,
)


def _state_words(result: Json) -> str:
    return _fault_words(result) or _order_words(result) or _cart_words(result)


def _variant(row: Json) -> str:
    words = variant_words(None, colour=row.get("colour"), size=row.get("size"))
    return f"{words}: " if words else ""


def _fee(price: Json) -> str:
    return money_words(price) if price["amount"] else phrase("tell.free")


def _by(row: Json, way: str) -> str:
    if not row.get("promisedBy"):
        return way
    return phrase("tell.way_by", way=way, day=day_words(str(row["promisedBy"])))


def reason_for(findings: Sequence[Finding], said: str, gather: Callable[[], Evidence]) -> str:
    """What a model is told whose answer was stopped: which claims, and what the tools say."""
    claims = "; ".join(
        f"{f.kind.value}: {f.claim[:_CLAIM]!r}" for f in findings if f.kind != Kind.UNCHECKED
    )
    lines = [
        "",
        "Your answer was stopped",
        "- A sentence of your answer was not sent, because no tool result supports what it claims"
        + (f" ({claims})." if claims else "."),
        f"- What the tools of this turn say: {tell(gather, findings)}",
        "- Answer again with what results say and nothing else. Where a deed is missing, call its "
        "tool; where you do not know, say so or look it up.",
    ]
    if said.strip():
        shown = " ".join(said.split())[-_SHOWN:]
        lines.append(f'- The shopper has read this much of it; go on behind it: "{shown}"')
    return "\n".join([*lines, ""])


_CLAIM = 60
_SHOWN = 600
