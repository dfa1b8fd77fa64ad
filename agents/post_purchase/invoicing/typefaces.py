"""Which font sets which letters: one typeface for every script that a shopper's name may have.

Chinese, Japanese and Korean letters are named and not embedded, as their fonts weigh 20 MB and
more: a viewer sets them with fonts of its own, as PDF provides for them.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import as_file, files
from itertools import groupby
from operator import itemgetter

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

FONT_PACKAGE = "manimgx_fonts"
PLAIN = "Sans"
PLAIN_FILE = "NotoSans[wght].ttf"
SCRIPTS = {
    name.upper(): f"NotoSans{name}[wght].ttf"
    for name in (
        *("Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati"),
        *("Gurmukhi", "Hebrew", "Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya"),
        *("Sinhala", "Tamil", "Telugu", "Thai"),
    )
}
NOT_EMBEDDED = {
    "CJK": "STSong-Light",
    "HIRAGANA": "HeiseiKakuGo-W5",
    "KATAKANA": "HeiseiKakuGo-W5",
    "HANGUL": "HYGothic-Medium",
}
SIGNS = {"Symbols": "NotoSansSymbols[wght].ttf", "Emoji": "NotoEmoji[wght].ttf"}
"""Fonts for what is no letter, where the plain one has no sign for it."""
RIGHT_TO_LEFT = ("R", "AL")


def markup(text: str) -> str:
    """Text as a paragraph's markup, each word in a font that has its letters."""
    words = _in_reading_order(_printable(text).split())
    return " ".join("".join(_tagged(font, run) for font, run in runs(word)) for word in words)


def needs_shaping(text: str) -> bool:
    """Whether letters join or move, so that they cannot be set one after another.

    A word in several fonts is shaped by none: it is set letter by letter.
    """
    found = [{font for font, _ in runs(word)} for word in _printable(text).split()]
    is_plain = all(fonts == {PLAIN} for fonts in found)
    return not is_plain and all(len(fonts) == 1 for fonts in found)


def runs(word: str) -> Iterator[tuple[str, str]]:
    """A word's letters in order, by the font that sets them.

    What belongs to no script, as a bracket or a digit, is set like the letters beside it.
    """
    named = [_script(letter) for letter in word]
    scripts = [name for name in named if name]
    if len(set(scripts)) == 1 and _covers(font := _font_of(scripts[0]), word):
        yield font, word
    else:
        fonts = [
            _font_of(name) if name else _font_of_sign(letter)
            for name, letter in zip(named, word, strict=True)
        ]
        for font, pairs in groupby(zip(fonts, word, strict=True), key=itemgetter(0)):
            yield font, "".join(letter for _, letter in pairs)


def plain_font() -> str:
    """The font of everything that has no script of its own."""
    return _embedded(PLAIN, PLAIN_FILE)


def _tagged(font: str, run: str) -> str:
    return escape(run) if font == PLAIN else f'<font name="{font}">{escape(run)}</font>'


def _printable(text: str) -> str:
    """Text without control characters, composed where it can be."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        " " if letter.isspace() else letter
        for letter in composed
        if letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cs", "Co", "Cn")
    )


def _in_reading_order(words: list[str]) -> list[str]:
    """Words from left to right: those of a script that runs the other way change places."""
    ordered: list[str] = []
    for is_reversed, group in groupby(words, key=_is_right_to_left):
        row = list(group)
        ordered += row[::-1] if is_reversed else row
    return ordered


def _is_right_to_left(word: str) -> bool:
    return any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in word)


def _script(letter: str) -> str | None:
    """The script that a letter's own name begins with, where it needs a font of its own."""
    name = unicodedata.name(letter, "").partition(" ")[0]
    return name if name in SCRIPTS or name in NOT_EMBEDDED else None


def _font_of(script: str) -> str:
    if script in NOT_EMBEDDED:
        return _named(NOT_EMBEDDED[script])
    return _embedded(script.title(), SCRIPTS[script])


def _font_of_sign(letter: str) -> str:
    """The first font that has a sign; the plain one when none has."""
    if _covers(plain_font(), letter):
        return PLAIN
    embedded = (_embedded(name, file_name) for name, file_name in SIGNS.items())
    return next((font for font in embedded if _covers(font, letter)), PLAIN)


def _covers(font: str, word: str) -> bool:
    """Whether a font has every letter; one that is not embedded has at least its own."""
    found = pdfmetrics.getFont(font)
    if not isinstance(found, TTFont):
        return all(_script(letter) for letter in word)
    return all(ord(letter) in found.face.charToGlyph for letter in word)


@cache
def _embedded(name: str, file_name: str) -> str:
    with as_file(files(FONT_PACKAGE) / file_name) as path:
        pdfmetrics.registerFont(TTFont(name, str(path)))
    return name


@cache
def _named(name: str) -> str:
    pdfmetrics.registerFont(UnicodeCIDFont(name))
    return name
