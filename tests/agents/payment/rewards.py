"""Offers and points as the payment agent meets them."""

from dataclasses import dataclass, field
from typing import Any

from tests.agents.payment.goods import inr


def offer(offer_id: str, amount: int, *, free_delivery: bool = False) -> dict[str, Any]:
    return {
        "offerId": offer_id,
        "title": f"Offer {offer_id}",
        "code": None,
        "reason": "your cart is big enough",
        "amount": inr(amount),
        "freeDelivery": free_delivery,
    }


@dataclass
class Rewards:
    """What the loyalty agent knows; limits of offers and points are kept."""

    offers: list[dict[str, Any]] = field(default_factory=list)
    offer_limits: dict[str, int] = field(default_factory=dict)
    reserved_offers: dict[str, list[str]] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=lambda: {"C-1001": 5000})
    point_value: dict[str, Any] = field(default_factory=lambda: inr(100))
    burned: dict[str, tuple[str, int]] = field(default_factory=dict)
    restored: dict[str, tuple[str, int]] = field(default_factory=dict)
    member: str = "C-1001"

    def _offers(self, request: dict[str, Any]) -> dict[str, Any]:
        bad = [code for code in request.get("coupons", []) if code != "WELCOME10"]
        return {
            "status": "ok",
            "applied": self.offers,
            "totalDiscount": None,
            "nearly": [],
            "offers": [],
            "rejectedCoupons": [{"code": code, "reason": "no such coupon"} for code in bad],
            "suggestions": [],
        }

    def _reserve_offers(self, request: dict[str, Any]) -> dict[str, Any]:
        order_id, offer_ids = request["orderId"], request["offerIds"]
        others = [
            o for order, used in self.reserved_offers.items() if order != order_id for o in used
        ]
        exhausted = [
            {"offerId": o, "title": f"Offer {o}", "reason": "it was used already"}
            for o in offer_ids
            if others.count(o) >= self.offer_limits.get(o, 1000)
        ]
        if not exhausted:
            self.reserved_offers[order_id] = offer_ids
        return {"status": "exhausted" if exhausted else "reserved", "exhausted": exhausted}

    def _release_offers(self, request: dict[str, Any]) -> dict[str, Any]:
        known = self.reserved_offers.pop(request["orderId"], None)
        return {"status": "released" if known else "nothing_to_release"}

    def _account(self, _: dict[str, Any]) -> dict[str, Any]:
        points, value = self.points[self.member], self.point_value
        account = {
            "customerId": self.member,
            "firstName": "Ananya",
            "lastName": "Iyer",
            "email": "ananya@example.com",
            "tier": "silver",
            "points": points,
            "nextTier": None,
            "pointsToNextTier": None,
            "perHundred": "1 point for every ₹100",
            "earning": {"points": 1, "perAmount": inr(10000)},
            "pointValue": value,
            "worth": value | {"amount": points * value["amount"]},
            "minimumToRedeem": 100,
            "expiring": [],
        }
        return {"status": "ok", "account": account, "suggestions": []}

    def _burn(self, request: dict[str, Any]) -> dict[str, Any]:
        reference, points = request["reference"], request["points"]
        held = self.points[self.member]
        if reference not in self.burned:
            if points > held:
                return {"status": "insufficient", "points": 0, "balance": held}
            self.burned[reference] = (request["orderId"], points)
            self.points[self.member] -= points
        return {"status": "burned", "points": points, "balance": self.points[self.member]}

    def _restore(self, request: dict[str, Any]) -> dict[str, Any]:
        order_id, reference = request["orderId"], request["reference"]
        burned = sum(points for order, points in self.burned.values() if order == order_id)
        back = sum(points for order, points in self.restored.values() if order == order_id)
        if reference not in self.restored:
            points = min(request["points"], burned - back)
            self.restored[reference] = (order_id, points)
            self.points[self.member] += points
        points = self.restored[reference][1]
        status = "restored" if points else "nothing_to_restore"
        return {"status": status, "points": points, "balance": self.points[self.member]}
