"""What the clerk says in German of itself passes its own check: it claims nothing."""

import json
import re
from pathlib import Path

import pytest

from sales_agent.models.offline.wording import texts
from sales_agent.shop import told
from sales_agent.truth.reading.german_nouns import is_german_noun
from sales_agent.truth.reading.words import plain_words
from tests.sales_agent.truth.turns import SEARCH, kinds

SENTENCES = json.loads((Path(texts.__file__).parent / "texts/de.json").read_text(encoding="utf-8"))
TOLD = json.loads((Path(told.__file__).parent / "texts/told.de.json").read_text(encoding="utf-8"))
CLAIMLESS = (
    *("greet", "goodbye", "help", "browsing", "agreed", "refuse", "return_policy"),
    "declined_offer",
    *("quote_dropped", "quote_dropped_order", "not_ordered", "not_done_yet", "lacks_points"),
    *("declined_safe", "declined.price_changed", "fault.already_signed_in", "ask_checkout"),
)


def said(row):
    return [row] if isinstance(row, str) else row


@pytest.mark.parametrize("key", CLAIMLESS)
def test_sentence_that_claims_nothing_is_let_through(key):
    for sentence in said(SENTENCES[key]):
        assert kinds(sentence, SEARCH, said="hm") == set(), sentence


def test_nouns_of_the_german_texts_are_taken_for_no_names():
    plain = plain_words("das ist deutsch")
    texts_of = {key: text for key, row in SENTENCES.items() for text in said(row)}
    words = {
        word
        for text in [*texts_of.values(), *TOLD.values()]
        for word in re.findall(r"[^\W\d_]{2,}", re.sub(r"\{[^}]*\}", " ", text))
        if word[0].isupper()
    }
    strange = {word for word in words if word.lower().replace("ß", "ss") not in plain}
    names = {word for word in strange if not is_german_noun(word.lower(), is_alone=True)}
    assert names == {"Commuter", "Backpack"}
