"""Sizes and colours that a sentence says, held against those that goods are made in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.anycase import AnyCase
from sales_agent.truth.reading.clauses import Clause
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.reading.text import words_of
from sales_agent.truth.wares.gone import GONE, denies_stock
from sales_agent.truth.wares.goods import Goods

COLOURS = words_of(
    "black white grey gray red blue navy green olive brown beige pink purple yellow orange "
    "maroon "
    "mustard cream ivory teal turquoise khaki tan violet lavender magenta burgundy charcoal gold "
    "silver bronze coral indigo crimson peach rust"
)
_JOINED = r"\s*,\s*(?:and |or |und |oder )?|\s+(?:and|or|to|through|und|oder|bis)\s+|\s*/\s*"
_SIZES = re.compile(
    rf"\b(?:[Ss]izes?|Größen?)\s*:?\s+(?P<list>[\w./-]+(?:(?:{_JOINED})"
    r"(?:X{0,4}[SML]\b|\d[\w.]*\b(?!\s+(?:are|is|of|pieces?|units?|pairs?|left|in|at|can|"
    r"remain))|small\b|medium\b|large\b))*)"
    r"|\b(?:in|an?|the|up to)\s+(?P<bare>X{0,4}[SL]|M|XXL|[2-5]XL)\b(?!')"
    r"|\b(?P<listed>(?:X{0,4}[SML])(?:\s*(?:,|,? and|,? or|/)\s*X{0,4}[SML])+)\b",
)
_LETTERS_ONLY = re.compile(r"[a-z]+")
_LETTERS = {"small": "s", "medium": "m", "large": "l", "extra": "xl"}
_NO_SIZE = words_of(
    "is are of for the you would do chart guide charts and or in that your "
    "which it please available"
)
IN_STOCK = re.compile(r"\b(?:in stock|available|auf lager|verfügbar|vorrätig|lieferbar)\b", re.I)
_VERB = re.compile(
    r"\b(?:is|are|was|were|have|has|had|do|does|did|can|could|will|would|should|may|comes?|"
    r"gets?|got|"
    r"go|goes|went|sold|ran|stocks?|carry|carries|carried|find|remains?|left|available|includes?|"
    r"ist|sind|haben|hat|gibt|kommt)\b|'(?:s|re|ve|ll|d)\b|n't\b",
    re.I,
)
NEUTRAL = re.compile(
    r"\b(?:(?:see|understand|know|get) why|asked|check(?:ing)?(?! with| and)|wanted|mentioned|"
    r"about|instead|similar|"
    r"alternative|notify|let you know|wait(?:ing)? ?list|back in|suggest|look (?:for|at|up)|wish|"
    r"(?:I'd|we'd|would) (?:have )?(?:love|liked?)|statt|stattdessen|vorschlagen|empfehlen|"
    r"ähnlich\w*|alternativ\w*|gefragt|gewünscht\w*)\b",
    re.I,
)
"""Words with which a variant is spoken of, and not said to be there."""


_BUT = re.compile(r"[.!?]\s|\W+(?:but|so|though|aber)\b", re.I)
OF_OTHERS = re.compile(
    r"\b(?:others?|another|elsewhere|similar|alternatives?|different|rest|else)\b", re.I
)
"""With these a sentence can be of other goods than those at hand."""


def check_variants(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Sizes and colours that goods are not made in, or that are not there."""
    parts = parts_of_stock(statement, evidence)
    for part in parts:
        if denies_stock(part):
            continue  # a denial is looked at on its own
        for kind, said in (("size", sizes_in(part)), ("colour", colours_in(part, evidence))):
            for value in said:
                is_right = any(_is_right(kind, value, one, part, evidence) for one in part.goods)
                if part.goods and not is_right and not _is_said_gone(kind, value, part, parts):
                    yield Finding(Kind.VARIANT, f"{kind} {value}")


def _is_said_gone(kind: str, value: str, part: Statement, parts: Sequence[Statement]) -> bool:
    """Whether another clause says that what this one names is gone; it is made, then."""
    is_known = any(
        is_made(value, one.sizes if kind == "size" else one.colours) for one in part.goods
    )
    return is_known and any(
        GONE.search(one.text) and denies_stock(one) and not (sizes_in(one) or one.mentions)
        for one in parts
    )


def parts_of_stock(statement: Statement, evidence: Evidence) -> list[Statement]:
    """The clauses that say what is there: a variant that stands alone goes with its neighbour."""
    if (kept := statement.kept.get("stock")) is None:
        kept = statement.kept["stock"] = _parts_of_stock(statement, evidence)
    parts: list[Statement] = kept
    return parts


def _parts_of_stock(statement: Statement, evidence: Evidence) -> list[Statement]:
    statement = of_goods_at_hand(statement, evidence)
    clauses = [
        one for one in statement.clauses if not _asks(one, statement) and one.text.strip(" .)")
    ]
    spans: list[tuple[int, int]] = []
    is_held = is_behind = False
    for clause in clauses:
        part = statement.part(clause.start, clause.end)
        if spans and _is_behind_goods(part, clause.start, spans[-1], statement, evidence):
            spans[-1] = (spans[-1][0], clause.end)
            is_held, is_behind = False, True
            continue
        goes_on = not part.mentions if is_behind else not _names_variant(part, evidence)
        start = spans.pop()[0] if (is_held or is_behind) and goes_on else clause.start
        is_behind = False
        is_alone = clause.is_case or not _VERB.search(part.unnamed)
        is_held = is_alone and (_names_variant(part, evidence) or bool(part.mentions))
        spans.append((start, clause.end))
    is_label = len(spans) == 2 and _is_label(statement.part(*spans[0]), evidence)
    is_all_but = len(spans) > 1 and _ALL_BUT.search(statement.text)
    if is_all_but or (
        (is_held or (is_behind and is_label)) and len(spans) > 1
    ):  # "It is gone: the shirt in M" goes with what is before it
        spans = [(spans[0][0], spans[-1][1])]
    parts = [statement.part(start, end) for start, end in spans]
    return [one for one in parts if not (one.clauses and all(c.is_case for c in one.clauses))]


def of_goods_at_hand(statement: Statement, evidence: Evidence) -> Statement:
    """The same of the product that the turn is about, where a sentence speaks of stock alone."""
    if statement.goods or not evidence.at_hand or OF_OTHERS.search(_BUT.split(statement.text)[0]):
        return statement
    return replace(statement, carried=evidence.at_hand, is_part=True)


def _is_behind_goods(
    part: Statement, start: int, before: tuple[int, int], statement: Statement, evidence: Evidence
) -> bool:
    """Whether it is the variant behind goods, in brackets or a row: "Linen Shirt (white, M)"."""
    goods = statement.part(*before)
    if not goods.mentions or part.mentions or not _names_variant(part, evidence):
        return False
    is_in_brackets = statement.text[:start].rstrip().endswith("(")
    return is_in_brackets or not (_VERB.search(part.unnamed) or _VERB.search(goods.unnamed))


def _is_label(part: Statement, evidence: Evidence) -> bool:
    """Whether it only says of what follows how it stands: "Not available: City Chinos"."""
    is_short = len(part.text.split()) <= _FEW
    return (
        is_short and denies_stock(part) and not part.mentions and not _names_variant(part, evidence)
    )


_FEW = 4
_ALL_BUT = AnyCase(
    r"\b(?:every\w*|all|any\w*)\b[^.;!?]*?\b(?:but|except\w*|bar|save for|apart from|other than|"
    r"minus)\b"
)
"""Says that all are there, and one is not."""
_POINTS = re.compile(
    r"^\W*(?:yes|yep|yeah|yup|sure|indeed|certainly|absolutely|of course|confirmed|affirmative|"
    r"correct|"
    r"you bet|no problem|can do|got it|we do|it does|it is|done|no|nope|nah|sorry)\b(?! thing)|"
    r"^\W*(?:that|it|they|those|this|these|both)\b(?:(?= one)| ones?)?.*\b"
    r"(?:in stock|available|there|left|here)\b",
    re.I,
)
"""Says of what was just asked about that it is there."""


def _asks(clause: Clause, statement: Statement) -> bool:
    """Whether a clause asks and is not answered: "In white? Yes, we have it" says something."""
    behind = [one for one in statement.clauses if one.start >= clause.end]
    is_answered = bool(behind) and (
        _VERB.search(clause.text) is None or bool(_POINTS.match(behind[0].text))
    )
    return clause.is_question and not is_answered


def _names_variant(part: Statement, evidence: Evidence) -> bool:
    return bool(sizes_in(part) or colours_in(part, evidence))


def size_spans(statement: Statement) -> list[tuple[int, int]]:
    """Where a sentence says sizes."""
    return [
        m.span() for m in _SIZES.finditer(statement.text) if not statement.is_in_name(m.start())
    ]


def sizes_in(statement: Statement) -> list[str]:
    """The sizes that a sentence says, in lower case."""
    found: list[str] = []
    for match in _SIZES.finditer(statement.text):
        if statement.is_in_name(match.start()):
            continue
        text = match["list"] or match["bare"] or match["listed"]
        if match["list"]:
            text = text[: _first_amount(match.start("list"), statement)]
        parts = re.split(_JOINED, text)
        found += [part.rstrip(".") for part in parts if part]
    return [size.lower() for size in found if _is_size(size)]


def _first_amount(start: int, statement: Statement) -> int | None:
    """Where in a list of sizes that begins there an amount follows: "sizes S and M, 2.299 ₹"."""
    return min((one.start - start for one in statement.amounts if one.start > start), default=None)


def _is_size(word: str) -> bool:
    """Whether a word behind "size" is one: a number, a letter, or a name such as "King"."""
    lower = word.lower()
    if not word or lower in _NO_SIZE:
        return False
    return word[0].isdigit() or word[0].isupper() or lower in _LETTERS or lower in _SIZE_LETTERS


_SIZE_LETTERS = words_of("xxs xs s m l xl xxl xxxl 2xl 3xl 4xl")


_IDIOM = re.compile(
    r"\bgreen light\b|\b(?:shows?|showing|lights?|lit|in the)(?: up| as)* green\b(?! in\b|,)|"
    r"\bout of the blue\b|\bblack friday\b|\bsilver lining\b|\bgr[ae]y area\b|"
    r"\b(?:gold|silver|bronze|platinum) (?:members?|tier|status|level)\b|\bred tape\b"
)
"""Words for colours that mean none."""


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def colours_in(statement: Statement, evidence: Evidence) -> list[str]:
    """The colours that a sentence says outside the names of goods."""
    known = evidence.colours
    spoken = [
        m.group()
        for m in _LETTERS_ONLY.finditer(_IDIOM.sub(_blank, statement.lower))
        if (m.group() in COLOURS or m.group() in known) and not statement.is_in_name(m.start())
    ]
    return list(dict.fromkeys(spoken))


def _is_right(kind: str, value: str, goods: Goods, part: Statement, evidence: Evidence) -> bool:
    """Whether a size or colour is said of goods as it is."""
    made = goods.sizes if kind == "size" else goods.colours
    if not made:
        return not (kind == "size" and goods.is_unsized)
    if not is_made(value, made):
        return not part.mentions and any(is_made(value, g) for g in _all_made(kind, evidence))
    rows = [
        row
        for row in goods.stock_now
        if row.store is None and row.is_of_variant and fits(getattr(row, kind) or value, [value])
    ]
    others = colours_in(part, evidence) if kind == "size" else sizes_in(part)
    other = "colour" if kind == "size" else "size"
    narrowed = [row for row in rows if not others or fits(getattr(row, other) or others[0], others)]
    if narrowed:
        return any(row.available > 0 for row in narrowed) or bool(NEUTRAL.search(part.text))
    return not (goods.is_checked and IN_STOCK.search(part.text))


def _all_made(kind: str, evidence: Evidence) -> list[set[str]]:
    return [one.sizes if kind == "size" else one.colours for one in evidence.goods]


def fits(value: str, said: Sequence[str]) -> bool:
    """Whether a variant's size or colour is one of those that are said."""
    return any(_same(value, one) for one in said)


def is_made(value: str, made: "set[str] | frozenset[str]") -> bool:
    """Whether goods are made in a size or colour."""
    return any(_same(one, value) for one in made)


def _same(known: str, said: str) -> bool:
    """Whether a size or colour is meant by a word: "medium" is M, "navy" is navy blue."""
    if known == said or _LETTERS.get(said) == known or _LETTERS.get(known) == said:
        return True
    return said in re.findall(r"[a-z]+|\d[\w.]*", known) and len(said) > 1
