"""The words with which a message points at a product that both know."""

from sales_agent.models.offline.understanding.tables import pattern


def product_words(text: str, raw: str, before: str, *, owns: bool) -> tuple[str, ...]:
    """What points at a product in a spelled-out text: "the second one", "it", "the charger".

    Args:
        text: spelled out, lower case.
        raw: the text as it was written, for names in capitals.
        before: what the message says before it, where a pronoun's noun can stand.
        owns: the text is of things that she has, so that "a jacket" is one of hers.
    """
    forms = ["known_thing", *(["any_thing"] if owns else [])]
    return (
        _places(text)
        or _names(raw)
        or owned_words(text)
        or next((found for name in forms if (found := _first(name, text))), ())
        or _pronouns(text, before)
    )


def owned_words(text: str) -> tuple[str, ...]:
    """A thing that she says she has: "I received a tablet"."""
    return _first("owned_thing", text)


def _places(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hit[0].strip() for hit in pattern("reference").finditer(text)))


def _names(raw: str) -> tuple[str, ...]:
    """A name after a word that takes or asks: "buy 1922", "go for The Guest List"."""
    found = pattern("named_thing").search(raw)
    return ((found["name"] or found["one"]).strip(),) if found else ()


def _pronouns(text: str, before: str) -> tuple[str, ...]:
    """A pronoun, unless what it stands for was named before it in the message."""
    plain = pattern("no_pronoun").sub(lambda hit: " " * len(hit[0]), text)
    found = pattern("plain_reference").search(plain)
    if found is None or pattern("antecedent").search(f"{before} {plain[: found.start()]}"):
        return ()
    return (found[found.lastindex or 0],)


def _first(name: str, text: str) -> tuple[str, ...]:
    found = pattern(name).search(text)
    return (found[found.lastindex or 0].strip(),) if found else ()
