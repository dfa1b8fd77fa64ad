"""How a shopper says that she pays: points, gift cards, cards, and how much of each."""

import re

from sales_agent.models.offline.understanding.identifiers import read_bare_card
from sales_agent.models.offline.understanding.tables import pattern

POINTS, GIFT_CARD, PAYPAL = "points", "gift card", "paypal"
_CARD = re.compile(r"\d{4}")


def read_ways_to_pay(text: str) -> tuple[str, ...]:
    """The ways to pay that a text names, as the tools take them; cards last, as they pay the rest.

    "300 points, 500 from my gift card and the rest on 4242" is "points: 300", "gift card: 500",
    "4242".
    """
    found: list[tuple[int, str]] = []
    for name, said in (("pay_points", POINTS), ("pay_gift_card", GIFT_CARD)):
        hit = pattern(name).search(text)
        if hit and not pattern("unpaid_by").search(text[: hit.start()]):
            limit = hit["limit"].replace(",", "") if hit["limit"] else ""
            found.append((hit.start(), f"{said}: {limit}" if limit else said))
    if hit := pattern("pay_gift_id").search(text):
        found = [row for row in found if not row[1].startswith(GIFT_CARD)]
        found.append((hit.start(), hit[0].upper()))
    if hit := pattern("pay_paypal").search(text):
        found.append((hit.start(), PAYPAL))
    return (*(said for _, said in sorted(found)), *_cards(text))


def without_cards(ways: tuple[str, ...]) -> tuple[str, ...]:
    """The ways to pay that are no cards: what a declined card leaves as it was."""
    return tuple(way for way in ways if not _CARD.fullmatch(way))


def _cards(text: str) -> list[str]:
    digits = [hit[hit.lastindex or 0] for hit in pattern("pay_card").finditer(text)]
    bare = read_bare_card(text)
    return list(dict.fromkeys([*digits, *([bare] if bare else [])]))
