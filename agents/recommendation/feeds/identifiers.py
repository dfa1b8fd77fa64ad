"""Ids from feeds: cleaned, made where they are missing, and short enough for the contract."""

import hashlib
import re
from collections.abc import Iterable

from agents.recommendation.feeds.raw import clean
from agents.recommendation.language.words import fold

MAX_LENGTH = 80
APOSTROPHES = "'\u2019`"
HASH_LENGTH = 8
NOT_IN_A_SLUG = re.compile(r"[\W_]+")
LINE_BREAK = re.compile(r"\s*[\r\n]+\s*")
BLANKS = re.compile(r"\s+")


def clean_id(text: str) -> str:
    """An id without line breaks, a spreadsheet's leading apostrophe, and outer blanks."""
    joined = LINE_BREAK.sub("", clean(text)).lstrip(APOSTROPHES)
    return shortened(BLANKS.sub(" ", joined).strip())


def made_sku(product_id: str, options: Iterable[str]) -> str:
    """A SKU that is the same at every import: of the product's id and its option values."""
    slugs = [NOT_IN_A_SLUG.sub("-", fold(option)).strip("-") for option in options]
    return shortened("-".join([product_id, *filter(None, slugs)]))


def shortened(text: str) -> str:
    """An id of at most 80 characters, told apart from others with the same beginning."""
    if len(text) <= MAX_LENGTH:
        return text
    mark = hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]
    return f"{text[: MAX_LENGTH - HASH_LENGTH - 1]}-{mark}"
