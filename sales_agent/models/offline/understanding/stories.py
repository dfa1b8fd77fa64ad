"""What a clause that only tells adds: goods that she had, who she is, an occasion."""

from sales_agent.models.offline.context.facts import cart_items, cart_of
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.circumstances import tells_of_occasion
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.lexicon import mentions
from sales_agent.models.offline.understanding.tables import STRONG, pattern
from sales_agent.models.offline.understanding.text import Token, tokenize
from sales_agent.models.offline.understanding.vocabulary import Vocabulary, stems_of

_NOT_OF_TALES = frozenset({"search_products", "out_of_scope", "small_talk", "goodbye"})
"""What is only told is none of, unless a phrase says so."""
_CERTAIN = 0.8
"""Share from which what is told is of no shop for sure."""
_TROUBLES = frozenset(
    [
        *("complaint", "order_status", "return_item", "exchange_item", "refund_status"),
        *("payment_problem", "feedback", "cancel_order", "change_order", "remark"),
    ]
)
"""What a tale can be about that is a business of the shop."""
_GOODS = ("category", "type")
_TOLD = 0.4
"""What a search is worth of goods that she only says she bought: less than a guess."""


def weigh_told(scores: dict[str, float], clause: Clause) -> None:
    """Goods that she says she bought are not looked for, and what is wrong with them is heard.

    Such as "I bought a tent last week", and "I bought a shirt, it does not fit". What whole
    sentences like a tale mean is a guess, unless it tells of trouble: "my husband snores".
    """
    is_tale = clause.parted.is_all_told and clause.is_told and not clause.scores
    if is_tale and pattern("of_others").search(clause.text):
        _drop_guesses(scores, clause, kept=_TROUBLES)
    elif clause.scores.keys() == {"search_products"} and tells_of_occasion(clause.text):
        _drop_guesses(scores, clause, kept=frozenset())
    tells_of_hers = pattern("tells_of_hers").search(clause.text)
    top = max(scores, key=lambda name: scores[name], default="")
    if tells_of_hers and clause.slots.reason and not clause.scores and top == "order_status":
        scores["return_item"] = scores.pop("order_status")
    is_sought = "search_products" in clause.scores or "search_products" not in scores
    if not is_sought and tells_of_hers:
        scores["search_products"] = min(scores["search_products"], _TOLD)


def _drop_guesses(scores: dict[str, float], clause: Clause, kept: frozenset[str]) -> None:
    """Without what is only likely, and what no phrase says."""
    for name in scores.keys() - kept - clause.scores.keys():
        if clause.likely.get(name, 0.0) < _CERTAIN and name != "search_products":
            del scores[name]


def weigh_vague(scores: dict[str, float], clause: Clause) -> None:
    """What is told is not looked for; an occasion, or a wish for something, is asked after."""
    if not clause.is_told or (tells_of_occasion(clause.text) and not clause.scores):
        scores["search_products"] = max(scores.get("search_products", 0), STRONG)
        scores.pop("out_of_scope", None)
        scores.pop("small_talk", None)
        return
    for name in _NOT_OF_TALES - clause.scores.keys():
        if clause.likely.get(name, 0.0) < _CERTAIN or name == "search_products":
            scores.pop(name, None)


def refuses_goods(clause: Clause, talk: Talk) -> bool:
    """Whether it only says what she does not want: "no socks, thanks", "not the jeans please".

    Goods that are in the cart she wants taken out of it.
    """
    found = pattern("refuses_goods").fullmatch(clause.text)
    if found is None or clause.has_goods or clause.has_filter:
        return False
    tokens = tokenize(found["goods"])
    in_cart = " ".join(f"{item.name} {item.category}" for item in cart_items(cart_of(talk)))
    is_in_cart = not {*stems_of(in_cart)}.isdisjoint(token.stem for token in tokens)
    return not is_in_cart and _are_goods(tokens, clause.vocabulary)


def _are_goods(tokens: list[Token], vocabulary: Vocabulary) -> bool:
    """Whether words name a kind of goods, of this shop or any, and nothing else."""
    term = vocabulary.terms.get(tuple(token.stem for token in tokens))
    if term:
        return term.kind in _GOODS
    return any(
        kind == "goods" and end - start == len(tokens) for start, end, kind in mentions(tokens)
    )
