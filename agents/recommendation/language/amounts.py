"""Price limits as people say them: "under 120", "between 50 and 80", "5 to 10 dollars"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from agents.recommendation.language.lexicon import lexicon

ABOUT = Decimal("0.2")
"""How far from a price that is "around" another one may be, as a share of it."""
SPELT = 5
"""Number words below this one count other things: "under a lamp", "for two"."""
GAP = " , "
"""What stands where a limit was said, so that the words before and after stay apart."""

CURRENCY = ("_before", "_after")
Said = dict[str, str | None]


@dataclass(frozen=True)
class Limits:
    """Price limits in major units, and the text without the words that told them."""

    rest: str
    least: Decimal | None = None
    most: Decimal | None = None


def limits_in(text: str) -> Limits:
    """Read the price limits of a folded text.

    A number with another measure ("under 24 inches") is no price; nor is one that only stands
    there, unless a currency or a word for a limit is with it.
    """
    least: Decimal | None = None
    most: Decimal | None = None

    def take(match: re.Match[str]) -> str:
        nonlocal least, most
        found = _limits_of(match) if not is_paid or _is_paid(match) else None
        if found is None:
            return match[0]
        least, most = found[0] or least, found[1] or most
        return GAP

    rest = text
    for pattern, is_paid in _patterns():  # noqa: B007 - `take` reads it
        rest = pattern.sub(take, rest)
    if least is not None and most is not None and least > most:
        least, most = most, least
    return Limits(rest, least, most)


def _is_paid(match: re.Match[str]) -> bool:
    """Whether a currency was said with one of the amounts."""
    return any(value for name, value in match.groupdict().items() if name.endswith(CURRENCY))


def _limits_of(match: re.Match[str]) -> tuple[Decimal | None, Decimal | None] | None:
    said = match.groupdict()
    first = _number(said, "first")
    if first is None:
        return None
    if "second" in said:
        return _range_of(said, first)
    if said.get("most"):
        return None, first
    if said.get("least"):
        return first, None
    return first * (1 - ABOUT), first * (1 + ABOUT)


def _range_of(said: Said, first: Decimal) -> tuple[Decimal, Decimal] | None:
    second = _number(said, "second")
    if second is None:
        return None
    scale = said["second_scale"]
    if scale and not said["first_scale"] and first < second / lexicon().scales[scale]:
        return first * lexicon().scales[scale], second  # "5 to 10 thousand"
    return first, second


def _number(said: Said, name: str) -> Decimal | None:
    text, scale = said[name] or "", said[f"{name}_scale"]
    words = lexicon().number_words
    if text in words:
        if scale is None and words[text] < SPELT:
            return None
        number = Decimal(words[text])
    elif re.fullmatch(r"\d+,\d{1,2}", text):
        number = Decimal(text.replace(",", "."))
    else:
        number = Decimal(text.replace(",", ""))
    return number * lexicon().scales[scale] if scale else number


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """What a limit looks like, and whether a currency must be said; ranges first."""
    words = {name: _any(cues) for name, cues in lexicon().limits.items()}
    first, second = _amount("first"), _amount("second")
    to, joined = r"\s*(?:to|-|\u2013)\s*", r"(?:\s+(?:a|the|price|of|is)\b)*\s*"
    patterns = (
        (rf"\b(?:between|from)\s+{first}\s*(?:and|to|-|\u2013)\s*{second}", False),
        (rf"{first}{to}{second}", True),
        (rf"\b(?P<most>{words['most']}){joined}{first}", False),
        (rf"(?P<most><=?)\s*{first}", False),
        (rf"(?P<least>>=?)\s*{first}", False),
        (rf"{first}\s*(?P<most>{words['mostAfter']})\b", False),
        (rf"{first}\s*(?P<least>{words['leastAfter']})\b", False),
        (rf"{first}\s*(?P<least>\+)", True),
        (rf"\b(?P<least>{words['least']}){joined}{first}", False),
        (rf"\b(?P<least>from)\s+{first}", True),
        (rf"\b(?P<about>{words['about']}){joined}{first}", False),
        (rf"\b(?P<most>for|at|costing)\s+{first}", True),
    )
    return tuple((re.compile(pattern), is_paid) for pattern, is_paid in patterns)


def _amount(name: str) -> str:
    """A pattern for an amount that no other measure follows."""
    known = lexicon()
    before, after = _any(known.currencies["before"]), _any(known.currencies["after"])
    number = rf"(?P<{name}>\d+(?:,\d+)*(?:\.\d+)?|\b(?:{_any(known.number_words)})\b)"
    scale = rf"(?:\s?(?P<{name}_scale>{_any(known.scales)})\b)?"
    no_measure = rf"(?![\d.,]*\d)(?!\s*-?(?:{_any(known.measures)})(?![a-z]))(?!\s*x\s*\d|')"
    paid_after = rf"(?:\s?(?P<{name}_after>{after})(?![a-z])|/-)?"
    paid_before = rf"(?:(?P<{name}_before>{before})\s?)?(?<![\w.])(?<!size )"
    return f"{paid_before}{number}{scale}{paid_after}{no_measure}"


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
