"""What a shopper tells around her wish: when, why, beside what. None of it is looked for."""

from sales_agent.models.offline.understanding.tables import pattern


def without_circumstances(text: str) -> str:
    """A spelled-out text without the words that only say when and why.

    "Something nice for my sister's wedding in December" is looked for in any month.
    """
    return " ".join(pattern("circumstance").sub(" ", text).split())


def without_company(text: str) -> str:
    """Without the goods that others are to go with: "socks to go with my sneakers" are socks."""
    return pattern("beside_goods").sub("", text)


def is_told(text: str) -> bool:
    """Whether a clause only tells: "I start running next month", "it is freezing in Delhi"."""
    return bool(pattern("telling").match(text)) and not pattern("wanting").search(text)


def tells_of_occasion(text: str) -> bool:
    """Whether it names somebody or something to buy for: "my husband turns 40"."""
    return bool(pattern("occasion_told").search(text))


def is_vague_wish(text: str) -> bool:
    """Whether something is wanted that is not named: "I need an outfit for an interview"."""
    return bool(pattern("vague_wish").search(text))


def without_fillers(text: str) -> str:
    """A message without set phrases, and what the clerk is called: "yes dear", "hi love, hats?"."""
    plain = pattern("filler").sub(" ", text)
    plain = pattern("endearment").sub(lambda found: (found["kept"] or "").strip(), plain)
    return " ".join(plain.split()) or text
