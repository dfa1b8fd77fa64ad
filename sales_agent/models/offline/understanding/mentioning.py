"""The words with which a message points at a product that both know."""

from collections.abc import Collection, Iterator, Sequence

from sales_agent.models.offline.understanding.lexicon import mentions
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import Token, tokenize

_BETWEEN = 2
"""Words that may stand between an article and its noun."""


def product_words(
    tokens: Sequence[Token], text: str, raw: str, before: str, *, owns: bool
) -> tuple[str, ...]:
    """What points at a product in a spelled-out text: "the second one", "it", "the charger".

    Args:
        tokens: those of the text.
        text: spelled out, lower case.
        raw: the text as it was written, for names in capitals.
        before: what the message says before it, where a pronoun's noun can stand.
        owns: the text is of things that she has, so that "a jacket" is one of hers.
    """
    return (
        _places(text)
        or _names(raw)
        or owned_words(tokens)
        or _known(tokens)
        or (_hers(tokens) if owns else ())
        or _pronouns(text, before)
    )


def owned_words(tokens: Sequence[Token]) -> tuple[str, ...]:
    """A thing that she says she has: "I received a tablet", "a tablet that I bought"."""
    articles = _table("known_articles") | _table("any_articles")
    for start, end in _nouns(tokens, articles):
        if (start and tokens[start - 1].word in _table("had")) or _is_had(tokens, end):
            return (_words(tokens, start, end),)
    return ()


def _places(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit[0].strip() for hit in pattern("reference").finditer(text)))


def _names(raw: str) -> tuple[str, ...]:
    """A name after a word that takes or asks: "buy 1922", "go for The Guest List"."""
    found = pattern("named_thing").search(raw)
    return ((found["name"] or found["one"]).strip(),) if found else ()


def _known(tokens: Sequence[Token]) -> tuple[str, ...]:
    """A thing with an article that says which; "the mattress variants" are none."""
    for start, end in _nouns(tokens, _table("known_articles")):
        after = tokens[end].word if end < len(tokens) else ""
        if after not in _table("kinds_of_things"):
            return (_words(tokens, start, end),)
    return ()


def _hers(tokens: Sequence[Token]) -> tuple[str, ...]:
    """A thing of which she has one, and not what she wants for it."""
    for start, end in _nouns(tokens, _table("any_articles")):
        if not start or tokens[start - 1].word not in _table("wanted_after"):
            return (_words(tokens, start, end),)
    return ()


def _pronouns(text: str, before: str) -> tuple[str, ...]:
    """A pronoun, unless what it stands for was named before it in the message."""
    plain = pattern("no_pronoun").sub(lambda hit: " " * len(hit[0]), text)
    found = pattern("plain_reference").search(plain)
    if found is None:
        return ()
    earlier = f"{before} {plain[: found.start()]}"
    is_named = any(kind == "goods" for _, _, kind in mentions(tokenize(earlier)))
    if is_named or pattern("antecedent").search(earlier):
        return ()
    return (found[found.lastindex or 0],)


def _nouns(tokens: Sequence[Token], articles: Collection[str]) -> Iterator[tuple[int, int]]:
    """Nouns for goods with their article: where that stands, and the noun's end."""
    for start, end, kind in mentions(tokens):
        if kind != "goods":
            continue
        for at in range(start - 1, max(start - 2 - _BETWEEN, -1), -1):
            word = tokens[at].word
            if word in articles:
                yield at, end
            if word in articles or word in _table("no_adjectives"):
                break


def _is_had(tokens: Sequence[Token], end: int) -> bool:
    after = [token.word for token in tokens[end : end + 4]]
    said = next((place for place, word in enumerate(after) if word in _table("had")), None)
    return said is not None and set(after[:said]) <= _table("around_had")


def _table(name: str) -> frozenset[str]:
    return load_tables().sets[name]


def _words(tokens: Sequence[Token], start: int, end: int) -> str:
    return " ".join(token.word for token in tokens[start:end])
