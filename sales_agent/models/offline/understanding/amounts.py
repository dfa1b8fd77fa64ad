"""Prices, quantities and places in a list, in figures and in words."""

import re
from dataclasses import dataclass

from sales_agent.models.offline.understanding.tables import alternatives, load_tables, pattern

_THOUSAND = 1000
_DIGIT = re.compile(r"\d")
_SMALLEST_BARE = 13
"""A bare number from here on can be a price; below, it is a size or a count."""


@dataclass(frozen=True)
class PriceRange:
    """Limits in whole currency units, and the message without the words that gave them."""

    low: float | None
    high: float | None
    rest: str


def read_prices(text: str) -> PriceRange:
    """Find a price range in a spelled-out message."""
    text = _figures(text)
    if not _DIGIT.search(text):
        return PriceRange(None, None, text)
    if found := next(filter(_is_range, pattern("between").finditer(text)), None):
        low, high = _value(found, "a"), _value(found, "b")
        if low is not None and found["b" + "k"] and not found["ak"] and low < 100:
            low *= _scale(found["bk"])
        return PriceRange(low, high, _cut(text, found))
    if (limits := _limits(text)).rest != text:
        return limits
    if (found := pattern("around").search(text)) and _is_price(found, bare=True):
        price = _value(found, "n") or 0
        return PriceRange(round(price * 0.75), round(price * 1.25), _cut(text, found))
    for found in pattern("plain_price").finditer(text):
        is_paid = pattern("price_paid").search(text[: found.start()])
        if not is_paid and _is_price(found, bare=False):
            return PriceRange(None, _value(found, "n"), _cut(text, found))
    return PriceRange(None, None, text)


def read_quantity(text: str) -> int | None:
    """How many units a message asks for ("two of them", "make it 3", "x2"), if it says so."""
    for name in ("count_of_units", "count_times", "count_set", "count_to", "count_verb"):
        if found := pattern(name).search(text):
            return _count(found["q"] or found["many"]) or None
    return None


def read_places(text: str) -> list[int]:
    """Places in a list that a message points at: 1-based, -1 for the last."""
    if found := pattern("first_places").search(text):
        return list(range(1, (_count(found[1]) or 1) + 1))
    if pattern("two_places").search(text):
        return [1, 2]
    if found := pattern("between_places").search(text):
        return [int(found[1]), int(found[2])]
    ordinals: dict[str, int] = load_tables().words["ordinals"]
    places = [ordinals[word] for word in pattern("place").findall(text)]
    if pattern("no_last_place").search(text):
        places = [place for place in places if place != -1]
    numbered = pattern("numbered_place").findall(text)
    return places + [int(number) for number in numbered if int(number)]


def bare_number(text: str) -> int | None:
    """The number, when a message is hardly more than one ("2", "number two please")."""
    bare = pattern("bare_count").fullmatch(text)
    return _count(bare["q"]) if bare else None


def _count(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    number: int | None = load_tables().words["numbers"].get(word)
    return number


def _limits(text: str) -> PriceRange:
    """An upper and a lower limit, each said by itself ("over 1000 but under 2000")."""
    low = high = None
    for name in ("limit_after", "under", "over"):
        hits = (hit for hit in pattern(name).finditer(text) if _is_price(hit, bare=True))
        found = next(hits, None)
        if found is None:
            continue
        if name == "over":
            low = _value(found, "n")
        elif high is None:
            high = _value(found, "n")
        text = _cut(text, found)
    return PriceRange(low, high, text)


def _figures(text: str) -> str:
    """Write number words of twenty and more as figures ("two thousand five hundred")."""
    link = f" {load_tables().words['number_link']} "

    def figure(found: re.Match[str]) -> str:
        first, *others = found[0].split(link)
        if others and any(_is_thousands(part) for part in others):
            return link.join(str(_in_figures(part)) for part in (first, *others))
        return str(_in_figures(found[0]))

    return pattern("number_run").sub(figure, pattern("joined_numbers").sub(_parted, text))


def _parted(found: re.Match[str]) -> str:
    """Number words that are written as one, apart: "zweitausendfünfhundert"."""
    words = load_tables().words
    said = alternatives([*words["joined_numbers"], *words["numbers"], *words["scales"]])
    parts = (words["joined_numbers"].get(part, part) for part in re.findall(said, found[0]))
    return " ".join(part for part in parts if part)


def _in_figures(said: str) -> int:
    words, total, run = load_tables().words, 0, 0
    for word in re.split(r"[ -]+", said):
        if word in words["scales"]:
            scale = words["scales"][word]
            run = max(run, 1) * scale
            total, run = (total + run, 0) if scale >= _THOUSAND else (total, run)
        else:
            run += words["numbers"].get(word, 0)
    return total + run


def _is_thousands(said: str) -> bool:
    """Whether number words are a number of their own: "one thousand and two thousand"."""
    words = load_tables().words
    values = {**words["numbers"], **words["scales"]}
    return any(values.get(word, 0) >= _THOUSAND for word in said.split())


def _value(found: re.Match[str], name: str) -> float | None:
    return _number(found[name]) * _scale(found[name + "k"])


def _number(figures: str) -> float:
    """The figures as a number; how thousands and decimals are parted is the language's."""
    marks: dict[str, str] = load_tables().words["figures"]
    return float(re.sub(marks["group"], "", figures).replace(marks["point"], "."))


def _scale(word: str | None) -> int:
    scales: dict[str, int] = load_tables().words["scales"]
    return scales.get(word or "", 1)


def _is_price(found: re.Match[str], *, bare: bool) -> bool:
    if found["nc"] or found["nu"]:
        return True
    if pattern("no_price_after").match(found.string, found.end()):
        return False
    number = _value(found, "n") or 0
    return bool(found["nk"]) or (bare and (number >= _SMALLEST_BARE or _is_each(found)))


def _is_each(found: re.Match[str]) -> bool:
    """Whether a number is what each of several may cost: "less than 10 each"."""
    said = found.string
    is_after = pattern("price_each").match(said, found.end())
    return bool(is_after or pattern("each_price").search(said[: found.start()]))


def _is_range(found: re.Match[str]) -> bool:
    has_currency = any(found[name] for name in ("ac", "bc", "au", "bu", "bk"))
    if not has_currency and pattern("no_price_after").match(found.string, found.end()):
        return False
    low, high = _value(found, "a") or 0, _value(found, "b") or 0
    said = found["said"]
    return high > low and (
        has_currency or (bool(said) and high >= _SMALLEST_BARE) or low >= 100 or _is_each(found)
    )


def _cut(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}".strip()
