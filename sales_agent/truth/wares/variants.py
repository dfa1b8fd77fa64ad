"""Sizes and colours that a sentence says, held against those that goods are made in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.hearing.presence import is_denied
from sales_agent.truth.reading.anycase import AnyCase
from sales_agent.truth.reading.clauses import Clause
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.wares.gone import GONE, denies_stock
from sales_agent.truth.wares.goods import Goods
from sales_agent.truth.wares.options import colours_in, fits, is_made, sizes_in

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
        wrong = [*_wrong_in(part, parts, evidence)] if part.goods else []
        if wrong and not is_denied(part, evidence):  # a denial is looked at on its own
            yield from wrong


def _wrong_in(part: Statement, parts: Sequence[Statement], evidence: Evidence) -> Iterator[Finding]:
    for kind, said in (("size", sizes_in(part)), ("colour", colours_in(part, evidence))):
        for value in said:
            is_right = any(_is_right(kind, value, one, part, evidence) for one in part.goods)
            if not is_right and not _is_said_gone(kind, value, part, parts):
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


def _is_right(kind: str, value: str, goods: Goods, part: Statement, evidence: Evidence) -> bool:
    """Whether a size or colour is said of goods as it is."""
    made = goods.sizes if kind == "size" else goods.colours
    if not made:
        return not (kind == "size" and goods.is_unsized and part.mentions)
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
