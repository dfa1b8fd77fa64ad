"""How far a claimed deed reaches: of how many units, and of which orders beside the one."""

import re
from collections.abc import Iterator, Sequence

from sales_agent.truth.evidence import Deed, Json
from sales_agent.truth.reading.statement import Statement
from sales_agent.truth.reading.text import number_of
from sales_agent.truth.wares.goods import Goods

_NUMBER = re.compile(
    r"(?<![\w.,-])(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|"
    r"nine|zwei|drei|vier|fünf|sechs)\s*(?:[x\u00d7]|(?:units?|pieces?|pairs?|sets?|"
    r"of the|of these|of our|of)\b|\s)*\W*$",
    re.I,
)
"""Right before the name of goods: how many of them."""
_OTHERS = re.compile(
    r"\b(?:all (?:of )?|both (?:of )?|every one of |each of |the rest of )(?:the |your |these |"
    r"those )?(?:other )?orders\b|\b(?:your|the) (?:\w+ )?other orders?\b|\banother order\b",
    re.I,
)
"""Orders beside the one that a call was made for."""


def goes_beyond(part: Statement, done: Sequence[Deed]) -> bool:
    """Whether a clause says more than the calls that did such a deed have done."""
    if not done:
        return False
    if _OTHERS.search(part.text):
        return len({str(one) for deed in done for one in _orders(deed)}) < _SEVERAL
    if _STORES.search(part.text) and all(deed.status == "reserved" for deed in done):
        return len(done) < _SEVERAL
    return any(
        known and number not in known
        for number, goods in _numbers(part)
        if (known := _quantities(goods, done))
    )


_SEVERAL = 2
_STORES = re.compile(
    r"\b(?:every one|each|all|both|several|two|three|four|five|six)(?: of)? (?:our |the |your )?"
    r"(?:\w+ )?(?:stores|shops|branches)\b|\b(?:every|each) (?:store|shop|branch)\b",
    re.I,
)
"""Several stores, where a call is made to one."""


def _orders(deed: Deed) -> Iterator[object]:
    yield from (row["orderId"] for row in deed.traces.maps if row.get("orderId"))


def _numbers(part: Statement) -> Iterator[tuple[int, Goods]]:
    """How many of which goods a clause says, where it says a number."""
    for mention in part.mentions:
        if found := _NUMBER.search(part.text, 0, mention.start):
            yield number_of(found["number"]) or 0, mention.goods


def _quantities(goods: Goods, done: Sequence[Deed]) -> set[int]:
    """The numbers of units of goods that calls asked for, and that carts have since."""
    rows = [row for deed in done for row in deed.traces.maps if _is_line_of(row, goods)]
    asked = [deed.args.get("quantity") for deed in done]
    return {
        number
        for number in (*(row.get("quantity") for row in rows), *asked)
        if isinstance(number, int)
    }


def _is_line_of(row: Json, goods: Goods) -> bool:
    name = row.get("name")
    return "quantity" in row and str(name).casefold() == goods.key
