"""What a shopper comes for, line by line: each errand hears the reply and says what follows.

An errand is a generator: it yields what she says, is sent the turn that answers, and yields what
she says next. Before a line that changes the cart it changes `Wanted.cart`, the cart as she asked
for it; after the turn it adds to `Wanted.misses` what did not come of the line.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from rehearsal.walks.goods import Good, Goods, Variant

Turn = Mapping[str, Any]
Errand = Generator[str, Turn, None]
DIGRESSIONS = (
    "are you a robot?",
    "tell me a joke",
    "what is your return policy?",
    "how long does delivery take?",
    "where are your stores?",
    "any offers?",
    "how can I pay?",
    "thanks",
)
"""What she asks in between, which changes nothing and answers no question."""
_CARD = "4242"
_ADDRESS = "4 MG Road, Bengaluru 560001"
_MOST_OF_ONE = 3


@dataclass
class Wanted:
    """What she has asked for so far in a talk.

    Attributes:
        cart: units by SKU; held: the product and variant of each SKU.
        choosing: what she is about to have, once all that is asked has been answered.
        order: the id of the order she placed last.
        misses: what did not come of her last line.
    """

    goods: Goods
    rng: Random
    cart: dict[str, int] = field(default_factory=dict)
    held: dict[str, tuple[Good, Variant]] = field(default_factory=dict)
    choosing: tuple[Good, Variant] | None = None
    order: str = ""
    category: str = ""
    misses: list[str] = field(default_factory=list)

    def any_variant(self) -> tuple[Good, Variant]:
        """A product that is not in the cart, and one of its variants."""
        held = {good.name for sku, (good, _) in self.held.items() if sku in self.cart}
        good = self.rng.choice([g for g in self.goods.buyable if g.name not in held])
        return good, self.rng.choice(good.variants)

    def any_line(self) -> tuple[str, Good, Variant]:
        """A line of the cart."""
        sku = self.rng.choice(self.lines)
        return (sku, *self.held[sku])

    @property
    def is_chosen(self) -> bool:
        """What she was choosing is in the cart, or she was choosing nothing."""
        return self.choosing is None

    @property
    def lines(self) -> list[str]:
        """The SKUs in the cart that she asked for."""
        return sorted(sku for sku in self.cart if sku in self.held)

    def put(self, good: Good, variant: Variant, units: int = 1) -> None:
        """Ask for so many units of a variant."""
        self.cart[variant.sku] = units
        self.held[variant.sku] = (good, variant)

    def expect(self, holds: object, what: str) -> None:
        """Note what did not come of a line."""
        if not holds:
            self.misses.append(what)


def browse(wanted: Wanted) -> Errand:
    """Look at a kind of goods, narrow it, and ask about one of them."""
    wanted.category = wanted.rng.choice(wanted.goods.categories)
    turn = yield f"show me {wanted.category}"
    shown = turn["products"]
    wanted.expect(shown, "nothing was shown")
    wanted.expect(all(p["category"] == wanted.category for p in shown), "another kind was shown")
    prices = sorted(p["price"]["amount"] for p in shown)
    if len(set(prices)) > 1:
        limit = prices[-1] // 100 - 1
        turn = yield f"under {limit}"
        over = [p for p in turn["products"] if p["price"]["amount"] > limit * 100]
        wanted.expect(bool(turn["products"]) and not over, f"shown over {limit}: {over}")
    if turn["products"]:
        name = turn["products"][0]["name"]
        turn = yield "tell me more about the first one"
        wanted.expect(name in turn["reply"], f"it is not about {name}")


def ask_stock(wanted: Wanted) -> Errand:
    """Ask whether a variant is there."""
    good, variant = wanted.any_variant()
    turn = yield f"is {good.name} {variant.words} in stock?"
    asked = [tool["name"] for tool in turn["tools"]]
    wanted.expect("check_inventory" in asked, f"the stock was not asked, but {asked}")
    wanted.expect(good.name in turn["reply"], f"it is not about {good.name}")


def add(wanted: Wanted) -> Errand:
    """Name a variant in full, and have it."""
    good, variant = wanted.any_variant()
    wanted.put(good, variant)
    yield f"add {good.name} {variant.words} to my cart"


def add_bit_by_bit(wanted: Wanted) -> Errand:
    """Name a product, and answer what is asked until it is in the cart."""
    good, variant = wanted.any_variant()
    wanted.choosing = (good, variant)
    turn = yield f"add {good.name} to my cart"
    said: set[str] = set()
    while answer := _answer(turn["reply"], variant, said):
        said.add(answer)
        turn = yield answer
        if wanted.is_chosen:
            return
    wanted.expect(wanted.is_chosen, f"{variant.sku} was never put into the cart")
    wanted.choosing = None


def change(wanted: Wanted) -> Errand:
    """Another variant of what is in the cart, or another number of it."""
    sku, good, variant = wanted.any_line()
    other = good.sibling(variant)
    if other is None or other.sku in wanted.cart:
        units = wanted.rng.randint(2, _MOST_OF_ONE)
        wanted.cart[sku] = units
        yield f"change the quantity of the {good.name} to {units}"
        return
    units = wanted.cart.pop(sku)
    wanted.put(good, other, units)
    is_size = other.size != variant.size
    to = f"size {other.size}" if is_size else other.colour
    yield f"change the {good.name} to {to}"


def correct(wanted: Wanted) -> Errand:
    """Add something, and take another variant or number of it back at once."""
    good, variant = wanted.any_variant()
    wanted.put(good, variant)
    yield f"add {good.name} {variant.words} to my cart"
    wanted.cart[variant.sku] = 2
    yield "make it two"
    wanted.cart[variant.sku] = 1
    yield "no, just one"
    if (other := good.sibling(variant)) and other.colour != variant.colour:
        del wanted.cart[variant.sku]
        wanted.put(good, other)
        yield f"no, the {other.colour} one"


def remove(wanted: Wanted) -> Errand:
    """Take something out of the cart."""
    sku, good, _ = wanted.any_line()
    del wanted.cart[sku]
    yield f"remove the {good.name}"


def look(wanted: Wanted) -> Errand:
    """Look into the cart: every line of it is said."""
    turn = yield "show my cart"
    for sku in wanted.lines:
        name = wanted.held[sku][0].name
        wanted.expect(name in turn["reply"], f"{name} is not said to be in the cart")


def offers(wanted: Wanted) -> Errand:
    """Ask for offers."""
    turn = yield "any offers for me?"
    asked = [tool["name"] for tool in turn["tools"]]
    wanted.expect("get_applicable_offers" in asked, f"no offers were asked for, but {asked}")


def decline(wanted: Wanted) -> Errand:
    """Come up to the last question of a checkout, and say no."""
    turn = yield from _up_to_the_quote(wanted)
    if not _waits(turn, "checkout"):
        return
    turn = yield "no"
    wanted.expect(turn["order"] is None, "an order was placed at her no")


def pay(wanted: Wanted) -> Errand:
    """Order what is in the cart, and ask where it is."""
    turn = yield from _up_to_the_quote(wanted)
    if not _waits(turn, "checkout"):
        return
    wanted.cart.clear()
    turn = yield "yes"
    wanted.expect(turn["order"], "no order was placed at her yes")
    wanted.order = (turn["order"] or {}).get("orderId", "")
    turn = yield "where is my order?"
    wanted.expect(wanted.order in turn["reply"], f"it is not about {wanted.order}")


def _up_to_the_quote(wanted: Wanted) -> Generator[str, Turn, Turn]:
    """Check out, and say where to and with which card as it is asked."""
    turn = yield f"checkout with {_CARD}"
    for word, said in (("street", _ADDRESS), ("card", _CARD)):
        if not _waits(turn, "checkout") and word in turn["reply"].lower():
            turn = yield said
    wanted.expect(_waits(turn, "checkout"), "no order waits for her yes")
    return turn


def status(wanted: Wanted) -> Errand:
    """Ask for the order that she placed."""
    turn = yield f"where is order {wanted.order}?"
    wanted.expect(wanted.order in turn["reply"], f"it is not about {wanted.order}")


def cancel(wanted: Wanted) -> Errand:
    """Cancel the order that she placed, or rather not."""
    turn = yield f"cancel order {wanted.order}"
    if turn["confirm"] is None:
        turn = yield "I changed my mind"
    wanted.expect(_waits(turn, "cancellation"), "no cancellation waits for her yes")
    if not _waits(turn, "cancellation"):
        return
    if wanted.rng.random() < 0.5:
        yield "no"
        return
    turn = yield "yes"
    wanted.expect("cancel" in turn["reply"].lower(), "it is not said to be canceled")
    wanted.order = ""


def give_back(wanted: Wanted) -> Errand:
    """Want to return something, and think better of it."""
    turn = yield "I want to return something"
    wanted.expect(turn["confirm"] is None, "a return waits that she has not named")
    yield "never mind"


def digress(wanted: Wanted) -> Errand:
    """Ask something else, and come back to what was looked at."""
    yield wanted.rng.choice(DIGRESSIONS)
    if wanted.category:
        turn = yield f"back to the {wanted.category}"
        wanted.expect(
            turn["products"] and all(p["category"] == wanted.category for p in turn["products"]),
            f"no {wanted.category} were shown",
        )


Rule = Callable[[Wanted], Errand]


def possible(wanted: Wanted) -> list[Rule]:
    """The errands that make sense now, those of the cart more than once."""
    found: list[Rule] = [browse, browse, ask_stock, add, add_bit_by_bit, correct, offers, digress]
    found += [give_back, look]
    if wanted.lines:
        found += [change, change, remove, look, decline, pay]
    if wanted.order:
        found += [status, cancel]
    return found


def _waits(turn: Turn, kind: str) -> bool:
    return bool(turn["confirm"]) and turn["confirm"]["kind"] == kind


def _answer(reply: str, variant: Variant, said: set[str]) -> str | None:
    """What she answers to the question that ends a reply, once to each."""
    question = reply.rpartition("\n")[2].rpartition(". ")[2].lower()
    for word, value in (("size", variant.size), ("colour", variant.colour)):
        if word in question and value and value not in said:
            return value
    return None
