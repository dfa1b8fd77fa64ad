"""What tool results say of the shop's goods: prices, variants, and what is there of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sales_agent.shop.amounts import MINOR_DIGITS
from sales_agent.truth.figures.amounts import Money

Json = Mapping[str, Any]
_MARKS = ("price", "unitPrice", "productId", "sku")
"""What makes a row with a name one of goods."""
_WORDS = ("description", "brand", "category", "reason")
_KINDS = ("brand", "category")
_IDS = ("sku", "productId", "newSku")
_LISTS = ("colours", "sizes", "materials", "tags")


@dataclass(frozen=True)
class Stock:
    """How many of a variant are there; `store` is None where all places together are meant."""

    available: int
    colour: str | None = None
    size: str | None = None
    store: str | None = None
    warehouse: int | None = None

    @property
    def is_of_variant(self) -> bool:
        """Whether it counts one variant, and not all of a product."""
        return bool(self.colour or self.size)


@dataclass
class Goods:
    """One product, by all that results said of it; words are in lower case."""

    name: str
    amounts: set[Money] = field(default_factory=set)
    prices: set[Money] = field(default_factory=set)
    sizes: set[str] = field(default_factory=set)
    colours: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    """Words of its category, brand and materials."""
    ids: set[str] = field(default_factory=set)
    quantities: set[int] = field(default_factory=set)
    """Of lines of carts and orders."""
    stock: list[Stock] = field(default_factory=list)
    stock_now: list[Stock] = field(default_factory=list)
    """Of these, what this turn's results say."""
    is_unsized: bool = False
    """Whether a result says that it has no sizes."""
    is_checked: bool = False
    """Whether stock was asked for, and not only what is made."""

    @property
    def key(self) -> str:
        """The name to compare by."""
        return self.name.casefold()

    def add(self, other: "Goods", *, is_now: bool) -> None:
        """Learn what another result says of the same goods."""
        for name in ("amounts", "prices", "sizes", "colours", "kinds", "ids", "quantities"):
            getattr(self, name).update(getattr(other, name))
        self.words += other.words
        self.stock += other.stock
        self.stock_now += other.stock if is_now else []
        self.is_checked = self.is_checked or other.is_checked
        self.is_unsized = self.is_unsized or other.is_unsized

    @property
    def text(self) -> str:
        """All words that were said of it."""
        return " ".join([self.key, *self.words, *self.sizes, *self.colours])


def goods_of(result: Json, rows: Iterable[Json]) -> dict[str, Goods]:
    """The goods that the objects of a result speak of, by their names in lower case."""
    known: dict[str, Goods] = {}
    for row in rows:
        if not isinstance(row.get("name"), str) or not any(mark in row for mark in _MARKS):
            continue
        goods = known.setdefault(_key(row), Goods(str(row["name"])))
        _learn(goods, row)
        if isinstance(row.get("available"), int):
            goods.stock.append(_stock_of(row))
    if isinstance(result.get("variants"), list) and result.get("name"):
        _learn_check(known.setdefault(_key(result), Goods(str(result["name"]))), result)
    product = result.get("product")
    if isinstance(product, Mapping) and isinstance(result.get("available"), int):
        variant = result.get("variant")
        row = {
            **(variant if isinstance(variant, Mapping) else {}),
            "available": result["available"],
        }
        known[_key(product)].stock.append(_stock_of(row))
    return known


def merge_goods(known: dict[str, Goods], more: Mapping[str, Goods], *, is_now: bool) -> None:
    """Add what one result says of goods to what is known; `is_now` when it is of this turn."""
    for key, goods in more.items():
        known.setdefault(key, Goods(goods.name)).add(goods, is_now=is_now)


def _learn_check(goods: Goods, result: Json) -> None:
    """A stock check: variants, and how many of them the stores have together."""
    goods.is_checked = goods.is_checked or "availableStores" in result
    goods.sizes.update(_lower(result.get("sizes")))
    goods.colours.update(_lower(result.get("colours")))
    variants = [row for row in result["variants"] if isinstance(row, Mapping)]
    size, colour = (_only({row.get(name) for row in variants}) for name in ("size", "colour"))
    for store in result.get("availableStores") or ():
        if isinstance(store, Mapping) and store.get("name"):
            there, name = int(store.get("available") or 0), str(store["name"]).casefold()
            goods.stock.append(Stock(there, colour, size, name))


def _only(values: set[Any]) -> str | None:
    return _word(values.pop()) if len(values) == 1 else None


def money_of(value: Any) -> Money | None:
    """An amount of a result in whole units."""
    if not isinstance(value, Mapping) or not isinstance(value.get("amount"), int):
        return None
    currency = str(value.get("currency"))
    digits = MINOR_DIGITS.get(currency, 2)
    return Decimal(value["amount"]).scaleb(-digits), currency


def _learn(goods: Goods, row: Json) -> None:
    for name, value in row.items():
        if (money := money_of(value)) is None:
            continue
        goods.amounts.add(abs_money(money))
        if name in ("price", "unitPrice", "maxPrice"):
            goods.prices.add(money)
    for variant in row.get("variants") or ():
        if isinstance(variant, Mapping):
            _learn_variant(goods, variant)
    _learn_variant(goods, row)
    goods.ids.update(str(row[name]) for name in _IDS if row.get(name))
    if isinstance(row.get("quantity"), int):
        goods.quantities.add(row["quantity"])
    goods.kinds.update(*(str(row.get(name) or "").casefold().split() for name in _KINDS))
    goods.kinds.update(*(one.split() for one in _lower(row.get("materials"))))
    goods.is_unsized = goods.is_unsized or row.get("sizes") == []
    for name in _LISTS:
        values = _lower(row.get(name))
        goods.words.extend(values)
        {"sizes": goods.sizes, "colours": goods.colours}.get(name, set()).update(values)
    goods.words.extend(str(row[name]).casefold() for name in _WORDS if row.get(name))


def _learn_variant(goods: Goods, row: Json) -> None:
    for name in ("price", "compareAtPrice", "unitPrice", "newUnitPrice"):
        if money := money_of(row.get(name)):
            goods.amounts.add(money)
    for options in (row, row.get("options"), row.get("newOptions")):
        if isinstance(options, Mapping):
            if options.get("size"):
                goods.sizes.add(str(options["size"]).casefold())
            if options.get("colour"):
                goods.colours.add(str(options["colour"]).casefold())


def _stock_of(row: Json) -> Stock:
    warehouse = row.get("warehouse")
    return Stock(
        row["available"],
        _word(row.get("colour")),
        _word(row.get("size")),
        warehouse=warehouse if isinstance(warehouse, int) else None,
    )


def abs_money(money: Money) -> Money:
    """The amount without its sign: a discount of -₹500 is said as ₹500."""
    return abs(money[0]), money[1]


def _key(row: Json) -> str:
    return str(row["name"]).casefold()


def _word(value: Any) -> str | None:
    return str(value).casefold() if value else None


def _lower(values: Any) -> list[str]:
    return [str(value).casefold() for value in values or () if value]
