"""Hears which of several goods costs less or more, in words that stand in no table."""

from collections.abc import Iterator
from pathlib import Path

from sales_agent.truth.figures.degree_words import OTHER_MEASURE
from sales_agent.truth.figures.price_words import NONE, OTHERS
from sales_agent.truth.hearing.folding import with_goods
from sales_agent.truth.hearing.reader import Reader
from sales_agent.truth.hearing.traits import stem_of, traits_of, words_of
from sales_agent.truth.reading.statement import Statement
from sales_agent.truth.reading.words import is_german
from sales_agent.truth.wares.comparisons import Ranked


def traits_in(text: str) -> set[str]:
    """What is seen of a text: of each word also whether it is said of none or of all others.

    "Nothing is cheaper" and "all the others are cheaper" have their words in common.
    """
    words = words_of(text)
    others, place = OTHERS.search(text), text.find("goods")
    turns = "none " if NONE.search(text) else ""
    turns += ("all before " if others.start() < place else "all behind ") if others else ""
    found = traits_of(words)
    if turns:
        found.update(f"{turns}{stem_of(word)}" for word in words)
    return found


READER = Reader(Path(__file__).with_name("ranks.json"), traits_in)
SURE = 0.7
"""From this share on a sentence is taken to rank.

Source: of authors none of whose sentences were learned; the figures stand in docs/truth.md.
"""


def heard_ranks(statement: Statement) -> Iterator[Ranked]:
    """How a sentence is heard to rank the one product that it names among the others."""
    short = statement.short
    goods = list({id(m.goods): m.goods for m in short.mentions}.values())
    if len(goods) != 1 or OTHER_MEASURE.search(short.text) or is_german(statement.lower):
        return
    shares = READER.shares(with_goods(short))
    for kind, sign in (("low", 1), ("high", -1)):
        if shares[kind] > SURE:
            yield Ranked(short.text.strip(), sign, goods, is_loose=True)
