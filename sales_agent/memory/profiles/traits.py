"""One thing that is known of a shopper, and how a profile changes when another is learned."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from sales_agent.shop.amounts import money_words

SINGLE = frozenset({"size", "budget", "language", "consent"})
"""Kinds of which a new value takes the place of the former, for the same goods."""
OPPOSITES: Mapping[str, tuple[str, ...]] = {"dislike": ("colour", "brand"), "colour": ("dislike",)}
STORES_AT_MOST = 3
TRAITS_AT_MOST = 60
SAID, DID = "said", "did"


@dataclass(frozen=True)
class Source:
    """Where a trait came from: a turn of a conversation, on a channel, at a UTC time."""

    channel: str = ""
    thread: str = ""
    turn: int = 0
    at: str = ""


@dataclass(frozen=True)
class Trait:
    """One thing that is known.

    Attributes:
        kind: size, colour, brand, budget, dislike, store, language or consent.
        value: In plain words; of a budget the amount in minor units.
        about: Of a size the goods it is for, empty when nobody said; of a budget the currency.
        how: Whether she said it or did it.
        source: Where.
    """

    kind: str
    value: str
    about: str = ""
    how: str = SAID
    source: Source = field(default_factory=Source)

    @property
    def key(self) -> str:
        """What tells it from the other traits of a profile."""
        if self.kind == "size":
            return f"size:{self.about.lower()}"
        return self.kind if self.kind in SINGLE else f"{self.kind}:{self.value.lower()}"

    def to_json(self) -> dict[str, Any]:
        """The trait as a plain dict."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Trait":
        """Read a plain dict."""
        known = {name: row[name] for name in ("kind", "value", "about", "how") if name in row}
        source = {f.name: row["source"][f.name] for f in fields(Source) if f.name in row["source"]}
        return cls(**known, source=Source(**source))


@dataclass(frozen=True)
class Change:
    """What words or deeds change in a profile.

    Attributes:
        op: `learn` a trait, `drop` those of its kind (and value or goods, where it names some),
            or `drop_all`.
        trait: What is learned or dropped.
    """

    op: str
    trait: Trait = field(default_factory=lambda: Trait("", ""))


Profile = tuple[Trait, ...]


def is_consenting(profile: Profile) -> bool:
    """Whether things may be remembered: until she says no."""
    return all(trait.value != "no" for trait in profile if trait.kind == "consent")


def apply_change(profile: Profile, change: Change) -> Profile:
    """The profile after a change; what is refused leaves nothing but the refusal."""
    trait = change.trait
    if change.op == "drop_all":
        return tuple(row for row in profile if row.kind == "consent")
    if change.op == "drop":
        return tuple(row for row in profile if not _is_meant(row, trait))
    if trait.kind == "consent":
        return (trait,) if trait.value == "no" else (*_without(profile, "consent"), trait)
    if not is_consenting(profile):
        return profile
    trait = _for_known_goods(trait, profile)
    kept = [row for row in profile if row.key != trait.key and not _is_opposite(row, trait)]
    if trait.kind == "size" and trait.how == DID:
        former = [row for row in profile if row.key == trait.key and row.how == SAID]
        return profile if former else _bounded([*kept, trait])
    return _bounded([*kept, trait])


def merge_profiles(own: Profile, left: Profile) -> Profile:
    """What an anonymous shopper was known by, added to who she turned out to be: newer wins."""
    if not is_consenting(own) or not is_consenting(left):
        return apply_change(own, Change("learn", Trait("consent", "no")))
    merged = own
    for trait in left:
        former = next((row for row in merged if row.key == trait.key), None)
        if former is None or former.source.at <= trait.source.at:
            merged = apply_change(merged, Change("learn", trait))
    return merged


def describe_trait(trait: Trait) -> str:
    """A trait as a part of a sentence, such as "shoe size 9"."""
    match trait.kind:
        case "size":
            return f"size {trait.value}{f' in {trait.about}' if trait.about else ''}"
        case "colour" | "brand":
            return f"a liking for {trait.value}"
        case "dislike":
            return f"a dislike of {trait.value}"
        case "budget":
            money = {"amount": int(trait.value), "currency": trait.about}
            return f"a budget of {money_words(money)}"
        case "store":
            return f"the store {trait.value}"
    return f"{trait.kind} {trait.value}"


def with_source(change: Change, source: Source) -> Change:
    """The change, with where it came from."""
    return replace(change, trait=replace(change.trait, source=source))


def describe_change(before: Profile, after: Profile) -> list[str]:
    """What changed in a profile, in sentences to the shopper."""
    if not is_consenting(after):
        if before == after:
            return ["I remember nothing about you, as you asked."]
        return ["I remember nothing about you from now on, and what I knew is erased."]
    if not is_consenting(before):
        return ["From now on I remember what you tell me of yourself."]
    gone = [row for row in before if row not in after and row.kind != "consent"]
    new = [row for row in after if row not in before and row.kind != "consent"]
    keys = {row.key for row in new}
    sentences = []
    if new:
        sentences.append(f"I will remember {_listing([describe_trait(row) for row in new])}.")
    if dropped := [describe_trait(row) for row in gone if row.key not in keys]:
        sentences.append(f"I have forgotten {_listing(dropped)}.")
    return sentences


def _listing(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def usual_size(profile: Profile, sizes: Sequence[str], goods: str = "") -> Trait | None:
    """The size that she is known to wear among those there are; None when that is not clear.

    What she said counts before what she did, a size for these very goods before any other.

    Args:
        profile: What is known of her.
        sizes: The sizes of the product, as the shop writes them; empty when there is no product.
        goods: What the size is for, as far as it was named.
    """
    known = [row for row in profile if row.kind == "size"]
    fitting = [row for row in known if not sizes or size_among(row.value, sizes)]
    for how in (SAID, DID):
        rows = [row for row in fitting if row.how == how]
        named = [row for row in rows if row.about and _is_same_goods(row.about, goods)]
        pool = named or [row for row in rows if not goods or not row.about or sizes]
        if len({row.value.lower() for row in pool}) == 1:
            return pool[-1]
        if pool:
            return None
    return None


def size_among(value: str, sizes: Sequence[str]) -> str | None:
    """A size as the shop writes it: "9" is "UK 9" where the shop says so."""
    wanted = value.lower().removeprefix("uk ").strip()
    for size in sizes:
        if size.lower().removeprefix("uk ").strip() == wanted:
            return size
    return None


def _for_known_goods(trait: Trait, profile: Profile) -> Trait:
    """A size that names no goods corrects the one that she said before: "I am a 10 now"."""
    if trait.kind != "size" or trait.about:
        return trait
    said = [row for row in profile if row.kind == "size" and row.how == SAID]
    alike = [row for row in said if row.value[-1].isdigit() == trait.value[-1].isdigit()]
    return replace(trait, about=alike[0].about) if len(alike) == 1 else trait


def _is_same_goods(about: str, goods: str) -> bool:
    """Whether two names of goods share their last word: shoes and Running Shoes do."""
    return bool(about and goods) and _stem(about) == _stem(goods)


def _stem(goods: str) -> str:
    return goods.lower().split()[-1].removesuffix("s")


def _is_meant(row: Trait, dropped: Trait) -> bool:
    if dropped.kind and row.kind != dropped.kind:
        return False
    if dropped.value and row.value.lower() != dropped.value.lower():
        return False
    if row.kind == "consent" or (not dropped.kind and not dropped.value):
        return False
    return not dropped.about or _is_same_goods(row.about, dropped.about) or not row.about


def _is_opposite(row: Trait, trait: Trait) -> bool:
    """To dislike black ends a liking for it, and the other way round."""
    is_other_way = row.kind in OPPOSITES.get(trait.kind, ())
    return is_other_way and row.value.lower() == trait.value.lower()


def _without(profile: Profile, kind: str) -> Profile:
    return tuple(row for row in profile if row.kind != kind)


def _bounded(rows: list[Trait]) -> Profile:
    """The latest stores only, and never more traits than a prompt can hold."""
    stores = [row for row in rows if row.kind == "store"][-STORES_AT_MOST:]
    kept = [row for row in rows if row.kind != "store" or row in stores]
    return tuple(kept[-TRAITS_AT_MOST:])
