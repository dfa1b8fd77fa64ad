"""Tells whether a sentence gives away what a model was told: its prompt, and its tools' schemas.

Letters alone are compared, so that neither spacing nor marks hide them, and what is written
backwards, in ROT13, base64 or hexadecimal digits is read as well. What a model says of its prompt
in other words, or in another language, is not found.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from string import ascii_lowercase as LETTERS

SHARED = 30
"""Letters in a row that are no coincidence: about six words."""
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
_NAME = re.compile(r"\w+")
_NO_LETTERS = re.compile(r"[\W_]+")
_ROT13 = str.maketrans(LETTERS, LETTERS[13:] + LETTERS[:13])
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}[\s:]?){20,}")


class Leaks:
    """What must not be repeated.

    Args:
        texts: Texts of which no part of some length may be said.
        names: Words that no shopper needs, such as a tool's name.
        free: A part of the texts that anybody may know.
    """

    def __init__(self, texts: Sequence[str], *, names: Sequence[str] = (), free: str = "") -> None:
        secret = {one for text in texts for one in _shingles(_letters(text))}
        self._shingles = secret - _shingles(_letters(free))
        self._names = {name.casefold() for name in names}

    def is_told(self, sentence: str) -> bool:
        """Whether a sentence repeats some of it, as it is or encoded."""
        words = _NAME.findall(sentence.casefold())
        return not self._names.isdisjoint(words) or any(
            not self._shingles.isdisjoint(_shingles(reading)) for reading in _readings(sentence)
        )


def _readings(sentence: str) -> Iterator[str]:
    """The letters of a sentence, read in every way."""
    letters = _letters(sentence)
    yield letters
    yield letters[::-1]
    yield letters.translate(_ROT13)
    for run in _BASE64.findall(sentence):
        with suppress(binascii.Error):
            yield _letters(base64.urlsafe_b64decode(_padded(run)).decode("utf-8", "ignore"))
    for run in _HEX.findall(sentence):
        digits = re.sub(r"[\s:]", "", run)
        yield _letters(bytes.fromhex(digits).decode("utf-8", "ignore"))


def _padded(run: str) -> str:
    digits = run.rstrip("=").translate(str.maketrans("+/", "-_"))
    return digits + "=" * (-len(digits) % 4)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text.casefold())


def _shingles(letters: str) -> set[int]:
    return {hash(letters[at : at + SHARED]) for at in range(len(letters) - SHARED + 1)}
