"""Offers, points, and who the shopper is."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import (
    cart_items,
    cart_of,
    focus_of,
    known_items,
)
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.codes import codes_in
from sales_agent.models.offline.understanding.identifiers import read_name, read_postcode
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.vocabulary import stems_of
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.models.offline.wording.goods import offers_words
from sales_agent.models.offline.wording.money import DASH, day, money
from sales_agent.models.offline.wording.names import tier_named
from sales_agent.shop.told import told

Json = Mapping[str, Any]
_MOST_OFFERS = 5
_NO_GOODS = "code coupon voucher promo offer discount deal sale order cart rabatt angebot gutschein"
"""What offers are asked after by, and what stands in the words of many: no goods."""


def offers(wish: Wish, desk: Desk) -> Reply:
    """Offers that apply, those nearly reached, and the rest."""
    result = desk.call("get_applicable_offers")
    if fitting := _fitting(wish, result["offers"], desk):
        return _told_alone(fitting, result, desk)
    parts = [offers_words(result, desk.say)]
    parts += [
        desk.say("nearly", title=told(row["title"]), missing=told(row["missing"]))
        for row in result["nearly"]
    ]
    applied = {row["offerId"] for row in result["applied"]}
    near = {row["offerId"] for row in result["nearly"]}
    others = [row for row in result["offers"] if row["offerId"] not in applied | near]
    if others:
        parts.append(desk.say("other_offers" if applied else "offers"))
        parts += [f"- {_offer(row, desk)}" for row in others[:_MOST_OFFERS]]
    text = "\n".join(part for part in parts if part)
    codes = [f"Apply {row['code']}" for row in others if row.get("code")]
    return Reply.of(text or desk.say("no_offers"), [*codes[:2], "Show my cart", "Checkout"])


def _told_alone(rows: Sequence[Json], result: Json, desk: Desk) -> Reply:
    """The offers that fit what is talked of, and no other."""
    applied = {row["offerId"] for row in result["applied"]}
    open_ones = [row for row in rows if row["offerId"] not in applied]
    of_these = [row for row in result["applied"] if row in rows or not open_ones]
    parts = [offers_words({**result, "applied": of_these}, desk.say)]
    parts += [_offer(row, desk) + "." for row in open_ones]
    codes = [f"Apply {row['code']}" for row in open_ones if row.get("code")]
    text = "\n".join(part for part in parts if part)
    return Reply.of(text, [*codes[:2], "Show my cart", "Checkout"])


def _fitting(wish: Wish, offers: Sequence[Json], desk: Desk) -> list[Json]:
    """The offers by the codes that are named, else of the goods asked about or talked of."""
    codes = codes_in(wish.words)
    if named := [row for row in offers if row.get("code") in codes]:
        return named
    asked = f"{wish.slots.category or ''} {wish.slots.query or ''}"
    if found := _about({*stems_of(asked)} - {*stems_of(_NO_GOODS)}, offers):
        return found
    if wish.slots.category or pattern("everything").search(wish.words.lower()):
        return []
    return [row for kind in _kinds_in_talk(desk) for row in _of_kind(kind, offers)]


def _kinds_in_talk(desk: Desk) -> list[str]:
    """The kinds of what is looked at and of what is in the cart, each once."""
    kinds = {item.product_id: item.category for item in known_items(desk.talk)}
    focus = focus_of(desk.talk)
    lines = cart_items(cart_of(desk.talk))
    items = [*([focus.item] if focus else []), *lines]
    found = [item.category or kinds.get(item.product_id) for item in items]
    return list(dict.fromkeys(kind for kind in found if kind))


def _of_kind(kind: str, offers: Sequence[Json]) -> list[Json]:
    """The offers whose words name a kind of goods, all of it."""
    said = {*stems_of(kind)}
    return [row for row in offers if said <= {*stems_of(f"{row['title']} {row['conditions']}")}]


def _about(said: Set[str], offers: Sequence[Json]) -> list[Json]:
    """The offers that name the goods which were asked about: "any deals on shoes?"."""
    return [row for row in offers if said & {*stems_of(f"{row['title']} {row['conditions']}")}]


def points(wish: Wish, desk: Desk) -> Reply:
    """The shopper's points and tier."""
    result = desk.call("get_points")
    account = result.get("account")
    if result["status"] != "ok" or account is None:
        return Reply.of(
            desk.say("not_a_member"),
            result["suggestions"],
            kind="email",
            ask=desk.say("ask_email"),
            wish=wish,
        )
    text = desk.say("points", points=f"{account['points']:,}", tier=tier_named(account["tier"]))
    if account.get("nextTier") and account.get("pointsToNextTier"):
        text += " " + desk.say(
            "next_tier",
            points=f"{account['pointsToNextTier']:,}",
            tier=tier_named(account["nextTier"]),
        )
    worth = account.get("worth")
    if worth and worth["amount"]:
        text += " " + desk.say("points_worth", amount=money(worth))
    expiring = account.get("expiring") or ()
    if expiring:
        first = expiring[0]
        until = day(first["on"], desk.today)
        text += " " + desk.say("points_expire", points=f"{first['points']:,}", day=until)
    return Reply.of(text, ["Any offers?", "Use my points"])


def identify(wish: Wish, desk: Desk) -> Reply:
    """Sign the shopper in by e-mail, or by name and postcode."""
    found = who(wish, desk)
    if found is None:
        return Reply.of(
            "", kind="email", ask=desk.say("ask_email"), wish=replace(wish, intent="identify")
        )
    if found["status"] != "identified":
        return unknown_shopper(found, wish, desk)
    return Reply.of(desk.say("welcome", name=found["firstName"]), ["Show my orders", "Any offers?"])


def who(wish: Wish, desk: Desk) -> Json | None:
    """Who the shopper is by what the wish names; None when it names too little."""
    slots = wish.slots
    if slots.email:
        return desk.call("identify_shopper", email=slots.email)
    named = read_name(wish.words) if not slots.first_name else (slots.first_name, slots.last_name)
    postcode = slots.postcode or read_postcode(wish.words)
    if not named or not postcode:
        return None
    return desk.call("identify_shopper", first_name=named[0], last_name=named[1], postcode=postcode)


def unknown_shopper(found: Json, wish: Wish, desk: Desk) -> Reply:
    """Nobody is known by that; ask once more, or go on without."""
    if found["status"] == "slow_down":
        return Reply.of(desk.say("slow_down", wait=_wait(found)), found["suggestions"])
    again = replace(wish, slots=wish.slots.without("email", "first_name", "last_name", "postcode"))
    return Reply.of(
        desk.say("unknown_shopper"),
        found["suggestions"],
        kind="email",
        ask=desk.say("ask_email_again"),
        wish=again,
    )


def _wait(found: Json) -> str:
    seconds = int(found.get("retryAfterSeconds") or 60)
    return told(f"{seconds} seconds" if seconds <= 90 else f"{-(-seconds // 60)} minutes")


def _offer(row: Json, desk: Desk) -> str:
    parts = [told(row["title"]), told(row["conditions"]).rstrip(".")]
    if row.get("code") and row["code"] not in row["conditions"]:
        parts.append(desk.say("with_code", code=row["code"]))
    if row.get("validUntil"):
        parts.append(desk.say("until", day=day(row["validUntil"], desk.today)))
    return DASH.join(parts)
