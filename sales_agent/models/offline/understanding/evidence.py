"""The words of a message that name things, as they were said, be they of this shop or not."""

import re
from collections.abc import Mapping, Sequence

from sales_agent.models.offline.understanding.lexicon import mentions
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import Token, tokenize
from sales_agent.models.offline.understanding.vocabulary import Vocabulary
from sales_agent.models.offline.understanding.wish import Slots

Said = Mapping[str, tuple[str, ...]]
_LOOKING = ("search_products", "refine_search", "recommend")
"""Intents in which goods are a kind of thing."""
_ABOUT_ONE = (
    "product_details",
    "add_to_cart",
    "pick_product",
    "remove_from_cart",
    "update_cart",
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


def goods_said(text: str, vocabulary: Vocabulary) -> str | None:
    """The noun for the goods that a spelled-out text is about, in its own words."""
    tokens = tokenize(text)
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
        start, end = min(start, after[0]) if after[0] < end else after[0], max(end, after[1])
    return " ".join(token.word for token in tokens[start:end])


def read_evidence(intent: str, text: str, slots: Slots, vocabulary: Vocabulary) -> Said:
    """What names each slot in a spelled-out text, for a wish of an intent."""
    tokens = tokenize(text)
    said: dict[str, tuple[str, ...]] = {}
    looks = intent in _LOOKING
    if looks and (goods := goods_said(text, vocabulary)):
        said["category"] = (goods,)
    if intent in _ABOUT_ONE and (references := _references(text, looks=looks)):
        said["product"] = references
    for kind in ("material", "size"):
        named = [s for s in mentions(tokens) if s[2] == kind]
        if named:
            start, end, _ = named[0]
            said[kind] = (" ".join(token.word for token in tokens[start:end]),)
    if measure := pattern("measure").search(text):
        said["size"] = (measure[0].strip(),)
    elif slots.size and "size" not in said:
        said["size"] = (slots.size,)
    if place := pattern("place_of_store").search(text):
        word = place[place.lastindex or 0].strip()
        if word not in load_tables().words["not_a_store"]:
            said["store"] = (word,)
    return said


def _references(text: str, *, looks: bool) -> tuple[str, ...]:
    """The words that point at a product: "the second one", "it", "the charger"."""
    found = [hit[0].strip() for hit in pattern("reference").finditer(text)]
    if not found and not looks:
        found = [hit[0].strip() for hit in pattern("known_thing").finditer(text)][:1]
    if not found and pattern("plain_reference").search(pattern("no_pronoun").sub("", text)):
        found = [hit[0] for hit in pattern("plain_reference").finditer(text)][:1]
    return tuple(dict.fromkeys(found))


def _terms(
    tokens: Sequence[Token], vocabulary: Vocabulary, kinds: Sequence[str]
) -> list[tuple[int, int]]:
    """Where the shop's own words of some kinds stand."""
    found = []
    for start in range(len(tokens)):
        for end in range(min(start + vocabulary.longest, len(tokens)), start, -1):
            term = vocabulary.terms.get(tuple(token.stem for token in tokens[start:end]))
            if term and term.kind in kinds:
                found.append((start, end))
                break
    return found


def _is_beside(tokens: Sequence[Token], start: int) -> bool:
    """Whether goods are only said to describe others: "for my dog bed", "without hood"."""
    before = [token.word for token in tokens[max(0, start - 3) : start]]
    return bool(re.search(pattern("beside_near"), " ".join(before)))
