"""Tools of the scripted shop for what comes after an order."""

from tests.sales_agent.models.order_tools import OrderTools
from tests.sales_agent.models.rows import Json


class AftersaleTools(OrderTools):
    """Changes of orders, each a quote first; `refused` names tools that the shop refuses."""

    def _quoted(self, tool: str, kind: str, commit: str, args: Json) -> Json:
        if reason := self.refused.get(tool):
            return {
                "status": "refused",
                "quote": None,
                "policy": f"{kind}.rule",
                "message": reason,
                "suggestions": ["Talk to a person"],
            }
        quote = {"quoteId": f"Q-{kind}", "kind": kind, "orderId": args["order_id"]}
        return {
            "status": "confirmation_required",
            "quote": quote,
            "commit": {"tool": commit, "args": {"quote_id": quote["quoteId"]}},
            "message": "quoted",
            "suggestions": [],
        }

    def _cancel_order(self, args: Json) -> Json:
        if not args.get("reason"):
            reasons = ["I do not need it any more", "I ordered it by mistake"]
            return self._needs("needs_reason", "Why shall it be canceled?", reasons)
        return self._quoted("cancel_order", "cancellation", "commit_cancellation", args)

    def _commit_cancellation(self, args: Json) -> Json:
        return {
            **self._done("canceled", "O-9001", "canceled"),
            "refund": self.money(100),
            "refundTo": "Visa ending 4242",
            "refunds": [],
        }

    def _return_items(self, args: Json) -> Json:
        return self._quoted("return_items", "return", "commit_return", args)

    def _commit_return(self, args: Json) -> Json:
        rma = {"rmaId": "RMA-1", "refund": self.money(229900), "instructions": "Box it."}
        return {**self._done("return_opened", "O-5026", "opened"), "rma": rma}

    def _exchange_items(self, args: Json) -> Json:
        if self.costs_more and not args.get("pay_with"):
            return self._needs("needs_tender", "It costs ₹200 more. How will you pay?", [])
        return self._quoted("exchange_items", "exchange", "commit_exchange", args)

    def _commit_exchange(self, args: Json) -> Json:
        exchange = {"rmaId": "RMA-2", "instructions": "Send the old one back."}
        return {**self._done("exchange_opened", "O-5026", "opened"), "exchange": exchange}

    def _change_order_items(self, args: Json) -> Json:
        return self._quoted("change_order_items", "item_change", "commit_order_change", args)

    def _change_delivery_address(self, args: Json) -> Json:
        tool = "change_delivery_address"
        return self._quoted(tool, "address_change", "commit_order_change", args)

    def _change_order_payment(self, args: Json) -> Json:
        return self._quoted("change_order_payment", "payment_change", "commit_order_change", args)

    def _commit_order_change(self, args: Json) -> Json:
        return self._done("changed", "O-5038", "Order O-5038 is changed.")

    def _get_refund_status(self, args: Json) -> Json:
        refund = {"message": "₹2,299 of order O-5026 goes back to Visa ending 4242 by 25 November."}
        order = {"orderId": "O-5026", "refunds": [refund], "message": "one refund"}
        return {"status": "ok", "orders": [order], "suggestions": []}

    def _get_invoice(self, args: Json) -> Json:
        line = {"name": "Linen Shirt", "options": {"size": "M"}, "quantity": 1}
        tender = {"label": "Visa ending 4242", "amount": self.money(229900)}
        invoice = {
            "invoiceNumber": "INV-7",
            "orderId": args["order_id"],
            "issuedAt": "2026-11-20T10:00:00Z",
            "lines": [line],
            "total": self.money(229900),
            "taxIncluded": self.money(24632),
            "tenders": [tender],
            "creditNotes": [],
        }
        return {"status": "ok", "invoice": invoice, "message": "", "suggestions": []}

    def _leave_feedback(self, args: Json) -> Json:
        message = f"Thank you for {args['rating']} stars."
        return {"status": "thanked", "policy": None, "message": message, "suggestions": []}

    def _list_payment_methods(self, args: Json) -> Json:
        gift = {"tenderId": "GC-7QWM", "label": "gift card ending 7QWM", "balance": self.money(500)}
        return {"status": "ok", "tenders": [gift]}

    def _add_gift_card(self, args: Json) -> Json:
        tender = {"tenderId": "GC-7QWM", "label": "gift card ending 7QWM"}
        message = "The gift card ending 7QWM is yours to pay with."
        return {"status": "added", "tender": tender, "message": message, "suggestions": []}

    def _list_reservations(self, args: Json) -> Json:
        return {"status": "ok", "reservations": self.reserved}

    def _cancel_reservation(self, args: Json) -> Json:
        found = next(r for r in self.reserved if r["reservationId"] == args["reservation_id"])
        found["status"] = "canceled"
        return {"status": "canceled", "reservation": found}

    def _change_default_address(self, args: Json) -> Json:
        return {"status": "saved", "address": {**args}}

    def _needs(self, status: str, message: str, suggestions: list[str]) -> Json:
        nothing = {"quote": None, "policy": None}
        return {"status": status, "message": message, "suggestions": suggestions, **nothing}

    def _done(self, status: str, order_id: str, message: str) -> Json:
        order = {"orderId": order_id}
        said = {"message": message, "suggestions": []}
        return {"status": status, **order, **said, "orderChanged": order}
