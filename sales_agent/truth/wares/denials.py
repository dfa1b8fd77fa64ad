"""Denials held against results that say that what they deny is there."""

import re
from collections.abc import Iterator

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.hearing.presence import says_gone, says_there
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.reading.text import words_of
from sales_agent.truth.wares.comparisons import ranks_in
from sales_agent.truth.wares.gone import GONE, denies_stock, is_regretted
from sales_agent.truth.wares.goods import Goods
from sales_agent.truth.wares.options import colours_in, fits, is_made, sizes_in
from sales_agent.truth.wares.stock import stores_in
from sales_agent.truth.wares.variants import parts_of_stock

_DENIED = re.compile(
    r"\b(?<!you )(?:(?:don't|doesn't|does not) (?:look|seem|appear) (?:like|as if|that) "
    r"(?:we|they)(?: have|'ve got| stock| carry)|"
    r"(?:don't|do not|doesn't|does not|didn't) (?:currently |actually |also )?(?:have|carry|"
    r"sell|stock|offer|"
    r"come|keep|make)|(?:haven't|hasn't|have not|has not) (?:\w+ly )?(?:got|any|one)|(?:have|has|"
    r"carry|sell|stock|there (?:is|are)) no\b|couldn't find|"
    r"could not find|can't find|"
    r"cannot find|didn't find|did not find|not made in|no longer (?:carry|sell|stock))\s*"
    r"(?:in |any |a |an |the |it in |that in |them in )*(?P<what>[^.,;:!?()\u2013]*)",
    re.I,
)
_EMPTY_CART = re.compile(
    r"\b(?:cart|bag|basket)(?: is|'s) (?:now |still |currently )?empty\b|"
    r"\b(?:nothing|no items?) in (?:your|the) (?:cart|bag|basket)\b",
    re.I,
)
_ABOUT_STOCK = re.compile(
    r"\b(?:ha(?:ve|s|d)|ge?ot|get|stock(?:ed|s)?|available|left|there|any|find|offer(?:ed)?|"
    r"comes?|made|"
    r"carry|sell|sold|in|possible|remain\w*|order\w*|going|go|buy|exist|hold|supply|do|does|are|"
    r"is|be|"
    r"haben|gibt|verfügbar|lager|vorrätig|lieferbar|da|führen)\b|^\W*(?:no|none|not|zero|"
    r"kein\w*)\b",
    re.I,
)
_OPINION = re.compile(
    r"\b(?:best|fits?|ideal|bad(?! luck| news)|expensive|cheap\w*|recommend|suits?|wear|looks?|"
    r"match\w*|too(?! ?[,.;])|"
    r"wash\w*|"
    r"iron|return\w*|cancel\w*|added?|reserve\w*|put|yet|sure|only(?! other| you| we| it| I| "
    r"there)|pay|paid|price|costs?|"
    r"reservations?|booking|bookings|hold|"
    r"aside|kept|booked|touched|"
    r"held|changed?|(?<!you )know|hinzugefügt|reserviert|storniert|gelegt)\b",
    re.I,
)
"""Words with which a denial speaks of something else than whether a variant is there."""

_COMPARED = re.compile(
    r"\b(?:\w+er than|(?:more|less)(?: \w+)? than|cheaper|dearer|pricier|costlier|better|below|"
    r"above|"
    r"as (?!far|long|soon|well)\w+ as|costs? (?:less|more))\b",
    re.I,
)
_NONE_OF_OTHERS = re.compile(
    r"\bnone of (?:these|those|them|the (?:others?|rest|remaining|ones|options|lot|bunch|products|"
    r"items|pieces))\b(?! (?:sizes?|colou?rs?))",
    re.I,
)
"""Before goods that are compared with the others."""
_AT_OTHERS = re.compile(
    r"\bno(?:ne of (?:our|the))? other (?:\w+ )?"
    r"(?:stores?|shops?|branch(?:es)?|outlets?|places?)\b|\bnowhere else\b",
    re.I,
)
"""It is denied of all places but the one that was told of."""
_NO_SUCH = re.compile(r"\b(?:none|nothing|no|not|never|cannot)\b|n't\b", re.I)
"""With a comparison: there is none that is so, and goods are there."""
_SHOWN = 24
"""Characters of a clause that stand for its denial."""


def check_denials(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Goods that are denied and that results say are there."""
    for part in parts_of_stock(statement, evidence):
        if empty := _EMPTY_CART.search(part.text):
            held = evidence.cart_lines or any(cart["lines"] for cart in evidence.carts[-1:])
            if held and not part.is_conditional_before(empty.start()):
                yield Finding(Kind.DENIAL, empty.group())
        elif claim := _denied(part, statement, evidence):
            yield Finding(Kind.DENIAL, claim)


def _denied(part: Statement, statement: Statement, evidence: Evidence) -> str:
    """What a clause denies although it is there; empty when it denies nothing of the kind."""
    if _AT_OTHERS.search(part.text):
        return ""
    gone, denied = GONE.search(part.text), _DENIED.search(part.text)
    found = gone or denied
    if (gone or part.is_negated) and not denies_stock(part):
        return ""
    if (found and _is_ranked(found, part, statement)) or evidence.orders_in(part.text):
        return ""
    is_of_variant = _is_of_variant(part, statement, evidence)
    if not (found or is_of_variant):
        return part.text[:_SHOWN] if _is_heard_gone(part, statement, evidence) else ""
    claim = found.group() if found else part.text[:_SHOWN]
    if part.goods and (part.mentions or gone or is_of_variant or part.points):
        is_there = _is_all_there(part, statement, evidence)
        return claim if is_there and not says_there(part, evidence) else ""
    return claim if denied and _is_found(denied["what"], evidence) else ""


def _is_heard_gone(part: Statement, statement: Statement, evidence: Evidence) -> bool:
    """Whether words that stand in no table are heard to deny goods that are there.

    Of goods that were only found, and whose stock was not asked for, it needs a size or a colour.
    """
    is_asked = any(one.stock_now for one in part.goods) and (part.mentions or part.points)
    if not part.goods or not (is_asked or _names_option(part, evidence)):
        return False
    return _is_all_there(part, statement, evidence) and says_gone(part, evidence)


def _is_all_there(part: Statement, statement: Statement, evidence: Evidence) -> bool:
    whole = _with_variant(part, statement, evidence)
    return all(_is_there(one, whole, evidence) for one in part.goods)


def _names_option(part: Statement, evidence: Evidence) -> bool:
    """Whether it names a size, a colour or a store."""
    return bool(sizes_in(part) or colours_in(part, evidence) or stores_in(part, evidence))


def _is_ranked(denial: re.Match[str], part: Statement, whole: Statement) -> bool:
    """Whether "none" and "nothing" say how goods compare, and not that they are gone."""
    if _COMPARED.search(part.unnamed, denial.end()):
        return True
    others = _NONE_OF_OTHERS.search(part.text)
    if others and any(m.start >= others.end() for m in part.mentions):
        return True
    return bool(_NO_SUCH.search(denial.group())) and any(True for _ in ranks_in(whole))


def _is_of_variant(part: Statement, statement: Statement, evidence: Evidence) -> bool:
    """Whether a clause denies something of a size, a colour or a store."""
    if is_regretted(part):
        return bool(sizes_in(part) or colours_in(part, evidence))
    if not part.is_negated or _OPINION.search(part.unnamed):
        return False
    return _names_option(part, evidence) and bool(_ABOUT_STOCK.search(part.unnamed))


def _with_variant(part: Statement, statement: Statement, evidence: Evidence) -> Statement:
    """The clause, or its sentence where only that names a size, a colour or a store."""
    if _names_option(part, evidence):
        return part
    others = [one for one in statement.parts if one.text != part.text]
    named = [one for one in others if sizes_in(one) or colours_in(one, evidence)]
    asked = [c for c in statement.clauses if c.is_question]
    named += [
        one
        for one in (statement.part(c.start, c.end) for c in asked)
        if sizes_in(one) or colours_in(one, evidence)
    ]
    return statement if len(named) == 1 else part


def _is_there(goods: Goods, statement: Statement, evidence: Evidence) -> bool:
    """Whether results say that what a sentence denies is there."""
    sizes, colours = sizes_in(statement), colours_in(statement, evidence)
    stores = stores_in(statement, evidence)
    is_online = re.search(r"\b(?:online|warehouse)\b", statement.lower)
    rows = goods.stock_now or goods.stock
    rows = [row for row in rows if (row.store in stores if stores else row.store is None)]
    rows = [row for row in rows if not sizes or (row.size and fits(row.size, sizes))]
    rows = [row for row in rows if not colours or (row.colour and fits(row.colour, colours))]
    if rows:
        counts = [
            row.warehouse if is_online and row.warehouse is not None else row.available
            for row in rows
        ]
        return any(count > 0 for count in counts) and (
            bool(sizes or colours or stores) or all(c > 0 for c in counts) or len(counts) > 1
        )
    if stores or goods.stock:
        return False
    wanted = [*((s, goods.sizes) for s in sizes), *((c, goods.colours) for c in colours)]
    if not wanted:
        return not sizes and not colours and _is_listed(goods, evidence)
    return all(is_made(value, made) for value, made in wanted)


def _is_listed(goods: Goods, evidence: Evidence) -> bool:
    """Whether a search or a list of this turn holds the goods, and nothing says they are gone."""
    return any(goods.key == str(row.get("name")).casefold() for row in evidence.listed)


def _is_found(what: str, evidence: Evidence) -> bool:
    """Whether what is denied in general is among the products that this turn found."""
    limit = re.split(
        r"\b(?:under|below|over|above|for less|that|which|here|right now|at the moment|in stock|"
        r"yet)\b",
        what,
        maxsplit=1,
    )[0]
    words = [w for w in re.findall(r"[a-z0-9'-]+", limit.lower()) if w not in _FILLERS]
    if not words or limit != what:
        return False
    kinds = [row["value"] for row in evidence.rows if row.get("count") and row.get("value")]
    found = [*evidence.listed, *kinds]
    return any(all(_is_word_of(word, row) for word in words) for row in found)


_FILLERS = words_of(
    "any a an the such like kind of one ones them these those in for you me "
    "your with and or our store shop products anything it that size colour color"
)


def _is_word_of(word: str, row: object) -> bool:
    text = str(row).casefold()
    return word in text or (word.endswith("s") and word[:-1] in text)
