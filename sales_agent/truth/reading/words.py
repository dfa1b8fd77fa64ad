"""Words that a shop's sentences are made of whatever it sells; in capitals they are no names."""

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_GERMAN = re.compile(
    r"[äöüß]|\b(?:der|die|das|den|dem|und|ist|sind|nicht|mit|ich|sie|ihr|ihre|ein|eine|einen|im|zu|"
    r"auf|von|haben|hat|wird|kein|keine|zur|zum|noch|auch|du|dir|dein|deine|kostet|gibt|gern|gerne|"
    r"danke|nein|hallo|bitte|welche|welcher|soll|etwas|aus)\b"
)


def plain_words(lower: str) -> frozenset[str]:
    """The words that are no names in a talk: in German every noun has a capital.

    Args:
        lower: The sentence and what the shopper said, in lower case.
    """
    return _both() if is_german(lower) else _read()


def is_german(lower: str) -> bool:
    """Whether a text in lower case is German, where capitals tell no names."""
    return bool(_GERMAN.search(lower))


@cache
def _read(language: str = "") -> frozenset[str]:
    path = _FOLDER / f"plain_words{language}.txt"
    return frozenset(path.read_text(encoding="utf-8").split())


@cache
def _both() -> frozenset[str]:
    return _read() | _read("_de")
