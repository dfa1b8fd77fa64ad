"""A sentence as the checks read it: without marks of layout, digits as digits."""

import re
import unicodedata

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_LAYOUT = re.compile(r"[*`~#>]+|(?<!\w)_+|_+(?!\w)")
_MARK = re.compile(r"[*`~#>_]")
_HIDDEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_SPACE = re.compile(r"[ \t\r\f\v]+")
_TAB = re.compile(r"[\t\r\f\v]")
_APOSTROPHES = tuple(zip("\u2018\u2019\u201c\u201d\u2010\u2011\u2212", "''\"\"---", strict=True))
_FOREIGN_DIGIT = re.compile(r"\d(?<![0-9])")
_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TO_NINETY = "twenty thirty forty fifty sixty seventy eighty ninety"
_GERMAN = {
    word: number
    for number, word in enumerate(
        ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"], start=2
    )
}
_UNITS = {word: number for number, word in enumerate(_TO_NINETEEN.split())}
_TENS = {word: 10 * number for number, word in enumerate(_TO_NINETY.split(), start=2)}
_SCALES = {"hundred": 100, "thousand": 1000, "lakh": 100_000, "lakhs": 100_000}
_WORD = "|".join([*_UNITS, *_TENS, *_SCALES])
_NUMBER_WORDS = re.compile(rf"\b(?:a )?(?:{_WORD})(?:(?:-| and | )(?:{_WORD}))*\b", re.IGNORECASE)
_LARGE = re.compile("|".join(w for w in (*_UNITS, *_TENS, *_SCALES) if _UNITS.get(w, 10) > 9))
"""A line without one of these has no number word of more than nine."""


_TEXTED = {
    "u": "you",
    "ur": "your",
    "n": "and",
    "w": "with",
    "outta": "out of",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "lemme": "let me",
    "gimme": "give me",
    "dont": "don't",
    "cant": "can't",
    "wont": "won't",
    "isnt": "isn't",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "pls": "please",
    "cuz": "because",
    "ppl": "people",
}
"""How people type, and what is read."""
_TEXTING = re.compile(rf"(?<![\w'\u2019/-])(?:{'|'.join(_TEXTED)})(?![\w'\u2019/-])")


def words_of(text: str) -> frozenset[str]:
    """The words of a list, as it is written with spaces."""
    return frozenset(text.split())


def stem(word: str) -> str:
    """A word without its plural."""
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def plain(sentence: str) -> str:
    """The words of a sentence: no Markdown, one kind of space, digit and apostrophe."""
    text = sentence if sentence.isascii() else _with_plain_signs(sentence)
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if _MARK.search(text):
        text = _LAYOUT.sub(" ", text)
    if "  " in text or _TAB.search(text):
        text = _SPACE.sub(" ", text)
    return text.strip()


def untexted(text: str) -> str:
    """An English text with what is typed in haste as it is said: "u" as "you"."""
    return _TEXTING.sub(lambda found: _TEXTED[found.group()], text)


def _with_plain_signs(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    for sign, usual in _APOSTROPHES:
        text = text.replace(sign, usual)
    text = _FOREIGN_DIGIT.sub(lambda found: str(unicodedata.digit(found.group())), text)
    return _HIDDEN.sub(" ", text)


def with_digits(text: str) -> str:
    """Number words of more than nine as digits: "twelve hundred rupees" as "1200 rupees".

    Smaller ones stay words: "one of them" is no count.
    """
    if not _LARGE.search(text.lower()):
        return text
    return "\n".join(map(_line_with_digits, text.split("\n")))


def _line_with_digits(line: str) -> str:
    return _NUMBER_WORDS.sub(_digits_of, line) if _LARGE.search(line.lower()) else line


def number_of(word: str) -> int | None:
    """The number that a word of one to nineteen, or digits, stands for."""
    lower = word.lower()
    return int(word) if word.isdecimal() else _UNITS.get(lower, _GERMAN.get(lower))


def _digits_of(found: re.Match[str]) -> str:
    words = re.split(r"[\s-]+", found.group().lower())
    value = _value_of([word for word in words if word not in ("and", "a")])
    return found.group() if value is None or value < 10 else str(value)


def _value_of(words: list[str]) -> int | None:
    """The number of words; a scale alone ("hundred" of something) is none."""
    if words and words[0] in _SCALES:
        words = ["one", *words]
    total = group = 0
    for word in words:
        if (scale := _SCALES.get(word)) is None:
            group += _UNITS.get(word, _TENS.get(word, 0))
        elif scale == 100:
            group *= scale
        else:
            total, group = total + group * scale, 0
    return total + group
