"""What a shopper says of herself, by rules on her own words: sizes, likes, budget, consent.

Only statements count that say "I" or "my"; what she says of somebody else, a question and a wish
("in size 9, please") teach nothing. No model is asked.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sales_agent.memory.profiles.traits import Change, Trait
from sales_agent.shop.amounts import MINOR_DIGITS

COLOURS = (
    "black|white|grey|gray|navy|blue|red|green|olive|yellow|mustard|orange|pink|purple|violet|"
    "brown|tan|beige|cream|maroon|burgundy|teal|turquoise|gold|silver|khaki|coral|lavender|mint|"
    "charcoal|ivory|peach|rust"
)
LANGUAGES = (
    "english|hindi|tamil|telugu|kannada|malayalam|marathi|bengali|gujarati|punjabi|urdu|german|"
    "french|spanish|italian|portuguese|dutch|polish|arabic|japanese|chinese|korean|russian|turkish"
)
_GOODS = (
    "shoes?|trainers?|sneakers?|boots?|sandals?|heels|shirts?|t shirts?|tees?|tops?|kurtas?|"
    "blouses?|sweaters?|jumpers?|hoodies?|jackets?|coats?|dress(?:es)?|suits?|trousers|pants|jeans|"
    "shorts|skirts?|gloves?|hats?|caps?|rings?|belts?|socks|bras?"
)
_SIZE = (
    r"(?P<size>(?:(?:uk|us|eu) ?)?\d{1,2}(?:\.5)?(?![\d.]*\d)|x{0,3}[sl]|m|"
    r"extra (?:small|large)|small|medium|large)"
)
_LETTERS = {"small": "S", "medium": "M", "large": "L", "extra small": "XS", "extra large": "XL"}
_END = r"(?=$|[.,!?;]| now| and | but | in | for | these days| usually| normally| always)"
_OFTEN = r"(?: (?:really|usually|normally|always|generally|mostly|just|only|now|actually))*"
_NOT = r"(?:do not|never|don't)"
_OTHERS = re.compile(
    r"\b(?:his|her|their|he|she|they)\b|\b(?:my|our) (?:\w+ )?(?:son|daughter|wife|husband|partner|"
    r"mother|mom|mum|father|dad|brother|sister|friend|boss|kids?|child|children|baby|girlfriend|"
    r"boyfriend|colleague|team)\b"
)
_NO_THING = re.compile(
    r"(?:it|this|that|these|those|them|the|an?|any|one|to|how|what|when|your|my|you|him|her|me|us|"
    r"shopping|online|paying|bots?|being|waiting|having|getting|going|i|so|if)\b"
)
_MULTIPLES = {"k": 1000}


@dataclass(frozen=True)
class Heard:
    """What a message says of the shopper.

    Attributes:
        changes: What that changes in her profile.
        rest: Her words without those statements.
    """

    changes: tuple[Change, ...] = ()
    rest: str = ""


@dataclass(frozen=True)
class Rule:
    """A way to say something of oneself, and what it changes."""

    pattern: re.Pattern[str]
    changes: Callable[[re.Match[str], "Shop"], list[Change]]


@dataclass(frozen=True)
class Shop:
    """What must be known of the shop to understand her: its currency, and brands it has named."""

    currency: str = "INR"
    brands: tuple[str, ...] = ()


def listen(text: str, shop: Shop) -> Heard:
    """Find what a message says of the shopper herself."""
    changes: list[Change] = []
    rest: list[str] = []
    for sentence in _sentences(text):
        plain = _plain(sentence)
        if plain.endswith("?") or _OTHERS.search(plain):
            rest.append(sentence)
            continue
        found, left = _read(plain, shop)
        changes += found
        rest.append(left if found else sentence)
    return Heard(tuple(changes), " ".join(part for part in rest if part).strip())


def _read(plain: str, shop: Shop) -> tuple[list[Change], str]:
    """The changes that a sentence makes, and what is left of it."""
    found: list[Change] = []
    left = plain
    for rule in _rules(shop):
        if (match := rule.pattern.search(left)) and (changes := rule.changes(match, shop)):
            found += changes
            left = f"{left[: match.start()]} {left[match.end() :]}"
    return found, _meaningful(left)


def _meaningful(left: str) -> str:
    """What is left over, unless it is only the mortar between statements."""
    left = re.sub(r"^(?:[\s,.!;]|and\b|but\b|so\b|then\b|also\b|now\b)+|[\s,.!;]+$", "", left)
    mortar = (
        "now|please|and|but|by the way|hi|hello|hey|ok|okay|actually|also|too|these days|any ?more|"
        "(?:remember|note|keep in mind|know)(?: down)?(?: that)?|for next time"
    )
    return "" if re.fullmatch(rf"(?:(?:{mortar})[\s,.!]*)*", left) else left


def _sentences(text: str) -> Iterator[str]:
    for part in re.split(r"(?<=[.!?;])\s+|\n+", text):
        yield from filter(None, [part.strip()])


def _plain(sentence: str) -> str:
    low = " ".join(sentence.lower().replace("\u2019", "'").replace("-", " ").split())
    for short, full in (("i'm", "i am"), ("don't", "do not"), ("can't", "can not")):
        low = low.replace(short, full)
    return low.replace("color", "colour").replace("favorite", "favourite")


def _size(match: re.Match[str], shop: Shop) -> list[Change]:
    said = match["size"].strip()
    value = _LETTERS.get(said, said.upper())
    groups = match.groupdict()
    goods = groups.get("what") or ""
    goods += "s" if goods and not goods.endswith("s") else ""
    return [Change("learn", Trait("size", value, about=goods))]


def _not_size(match: re.Match[str], shop: Shop) -> list[Change]:
    said = match["size"].strip()
    return [Change("drop", Trait("size", _LETTERS.get(said, said.upper())))]


def _each(kind: str) -> Callable[[re.Match[str], Shop], list[Change]]:
    """Learn every value of a list: "black and navy"."""

    def learn(match: re.Match[str], shop: Shop) -> list[Change]:
        values = re.split(r"\s*(?:,|\band\b|\bor\b|&)\s*", match["values"])
        return [Change("learn", Trait(kind, value.strip())) for value in values if value.strip()]

    return learn


def _brands(match: re.Match[str], shop: Shop) -> list[Change]:
    named = {brand.lower(): brand for brand in shop.brands}
    values = re.split(r"\s*(?:,|\band\b|\bor\b|&)\s*", match["values"])
    return [
        Change("learn", Trait("brand", named.get(value.strip(), value.strip().title())))
        for value in values
        if value.strip()
    ]


def _dislike(match: re.Match[str], shop: Shop) -> list[Change]:
    value = re.sub(
        r" (?:at all|any ?more|much|very much|shoes|things)$", "", match["value"].strip()
    )
    if not value or _NO_THING.match(value):
        return []
    return [Change("learn", Trait("dislike", value))]


def _budget(match: re.Match[str], shop: Shop) -> list[Change]:
    amount = float(match["n"].replace(",", "")) * _MULTIPLES.get(match["k"] or "", 1)
    minor = round(amount * 10 ** MINOR_DIGITS.get(shop.currency, 2))
    return [Change("learn", Trait("budget", str(minor), about=shop.currency))]


def _learn(kind: str, value: str = "") -> Callable[[re.Match[str], Shop], list[Change]]:
    def learn(match: re.Match[str], shop: Shop) -> list[Change]:
        return [Change("learn", Trait(kind, value or match["value"].strip()))]

    return learn


def _forget(match: re.Match[str], shop: Shop) -> list[Change]:
    words = match["kind"]
    kinds = ("size", "budget", "colour", "brand", "store", "language", "dislike")
    kind = next(kind for kind in kinds if kind in words)
    return [Change("drop", Trait(kind, "", about=match["what"] or ""))]


def _forget_value(match: re.Match[str], shop: Shop) -> list[Change]:
    return [Change("drop", Trait("", match["value"].strip()))]


def _forget_all(match: re.Match[str], shop: Shop) -> list[Change]:
    return [Change("drop_all")]


def _rules(shop: Shop) -> Sequence[Rule]:
    brands = "|".join(re.escape(brand.lower()) for brand in shop.brands)
    liked = (
        rf"\bi{_OFTEN} (?:love|like|adore|buy|wear){_OFTEN} (?P<values>{_list_of(brands)}){_END}"
    )
    return [*_RULES, *([Rule(re.compile(liked), _brands)] if brands else [])]


def _list_of(words: str) -> str:
    return rf"(?:{words})(?:(?: ?,| and| or| &) (?:{words}))*"


def _rule(pattern: str, changes: Callable[[re.Match[str], Shop], list[Change]]) -> Rule:
    return Rule(re.compile(pattern), changes)


_ABOUT_ME = r"(?:about me|of me|my (?:data|preferences|profile|information|details|sizes?|things))"
_KEEP = r"(?:remember|keep|stor|sav|track|record|learn|not)(?:e|ing)?"
_RULES = (
    _rule(rf"\b(?:{_NOT}|stop) {_KEEP} .*?\b{_ABOUT_ME}\b", _learn("consent", "no")),
    _rule(rf"\b(?:{_NOT}|stop) (?:track|profil|remember)(?:e|ing)? me\b", _learn("consent", "no")),
    _rule(
        r"\byou (?:may|can) (?:remember|keep) (?:things|stuff|me)(?: about me)?(?: again)?\b"
        r"|\bremember (?:me|things about me) again\b",
        _learn("consent", "yes"),
    ),
    _rule(
        r"\b(?:forget|delete|erase) (?:everything|all|whatever)(?: that)?"
        r"(?: you (?:know|remember|have|learned|noted))? (?:about|of) me\b",
        _forget_all,
    ),
    _rule(
        rf"\b(?:forget|delete|drop|remove|erase)(?: about)? my (?:usual )?(?:(?P<what>{_GOODS}) )?"
        r"(?P<kind>sizes?|budget|(?:favourite )?(?:colours?|brands?)|(?:last )?stores?|language|"
        r"dislikes?)\b(?! of)",
        _forget,
    ),
    _rule(
        r"\b(?:forget that i (?:like|love|hate|dislike|wear|do not like)"
        r"|i (?:no longer|do not) (?:like|love|hate|mind)(?= [a-z]+ any ?more)"
        r"|i no longer (?:like|love|hate|mind)) (?P<value>[a-z]+(?: [a-z]+)??)(?: any ?more)?"
        rf"{_END}",
        _forget_value,
    ),
    _rule(rf"\bi (?:am not|no longer wear|am no longer) (?:an? )?(?:size )?{_SIZE}\b", _not_size),
    _rule(
        rf"\bmy (?:usual |normal |regular )?(?:(?P<what>{_GOODS}) )?size{_OFTEN}"
        rf" (?:is|was)?{_OFTEN} ?(?:an? )?(?:size )?{_SIZE}{_END}",
        _size,
    ),
    _rule(
        rf"\bi{_OFTEN} (?:wear|take|am){_OFTEN} (?:an? )?size {_SIZE}"
        rf"(?: (?:in )?(?P<what>{_GOODS}))?{_END}",
        _size,
    ),
    _rule(
        rf"\bi{_OFTEN} (?:wear{_OFTEN}(?: an?)?|(?:take|am){_OFTEN} an?) {_SIZE}"
        rf"(?: (?:in )?(?P<what>{_GOODS}))?{_END}",
        _size,
    ),
    _rule(
        rf"\bmy favourite colours? (?:is|are){_OFTEN} (?P<values>{_list_of(COLOURS)})\b",
        _each("colour"),
    ),
    _rule(
        rf"\bi{_OFTEN} (?:love|like|adore|wear){_OFTEN}(?: wearing)?(?: the colour)? "
        rf"(?P<values>{_list_of(COLOURS)})(?: (?:best|most|things|clothes))?{_END}",
        _each("colour"),
    ),
    _rule(
        r"\bmy favourite brands? (?:is|are) (?P<values>[a-z0-9&' ]{2,40}?)(?=$|[.,!?;])", _brands
    ),
    _rule(
        rf"\bi{_OFTEN} (?:hate|dislike|can not stand|do not like|do not wear|never wear|never buy|"
        rf"am allergic to)(?: wearing)? (?P<value>[a-z]+(?: [a-z]+)?){_END}",
        _dislike,
    ),
    _rule(
        r"\b(?:my (?:usual )?budget is|i (?:never|do not) (?:want to )?spend)"
        r"(?: (?:about|around|at most|up to|under|over|more than|max))?"
        r" ?(?:[₹$€£]|rs\.?|inr|usd|eur)? ?(?P<n>\d[\d,]*(?:\.\d{1,2})?)(?![\d.]*\d) ?(?P<k>k\b)?"
        r"(?! ?(?:on|for) (?:delivery|shipping))",
        _budget,
    ),
    _rule(
        rf"\b(?:speak|talk|answer|reply|write)(?: to me)?(?: in)? (?P<value>{LANGUAGES})\b"
        rf"|\bmy (?:language|mother tongue) is (?P<other>{LANGUAGES})\b",
        lambda match, shop: [Change("learn", Trait("language", match["value"] or match["other"]))],
    ),
)
