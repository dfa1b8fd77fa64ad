"""Deeds, denials and superlatives in German, as in English."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import ADDED, ORDER, SEARCH, STOCK, kinds

RESERVED = (
    "reserve_in_store",
    {"sku": "W-M"},
    {
        "status": "reserved",
        "reservation": {"reservationId": "RS-7F3K2Q", "status": "active", "storeName": "Bandra"},
    },
)


@pytest.mark.parametrize(
    "text",
    [
        "Ich habe das Coastline Linen Shirt in den Warenkorb gelegt.",
        "Das Coastline Linen Shirt liegt jetzt in deinem Warenkorb.",
        "Ich habe es zum Warenkorb hinzugefügt.",
        "Deine Bestellung wurde storniert.",
        "Ich habe die Bestellung für dich storniert.",
        "Die Stornierung ist erledigt.",
        "Ich habe es für dich reserviert.",
        "Es ist für dich zurückgelegt.",
        "Der Gutschein wurde eingelöst.",
        "Ich habe die Retoure angelegt.",
        "Deine Rücksendung wurde eingeleitet.",
        "Die Lieferadresse wurde geändert.",
        "Ich habe einen Kollegen informiert.",
        "Der Betrag wurde erstattet.",
        "Deine Rückerstattung ist unterwegs.",
        "Alles erledigt!",
    ],
)
def test_deed_that_no_tool_did_is_found_in_german(text):
    assert kinds(text, SEARCH, said="mach das bitte") == {Kind.DEED}


@pytest.mark.parametrize(
    "text",
    [
        "Soll ich es für dich reservieren?",
        "Ich kann es für dich reservieren.",
        "Es wurde nichts storniert.",
        "Deine Bestellung wurde nicht storniert.",
        "Wenn du bestellst, wird es geliefert.",
        "Möchtest du, dass ich es in den Warenkorb lege?",
        "Sobald du zustimmst, lege ich es in den Warenkorb.",
        "Die Bestellung kann noch storniert werden.",
    ],
)
def test_deed_that_is_offered_or_denied_in_german_passes(text):
    assert kinds(text, SEARCH, said="was geht?") == set()


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("Ich habe das Coastline Linen Shirt in den Warenkorb gelegt.", ADDED),
        ("Das Coastline Linen Shirt liegt jetzt in deinem Warenkorb.", ADDED),
        ("Ich habe es für dich reserviert.", RESERVED),
        ("Die Bestellung O-5031 wurde versandt.", ORDER),
    ],
)
def test_deed_that_was_done_passes_in_german(text, done):
    assert kinds(text, SEARCH, done, said="ja", cart=[{"sku": "W-M", "quantity": 1}]) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Das Coastline Linen Shirt ist leider ausverkauft.", {Kind.DENIAL}),
        ("Das Coastline Linen Shirt haben wir nicht in white, Größe M.", {Kind.DENIAL}),
        ("In white, Größe M ist es nicht verfügbar.", {Kind.DENIAL}),
        ("Es gibt kein Coastline Linen Shirt in white, Größe M.", {Kind.DENIAL}),
        ("In olive, Größe S ist das Coastline Linen Shirt nicht verfügbar.", set()),
        ("Das Coastline Linen Shirt ist in olive, Größe S ausverkauft.", set()),
        ("Das Coastline Linen Shirt ist in olive, Größe S auf Lager.", {Kind.VARIANT}),
        ("Das Coastline Linen Shirt ist in white, Größe M auf Lager.", set()),
    ],
)
def test_denials_are_held_against_the_stock_check_in_german(text, found):
    assert kinds(text, STOCK, said="habt ihr das?") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Das günstigste ist das Market Canvas Tote.", set()),
        ("Das günstigste ist das Coastline Linen Shirt.", {Kind.SUPERLATIVE}),
        ("Am teuersten ist das Market Canvas Tote.", {Kind.SUPERLATIVE}),
        ("Am teuersten ist das Coastline Linen Shirt.", set()),
        ("Nichts ist billiger als das Coastline Linen Shirt.", {Kind.SUPERLATIVE}),
        ("Das Coastline Linen Shirt ist günstiger als das Market Canvas Tote.", {Kind.SUPERLATIVE}),
        ("Das Market Canvas Tote ist günstiger als das Coastline Linen Shirt.", set()),
        ("Das Market Canvas Tote ist unser Bestseller.", {Kind.SUPERLATIVE}),
    ],
)
def test_superlatives_are_held_against_lists_in_german(text, found):
    assert kinds(text, SEARCH, said="was ist günstig?") == found
