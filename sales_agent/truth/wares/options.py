"""The words for sizes and colours, and those that a sentence says."""

import re
from collections.abc import Iterator, Sequence

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.statement import Statement
from sales_agent.truth.reading.text import words_of

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
_SIZE_LETTERS = words_of("xxs xs s m l xl xxl xxxl 2xl 3xl 4xl")
_IDIOM = re.compile(
    r"\bgreen light\b|\b(?:shows?|showing|lights?|lit|in the)(?: up| as)* green\b(?! in\b|,)|"
    r"\bout of the blue\b|\bblack friday\b|\bsilver lining\b|\bgr[ae]y area\b|"
    r"\b(?:gold|silver|bronze|platinum) (?:members?|tier|status|level)\b|\bred tape\b"
)
"""Words for colours that mean none."""


def size_spans(statement: Statement) -> list[tuple[int, int]]:
    """Where a sentence says sizes."""
    return [
        m.span() for m in _SIZES.finditer(statement.text) if not statement.is_in_name(m.start())
    ]


def sizes_in(statement: Statement) -> list[str]:
    """The sizes that a sentence says, in lower case."""
    return [size for _, sizes in _said_sizes(statement) for size in sizes]


def option_spans(statement: Statement, evidence: Evidence) -> list[tuple[int, int]]:
    """Where a sentence says sizes and colours, in order; the word "size" before one is left out."""
    spans = [match.span(match.lastgroup or 0) for match, sizes in _said_sizes(statement) if sizes]
    spans += [found.span() for found in _said_colours(statement, evidence)]
    return sorted(spans)


def _said_sizes(statement: Statement) -> Iterator[tuple[re.Match[str], list[str]]]:
    for match in _SIZES.finditer(statement.text):
        if not statement.is_in_name(match.start()):
            text = match["list"] or match["bare"] or match["listed"]
            if match["list"]:
                text = text[: _first_amount(match.start("list"), statement)]
            parts = re.split(_JOINED, text)
            sizes = [part.rstrip(".") for part in parts if part]
            yield match, [size.lower() for size in sizes if _is_size(size)]


def _first_amount(start: int, statement: Statement) -> int | None:
    """Where in a list of sizes that begins there an amount follows: "sizes S and M, 2.299 ₹"."""
    return min((one.start - start for one in statement.amounts if one.start > start), default=None)


def _is_size(word: str) -> bool:
    """Whether a word behind "size" is one: a number, a letter, or a name such as "King"."""
    lower = word.lower()
    if not word or lower in _NO_SIZE:
        return False
    return word[0].isdigit() or word[0].isupper() or lower in _LETTERS or lower in _SIZE_LETTERS


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def colours_in(statement: Statement, evidence: Evidence) -> list[str]:
    """The colours that a sentence says outside the names of goods."""
    return list(dict.fromkeys(found.group() for found in _said_colours(statement, evidence)))


def _said_colours(statement: Statement, evidence: Evidence) -> Iterator[re.Match[str]]:
    known = evidence.colours
    for found in _LETTERS_ONLY.finditer(_IDIOM.sub(_blank, statement.lower)):
        is_colour = found.group() in COLOURS or found.group() in known
        if is_colour and not statement.is_in_name(found.start()):
            yield found


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
