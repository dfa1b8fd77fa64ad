"""The size and colour that are said to be in the cart, held against its lines."""

import re
from collections.abc import Iterator

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.reading.text import number_of
from sales_agent.truth.wares.options import colours_in, sizes_in

_IN_CART = re.compile(
    r"\b(?:in|into|to|im|in den|in dem|in deinem|in ihrem) (?:(?:your|the|den|deinen?|ihren?) )?"
    r"(?:shopping )?(?:cart|basket|warenkorb)\b",
    re.I,
)

_ADDED = re.compile(
    r"\b(?:added|put|placed|popped|dropped)\s(?P<number>\d{1,2}|two|three|four|five|six|seven|"
    r"eight|nine)\s(?:of (?:the |those |these )?)?(?:(?!and\b)\w+ ){0,3}?(?P<what>[a-z]+s)\b",
    re.I,
)


def check_cart(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """A variant that is said to be in the cart, and of which the cart has only another."""
    yield from _too_many(statement, evidence)
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


def _too_many(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """More of something than calls of this turn have put there."""
    found = _ADDED.search(statement.unnamed)
    done = [deed for deed in evidence.now if deed.status == "added"]
    if not found or not done or statement.is_question or statement.is_negated:
        return
    named = [row for deed in done for row in deed.traces.maps if "quantity" in row]
    said = [deed.args.get("quantity") for deed in done]
    counts = [one for one in (*said, *(row["quantity"] for row in named)) if isinstance(one, int)]
    if counts and (number_of(found["number"]) or 0) > sum(counts):
        yield Finding(Kind.DEED, found.group().strip())


def _is_of(options: dict[str, object], said: list[str]) -> bool:
    return bool({str(value).casefold() for value in options.values()} & set(said))
