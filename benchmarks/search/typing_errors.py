"""How much of what an exact word finds is found with one and with two typing errors in it."""

import random
import string
from collections.abc import Sequence

from agents.recommendation.search.index import Page
from benchmarks.measuring import print_table
from benchmarks.search.home_goods import home_goods
from benchmarks.search.stores import Shop, temporary_shop

PRODUCTS = 2000
LENGTHS = (range(4, 5), range(5, 8), range(8, 11), range(11, 30))
WORDS = 25
"""How many words of each length are tried."""
LEAST_PRODUCTS = 3
PAGE = Page(limit=10)


def measure_typing_errors(seed: int = 5) -> None:
    """Print the share of exact first pages that misspelt words find; no first letter is wrong."""
    rows = []
    with temporary_shop(home_goods(PRODUCTS)) as shop:
        for lengths in LENGTHS:
            words = _words(shop, lengths, random.Random(seed))
            for edits in (1, 2):
                dice = random.Random(seed + edits)
                shares = [_share(shop, word, misspelt(word, edits, dice)) for word in words]
                found = sum(share > 0 for share in shares)
                rows.append([f"{lengths.start} to {lengths.stop - 1} letters", str(edits),
                             str(len(words)), f"{found / max(1, len(words)):.3f}",
                             f"{sum(shares) / max(1, len(shares)):.3f}"])  # fmt: skip
    heads = ["words of", "edits", "words", "found some", "recall of the exact ten"]
    title = f"Misspelt words against exact ones, over {PRODUCTS:,} generated home goods"
    print_table(title, heads, rows)


def misspelt(word: str, edits: int, dice: random.Random) -> str:
    """A word with letters left out, put in, changed or swapped, the first one kept."""
    letters = list(word)
    for _ in range(edits):
        place = dice.randrange(1, len(letters) - 1)
        match dice.randrange(4):
            case 0:
                del letters[place]
            case 1:
                letters.insert(place, dice.choice(string.ascii_lowercase))
            case 2:
                letters[place] = dice.choice(string.ascii_lowercase)
            case _:
                letters[place : place + 2] = reversed(letters[place : place + 2])
    return "".join(letters)


def _words(shop: Shop, lengths: range, dice: random.Random) -> Sequence[str]:
    """Words by which several products may be asked for, brands' names among them."""
    with shop.store.read() as session:
        known = shop.vocabularies.of(session).words
    words = sorted(
        word
        for word, count in known.items()
        if word.isalpha() and len(word) in lengths and count >= LEAST_PRODUCTS
    )
    return dice.sample(words, min(WORDS, len(words)))


def _share(shop: Shop, word: str, typed: str) -> float:
    _, exact = shop.search(word, page=PAGE)
    _, found = shop.search(typed, page=PAGE)
    ids = {product.product_id for product in exact}
    return len(ids & {product.product_id for product in found}) / max(1, len(ids))
