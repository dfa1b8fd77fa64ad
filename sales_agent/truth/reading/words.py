"""Words that a shop's sentences are made of whatever it sells; in capitals they are no names."""

import re
from functools import cache, lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_GERMAN = re.compile(
    r"[äöüß]|\b(?:der|das|dem|und|ist|sind|nicht|mit|ich|sie|ihr|ihre|ein|eine|einen|im|zu|"
    r"auf|von|haben|wird|kein|keine|zur|zum|noch|auch|du|dir|dein|deine|kostet|gibt|gern|gerne|"
    r"danke|nein|hallo|bitte|welche|welcher|soll|etwas|aus|wir|uns|dich|mich|mir|kann|kannst|bei|"
    r"nach|bis|als|wenn|dass|nur|sehr|wurden?|werden|habe|jetzt|nun|ihnen|dort|hier|schon|wieder|"
    r"unser\w*|dein\w*|diese\w*|keine\w*|ordnung|fertig|vielen|liegt|liegen|geschafft|wie|"
    r"dazu|damit|summe|\w*versand|lieferung)\b"
)
_EITHER = re.compile(r"\b(?:die|den|hat|war)\b")
"""Words that English has too: two of them are German, and "the hat" is none."""
_TWO = 2


def plain_words(lower: str) -> frozenset[str]:
    """The words that are no names in a talk: in German every noun has a capital.

    Args:
        lower: The sentence and what the shopper said, in lower case.
    """
    return _both() if is_german(lower) else words_in_table("plain_words")


@lru_cache(128)
def is_german(lower: str) -> bool:
    """Whether a text in lower case is German, where capitals tell no names."""
    return bool(_GERMAN.search(lower)) or len(set(_EITHER.findall(lower))) >= _TWO


@cache
def words_in_table(name: str) -> frozenset[str]:
    """The words of a table of this room."""
    return frozenset((_FOLDER / f"{name}.txt").read_text(encoding="utf-8").split())


@cache
def _both() -> frozenset[str]:
    return words_in_table("plain_words") | words_in_table("plain_words_de")
