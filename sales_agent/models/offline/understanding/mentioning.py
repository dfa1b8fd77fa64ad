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
        or _known(tokens, before)
        or (_hers(tokens) if owns else ())
        or _pronouns(text, before)
        or (_named_before(text, before) if before else ())
    )


def owned_words(tokens: Sequence[Token]) -> tuple[str, ...]:
    """A thing that she says she has: "I received a tablet", "a tablet that I bought"."""
    articles = _table("known_articles") | _table("any_articles")
    for start, end in _nouns(tokens, articles):
        if (start and tokens[start - 1].word in _table("had")) or _is_had(tokens, end):
            return (_words(tokens, start, end),)
    return _ordered(tokens)


def kind_of(words: str) -> str | None:
    """The noun of a thing with a bare article: "jeans" of "the blue jeans"; none of "my jeans"."""
    tokens = tokenize(words.lower())
    if not tokens or tokens[0].word not in _table("definite"):
        return None
    goods = [_words(tokens, at, end) for at, end, kind in mentions(tokens) if kind == "goods"]
    return goods[-1] if goods else None


def _ordered(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Things without an article that she says she ordered: "I placed an order for earbuds"."""
    said = " ".join(token.word for token in tokens)
    if not pattern("ordered").search(said):
        return ()
    for start, end, kind in mentions(tokens):
        before = "".join(f"{token.word} " for token in tokens[:start])
        if kind == "goods" and (found := pattern("ordered_before").search(before)):
            return (_words(tokens, len(before[: found.start("which")].split()), end),)
    return ()


def _places(text: str) -> tuple[str, ...]:
    """What points by a place or a trait; a trait right after a place is of the same thing."""
    found: list[str] = []
    end = -1
    for hit in pattern("reference").finditer(text):
        is_same = end >= 0 and not text[end : hit.start()].strip()
        if not is_same or pattern("place").search(hit[0]):
            found.append(hit[0].strip())
        end = hit.end()
    return tuple(dict.fromkeys(found))


def _names(raw: str) -> tuple[str, ...]:
    """A name after a word that takes or asks: "buy 1922", "go for The Guest List"."""
    found = pattern("named_thing").search(raw)
    return ((found["name"] or found["one"]).strip(),) if found else ()


def _known(tokens: Sequence[Token], before: str) -> tuple[str, ...]:
    """A thing with an article that says which; "the mattress variants" are none.

    Neither is what the message named before, nor a kind: "those phones that have a good rating".
    """
    named = {earlier[-1].stem for earlier in _goods_of(before)}
    for start, end in _nouns(tokens, _table("known_articles")):
        if tokens[end - 1].stem in named:
            continue
        after = tokens[end].word if end < len(tokens) else ""
        is_kind = tokens[start].word in _table("kind_articles") and after in _table("kind_after")
        if after not in _table("kinds_of_things") and not is_kind:
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
    if _goods_of(earlier) or pattern("antecedent").search(earlier):
        return ()
    return (found[found.lastindex or 0],)


def _named_before(text: str, before: str) -> tuple[str, ...]:
    """What a pronoun stands for, of what was told before it: "I bought a tent. It leaks"."""
    if not pattern("stands_for").search(text):
        return ()
    if found := pattern("that_one").search(before):
        return (found[0],)
    return owned_words(tokenize(before))


def _nouns(tokens: Sequence[Token], articles: Collection[str]) -> Iterator[tuple[int, int]]:
    """Nouns for goods with their article: where that stands, and the noun's end."""
    for start, end, kind in mentions(tokens):
        if kind != "goods":
            continue
        first = _measured(tokens, start)
        for at in range(first - 1, max(first - 2 - _BETWEEN, -1), -1):
            word = tokens[at].word
            if word in articles:
                yield at, end
            if word in articles or word in _table("no_adjectives"):
                break


def _measured(tokens: Sequence[Token], start: int) -> int:
    """Where goods begin with what they are counted in: at the "pair" of "pair of sneakers"."""
    of, units = load_tables().words["of"], load_tables().words["units"]
    is_measured = start > 1 and tokens[start - 1].word == of and tokens[start - 2].word in units
    return start - 2 if is_measured else start


def _goods_of(text: str) -> list[Sequence[Token]]:
    """The nouns for goods in a text."""
    tokens = tokenize(text)
    return [tokens[start:end] for start, end, kind in mentions(tokens) if kind == "goods"]


def _is_had(tokens: Sequence[Token], end: int) -> bool:
    after = [token.word for token in tokens[end : end + 4]]
    said = next((place for place, word in enumerate(after) if word in _table("had")), None)
    if said is None or not set(after[:said]) <= _table("around_had"):
        return False
    return after[said] not in _table("had_by_her") or bool(set(after[:said]) & _table("her"))


def _table(name: str) -> frozenset[str]:
    return load_tables().sets[name]


def _words(tokens: Sequence[Token], start: int, end: int) -> str:
    return " ".join(token.word for token in tokens[start:end])
