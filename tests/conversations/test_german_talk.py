"""A German talk holds no English sentence: only what the shop wrote itself stays as it is."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conversations.shopper import Shopper

_ENGLISH = (
    "the your is are of with by to for and or you it its from this that these those have has had "
    "which what when where who shall should would could can cannot please order orders delivery "
    "store stores free card ending yes no goods come more than less about been be do does not "
    "looked up better say back gives give took taken out put into cart total here there them they "
    "may must only also at on as if i my me we our us"
)
ENGLISH = frozenset(_ENGLISH.split())
WRITTEN_BY_THE_SHOP = frozenset(
    {
        "name",
        "title",
        "conditions",
        "description",
        "reason",
        "carrier",
        "label",
        "storeName",
        "address",
        "hours",
        "place",
        "tier",
    }
)
"""Fields of results whose text is the shop's: names of goods, titles of offers, addresses."""
PURCHASE = (
    "Guten Tag, ich suche Laufschuhe in Schwarz, Größe 9, unter 6000 Rupien",
    "Was ist der Unterschied zwischen dem ersten und dem zweiten?",
    "ich nehme den ersten",
    "nein danke",
    "Was kostet der Expressversand?",
    "Wie schnell ist die Lieferung nach Chennai?",
    "Führt ihr auch Regenschirme?",
    "was ist in meinem Warenkorb?",
    "zur Kasse",
    "9 Gandhi Street, Chennai 600020",
    "2222",
    "ja",
    "4242",
    "ja",
    "Wo ist meine Bestellung?",
    "Storniere meine Bestellung",
    "nicht mehr gebraucht",
    "ja",
)
RETURN = (
    "Zeig mir meine Bestellungen",
    "Ich möchte den Kissenbezug zurückgeben",
    "eins",
    "es ist zu klein",
    "ja",
    "vergiss mich",
)


@pytest.mark.parametrize(
    ("customer", "lines", "done"),
    [(None, PURCHASE, {"placed", "canceled"}), ("C-1005", RETURN, {"return_opened"})],
)
def test_german_talk_holds_no_english_sentence(customer, lines, done, tmp_path):
    shopper = Shopper(tmp_path, *(["--customer", customer] if customer else []))
    turns = [shopper.say(line) for line in lines]
    shopper.leave()
    results = [tool["result"] for turn in turns for tool in turn["tools"]]
    assert done <= {result.get("status") for result in results}
    written = sorted({text for result in results for text in _written(result)}, key=len)
    found = {
        turn["message"]: english
        for turn in turns
        if (english := _english(" ".join([turn["reply"], *turn["suggestions"]]), written))
    }
    assert not found


def _written(value: Any) -> Iterator[str]:
    """What the shop wrote, of all that a result holds."""
    if isinstance(value, dict):
        for key, held in value.items():
            if key == "notes":  # each begins with the title of an offer
                yield from (note.partition(":")[0] for note in held)
            if key in WRITTEN_BY_THE_SHOP and isinstance(held, str):
                yield held.rstrip(".")
            yield from _written(held)
    if isinstance(value, list):
        for row in value:
            yield from _written(row)


def _english(text: str, written: list[str]) -> set[str]:
    """The English words that are left of a text without what the shop wrote."""
    for words in reversed(written):
        for part in (words, words.split(", with the ")[0]):
            text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", " ", text, flags=re.IGNORECASE)
    return ENGLISH & set(re.findall(r"[^\W\d_]+", text.lower()))
