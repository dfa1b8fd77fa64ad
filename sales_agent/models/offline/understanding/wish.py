"""What a shopper wants: an intent and its slots, and the words that gave them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Slots:
    """What a message names; None or empty where it names nothing.

    `products` are product ids of what was shown, `skus` the SKUs of cart or order lines; prices
    are in whole currency units. `pay_with` names ways to pay in the order in which they are drawn
    on. Of a swap, `replaced` are the words for what is there and `wanted` those for what is to be.
    """

    category: str | None = None
    colour: str | None = None
    size: str | None = None
    brand: str | None = None
    material: str | None = None
    query: str | None = None
    min_price: float | None = None
    max_price: float | None = None
    sort: str | None = None
    not_colours: tuple[str, ...] = ()
    not_brands: tuple[str, ...] = ()
    quantity: int | None = None
    products: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    order_id: str | None = None
    store: str | None = None
    card_last_four: str | None = None
    coupon: str | None = None
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    postcode: str | None = None
    line1: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    delivery_option: str | None = None
    reason: str | None = None
    pay_with: tuple[str, ...] = ()
    gift_code: str | None = None
    rating: int | None = None
    replaced: str | None = None
    wanted: str | None = None
    slot: str | None = None
    tool: str | None = None

    def given(self) -> dict[str, Any]:
        """The slots that are filled."""
        return {name: value for name, value in vars(self).items() if value not in (None, ())}

    @property
    def address(self) -> dict[str, str | None]:
        """The parts of an address that are named."""
        names = ("line1", "city", "state", "postcode", "country")
        return {name: getattr(self, name) for name in names}

    def filled(self, **values: Any) -> "Slots":
        """The same slots with some set.

        Raises:
            TypeError: of a name that is no slot's.
        """
        if unknown := values.keys() - vars(self).keys():
            raise TypeError(f"no slots are called {', '.join(sorted(unknown))}")
        other = object.__new__(Slots)  # the initializer sets one slot after the other: four times
        vars(other).update(vars(self), **values)  # the time, several times a message
        return other

    def over(self, older: "Slots") -> "Slots":
        """These slots, and the older ones' where these name nothing."""
        return older.filled(**self.given())

    def without(self, *names: str) -> "Slots":
        """The same slots with some emptied."""
        return Slots(**{name: value for name, value in vars(self).items() if name not in names})


@dataclass(frozen=True)
class Wish:
    """One thing wanted.

    Attributes:
        intent: its name, as in the tables.
        confidence: 0 to 1; under 0.5 it was guessed from the context.
        words: the part of the message that said it.
        picks: how a product was pointed at ("second", "it"), empty when it was not.
        said: the words that named goods, sizes, stuffs, stores, a product; also what the shop
            does not have.
        is_learned: no phrase of the tables says it; whole sentences like it do.
        parameters: for a tool known only by its schema, what was gathered for it.
    """

    intent: str
    slots: Slots = field(default_factory=Slots)
    confidence: float = 1.0
    words: str = ""
    picks: str = ""
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    is_learned: bool = False

    def to_json(self) -> dict[str, Any]:
        """The wish as a message can carry it."""
        wish: dict[str, Any] = {"intent": self.intent, "slots": self.slots.given()}
        if self.words:
            wish["words"] = self.words
        if self.parameters:
            wish["parameters"] = dict(self.parameters)
        return wish

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Wish":
        """Read a wish that a message carries; unknown slots are left out."""
        known = {item.name for item in fields(Slots)}
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list | tuple) else value
            for name, value in row.get("slots", {}).items()
            if name in known
        }
        words, more = row.get("words", ""), row.get("parameters", {})
        return cls(row["intent"], Slots(**given), words=words, parameters=more)
