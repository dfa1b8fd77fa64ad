"""What the shop recommends of itself: for this shopper, what sells, what came in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.search.results import list_products
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Wish

TOOL = "get_recommendations"
_PAGE = 3
_MOST = 10
_BY_WORDS = (("new", "new_goods"), ("popular", "popular_goods"))
_SAID = {"new": "new_goods", "popular": "popular", "for_you": "for_you"}
_KINDS = frozenset(_SAID)


@dataclass(frozen=True)
class Suggested:
    """A list that was recommended in the last turn: how it was asked for, and its products."""

    args: Mapping[str, Any]
    product_ids: tuple[str, ...]


def suggest(wish: Wish, desk: Desk, *, as_gift_for: str | None = None) -> Reply:
    """Recommend without a product to go by; for somebody else what sells, not what suits her."""
    limits = {"max_price": wish.slots.max_price}
    if as_gift_for:
        return _listed(desk, "popular", limits, lead=desk.say("gift_ideas", occasion=as_gift_for))
    kind = next((kind for kind, name in _BY_WORDS if pattern(name).search(wish.words)), "for_you")
    return _listed(desk, kind, limits)


def last_suggested(desk: Desk) -> Suggested | None:
    """The list that the last turn recommended, if it did that."""
    calls = desk.talk.past[-1].calls if desk.talk.past else ()
    for call in reversed(calls):
        if call.name == TOOL and call.is_ok and call.args.get("kind") in _KINDS:
            rows = (call.result or {}).get("recommendations", ())
            return Suggested(call.args, tuple(str(row["productId"]) for row in rows))
    return None


def suggest_others(last: Suggested, desk: Desk) -> Reply:
    """Something else than what was recommended, which is not recommended again."""
    return _listed(desk, last.args["kind"], _limits(last), refused=last.product_ids)


def suggest_more(last: Suggested, desk: Desk) -> Reply:
    """More of what was recommended."""
    limit = min(len(last.product_ids) + _PAGE, _MOST)
    return _listed(desk, last.args["kind"], {**_limits(last), "limit": limit})


def _limits(last: Suggested) -> dict[str, Any]:
    return {name: last.args.get(name) for name in ("max_price", "category")}


def _listed(
    desk: Desk,
    kind: str,
    limits: Mapping[str, Any],
    refused: Sequence[str] = (),
    lead: str | None = None,
) -> Reply:
    turned_down = (
        {"refused": list(refused)} if refused and desk.tools.takes(TOOL, "refused") else {}
    )
    result = desk.call(TOOL, kind=kind, **limits, **turned_down)
    if not result["recommendations"]:
        return Reply.of(desk.say("nothing_to_recommend"), result["suggestions"])
    return list_products(lead or desk.say(_SAID[kind]), result["recommendations"], desk)
