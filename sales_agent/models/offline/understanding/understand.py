"""From the message to the wishes it holds, in order."""

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

from sales_agent.models.offline.context.facts import asked_of, is_buying
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.addresses import find_address
from sales_agent.models.offline.understanding.answers.asked import complete
from sales_agent.models.offline.understanding.choice import choose
from sales_agent.models.offline.understanding.circumstances import (
    tells_of_occasion,
    without_fillers,
)
from sales_agent.models.offline.understanding.clause import (
    Clause,
    read_clause,
    split_clauses,
    spoken,
)
from sales_agent.models.offline.understanding.joining import PAYING, append
from sales_agent.models.offline.understanding.language import speaking
from sales_agent.models.offline.understanding.learned import likelihoods
from sales_agent.models.offline.understanding.offered import with_offered
from sales_agent.models.offline.understanding.order_parts import added_to_order, of_order_part
from sales_agent.models.offline.understanding.parting import bought_apart
from sales_agent.models.offline.understanding.placing import places_cart
from sales_agent.models.offline.understanding.recognition import asked_language, foreign_language
from sales_agent.models.offline.understanding.sending import sent_in_parts
from sales_agent.models.offline.understanding.signs import in_words
from sales_agent.models.offline.understanding.tables import STRONG, load_tables, pattern
from sales_agent.models.offline.understanding.text import clean, spell_out, stem
from sales_agent.models.offline.understanding.vocabulary import Vocabulary, stems_of
from sales_agent.models.offline.understanding.wish import Slots, Wish

_WHOLE_ANSWERS = ("address", "reason", "email", "parameter")
_COURTESIES = ("greet", "thank", "agree", "refuse", "small_talk")
_AS_ONE = ("return_item", "exchange_item", "compare_products")
"""Wishes that several kinds of goods are one of."""
_BESIDE_ADDRESS = (*PAYING, *_COURTESIES, "told", "remark", "unknown", "give_address")
"""What can be said around an address that goods are to be sent to."""
_ORDERED = ("search_products", "add_to_cart", "check_availability", "pick_product")
"""As what goods are heard that are named with the address they go to."""
_NO_GOODS = ("payment_problem", "account_help", "small_talk", "out_of_scope", "thank", "greet")
_YES_OR_NO = ("yes_no", "yes", "confirm")
"""Questions that "ok then" answers when something else follows it."""
_SEARCHES = ("search_products", "refine_search")
_IN_STORIES = (*_SEARCHES, "out_of_scope", "small_talk")
_STORY = 40
"""Words beyond which a message tells a story."""
_OF_ITS = ("product_details", "check_availability", "out_of_scope")
"""What is asked of a thing that the same message names before."""
_TWO = 2
_GUESS = 0.5
_MOST_WISHES = 5


def understand(talk: Talk) -> list[Wish]:
    """What the shopper wants with the message that is to be answered; never empty."""
    with speaking(talk.language):
        return _understood(talk)


def _understood(talk: Talk) -> list[Wish]:
    text = without_fillers(clean(in_words(talk.now.text)))
    if not text:
        return [Wish("empty")]
    if not text.strip("?!. "):
        return [Wish("misunderstood" if talk.past else "empty", words=text)]
    if asked_language(text):
        return [Wish("change_language", words=text)]
    if other := foreign_language(text):
        return [Wish("other_language", words=other)]
    asked = asked_of(talk)
    if told := sent_in_parts(text, talk) or bought_apart(text, talk) or of_order_part(text, talk):
        return told
    if more := added_to_order(text, talk):
        return [Wish("order_is_closed", words=text), *_told_apart(more, talk, None)]
    is_whole = asked and asked.get("kind") in _WHOLE_ANSWERS
    if asked and is_whole and (answer := complete(asked, read_clause(text, talk), talk)):
        return [answer]
    text = pattern("not_so_many").sub(f"{load_tables().words['refuse'][0]}, ", text)
    return _addressed(text, talk) or _told_apart(text, talk, asked)


def _addressed(text: str, talk: Talk) -> list[Wish]:
    """The checkout of "checkout, send it to 4 MG Road, Pune 411001 and charge 4242"."""
    found = find_address(text)
    if found is None or not (found.rest or is_buying(talk)):
        return []
    wishes = _told_apart(found.rest, talk, None) if found.rest else []
    if bought := _bought_there(wishes):
        return [*bought, Wish("give_address", found.address, words=text)]
    if not is_buying(talk):
        return []
    if any(wish.intent not in _BESIDE_ADDRESS and _is_sure(wish) for wish in wishes):
        return []
    ways = tuple(way for wish in wishes for way in wish.slots.pay_with)
    said = [wish.slots.delivery_option for wish in wishes if wish.slots.delivery_option]
    slots = replace(found.address, pay_with=ways, delivery_option=next(iter(said), None))
    return [Wish("give_address", slots, words=text)]


def _bought_there(wishes: list[Wish]) -> list[Wish]:
    """The goods of "Tempo running shoes black 10, 14 MG Road, Bengaluru 560001"; else none."""
    goods = [wish for wish in wishes if wish.intent in _ORDERED]
    named = [w.slots.products or w.slots.query or w.slots.category for w in goods]
    chosen = [wish.slots.size or wish.slots.colour for wish in goods]
    is_order = bool(goods) and all(named) and any(chosen)
    beside = [wish for wish in wishes if wish not in goods]
    if not is_order or any(wish.intent not in _BESIDE_ADDRESS for wish in beside):
        return []
    return [replace(wish, intent="add_to_cart") for wish in goods]


def _is_sure(wish: Wish) -> bool:
    """Whether it is a wish of its own by its words, and no talk around an address."""
    return wish.confidence >= STRONG and not wish.is_learned


def _told_apart(text: str, talk: Talk, asked: Mapping[str, Any] | None) -> list[Wish]:
    """The wishes of a message, clause by clause; the first may answer what was asked."""
    wishes: list[Wish] = []
    parts = split_clauses(text)
    whole = likelihoods(spoken(text, talk.vocabulary), talk.vocabulary) if len(parts) > 1 else None
    for place, part in enumerate(parts):
        if place and pattern("tag_question").fullmatch(spell_out(part, load_tables())):
            continue
        clause = read_clause(part, talk, whole, before=" ".join(parts[:place]).lower())
        is_lead = len(parts) > place + 1 and clause.is_bare and clause.lead == "agree"
        is_answer = asked and place == 0 and not (is_lead and asked.get("kind") not in _YES_OR_NO)
        if is_lead and places_cart(read_clause(parts[place + 1], talk), talk):
            continue  # "yep, order it" takes no offer: it is the cart that is to be ordered
        answer = complete(asked, clause, talk) if asked and is_answer else None
        append(wishes, [answer] if answer else _chosen(clause, talk), clause)
    kept = [_of_a_kind(_of_no_goods(wish), text, talk.vocabulary) for wish in _kept(wishes)]
    kept = with_offered(kept, asked, talk)
    return kept or [Wish("unknown", words=text)]


def _chosen(clause: Clause, talk: Talk) -> list[Wish]:
    """The wishes of a clause; one that names several kinds of goods is read part by part."""
    whole = choose(clause, talk)
    is_either = bool(pattern("either_of").search(clause.raw))
    if whole and whole[0].intent in _AS_ONE:
        return whole
    if whole and whole[0].intent == "add_to_cart" and (each := _each_added(clause, talk)):
        return each
    if not whole or not clause.categories or not (is_either or len(clause.categories) > 1):
        return whole
    texts = pattern("goods_links").split(clause.raw)
    if len(texts) < _TWO:
        return whole
    parts, goods = [read_clause(text, talk) for text in texts], talk.vocabulary.words
    if not all(_names_goods(part, goods, is_either) for part in parts):
        return whole
    wishes = [replace(choose(part, talk)[0], intent=whole[0].intent) for part in parts]
    kind = next((wish.slots.category for wish in wishes if wish.slots.category), None)
    limited = [_with_limits(wish, parts[-1].slots, kind, is_either=is_either) for wish in wishes]
    is_same = pattern("all_so").search(clause.raw.lower())
    return [_alike(wish, parts[-1].slots) for wish in limited] if is_same else limited


def _alike(wish: Wish, last: Slots) -> Wish:
    """The wish in the colour that all are to have: "socks, a cap and a tee, all in black"."""
    return replace(wish, slots=wish.slots.filled(colour=wish.slots.colour or last.colour))


def _each_added(clause: Clause, talk: Talk) -> list[Wish]:
    """A wish for each of the goods of "add the lamp in black and a tote"; none when it is one."""
    texts = pattern("several_goods").split(clause.raw)
    if len(texts) < _TWO:
        return []
    parts = [read_clause(text, talk) for text in texts]
    if not all(part.slots.category or part.slots.query or part.pointed.products for part in parts):
        return []
    return [replace(choose(part, talk)[0], intent="add_to_cart") for part in parts]


def _names_goods(part: Clause, goods: frozenset[str], is_either: bool) -> bool:
    """Whether a part names goods; beside an "or", a stuff or a colour of them is enough."""
    slots = part.slots
    if slots.not_colours or slots.not_brands:
        return False
    if slots.category or goods & {*stems_of(slots.query or "")}:
        return True
    return is_either and bool(slots.material or slots.colour or slots.brand)


def _with_limits(wish: Wish, last: Slots, kind: str | None, *, is_either: bool) -> Wish:
    """The wish with what is said at the end for all: "sandals or sneakers in 8 under 2000"."""
    slots = wish.slots
    if slots.min_price is None and slots.max_price is None:
        slots = replace(slots, min_price=last.min_price, max_price=last.max_price)
    if is_either:
        category = slots.category or last.category or (None if slots.query else kind)
        slots = slots.filled(size=slots.size or last.size, category=category)
    return replace(wish, slots=slots)


def _kept(wishes: list[Wish]) -> list[Wish]:
    """Without courtesies and guesses where something clear was said; each wish once."""
    serious = [wish for wish in wishes if wish.intent not in _COURTESIES]
    clear = [wish for wish in serious if wish.confidence >= _GUESS]
    heard = [wish for wish in serious if wish.intent != "unknown"]
    clear = _without_help(clear)
    kept = _without_chat(clear) or heard or serious or _answers(wishes) or wishes
    named = [wish for wish in kept if not _is_empty_beside(wish, kept)]
    told = [wish for place, wish in enumerate(named) if not _is_told(wish, named[:place])]
    return _as_one_question(told)[:_MOST_WISHES]


def _is_empty_beside(wish: Wish, wishes: list[Wish]) -> bool:
    """Whether it wants something unnamed, where other goods are named: "two things: towels"."""
    is_empty = wish.intent == "search_products" and not wish.slots.given()
    is_for_nobody = not tells_of_occasion(wish.words.lower())
    return is_empty and is_for_nobody and any(other.slots.category for other in wishes)


def _without_help(wishes: list[Wish]) -> list[Wish]:
    """Without the cry "help!" beside what it is wanted for."""
    return [wish for wish in wishes if wish.intent != "help"] or wishes


def _without_chat(wishes: list[Wish]) -> list[Wish]:
    """A long story's wishes, where goods are named in it: without what is only told in passing."""
    is_long = sum(len(wish.words.split()) for wish in wishes) > _STORY
    if not is_long or not any(wish.slots.category for wish in wishes):
        return wishes
    return [wish for wish in wishes if wish.slots.category or not _is_chat(wish)]


def _is_chat(wish: Wish) -> bool:
    """Whether it says nothing in a story: words without goods, or what only sounds like a wish."""
    return wish.intent in _IN_STORIES or (wish.is_learned and wish.confidence < STRONG)


def _answers(courtesies: list[Wish]) -> list[Wish]:
    """The yes or no of "No, thank you", of which the thanks are no wish of their own."""
    return [wish for wish in courtesies if wish.intent in ("agree", "refuse")]


def _as_one_question(wishes: list[Wish]) -> list[Wish]:
    """Questions after the same delivery as one, with all that any of them names.

    "Can it be there tomorrow? Pincode 560038" asks one thing, as does "what does delivery to
    400050 cost, and when would it come?".
    """
    asked = [wish for wish in wishes if wish.intent == "delivery_options"]
    if len(asked) < _TWO:
        return wishes
    slots = reduce(lambda older, wish: wish.slots.over(older), asked, Slots())
    words = ". ".join(wish.words for wish in asked)
    one = replace(asked[0], slots=slots, words=words)
    return [one if wish is asked[0] else wish for wish in wishes if wish not in asked[1:]]


def _of_no_goods(wish: Wish) -> Wish:
    """Without a count or a reason, where nothing is ordered or given back: "you broke my heart"."""
    if wish.intent not in _NO_GOODS:
        return wish
    return replace(wish, slots=wish.slots.without("quantity", "reason"))


def _of_a_kind(wish: Wish, text: str, vocabulary: Vocabulary) -> Wish:
    """With the kind of goods that the whole message makes of a noun.

    In "I start running next month, what shoes do you have?" the shoes are running shoes.
    """
    query = wish.slots.query
    if wish.intent != "search_products" or wish.slots.category or not query:
        return wish
    said, nouns = set(stems_of(text)), [(noun,) for noun in stems_of(query)]
    noun = next((noun for noun in reversed(nouns) if noun in vocabulary.kinds_of), ())
    kinds = [
        key
        for key in vocabulary.kinds_of.get(noun, ())
        if said.issuperset(key) and not _is_of_others(key, vocabulary)
    ]
    if not kinds:
        return wish
    kind = vocabulary.terms[max(kinds, key=len)].value
    rest = " ".join(word for word in query.split() if stem(word) not in noun) or None
    return replace(wish, slots=replace(wish.slots, category=kind, query=rest))


def _is_of_others(key: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Whether a word of a kind is goods by itself: "a dress and shoes" are no dress shoes."""
    terms = [vocabulary.terms.get((word,)) for word in key[:-1]]
    return any(term is not None and term.kind == "category" for term in terms)


def _is_told(wish: Wish, before: list[Wish]) -> bool:
    """Whether an earlier wish says all of it: "I do not need order O-5001, cancel it".

    So does a search for what "it" is: "the shawl looks nice. Is it soft?".
    """
    names_none = not wish.slots.given()
    is_of_it = wish.picks == "pronoun" or (wish.intent != "out_of_scope" and names_none)
    is_own = wish.slots.products or wish.slots.store or wish.slots.category
    if wish.intent in _OF_ITS and is_of_it and not is_own:
        return any(earlier.intent == "search_products" for earlier in before)
    given = wish.slots.given()
    return any(
        _says_as_much(earlier, wish)
        and earlier.parameters == wish.parameters
        and given.items() <= earlier.slots.given().items()
        for earlier in before
    )


def _says_as_much(earlier: Wish, wish: Wish) -> bool:
    """Whether it is the same, or "what can you recommend?" after the goods were named."""
    is_advice = wish.intent == "recommend" and earlier.intent == "search_products"
    return earlier.intent == wish.intent or is_advice
