"""What the tools said, in sentences of the house, in the shopper's language."""

import json
from functools import cache, partial
from pathlib import Path

import pytest

from sales_agent.shop import spoken
from sales_agent.truth.reading.statement import Finding, Kind
from sales_agent.truth.telling import tell
from tests.sales_agent.truth.turns import ADDED, ORDER, PAGES, SEARCH, STOCK, evidence_of

TEXTS = Path(spoken.__file__).with_name("texts")


def told(kind: Kind, *calls: object, language: str = "en") -> str:
    return tell(cache(partial(evidence_of, *calls)), [Finding(kind, "words")], language)


@pytest.mark.parametrize(
    ("kind", "calls", "english", "german"),
    [
        (Kind.DEED, [], "Nothing was changed just now.", "Gerade eben wurde nichts geändert."),
        (
            Kind.DEED,
            [ORDER],
            "Nothing was changed just now. Order O-5031 is shipped, to be with you by Fri 4 Dec.",
            "Gerade eben wurde nichts geändert. Die Bestellung O-5031 ist unterwegs und kommt bis "
            "4. Dezember.",
        ),
        (
            Kind.COUNT,
            [STOCK],
            "Coastline Linen Shirt: white, M: 36 available. In stores: Bandra (9).",
            "Coastline Linen Shirt: weiß, M: 36 verfügbar. In den Filialen: Bandra (9).",
        ),
        (
            Kind.AMOUNT,
            [SEARCH],
            "What I find: Coastline Linen Shirt, ₹2,299 (was ₹2,899); Market Canvas Tote, ₹899.",
            "Das finde ich: Coastline Linen Shirt, ₹2,299 (vorher ₹2,899); Market Canvas Tote, "
            "₹899.",
        ),
        (
            Kind.AMOUNT,
            [ADDED],
            "In your cart: 1 x Coastline Linen Shirt. Your total is ₹2,115.08.",
            "Im Warenkorb: 1 x Coastline Linen Shirt. Zusammen ₹2,115.08.",
        ),
    ],
)
def test_what_tools_said_is_told_in_her_language(kind, calls, english, german):
    assert told(kind, *calls) == english
    assert told(kind, *calls, language="de") == german


def test_language_is_left_as_it_was():
    told(Kind.POLICY, PAGES, language="de")

    assert spoken.spoken() == spoken.BASE


def test_every_sentence_of_telling_is_in_both_languages():
    english, german = (
        {key for key in json.loads((TEXTS / f"{name}.json").read_text("utf-8")) if "tell." in key}
        for name in ("en", "de")
    )

    assert english <= german
