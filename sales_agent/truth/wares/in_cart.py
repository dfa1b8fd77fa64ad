"""The size and colour that are said to be in the cart, held against its lines."""

import re
from collections.abc import Iterator

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.wares.variants import colours_in, sizes_in

_IN_CART = re.compile(
    r"\b(?:in|into|to|im|in den|in dem|in deinem|in ihrem) (?:(?:your|the|den|deinen?|ihren?) )?"
    r"(?:shopping )?(?:cart|basket|warenkorb)\b",
    re.I,
)


def check_cart(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """A variant that is said to be in the cart, and of which the cart has only another."""
    lines = [line for cart in evidence.carts[-1:] for line in cart["lines"] if line.get("options")]
    for part in statement.parts:
        found = _IN_CART.search(part.text)
        if not found or not lines or part.is_negated or part.is_conditional_before(found.start()):
            continue
        names = {goods.key for goods in part.goods}
        meant = [line for line in lines if not names or str(line["name"]).casefold() in names]
        for said in (colours_in(part, evidence), sizes_in(part)):
            if said and meant and not any(_is_of(line["options"], said) for line in meant):
                yield Finding(Kind.VARIANT, f"{said[0]} in the cart")


def _is_of(options: dict[str, object], said: list[str]) -> bool:
    return bool({str(value).casefold() for value in options.values()} & set(said))
