"""A shopper's words for her ways to pay ("points", "4242", "gift card: 500"), read as tenders."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langgraph.prebuilt import ToolRuntime

from contracts.currency import to_minor
from contracts.tool_calls import Refused, Result, call, shop, shopper_of

POINTS = "points"
_LAST_FOUR = re.compile(r"(?:.*\D)?(\d{4})")
_GENERAL = {"card": "card", "gift card": "gift_card", "giftcard": "gift_card", "paypal": "paypal"}


@dataclass(frozen=True)
class Chosen:
    """Tenders in the order in which they are drawn on, and the card that was made a token of."""

    tenders: list[Result]
    card: Result | None


def choose_tenders(pay_with: Sequence[str] | None, runtime: ToolRuntime) -> Chosen:
    """Read the tenders that are named; the session's card when none is.

    Raises:
        Refused: a word names none of the shopper's ways to pay.
    """
    card: Result | None = runtime.state.get("tender")
    if not pay_with:
        return Chosen([{"tenderId": card["token"]}] if card else [], card)
    held = _held(card)
    if not all(_is_at_hand(said, held) for said in pay_with):
        listed = call(shop, "payment.listTenders", None, runtime)["tenders"]
        held = [*(row for row in held if row["kind"] != POINTS), *listed]
    tenders: list[Result] = []
    for said in pay_with:
        found = find_tenders(said, held)
        digits = _LAST_FOUR.fullmatch(said.strip())
        if not found and digits:
            card = _tokenized(digits[1], runtime)
            found = [{"tenderId": card["token"]}]
        if not found:
            raise _unknown(said, held)
        tenders += [row for row in found if row not in tenders]
    return Chosen(tenders, card)


def choose_tender(pay_with: str | None, runtime: ToolRuntime) -> str | None:
    """The one tender that is named, by its id; None when none is named.

    Raises:
        Refused: the words name no way to pay of the shopper, or several.
    """
    if not pay_with:
        return None
    found = choose_tenders([pay_with], runtime).tenders
    if len(found) > 1:
        raise Refused("several_tenders", f"'{pay_with}' are several; name one of them by its id")
    tender: str = found[0]["tenderId"]
    return tender


def find_tenders(said: str, held: Sequence[Result]) -> list[Result]:
    """The tenders that a word names: by id, label, last four, or kind; with what is drawn at most.

    Args:
        said: such as "points", "points: 300", "GC-7QWM", "gift card: 500", "4242", "paypal".
        held: the shopper's ways to pay.
    """
    name, _, limit = (part.strip() for part in said.partition(":"))
    rows = _named(name.lower(), held)
    if not limit:
        return [{"tenderId": row["tenderId"]} for row in rows]
    return [{"tenderId": row["tenderId"], "amount": _minor(limit, row)} for row in rows]


def _named(name: str, held: Sequence[Result]) -> list[Result]:
    exact = [row for row in held if name in (row["tenderId"].lower(), row["label"].lower())]
    if exact or POINTS in name:
        return exact[:1] or [row for row in held if row["kind"] == POINTS]
    if kind := _GENERAL.get(re.sub(r"^(?:my|the|a) | balance$|s$", "", name)):
        return [row for row in held if row["kind"] == kind and _has_money(row)]
    last = re.split(r"[\s-]+", name)[-1]
    return [row for row in held if last and last == _ending(row)][:1]


def _ending(row: Result) -> str:
    return str(row.get("lastFour") or re.split(r"[\s-]+", row["label"])[-1]).lower()


def _has_money(row: Result) -> bool:
    return not row.get("balance") or row["balance"]["amount"] > 0


def _minor(limit: str, row: Result) -> int:
    """What is drawn at most: for points a number of points, else whole currency units."""
    number = float(re.sub(r"[^\d.]", "", limit) or 0)
    if row["kind"] == POINTS and row.get("points") and row.get("balance"):
        return int(number * row["balance"]["amount"] / row["points"])
    return to_minor(number, shop.currency)


def _held(card: Result | None) -> list[Result]:
    points: Result = {"tenderId": POINTS, "kind": POINTS, "label": POINTS}
    if card is None:
        return [points]
    row = {"tenderId": card["token"], "kind": "card", "lastFour": card["lastFour"]}
    return [{**row, "label": f"{card.get('brand') or 'card'} ending {card['lastFour']}"}, points]


def _is_at_hand(said: str, held: Sequence[Result]) -> bool:
    """Whether a word needs no look at the shopper's other ways to pay."""
    return ":" not in said and bool(find_tenders(said, held))


def _tokenized(last_four: str, runtime: ToolRuntime) -> Result:
    body = {"number": last_four}
    return shop.call("payment", "tokenizeCard", body, shopper=shopper_of(runtime))


def _unknown(said: str, held: Sequence[Result]) -> Refused:
    labels: list[Any] = list(dict.fromkeys(row["label"] for row in held))
    there = (
        f"there are {', '.join(labels)}" if labels else "none is known yet: a card can be entered"
    )
    message = f"'{said}' is none of the shopper's ways to pay; {there}"
    return Refused("unknown_tender", message, [f"Pay with {label}" for label in labels[:3]])
