"""Counts, variants, stores and denials held against what stock checks and searches found."""

import re
from collections.abc import Iterator, Sequence

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.goods import Goods, Stock
from sales_agent.truth.statement import Finding, Kind, Statement
from sales_agent.truth.text import number_of, words_of

COLOURS = words_of(
    "black white grey gray red blue navy green olive brown beige pink purple yellow orange maroon "
    "mustard cream ivory teal turquoise khaki tan violet lavender magenta burgundy charcoal gold "
    "silver bronze coral indigo crimson peach rust"
)
_N = r"\d+|two|three|four|five|six|seven|eight|nine|one"
_UNITS = r"units?|pieces?|pairs?|items?|of (?:them|these|those)|sets?"
_COUNT = re.compile(
    rf"(?<!size )\b(?P<a>{_N})\s+(?:more |other )?(?:(?:{_UNITS})\s+)?(?:(?:are|is|were)\s+)?"
    r"(?:still |now |currently )?(?:left|in stock|available|remaining|on hand|there\b|"
    r"in (?:our|the) warehouse|(?:sitting|waiting|ready|up for grabs|on (?:the|our) shel\w+)\b)"
    r"|\b(?:has|have|holds?|stocks?|there(?:'s| is| are)|got|last|final)\s+(?:only |just |about |"
    rf"exactly |still |the last )*(?P<b>{_N})\s+(?:{_UNITS}|of\b|left|in stock|available)"
    rf"|\b(?:only|just|hurry,?)\s+(?P<c>{_N})\s+(?:{_UNITS}|of\b|remain\w*)"
    rf"|\b(?:stock|availab\w+|there)\b[^.;]{{0,60}}?\b(?P<d>{_N})\s+(?:units?|pieces?|pairs?)\b"
    rf"|\bdown to (?:the last |just |only )?(?P<e>{_N})\b"
    rf"|\b(?:stock|availab\w+|left)\b[^.;:]{{0,60}}: (?P<f>{_N})\b(?!:)",
    re.I,
)
_SCARCE = re.compile(
    r"\b(?:only|just|last|final|hurry|almost gone|nearly gone|selling (?:fast|out)|running (?:low|"
    r"out)|limited (?:stock|quantit\w+|availability)|low (?:in|on)? ?stock|few left|going fast|"
    r"won't last|before (?:they're|it's) gone|last chance|high demand)\b",
    re.I,
)
_SCARCE_ALONE = re.compile(
    r"\b(?:hurry|almost gone|nearly gone|selling (?:fast|out)|going fast|last few|running (?:low|"
    r"out)|limited (?:stock|quantit\w+|availability)|low (?:in|on)? ?stock|"
    r"(?:only )?(?:a )?few left|won't last|"
    r"last one\b|before (?:they're|it's) gone|last chance|in high demand)",
    re.I,
)
_THERE = re.compile(
    r"\b(?:in stock|available|availability|has|have|there|find (?:it|them)|carries|stocked|left|"
    r"on (?:the )?shel\w+|get it|comes? in|offered in|yes)\b",
    re.I,
)
_GONE = re.compile(
    r"\b(?:out of stock|sold out|unavailable|none (?:left|in stock|available)|no stock|"
    r"not (?:currently |right now )?(?:available|in stock|there)|nothing left|r[au]n out|"
    r"(?:is|are)n't (?:currently )?(?:available|in stock|there)|not in (?:our|the)|"
    r"(?:is|are)(?:n't| not) (?:any|one|a single one) (?:\w+ )?(?:left|available|in stock|there)|"
    r"not at (?!all\b)|no longer (?:available|in stock)|(?:we are|we're|are) "
    r"(?:now |just |all |fresh |clean |completely |currently )?out of|"
    r"(?:is|are|'s) (?:all )?gone)\b",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:(?:don't|do not|doesn't|does not|didn't) (?:currently |actually |also )?(?:have|carry|"
    r"sell|stock|offer|"
    r"come|keep|make)|(?:have|has|carry|sell|stock|there (?:is|are)) no\b|couldn't find|"
    r"could not find|can't find|"
    r"cannot find|didn't find|did not find|not made in|no longer (?:carry|sell|stock))\s*"
    r"(?:in |any |a |an |the |it in |that in |them in )*(?P<what>[^.,;:!?()\u2013]*)",
    re.I,
)
_EMPTY_CART = re.compile(
    r"\b(?:cart|bag|basket) (?:is|'s) (?:now |still |currently )?empty\b|"
    r"\b(?:nothing|no items?) in (?:your|the) (?:cart|bag|basket)\b",
    re.I,
)
_BUT = re.compile(r"[,;] (?:but|though|however|yet|only)\b|[;.] | but ")
_SIZES = re.compile(
    r"\bsizes?\s*:?\s+(?P<list>[\w./-]+(?:(?:\s*,\s*(?:and |or )?|\s+(?:and|or|to|through)\s+|"
    r"\s*/\s*)"
    r"(?:X{0,4}[SML]\b|\d[\w.]*\b|small\b|medium\b|large\b))*)"
    r"|\b(?:in|an?|the)\s+(?P<bare>X{0,4}[SL]|M|XXL|[2-5]XL)\b(?!')"
    r"|\b(?P<listed>(?:X{0,4}[SML])(?:\s*(?:,|,? and|,? or|/)\s*X{0,4}[SML])+)\b",
)
_LETTERS = {"small": "s", "medium": "m", "large": "l", "extra": "xl"}
_NO_SIZE = words_of(
    "is are of for the you would do chart guide charts and or in that your "
    "which it please available"
)


def check_counts(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Counts of stock that no check of this turn found, and scarcity without one."""
    for found in _COUNT.finditer(statement.text):
        group = next(name for name in "abcdef" if found[name])
        if statement.is_in_name(found.start(group)):
            continue
        number = number_of(found[group])
        if number is not None and not _is_counted(number, found, statement, evidence):
            yield Finding(Kind.COUNT, found.group())
    scarce = _SCARCE_ALONE.search(statement.text)
    if scarce and not statement.is_negated and not _is_scarce(statement, evidence):
        yield Finding(Kind.COUNT, scarce.group())


def check_variants(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Sizes and colours that goods are not made in, or that are not there."""
    goods = statement.goods
    if not goods or _is_gone(statement):
        return
    for kind, said in (("size", sizes_in(statement)), ("colour", colours_in(statement, evidence))):
        for value in said:
            if any(_is_right(kind, value, one, statement, evidence) for one in goods):
                continue
            if not (statement.is_question and value in evidence.said_text):
                yield Finding(Kind.VARIANT, f"{kind} {value}")


def check_stores(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Stores that are said to have goods, and that no stock check found there."""
    if statement.is_question or not _THERE.search(statement.text) or _is_gone(statement):
        return
    for store in _stores_in(statement, evidence):
        rows = [row for one in statement.goods for row in one.stock if row.store]
        if not rows or statement.is_negated_before(statement.lower.find(store)):
            continue
        if not any(row.store == store and row.available > 0 for row in rows):
            yield Finding(Kind.STORE, store)


def check_denials(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Goods that are denied and that results say are there."""
    if statement.is_question:
        return
    gone, denied = _is_gone(statement), _DENIED.search(statement.text)
    if empty := _EMPTY_CART.search(statement.text):
        if evidence.cart_lines and not statement.is_conditional_before(empty.start()):
            yield Finding(Kind.DENIAL, empty.group())
        return
    if not (found := gone or denied):
        return
    claim, statement = found.group(), _clause(statement, found)
    if statement.mentions or (statement.goods and (gone or statement.points)):
        if all(_is_there(one, statement, evidence) for one in statement.goods):
            yield Finding(Kind.DENIAL, claim)
    elif denied and _is_found(denied["what"], evidence):
        yield Finding(Kind.DENIAL, claim)


def _clause(statement: Statement, found: re.Match[str]) -> Statement:
    """The part of a sentence that denies: what stands behind a "but" is no part of it."""
    end = _BUT.search(statement.text, found.end())
    if end is None:
        return statement
    mentions = [mention for mention in statement.mentions if mention.start < end.start()]
    return Statement(statement.text[: end.start()], mentions, statement.carried)


def sizes_in(statement: Statement) -> list[str]:
    """The sizes that a sentence says, in lower case."""
    found: list[str] = []
    for match in _SIZES.finditer(statement.text):
        if statement.is_in_name(match.start()):
            continue
        text = match["list"] or match["bare"] or match["listed"]
        parts = re.split(r"\s*,\s*(?:and |or )?|\s+(?:and|or|to|through)\s+|\s*/\s*", text)
        found += [part.lower().rstrip(".") for part in parts if part]
    return [size for size in found if size and size not in _NO_SIZE]


def colours_in(statement: Statement, evidence: Evidence) -> list[str]:
    """The colours that a sentence says outside the names of goods."""
    known = COLOURS | evidence.colours
    spoken = [
        m.group()
        for m in re.finditer(r"[a-z]+", statement.lower)
        if not statement.is_in_name(m.start())
    ]
    return [word for word in dict.fromkeys(spoken) if word in known]


def _is_counted(
    number: int, found: re.Match[str], statement: Statement, evidence: Evidence
) -> bool:
    if statement.is_negated_before(found.start()) and number in evidence.said.said_numbers:
        return True
    rows = _rows_meant(statement, evidence, is_now=bool(_SCARCE.search(statement.text)))
    counts = {n for row in rows for n in (row.available, row.warehouse) if n is not None}
    whole = [row.available for row in rows if row.store is None]
    counts.update((sum(whole), sum(row.available for row in rows if row.store)))
    counts.update(*(goods.quantities for goods in statement.goods))
    if number in counts:
        return True
    return not rows and not statement.goods and number in evidence.numbers


def _is_scarce(statement: Statement, evidence: Evidence) -> bool:
    rows = _rows_meant(statement, evidence, is_now=True)
    return any(0 < row.available < _LOW for row in rows) or "low_stock" in evidence.text_now


_LOW = 50
"""Fewer than so many in all are low. Source: the shop's rule, `onlineStatus` of a stock check."""


def _rows_meant(statement: Statement, evidence: Evidence, *, is_now: bool) -> list[Stock]:
    """The stock rows that a sentence can mean, by its goods, store, size and colour."""
    goods = statement.goods or evidence.goods
    rows = [row for one in goods for row in (one.stock_now if is_now else one.stock)]
    if stores := _stores_in(statement, evidence):
        rows = [row for row in rows if row.store in stores]
    sizes, colours = sizes_in(statement), colours_in(statement, evidence)
    return [
        row
        for row in rows
        if (not sizes or row.size is None or _fits(row.size, sizes))
        and (not colours or row.colour is None or _fits(row.colour, colours))
    ]


def _is_right(
    kind: str, value: str, goods: Goods, statement: Statement, evidence: Evidence
) -> bool:
    """Whether a size or colour is said of goods as it is."""
    made = goods.sizes if kind == "size" else goods.colours
    if not made:
        return True
    is_made = _is_made(value, made)
    if statement.is_negated:
        return True  # a denial is looked at on its own
    if not is_made:
        return not statement.mentions and any(_is_made(value, g) for g in _all_made(kind, evidence))
    if statement.is_question or not _THERE.search(statement.text):
        return True
    rows = [
        row
        for row in goods.stock_now
        if row.store is None and row.is_of_variant and _fits(getattr(row, kind) or value, [value])
    ]
    others = colours_in(statement, evidence) if kind == "size" else sizes_in(statement)
    other = "colour" if kind == "size" else "size"
    narrowed = [
        row for row in rows if not others or _fits(getattr(row, other) or others[0], others)
    ]
    if narrowed:
        return any(row.available > 0 for row in narrowed)
    return not (goods.is_checked and re.search(r"in stock|available", statement.lower))


def _all_made(kind: str, evidence: Evidence) -> list[set[str]]:
    return [one.sizes if kind == "size" else one.colours for one in evidence.goods]


def _is_there(goods: Goods, statement: Statement, evidence: Evidence) -> bool:
    """Whether results say that what a sentence denies is there."""
    sizes, colours = sizes_in(statement), colours_in(statement, evidence)
    stores = _stores_in(statement, evidence)
    is_online = re.search(r"\b(?:online|warehouse)\b", statement.lower)
    rows = goods.stock_now or goods.stock
    rows = [row for row in rows if (row.store in stores if stores else row.store is None)]
    rows = [row for row in rows if not sizes or (row.size and _fits(row.size, sizes))]
    rows = [row for row in rows if not colours or (row.colour and _fits(row.colour, colours))]
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
    return all(_is_made(value, made) for value, made in wanted)


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


def _is_gone(statement: Statement) -> re.Match[str] | None:
    return _GONE.search(statement.text)


def _stores_in(statement: Statement, evidence: Evidence) -> list[str]:
    return [name for name in evidence.stores if name in statement.lower]


def _fits(value: str, said: Sequence[str]) -> bool:
    return any(_same(value, one) for one in said)


def _is_made(value: str, made: "set[str] | frozenset[str]") -> bool:
    return any(_same(one, value) for one in made)


def _same(known: str, said: str) -> bool:
    """Whether a size or colour is meant by a word: "medium" is M, "navy" is navy blue."""
    if known == said or _LETTERS.get(said) == known or _LETTERS.get(known) == said:
        return True
    return said in re.findall(r"[a-z]+|\d[\w.]*", known) and len(said) > 1
