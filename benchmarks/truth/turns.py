"""Turns over the sample store: what was asked, what the tools answered, and values to speak of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from benchmarks.truth.doing import Call, deed_results
from benchmarks.truth.store import Json, SampleStore, money
from sales_agent.shop.amounts import money_words

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
_INVENTED = (
    ("Aurora", "Nimbus", "Velora", "Zephyr", "Halcyon", "Solstice", "Mistral", "Ember"),
    ("Silk", "Denim", "Cashmere", "Satin", "Tweed", "Velvet", "Corduroy", "Fleece"),
    ("Kimono", "Poncho", "Blazer", "Parka", "Jumpsuit", "Waistcoat", "Cardigan", "Loafers"),
)
_NO_STORES = ("Whitefield", "Jayanagar", "Saket", "Velachery", "Andheri")
_EMPTY: Json = {"lines": []}


@dataclass(frozen=True)
class Turn:
    """A turn, with the values that hold in it and such as do not."""

    asked: str
    calls: Sequence[Call]
    right: Mapping[str, Any]
    wrong: Mapping[str, Any] = field(default_factory=dict)
    cart: Json = field(default_factory=lambda: _EMPTY)


class Turns:
    """Makes turns at random."""

    def __init__(self, random: Random, store: SampleStore) -> None:
        self._random = random
        self._store = store

    def goods(self) -> Turn:
        """A search for a category."""
        rows = self._random.choice([*self._store.categories.values()])
        product = self._random.choice([row for row in rows if _has_one_price(row)] or rows)
        result = self._store.search(rows)
        by_price = sorted(result["products"], key=lambda row: row["price"]["amount"])
        price = self._store.summary(product)["price"]
        right = {
            "name": product["name"],
            "amount": self._amount(price),
            "least": by_price[0]["name"],
            "most": by_price[-1]["name"],
        }
        wrong = {
            "name": self._invented(),
            "amount": self._amount(self._other_price(price, result)),
            "least": by_price[-1]["name"],
            "most": by_price[0]["name"],
        }
        asked = f"show me {product['category'].lower()}"
        calls = [("search_products", {"category": product["category"]}, result)]
        return Turn(asked, calls, right, wrong)

    def stock(self) -> Turn:
        """A stock check of a variant that some stores have and others have not."""
        product, variant = self._variant_where(self._is_in_some_stores)
        result = self._store.check(product, [variant])
        there = [row["name"] for row in result["availableStores"]]
        away = [s["name"] for s in self._store.stores.values() if s["name"] not in there]
        store = self._random.choice(result["availableStores"])
        counts = {row["available"] for row in result["availableStores"]}
        counts |= {
            result["available"],
            result["warehouse"],
            sum(r["available"] for r in result["availableStores"]),
        }
        right = {
            "name": product["name"],
            "variant": _variant_words(variant),
            "count": result["available"],
            "at_store": store["available"],
            "store": store["name"],
        }
        wrong = {
            "count": self._other_count(result["available"], counts),
            "at_store": self._other_count(store["available"], counts),
            "store": self._random.choice([*away, *_NO_STORES]),
        }
        args = {"product_id": product["productId"]}
        return Turn(
            "is it there?", [("check_inventory", args, result)], right, wrong, {"lines": []}
        )

    def variant(self) -> Turn:
        """A stock check of a whole product."""
        product, variant = self._variant_where(self._is_there)
        result = self._store.check(product, product["variants"])
        right = {"name": product["name"], "variant": _variant_words(variant)}
        wrong = {"variant": self._missing_variant(product, result)}
        args = {"product_id": product["productId"]}
        return Turn(
            "is it there?", [("check_inventory", args, result)], right, wrong, {"lines": []}
        )

    def denial(self) -> Turn:
        """The same, of a product of which one variant is gone."""
        product, gone = self._variant_where(lambda p, v: not self._is_there(p, v))
        there = [v for v in product["variants"] if self._is_there(product, v)]
        if not there:
            return self.denial()
        result = self._store.check(product, product["variants"])
        right = {"name": product["name"], "variant": _variant_words(gone)}
        wrong = {"variant": _variant_words(self._random.choice(there))}
        args = {"product_id": product["productId"]}
        return Turn(
            "is it there?", [("check_inventory", args, result)], right, wrong, {"lines": []}
        )

    def offers(self) -> Turn:
        """What is on, of which an offer of a percentage is spoken of."""
        rows = [
            row
            for row in self._store.offers
            if row["kind"] == "percent" and " off " in row["title"]
        ]
        offer = self._random.choice(rows)
        percent, _, what = offer["title"].partition(" off ")
        others = {row["title"].partition("%")[0] for row in rows} - {percent.rstrip("%")}
        false = self._random.choice([*others, *map(str, range(5, 90, 5))])
        while f"{false}%" == percent:
            false = str(self._random.randrange(5, 90))
        listed = [
            {key: row[key] for key in ("offerId", "title", "kind", "code", "conditions")}
            for row in self._store.offers
        ]
        result = {"status": "ok", "applied": [], "nearly": [], "offers": listed}
        form = self._random.choice(["{}%", "{} %", "{} percent"])
        right = {"percent": form.format(percent.rstrip("%")), "what": what}
        wrong = {"percent": form.format(false)}
        return Turn(
            "any offers?", [("get_applicable_offers", {}, result)], right, wrong, {"lines": []}
        )

    def order(self) -> Turn:
        """The status of an order that is on its way."""
        order = self._random.choice(self._store.orders)
        promised = (NOW + timedelta(hours=order["promisedHoursAhead"])).date()
        number, tracking = order["orderId"], order["parcel"]["trackingNumber"]
        row = {
            **{key: order[key] for key in ("orderId", "status", "lines", "address")},
            "lines": [_priced(line) for line in order["lines"]],
            "total": money(order["total"]),
            "placedAt": (NOW - timedelta(hours=order["placedHoursAgo"])).isoformat(),
            "promisedBy": promised.isoformat(),
        }
        parcel = {"carrier": order["parcel"]["carrier"], "trackingNumber": tracking}
        result = {"status": "ok", "order": row, "shipments": [{**parcel, "orderId": number}]}
        other = promised + timedelta(days=self._random.choice([-3, -2, -1, 1, 2, 3, 5]))
        placed = (NOW - timedelta(hours=order["placedHoursAgo"])).date()
        if other in (placed, NOW.date()):
            other = promised + timedelta(days=4)
        right = {"order": number, "tracking": tracking, **_day_values(promised, self._random)}
        wrong = {
            "order": _other_digits(number, self._random),
            "tracking": _other_digits(tracking, self._random),
            **_day_values(other, self._random),
        }
        calls = [("get_order_status", {"order_id": number}, result)]
        return Turn("where is my order?", calls, right, wrong)

    def policy(self) -> Turn:
        """What the shop's own pages say of returns, delivery, payment and stores."""
        wanted = ("return", "money back", "cost", "delivery", "pay", "store", "Exchanges")
        passages = [
            row for row in self._store.passages if any(word in row["heading"] for word in wanted)
        ]
        result = {"status": "ok", "passages": passages, "suggestions": []}
        right = {"days": 30, "hours": 48}
        wrong = {
            "days": self._random.choice([60, 90, 100, 365]),
            "hours": self._random.choice([12, 36, 72]),
        }
        calls = [("search_policies", {"question": "your rules"}, result)]
        return Turn("what are your rules?", calls, right, wrong)

    def deed(self, deed: str, *, is_done: bool) -> Turn:
        """A turn in which something was done, or in which it was only looked at."""
        product, variant = self._variant_where(self._is_in_some_stores)
        check = self._store.check(product, [variant])
        store = self._random.choice(check["availableStores"])["name"]
        order = self._random.choice(self._store.orders)["orderId"]
        cart = self._store.cart(product, variant)
        done = deed_results(deed, product, variant, store, order, cart)
        looked = ("check_inventory", {"product_id": product["productId"]}, check)
        status = {"orderId": order, "status": "confirmed", "total": cart["total"]}
        idle = ("get_order_status", {"order_id": order}, {"status": "ok", "order": status})
        right = {"name": product["name"], "store": store, "order": order}
        held = {
            "lines": [{"sku": variant["sku"], "quantity": 1}] if is_done and deed == "add" else []
        }
        calls = [looked, idle, *(done if is_done else ())]
        asked = "please use RUN12" if deed == "coupon" else "please do it"
        return Turn(asked, calls, right, {}, held)

    def _variant_where(self, holds: Callable[[Json, Json], bool]) -> tuple[Json, Json]:
        found = [
            (product, variant)
            for product in self._store.products
            for variant in product["variants"]
            if (variant["size"] or variant["colour"]) and holds(product, variant)
        ]
        return self._random.choice(found)

    def _is_there(self, product: Json, variant: Json) -> bool:
        return sum(self._store.levels.get(variant["sku"], {}).values()) > 0

    def _is_in_some_stores(self, product: Json, variant: Json) -> bool:
        levels = self._store.levels.get(variant["sku"], {})
        there = sum(1 for place in self._store.stores if levels.get(place))
        return 0 < there < len(self._store.stores)

    def _missing_variant(self, product: Json, result: Json) -> str:
        """A size or colour that is not made, or a variant that is gone."""
        gone = [row for row in result["variants"] if not row["available"]]
        sizes = [s for s in ("XXL", "XXS", "45", "3") if s not in result["sizes"]]
        colours = [c for c in ("purple", "orange", "turquoise") if c not in result["colours"]]
        choices = [*map(_variant_words, gone), self._random.choice(colours)]
        if result["sizes"]:
            choices.append(f"size {self._random.choice(sizes)}")
        return self._random.choice(choices)

    def _invented(self) -> str:
        """A product that nobody sells, or one made of the names of two."""
        if self._random.random() < 0.6:
            return " ".join(self._random.choice(words) for words in _INVENTED)
        names = {product["name"] for product in self._store.products}
        while True:
            first, second = self._random.sample(sorted(names), 2)
            mixed = " ".join([first.split()[0], *second.split()[1:]])
            if mixed not in names and len(mixed.split()) > 1:
                return mixed

    def _other_price(self, price: Json, result: Json) -> Json:
        """Another product's price, or one that nothing costs."""
        own = next(row for row in result["products"] if row["price"] == price)
        others = [row["price"] for row in result["products"] if row["price"] not in _prices(own)]
        if others and self._random.random() < 0.5:
            return self._random.choice(others)
        known = {(one or price)["amount"] for row in result["products"] for one in _prices(row)}
        made = price["amount"]
        while made in known:
            made = self._random.randrange(19_900, 999_900, 10_000)
        return money(made)

    def _other_count(self, count: int, known: set[int]) -> int:
        made = count
        while made in known or made < 1:
            made = self._random.choice(
                [self._random.randrange(1, 9), count + 1, count * 2, count - 1]
            )
        return made

    def _amount(self, price: Json) -> str:
        whole = price["amount"] // 100
        words = money_words(price)
        forms = [words, f"Rs. {whole:,}", f"INR {whole}", f"{whole:,} rupees", f"{words}.00"]
        return self._random.choice(forms)


def _priced(line: Json) -> Json:
    return {**line, "unitPrice": money(line["unitPrice"]), "lineTotal": money(line["lineTotal"])}


def _variant_words(variant: Json) -> str:
    size = f"size {variant['size']}" if variant["size"] else ""
    return ", ".join(filter(None, [variant["colour"], size]))


def _prices(row: Json) -> list[Json]:
    """All that a product costs, in one variant or another, now or before."""
    return [row["price"], row["maxPrice"], row["compareAtPrice"]]


def _has_one_price(product: Json) -> bool:
    return len({variant["price"] for variant in product["variants"]}) == 1


def _day_values(day: date, random: Random) -> dict[str, str]:
    forms = [
        f"{day.day} {day:%B}",
        f"{day:%B} {day.day}",
        f"{day:%a} {day.day} {day:%b}",
        day.isoformat(),
        f"{day.day} {day:%B} {day.year}",
    ]
    return {"date": random.choice(forms), "weekday": f"{day:%A}"}


def _other_digits(number: str, random: Random) -> str:
    """The same number with its last two signs changed."""
    last = number[-2:]
    while last == number[-2:]:
        last = f"{random.randrange(100):02}"
    return number[:-2] + last
