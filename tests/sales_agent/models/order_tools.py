"""Tools of the scripted shop for checkout, orders and shoppers."""

from tests.sales_agent.models.cart_tools import CartTools
from tests.sales_agent.models.rows import Json


class OrderTools(CartTools):
    """Paying, orders, offers, who the shopper is."""

    def _commit_checkout(self, args: Json) -> Json:
        reply = {
            "status": "declined",
            "orderId": None,
            "total": None,
            "tenders": [
                {"kind": "card", "label": f"Visa ending {self.card}", "lastFour": self.card}
            ],
            "reason": "insufficient_funds",
            "promisedBy": None,
            "pointsToEarn": None,
            "trackingNumbers": [],
            "message": "declined",
            "suggestions": ["Use another card", "Pay in the store"],
        }
        if self.card != "4242":
            return reply
        total = self.priced()["total"]
        self.orders.insert(0, self.order("O-9001", "confirmed", dict(self.cart)))
        self.cart.clear()
        done = {
            "status": "placed",
            "orderId": "O-9001",
            "total": total,
            "reason": None,
            "promisedBy": "2026-11-25",
            "pointsToEarn": 34,
            "suggestions": [],
        }
        return {**reply, **done, "order": {"orderId": "O-9001", "total": total}}

    def order(self, order_id: str, status: str, skus: dict[str, int]) -> Json:
        """An order of these SKUs."""
        lines = []
        for sku, quantity in skus.items():
            row = self._row_of(sku)
            variant = next(v for v in row.variants() if v["sku"] == sku)
            lines.append(
                {
                    **variant,
                    "category": row.category,
                    "quantity": quantity,
                    "unitPrice": self.money(row.price),
                    "lineTotal": self.money(row.price * quantity),
                    "returnedQuantity": 0,
                }
            )
        total = self.money(sum(line["lineTotal"]["amount"] for line in lines))
        until = "2026-12-10T00:00:00Z" if status == "delivered" else None
        return {
            "orderId": order_id,
            "status": status,
            "placedAt": "2026-11-20T10:00:00Z",
            "lines": lines,
            "subtotal": total,
            "discounts": [],
            "delivery": self.money(0),
            "total": total,
            "refunded": self.money(0),
            "deliveryOption": "standard",
            "promisedBy": "2026-11-25",
            "address": None,
            "storeName": None,
            "history": [],
            "canCancel": status == "confirmed",
            "canChangeAddress": status == "confirmed",
            "canChangeItems": status == "confirmed",
            "canChangePayment": status == "confirmed",
            "canExchange": status == "delivered",
            "returnableUntil": until,
            "returns": [],
            "exchanges": [],
            "feedback": None,
        }

    def _get_order_status(self, args: Json) -> Json:
        order = next(
            (o for o in self.orders if o["orderId"] == args.get("order_id", o["orderId"])), None
        )
        return (
            {"status": "ok", "order": order, "shipments": []}
            if order
            else {"status": "no_orders", "suggestions": []}
        )

    def _list_orders(self, args: Json) -> Json:
        return {"status": "ok", "orders": self.orders}

    def _identify_shopper(self, args: Json) -> Json:
        if args.get("email") == "ananya@example.com" or args.get("postcode") == "560038":
            self.orders.append(self.order("O-5026", "delivered", {"P-6-OLI-M": 1}))
            return {
                "status": "identified",
                "customerId": "C-1001",
                "firstName": "Ananya",
                "lastName": "Iyer",
                "suggestions": [],
            }
        return {
            "status": "unknown",
            "customerId": None,
            "firstName": None,
            "lastName": None,
            "suggestions": [],
        }

    def _hand_over_to_person(self, args: Json) -> Json:
        return {"status": "queued", "ticketId": "T-77", "message": "queued"}

    def _initiate_checkout(self, args: Json) -> Json:
        cards = [way for way in args.get("pay_with", []) if way.isdigit()]
        self.card = cards[0] if cards else self.card
        if not self.cart:
            return {
                "status": "error",
                "code": "cart_empty",
                "message": "the cart is empty",
                "suggestions": [],
            }
        missing = (
            "needs_address"
            if not self.has_address and "pickup_store" not in args
            else None
            if self.card
            else "needs_tender"
        )
        if missing:
            return {
                "status": missing,
                "quote": None,
                "shortages": [],
                "remaining": self.money(100000) if args.get("pay_with") else None,
                "message": missing,
                "suggestions": [],
            }
        quote = {"quoteId": "Q-1", "kind": "checkout", "total": self.priced()["total"]}
        return {
            "status": "confirmation_required",
            "quote": quote,
            "commit": {"tool": "commit_checkout", "args": {"quote_id": "Q-1"}},
            "message": "quoted",
            "suggestions": [],
        }

    def _add_delivery_address(self, args: Json) -> Json:
        self.has_address = True
        return {"status": "saved", "address": {**args}}

    def _get_delivery_options(self, args: Json) -> Json:
        option = {
            "optionId": "standard",
            "name": "Standard delivery",
            "price": self.money(9900),
            "promisedFrom": "2026-11-23",
            "promisedBy": "2026-11-25",
            "storeId": None,
            "storeName": None,
            "reason": None,
        }
        return {"status": "ok", "options": [option], "suggestions": []}

    def _get_points(self, args: Json) -> Json:
        return {"status": "not_a_member", "account": None, "suggestions": []}

    def _get_applicable_offers(self, args: Json) -> Json:
        offer = {
            "offerId": "OF-1",
            "title": "10% off your first order",
            "kind": "percent",
            "code": "WELCOME10",
            "conditions": "On the first order.",
            "validUntil": None,
        }
        return {
            "status": "ok",
            "applied": [],
            "totalDiscount": None,
            "nearly": [],
            "offers": [offer],
            "rejectedCoupons": [],
            "suggestions": ["Apply WELCOME10"],
        }
