"""One clause of a message, read: its slots, what it points at, how it scores."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.amounts import (
    PriceRange,
    bare_number,
    read_places,
    read_prices,
    read_quantity,
)
from sales_agent.models.offline.understanding.asides import Parted, part_asides
from sales_agent.models.offline.understanding.changing import as_wanted
from sales_agent.models.offline.understanding.circumstances import (
    is_told,
    without_circumstances,
    without_company,
)
from sales_agent.models.offline.understanding.evidence import Said, goods_said, read_evidence
from sales_agent.models.offline.understanding.goods import Spotted, read_size, spot
from sales_agent.models.offline.understanding.identifiers import read_identifiers
from sales_agent.models.offline.understanding.intents import score_intents
from sales_agent.models.offline.understanding.learned import likelihoods
from sales_agent.models.offline.understanding.leftovers import left_over
from sales_agent.models.offline.understanding.payments import read_ways_to_pay
from sales_agent.models.offline.understanding.references import Pointed, resolve
from sales_agent.models.offline.understanding.sizes import size_of_focus
from sales_agent.models.offline.understanding.tables import (
    STRONG,
    Tables,
    alternatives,
    load_tables,
    pattern,
)
from sales_agent.models.offline.understanding.text import (
    mend,
    part_compounds,
    spell_out,
    stem,
    tokenize,
)
from sales_agent.models.offline.understanding.vocabulary import Vocabulary, stems_of
from sales_agent.models.offline.understanding.wish import Slots

_SORTS = (("cheapest", "price_asc"), ("dearest", "price_desc"), ("newest", "newest"))
_DELIVERIES = ("express", "standard", "pickup")


@dataclass(frozen=True, eq=False)
class Clause:
    """A read clause.

    Attributes:
        text: spelled out and mended.
        slots: everything named in it, with the words left over as `query`.
        categories: all categories named, for a wish apiece.
        pointed: products already seen that it points at.
        scores: what it says by the phrases of each intent.
        before: what the message says before it.
        lead: "agree" or "refuse" when it opens with such a word; `is_bare` when that is all.
        parted: what of it is wanted, and what only told.
    """

    raw: str
    text: str
    slots: Slots
    categories: tuple[str, ...]
    pointed: Pointed
    scores: dict[str, float]
    lead: str | None
    is_bare: bool
    vocabulary: Vocabulary
    parted: Parted
    whole: Mapping[str, float] | None = None
    before: str = ""

    @cached_property
    def goods(self) -> str | None:
        """The noun for the goods it is about, of the catalogue or not."""
        named = self.parted.names if self.parted.has_asides else self.text
        return goods_said(named, self.vocabulary)

    @cached_property
    def likely(self) -> Mapping[str, float]:
        """How likely each intent is by what was learned, of the clause and of all around it."""
        own = likelihoods(spoken(self.raw, self.vocabulary), self.vocabulary)
        if self.parted.has_asides and not self.parted.is_all_told:
            wanted = likelihoods(self.parted.names, self.vocabulary)
            own = {name: (share + wanted[name]) / 2 for name, share in own.items()}
        if self.whole is None:
            return own
        return {name: (share + self.whole[name]) / 2 for name, share in own.items()}

    def said(self, intent: str) -> Said:
        """The words that name each slot, for a wish of an intent."""
        text = as_wanted(self.text, self.vocabulary)
        return read_evidence(intent, text, self.raw, self.slots, self.vocabulary, self.before)

    @property
    def has_goods(self) -> bool:
        """It names something of the catalogue to look for."""
        slots = self.slots
        return bool(self.categories or slots.brand or slots.material)

    @cached_property
    def is_told(self) -> bool:
        """It only tells: it names no goods, nor a liking for what goods are called by."""
        if pattern("shunning").match(self.text):
            return True
        is_wish = self.scores.get("search_products", 0.0) >= STRONG
        if self.has_goods or self.lead or is_wish or not self._tells:
            return False
        is_liking = pattern("liking").search(self.text)
        if is_liking and self.vocabulary.words & {*stems_of(self.slots.query or "")}:
            return False
        named = self.parted.names if self.parted.has_asides else self.text
        return goods_said(without_circumstances(named), self.vocabulary) is None

    @property
    def _tells(self) -> bool:
        is_all_told = self.parted.is_all_told and not self.scores and not self.pointed.products
        return is_all_told or is_told(self.text)

    @property
    def steps_size(self) -> bool:
        """It asks for another size than the one talked about: the next, or "11 is better"."""
        names = ("size_up", "size_down", "number_chosen")
        return any(pattern(name).search(self.text) for name in names)

    @property
    def has_filter(self) -> bool:
        """It names something that narrows a search."""
        slots = self.slots
        named = (slots.colour, slots.size, slots.brand, slots.material, slots.min_price)
        without = slots.not_colours or slots.not_brands
        return any(named) or slots.max_price is not None or bool(without or slots.sort)


def read_clause(
    raw: str, talk: Talk, whole: Mapping[str, float] | None = None, before: str = ""
) -> Clause:
    """Read a clause of a cleaned message; `whole` is how likely each intent is of all of it."""
    exact = read_identifiers(raw)
    heard = _heard(raw, talk.vocabulary)
    spelled = heard if exact.rest == raw else _heard(exact.rest, talk.vocabulary)
    text, lead = _without_lead(as_wanted(spelled, talk.vocabulary))
    prices = _prices(text)
    size, rest = read_size(prices.rest, raw, talk.vocabulary)
    made = None if size else size_of_focus(text, talk)
    size = size or made
    parted = part_asides(without_circumstances(rest))
    goods = goods_said(parted.names, talk.vocabulary)
    spotted = _spotted(rest, parted.names, talk.vocabulary)
    plain_rest = _plain(rest)
    slots = exact.slots.over(spotted.slots).filled(
        size=size,
        min_price=prices.low,
        max_price=prices.high,
        quantity=None if made else read_quantity(plain_rest),
        sort=_sort(text),
        delivery_option=_delivery(text),
        pay_with=read_ways_to_pay(raw),
        rating=_rating(raw),
        reason=_reason(text),
        query=left_over(spotted.rest, talk.vocabulary, parted.names, goods),
    )
    said = _plain(_without_lead(heard)[0])
    plain = said or _plain(heard)
    pointed = resolve(plain_rest, slots, read_places(plain_rest), talk)
    return Clause(
        raw,
        plain,
        slots,
        spotted.categories,
        pointed,
        score_intents(pattern("rather_than").sub(" ", plain)),
        lead,
        not said,
        talk.vocabulary,
        parted,
        whole,
        before,
    )


def _prices(text: str) -> PriceRange:
    """The limits that are named; none of one thing where it is a budget for all of them."""
    found = read_prices(pattern("age").sub(" ", text))
    return PriceRange(None, None, found.rest) if pattern("for_all").search(text) else found


def _heard(raw: str, vocabulary: Vocabulary) -> str:
    """Spelled out and mended, with "back to the mugs" as what it means."""
    mended = _mended(spell_out(raw, load_tables()), vocabulary)
    return pattern("back_to").sub(_shows(), mended)


def _spotted(text: str, names: str, vocabulary: Vocabulary) -> Spotted:
    """The catalogue's terms in a text, without what only says when, why, of whom or beside what."""
    alone = without_company(text)
    if alone != text and (found := spot(tokenize(alone), vocabulary)).categories:
        return found
    return spot(tokenize(names), vocabulary)


def spoken(raw: str, vocabulary: Vocabulary) -> str:
    """A message as the learned scorer reads it: spelled out and mended, with its courtesies."""
    return _plain(_mended(_spelled(raw), vocabulary))


def meant(raw: str, vocabulary: Vocabulary) -> str:
    """A message as it was meant: spelled out, mended, without the courtesies around it."""
    return _without_lead(spoken(raw, vocabulary))[0]


def _shows() -> str:
    return f"{load_tables().words['show']} "


def _spelled(raw: str) -> str:
    """Spelled out, with "back to the mugs" as what it means: to see them."""
    return pattern("back_to").sub(_shows(), spell_out(raw, load_tables()))


def split_clauses(text: str) -> list[str]:
    """Split a cleaned message where a new wish begins."""
    parts = [part.strip(" ,.!?;") for part in _breaks(load_tables()).split(text) if part]
    return [part for part in parts if part] or [text]


@lru_cache(maxsize=4)
def _breaks(tables: Tables) -> re.Pattern[str]:
    """Where a new wish begins: after a sentence, or at a link before a word that opens one."""
    starters = alternatives([*tables.words["starters"], *tables.words["services"]])
    links = tables.patterns["links"]
    no_end = "".join(rf"(?<!\b{short})" for short in tables.words["abbreviations"])
    ends = rf"(?<=[^\d\s]){no_end}[.!?;]+(?:\s+|$)|(?<=\d)[.!?;](?:\s+|$)"
    return re.compile(rf"{ends}|\s*{links}[\s,]*(?=(?:{starters})\b)", re.IGNORECASE)


def _mended(text: str, vocabulary: Vocabulary) -> str:
    tables = load_tables()
    known, targets = _lexicon(vocabulary, tables)
    if tables.words["compounds"]:
        text = part_compounds(text, known, _heads(tables))
    return mend(text, known, targets)


@lru_cache(maxsize=4)
def _heads(tables: Tables) -> frozenset[str]:
    """The stems that a word for goods can end with ("Winterjacke" is a jacket)."""
    return frozenset(stem(word) for word in (*tables.goods["nouns"], *tables.words["goods"]))


@lru_cache(maxsize=8)
def _lexicon(vocabulary: Vocabulary, tables: Tables) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words that are right as they stand, and those that a typo can have meant."""
    goods = vocabulary.words
    stems = {stem(word) for word in tables.known_words}
    meant = {word for word in tables.own_words if len(word) > 3} - set(tables.words["common"])
    ours = sorted(word for word in goods if len(word) > 3)
    return tables.known_words | goods | stems, (*ours, *sorted(meant - set(ours)))


def _without_lead(text: str) -> tuple[str, str | None]:
    """Take a yes or no, and politeness, off a text's beginning and end."""
    lead, tables = None, load_tables()
    alone = _said_alone(text)
    if alone in tables.words["agree"] or pattern("bare_yes").fullmatch(alone):
        return "", "agree"
    if pattern("refusing").fullmatch(alone):
        return "", "refuse"
    while True:
        before = text
        text = _polite_start(tables).sub("", text.strip(" ,.!?;:-"))
        for kind in ("refuse", "agree"):
            found = _lead_of(kind, tables).match(text) if lead in (None, kind) else None
            if found and _is_answer(text, found, kind):
                lead, text = kind, text[found.end() :]
        if text == before:
            break
    return _polite_end(tables).sub("", text) if " " in text else text, lead


def _said_alone(text: str) -> str:
    """A text without its marks: "ok" is a yes when it is all that is said."""
    return text.strip(" ,.!?;:-")


@lru_cache(maxsize=8)
def _lead_of(kind: str, tables: Tables) -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(tables.words[kind])})\b(?:[ ,.!?;:-]+|$)")


@lru_cache(maxsize=4)
def _polite_start(tables: Tables) -> re.Pattern[str]:
    polite, more = (alternatives(tables.words[name]) for name in ("politeness", "no_politeness"))
    return re.compile(rf"^(?:{polite})\b(?! (?:{more}))[ ,.!?;:-]*")


@lru_cache(maxsize=4)
def _polite_end(tables: Tables) -> re.Pattern[str]:
    return re.compile(rf"[ ,.!]*\b(?:{alternatives(tables.words['politeness'])})[ ,.!?]*$")


def _is_answer(text: str, found: re.Match[str], kind: str) -> bool:
    """Tell "no, the blue one" from "no black", and "yes in blue" from "right shoes"."""
    after, word = text[found.end() :], found[0].strip()
    if not after or any(mark in found[0] for mark in ",.!"):
        return True
    if kind == "refuse":
        return bool(pattern("plain_no").fullmatch(word) and pattern("no_then").match(after))
    is_fine = pattern("fine_then").fullmatch(word) and pattern("yes_then").match(after)
    return bool(is_fine or pattern("plain_yes").fullmatch(word))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[,.!?;:*]+(?=\s|$)|[\"\[\]]", " ", text).split())


def _sort(text: str) -> str | None:
    return next((sort for name, sort in _SORTS if pattern(name).search(text)), None)


def _delivery(text: str) -> str | None:
    return next((name for name in _DELIVERIES if pattern(name).search(text)), None)


def _rating(text: str) -> int | None:
    """How many stars are given, of five; none where goods are wanted that others gave them."""
    if pattern("rated_goods").search(text):
        return None
    found = pattern("stars").search(text)
    return bare_number(found["n"] or found["m"]) if found else None


def _reason(text: str) -> str | None:
    found = _reasons(load_tables()).search(text)
    return found[0].strip() if found else None


@lru_cache(maxsize=4)
def _reasons(tables: Tables) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(tables.words['reasons'])})")
