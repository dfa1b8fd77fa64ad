"""What a clause tells of people around what is wanted: "for my sister, she knits all day"."""

from dataclasses import dataclass

from sales_agent.models.offline.understanding.lexicon import mentions
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.text import tokenize


@dataclass(frozen=True)
class Parted:
    """A spelled-out text by its segments.

    Attributes:
        names: what goods can be read from: the text without its asides; where it holds nothing
            else, what the asides tell, without who does what.
        has_asides: something was only told.
        is_all_told: nothing else was said.
    """

    names: str
    has_asides: bool = False
    is_all_told: bool = False


def part_asides(text: str) -> Parted:
    """Tell what is wanted from what is only told beside it."""
    if not pattern("teller").search(text):
        return Parted(text)
    wanted: list[str] = []
    told: list[str] = []
    link, was_told = "", False
    for place, part in enumerate(pattern("aside_breaks").split(text)):
        if place % 2:
            link = part
            continue
        is_told = _is_aside(part, link) or (was_told and _goes_on(part, link))
        if not is_told:
            wanted += [link, part]
        else:
            told.append(pattern("aside").sub("", part.strip(), count=1))
            if pattern("worn_out").search(part):
                wanted += [link, _needed_anew(part, told[-1])]
        was_told = is_told
    return _parted(text, "".join(wanted), told)


def _needed_anew(part: str, told: str) -> str:
    """What was worn out or lost: behind the verb ("the dog ate my sneaker"), else before it."""
    is_behind = any(kind == "goods" for _, _, kind in mentions(tokenize(told)))
    return told if is_behind else pattern("worn_out").sub(" ", part)


def _parted(text: str, wanted: str, told: list[str]) -> Parted:
    if not told:
        return Parted(text)
    if pattern("says_something").search(wanted):
        return Parted(wanted.strip(" ,;"), has_asides=True)
    return Parted(", ".join(told), has_asides=True, is_all_told=True)


def _is_aside(segment: str, link: str) -> bool:
    """Whether a segment says what somebody does or is, and neither likes nor wants."""
    said = segment.strip()
    tells = pattern("aside").match(said)
    if not tells and pattern("relative").fullmatch(link.strip()):
        tells = pattern("aside_verb").match(said)
    return bool(tells) and not (pattern("aside_wish").search(said) or _likes(said))


def _likes(said: str) -> bool:
    return bool(pattern("liking").search(said))


def _goes_on(segment: str, link: str) -> bool:
    """Whether a segment goes on telling with a bare verb: "she sits all day and knits"."""
    said = segment.strip()
    first = said.partition(" ")[0]
    is_joined = pattern("goes_on").fullmatch(link.strip())
    is_verb = is_joined and pattern("aside_verb").match(said) and not mentions(tokenize(first))
    return bool(is_verb) and not (pattern("aside_wish").search(said) or _likes(said))
