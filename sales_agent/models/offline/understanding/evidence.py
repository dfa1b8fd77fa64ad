"""The words of a message that name things, as they were said, be they of this shop or not."""

from collections.abc import Mapping, Sequence

from sales_agent.models.offline.understanding.lexicon import brand_spans, is_stuff, mentions
from sales_agent.models.offline.understanding.mentioning import kind_of, owned_words, product_words
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import Token, as_written, tokenize
from sales_agent.models.offline.understanding.vocabulary import Vocabulary
from sales_agent.models.offline.understanding.wish import Slots

Said = Mapping[str, tuple[str, ...]]
Span = tuple[int, int]
_LOOKING = (
    "search_products",
    "refine_search",
    "recommend",
    "more",
    "alternatives",
    "too_expensive",
)
"""Intents in which goods are a kind of thing."""
_ABOUT_ONE = (
    "product_details",
    "add_to_cart",
    "pick_product",
    "remove_from_cart",
    "update_cart",
    "extra_service",
    "check_availability",
    "reserve_in_store",
    "compare_products",
    "exchange_item",
    "return_item",
    "change_order",
    "cancel_order",
    "complements",
    "size_advice",
    "get_offers",
)
"""Intents in which they are a thing that both know."""
_OF_CART = ("add_to_cart", "remove_from_cart", "update_cart", "reserve_in_store")
"""Those in which a noun with a bare article tells a kind: "remove the hat"."""
_OWNING = ("exchange_item", "return_item", "change_order", "cancel_order")
"""Intents that are of things that she has: "exchange a jacket"."""
_ABOUT_OWN = ("complaint", "feedback", "order_status")
"""Intents in which they are told of only as hers: "I received a tablet"."""
_REASONED = (*_OWNING, "complaint")


def goods_said(text: str, vocabulary: Vocabulary) -> str | None:
    """The noun for the goods that a spelled-out text is about, in its own words."""
    tokens = tokenize(text)
    span = _goods_span(tokens, vocabulary)
    return _words(tokens, span) if span else None


def read_evidence(
    intent: str, text: str, raw: str, slots: Slots, vocabulary: Vocabulary, before: str
) -> Said:
    """What names each slot in a spelled-out text, for a wish of an intent, as `raw` writes it.

    `before` is what the message says before the text, where a pronoun's noun can stand.
    """
    tokens = tokenize(text)
    said: dict[str, Sequence[str]] = {}
    if intent in _ABOUT_ONE:
        products = _products(intent, tokens, text, raw, before)
        kinds = [kind for kind in map(kind_of, products) if kind] if intent in _OF_CART else []
        said["category"], said["product"] = kinds, [] if kinds else products
    elif intent in _ABOUT_OWN:
        said["product"] = owned_words(tokens)
    if intent in _LOOKING:
        span = _goods_span(tokens, vocabulary)
        said["category"] = [_words(tokens, span)] if span else []
    said["brand"] = _brands(tokens, vocabulary)
    said["colour"] = _colours(tokens, vocabulary)
    said["material"] = [
        _words(tokens, (start, end))
        for start, end, kind in mentions(tokens)
        if kind == "material" or is_stuff(tokens, start, end)
    ]
    said["size"] = _sizes(text, tokens, slots)
    said["store"] = _stores(text)
    said["reason"] = [slots.reason] if slots.reason and intent in _REASONED else []
    written = {name: tuple(_written(word, raw) for word in words) for name, words in said.items()}
    return {name: tuple(dict.fromkeys(words)) for name, words in written.items() if words}


def _written(words: str, raw: str) -> str:
    """Words as the message writes them; of several things in a row the last."""
    return as_written(words, raw).rpartition(", ")[2]


def _products(
    intent: str, tokens: Sequence[Token], text: str, raw: str, before: str
) -> tuple[str, ...]:
    """What points at a product; of an exchange what is given, and not what is had for it."""
    given = pattern("exchanged").search(text) if intent == "exchange_item" else None
    if given:
        text = given["old"]
        tokens = tokenize(text)
    return product_words(tokens, text, raw, before, owns=intent in _OWNING)


def _goods_span(tokens: Sequence[Token], vocabulary: Vocabulary) -> Span | None:
    """Where the noun for the goods stands; what only describes others is passed over."""
    spans = [*_terms(tokens, vocabulary, ("category", "type"))]
    spans += [(start, end) for start, end, kind in mentions(tokens) if kind == "goods"]
    spans = [span for span in sorted(spans) if not _is_beside(tokens, span[0])] or sorted(spans)
    if not spans:
        return None
    start, end = spans[0]
    for after in spans[1:]:
        between = [token.word for token in tokens[end : after[0]]]
        if any(word in load_tables().words["beside"] for word in between):
            break
        start, end = start if after[0] <= end else after[0], max(end, after[1])
    return start, end


def _brands(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[str]:
    spans = _terms(tokens, vocabulary, ("brand",))
    spans += brand_spans(tokens)
    return [_words(tokens, span) for span in sorted(set(spans))]


def _colours(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[str]:
    """Every colour that is named, but those that are part of another thing ("black tea")."""
    other = {
        place
        for start, end, kind in mentions(tokens)
        if kind != "colour"
        for place in range(start, end)
        if end - start > 1
    }
    spans = {(start, end) for start, end, kind in mentions(tokens) if kind == "colour"}
    spans |= {*_terms(tokens, vocabulary, ("colour",))}
    return [_words(tokens, span) for span in sorted(spans) if span[0] not in other]


def _sizes(text: str, tokens: Sequence[Token], slots: Slots) -> list[str]:
    if measure := pattern("measure").search(text):
        return [measure[0].strip()]
    if any(pattern(name).search(text) for name in ("no_size", "too_size")):
        return []
    named = [_words(tokens, span[:2]) for span in mentions(tokens) if span[2] == "size"]
    return named[:1] or ([slots.size] if slots.size else [])


def _stores(text: str) -> list[str]:
    place = pattern("place_of_store").search(text)
    said = place[place.lastindex or 0].split() if place else []
    name = " ".join(word for word in said if word not in load_tables().words["not_a_store"])
    return [name] if name else []


def _terms(tokens: Sequence[Token], vocabulary: Vocabulary, kinds: Sequence[str]) -> list[Span]:
    """Where the shop's own words of some kinds stand."""
    stems = tuple(token.stem for token in tokens)
    found = []
    for start, first in enumerate(stems):
        for length in vocabulary.lengths.get(first, ()):
            term = vocabulary.terms.get(stems[start : start + length])
            if term and term.kind in kinds:
                found.append((start, start + length))
                break
    return found


def _is_beside(tokens: Sequence[Token], start: int) -> bool:
    """Whether goods are only said to describe others: "for my dog bed", "without hood"."""
    before = [token.word for token in tokens[max(0, start - 3) : start]]
    return bool(pattern("beside_near").search(" ".join(before)))


def _words(tokens: Sequence[Token], span: Span) -> str:
    return " ".join(token.word for token in tokens[span[0] : span[1]])
