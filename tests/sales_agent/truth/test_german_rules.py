"""Days, rules and common nouns in German sentences."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import ADDED, OFFERS, ORDER, PAGES, SEARCH, STOCK, kinds


@pytest.mark.parametrize(
    "text",
    [
        "Du kannst innerhalb von 30 Tagen nach der Lieferung zurückgeben.",
        "Einen Monat hast du dafür Zeit.",
        "Nachnahme bieten wir leider nicht an.",
        "Wir nehmen keine Schecks und bieten keine Ratenzahlung an.",
        "Bei beschädigter Ware ist die Rücksendung kostenlos.",
        "Handtücher können wir leider nicht zurücknehmen.",
        "Möchtest du etwas zurückgeben?",
    ],
)
def test_rule_that_a_page_tells_passes_in_german(text):
    assert kinds(text, PAGES, said="was gilt?") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Du kannst innerhalb von 60 Tagen zurückgeben.",
        "Du hast zwei Wochen Zeit für die Rückgabe.",
        "Die Rücksendung ist immer kostenlos.",
        "Der Versand ist bei uns kostenlos.",
        "Wir liefern versandkostenfrei.",
        "Du kannst per Nachnahme bezahlen.",
        "Kauf auf Rechnung ist möglich.",
        "Auf das Hemd gibt es zwei Jahre Garantie.",
        "Wir liefern auch nach Deutschland.",
        "Handtücher kannst du innerhalb von 30 Tagen zurückgeben.",
    ],
)
def test_rule_that_no_page_tells_is_found_in_german(text):
    assert Kind.POLICY in kinds(text, PAGES, said="was gilt?")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Deine Bestellung kommt am 4. Dezember an.", set()),
        ("Sie kommt voraussichtlich am Freitag.", set()),
        ("Aufgegeben wurde sie am 28. November.", set()),
        ("Guten Morgen! Deine Bestellung ist unterwegs.", set()),
        ("Sie kommt voraussichtlich am Donnerstag.", {Kind.DATE}),
        ("Sie kommt schon morgen an.", {Kind.DATE}),
        ("Sie kommt heute an.", {Kind.DATE}),
        ("Deine Bestellung trifft am Samstag ein.", {Kind.DATE}),
    ],
)
def test_days_in_german_are_those_of_the_order(text, found):
    assert kinds(text, ORDER, said="wo ist sie?") == found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Die 12 % auf Laufschuhe gelten bis 31. Januar.", False),
        ("Die 12 % auf Laufschuhe gelten bis 28. Februar.", True),
    ],
)
def test_end_of_an_offer_in_german_is_the_one_told(text, is_found):
    assert (Kind.DATE in kinds(text, OFFERS, said="angebote?")) is is_found


@pytest.mark.parametrize(
    "text",
    [
        "Das Leinenhemd ist atmungsaktiv und eignet sich hervorragend für warme Sommertage.",
        "Ich habe mehrere Modelle in deiner Preisklasse gefunden.",
        "Sag mir einfach Bescheid, wenn du weitere Fragen hast.",
        "Aus Sicherheitsgründen frage ich nie nach deiner Kartennummer.",
        "Für eine Hochzeit würde ich etwas Eleganteres nehmen.",
        "Ich verstehe deinen Ärger und entschuldige mich für die Unannehmlichkeiten.",
        "In Sachen Pflege empfiehlt sich eine Wäsche bei niedriger Temperatur.",
    ],
)
def test_common_noun_of_german_is_no_name(text):
    assert kinds(text, SEARCH, said="ich suche ein hemd") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Das Coastline Cotton Shirt ist auch da.",
        "Wir führen auch Adidas.",
        "Das Windläufer Hemd kostet 2.299 ₹.",
        "In Hamburg haben wir eine Filiale.",
        "Ich empfehle das Breezy.",
    ],
)
def test_name_that_no_result_holds_is_found_in_german(text):
    assert kinds(text, SEARCH, said="ich suche ein hemd") & {Kind.NAME, Kind.STORE}


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("Beim Hemd sparst du gerade 600 ₹.", SEARCH),
        ("Unter 1.000 ₹ liegt nur die Market Canvas Tote für 899 Rupien.", SEARCH),
        ("Die Market Canvas Tote gibt es in Schwarz für 899 Rupien.", SEARCH),
        ("**Coastline Linen Shirt** \u2013 Weiß oder Oliv, Größen S und M, 2.299 ₹", SEARCH),
        ("Davon liegen 27 Stück im Lager und 9 in der Filiale Bandra in Mumbai.", STOCK),
        ("Statt Oliv in S könnte ich dir Weiß in M vorschlagen.", STOCK),
        ("Die Bestellung vom 28. November hat einen Gesamtwert von 4.539 ₹.", ORDER),
        ("Storniert habe ich nichts, die Bestellung O-5031 ist auf dem Weg.", ORDER),
        ("Bezahlt haben Sie noch nicht.", ADDED),
    ],
)
def test_figures_colours_and_denials_pass_in_german(text, done):
    assert kinds(text, done, said="und?") == set()


@pytest.mark.parametrize(
    ("text", "done", "found"),
    [
        ("Die Market Canvas Tote gibt es in Rot.", SEARCH, Kind.VARIANT),
        ("Die Market Canvas Tote kostet 1.899 Rupien.", SEARCH, Kind.AMOUNT),
        ("Davon liegen 19 Stück in der Filiale Bandra.", STOCK, Kind.COUNT),
        ("Auf Laufschuhe gibt es 20 Prozent Rabatt.", OFFERS, Kind.PERCENT),
        ("Deine Bestellung O-5031 wurde storniert, kein Problem.", ORDER, Kind.DEED),
    ],
)
def test_false_figures_colours_and_deeds_are_found_in_german(text, done, found):
    assert found in kinds(text, done, said="und?")


def test_english_hat_makes_no_sentence_german():
    assert Kind.DEED in kinds("I've binned order O-5031 with the hat for you.", ORDER)
