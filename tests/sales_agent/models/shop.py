"""A scripted shop: its tools answer in the shapes of the contracts, from a dozen rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
GOES_WITH = {
    "Running Shoes": ("Socks", "prevents blisters on longer runs"),
    "SHOES": ("ACCESSORIES", "go with it"),
    "Shirts": ("Trousers", "completes the outfit"),
}
STORES = [
    {
        "storeId": f"ST-{n}",
        "name": name,
        "city": city,
        "address": "1 Road",
        "postcode": code,
        "hours": "Every day 10:00 to 21:00",
    }
    for n, (name, city, code) in enumerate(
        [
            ("Indiranagar", "Bengaluru", "560038"),
            ("Bandra", "Mumbai", "400050"),
            ("Connaught Place", "Delhi", "110001"),
        ]
    )
]


@dataclass
class Row:
    """A product of the scripted shop; stock is by size and colour: (warehouse, Indiranagar)."""

    product_id: str
    name: str
    brand: str
    category: str
    price: int
    colours: list[str]
    sizes: list[str]
    materials: list[str] = field(default_factory=list)
    stock: dict[tuple[str | None, str | None], tuple[int, int]] = field(default_factory=dict)

    def variants(self) -> list[Json]:
        return [
            {
                "sku": f"{self.product_id}-{(colour or 'X')[:3].upper()}-{size or 'X'}",
                "productId": self.product_id,
                "name": self.name,
                "colour": colour,
                "size": size,
            }
            for colour in self.colours or [None]
            for size in self.sizes or [None]
        ]

    def on_hand(self, variant: Json) -> tuple[int, int]:
        return self.stock.get((variant["colour"], variant["size"]), (60, 5))


CLOTHES = [
    Row(
        "P-1",
        "Tempo Daily Running Shoes",
        "Pacewren",
        "Running Shoes",
        499900,
        ["black", "blue"],
        ["8", "9", "10"],
        ["mesh"],
    ),
    Row(
        "P-2",
        "Sprintwell Lite Running Shoes",
        "Tarnhill",
        "Running Shoes",
        349900,
        ["black"],
        ["8", "9", "10"],
        ["knit"],
    ),
    Row(
        "P-3",
        "Cloudline Cushion Running Shoes",
        "Tarnhill",
        "Running Shoes",
        599900,
        ["white"],
        ["8", "9"],
        ["knit"],
        {("white", "9"): (0, 0)},
    ),
    Row(
        "P-4", "Cushioned Running Socks", "Pacewren", "Socks", 54900, ["black", "blue"], ["M", "L"]
    ),
    Row("P-5", "Everyday Ankle Socks, Pack of 3", "Tarnhill", "Socks", 39900, ["white"], []),
    Row(
        "P-6",
        "Coastline Linen Shirt",
        "Loamfield",
        "Shirts",
        229900,
        ["white", "olive"],
        ["S", "M", "L"],
        ["linen"],
        {("olive", "M"): (7, 2)},
    ),
    Row(
        "P-7", "Oxford Cotton Shirt", "Tarnhill", "Shirts", 179900, ["blue"], ["M", "L"], ["cotton"]
    ),
    Row(
        "P-8",
        "Straight Cotton Kurta",
        "Kesaria Loom",
        "Kurtas",
        129900,
        ["blue"],
        ["M", "L"],
        ["cotton"],
    ),
    Row("P-9", "City Chinos", "Tarnhill", "Trousers", 189900, ["beige"], ["30", "32"], ["cotton"]),
]
SHOES = [
    Row("nike-cap", "NIKE | SWOOSH PRO FLAT PEAK CAP", "NIKE", "ACCESSORIES", 2999, ["black"], []),
    Row("adi-sup", "ADIDAS | CLASSIC BACKPACK", "ADIDAS", "ACCESSORIES", 7000, ["black"], []),
    Row("adi-kids", "ADIDAS | KID'S STAN SMITH", "ADIDAS", "SHOES", 9000, ["white"], ["1", "2"]),
    Row(
        "vans-au",
        "VANS | AUTHENTIC | LO PRO",
        "VANS",
        "SHOES",
        11900,
        ["burgandy", "white"],
        ["4", "5", "6"],
    ),
]


@dataclass
class ScriptedShop:
    """Tools by name; `down` names agents that cannot be reached."""

    rows: list[Row] = field(default_factory=lambda: list(CLOTHES))
    currency: str = "INR"
    orders: list[Json] = field(default_factory=list)
    cart: dict[str, int] = field(default_factory=dict)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    down: set[str] = field(default_factory=set)
    has_address: bool = True
    card: str | None = None
    more: dict[str, Callable[[Json], Json]] = field(default_factory=dict)

    def call(self, name: str, args: Json) -> Json:
        """Answer a tool call."""
        self.calls.append((name, args))
        if AGENT_OF.get(name) in self.down:
            return {
                "status": "error",
                "code": "agent_unavailable",
                "message": "x",
                "suggestions": [],
                "agent": AGENT_OF[name],
            }
        tool = self.more.get(name) or getattr(self, f"_{name}")
        return tool(args)

    def called(self, name: str) -> list[Json]:
        """The arguments of every call of a tool."""
        return [args for tool, args in self.calls if tool == name]

    def money(self, amount: int) -> Json:
        return {"amount": amount, "currency": self.currency}

    def _browse_catalog(self, args: Json) -> Json:
        def counts(values: set[str]) -> list[Json]:
            return [{"value": value, "count": 1} for value in sorted(values)]

        return {
            "status": "ok",
            "revision": "r1",
            "products": len(self.rows),
            "categories": counts({row.category for row in self.rows}),
            "brands": counts({row.brand for row in self.rows}),
            "colours": counts({c for row in self.rows for c in row.colours}),
            "sizes": counts({s for row in self.rows for s in row.sizes}),
            "materials": counts({m for row in self.rows for m in row.materials}),
            "productTypes": [],
            "minPrice": None,
            "maxPrice": None,
            "stores": STORES,
        }

    def summary(self, row: Row, reason: str | None = None) -> Json:
        product = {
            "productId": row.product_id,
            "name": row.name,
            "brand": row.brand,
            "category": row.category,
            "description": f"{row.name}, as it is.",
            "price": self.money(row.price),
            "maxPrice": self.money(row.price),
            "compareAtPrice": None,
            "colours": row.colours,
            "sizes": row.sizes,
            "materials": row.materials,
            "imageUrl": None,
            "sku": row.variants()[0]["sku"] if len(row.variants()) == 1 else None,
        }
        return {**product, "reason": reason} if reason else product

    def _search_products(self, args: Json) -> Json:
        found = self._matching(args)
        relaxed = []
        if not found:
            for name in (
                "query",
                "category",
                "colour",
                "size",
                "brand",
                "material",
                "min_price",
                "max_price",
            ):
                if name in args and (
                    rows := self._matching({k: v for k, v in args.items() if k != name})
                ):
                    dropped = {"max_price": "maxPrice", "min_price": "minPrice"}.get(name, name)
                    relaxed.append(
                        {
                            "dropped": dropped,
                            "total": len(rows),
                            "products": [self.summary(r) for r in rows[:3]],
                        }
                    )
        shown = [self.summary(row) for row in found[: args.get("limit", 5)]]
        return {
            "status": "ok" if found else "empty",
            "total": len(found),
            "products": shown,
            "relaxed": relaxed,
            "suggestions": [],
        }

    def _matching(self, args: Json) -> list[Row]:
        found = []
        for row in self.rows:
            text = f"{row.name} {row.category} {row.brand}".lower()
            checks = [
                args.get("category", row.category) == row.category,
                args.get("brand", row.brand) == row.brand,
                "colour" not in args or args["colour"] in row.colours,
                "size" not in args or args["size"] in row.sizes,
                "material" not in args or args["material"] in row.materials,
                row.price <= args.get("max_price", 10**9) * 100,
                row.price >= args.get("min_price", 0) * 100,
                all(word.rstrip("s") in text for word in args.get("query", "").lower().split()),
            ]
            if all(checks):
                found.append(row)
        order = {"price_asc": 1, "price_desc": -1}.get(args.get("sort", ""), 0)
        return sorted(found, key=lambda row: order * row.price)

    def row(self, product_id: str) -> Row:
        return next(row for row in self.rows if row.product_id == product_id)

    def _get_product_details(self, args: Json) -> Json:
        row = self.row(args["product_id"])
        variants = [
            {
                **v,
                "options": {},
                "price": self.money(row.price),
                "compareAtPrice": None,
                "imageUrl": None,
            }
            for v in row.variants()
        ]
        product = {k: v for k, v in self.summary(row).items() if k not in ("sku", "compareAtPrice")}
        return {"status": "ok", "product": {**product, "tags": [], "variants": variants}}

    def _compare_products(self, args: Json) -> Json:
        products = [
            self._get_product_details({"product_id": i})["product"] for i in args["product_ids"]
        ]
        return {"status": "ok", "compared": products, "unknown": []}

    def _get_recommendations(self, args: Json) -> Json:
        anchors = [self.row(i) for i in args.get("product_ids", [])]
        in_cart = {sku.rsplit("-", 2)[0] for sku in self.cart}
        rows: list[Json] = []
        for row in self.rows:
            if row in anchors or row.product_id in in_cart:
                continue
            for anchor in anchors:
                category, reason = GOES_WITH.get(anchor.category, ("", ""))
                if args["kind"] == "complements" and row.category == category:
                    rows.append(self.summary(row, reason))
                if (
                    args["kind"] == "alternatives"
                    and row.category == anchor.category
                    and args.get("size", "") in ("", *row.sizes)
                ):
                    rows.append(self.summary(row, "is similar"))
            if args["kind"] == "popular":
                rows.append(self.summary(row, "is popular"))
        rows = rows[: args.get("limit", 3)]
        return {"status": "ok" if rows else "empty", "recommendations": rows, "suggestions": []}

    def _check_inventory(self, args: Json) -> Json:
        row = self.row(args["product_id"])
        variants = [
            {
                **v,
                "available": sum(row.on_hand(v)),
                "warehouse": row.on_hand(v)[0],
                "onlineStatus": self._level(sum(row.on_hand(v))),
            }
            for v in row.variants()
            if args.get("size", v["size"]) == v["size"]
            and args.get("colour", v["colour"]) == v["colour"]
        ]
        available = sum(v["available"] for v in variants)
        in_store = sum(row.on_hand(v)[1] for v in variants)
        here = [
            {"storeId": "ST-0", "name": "Indiranagar", "city": "Bengaluru", "available": in_store}
        ]
        return {
            "status": "ok" if variants else "no_such_variant",
            "productId": row.product_id,
            "name": row.name,
            "onlineStatus": self._level(available),
            "available": available,
            "warehouse": available - in_store,
            "availableStores": here if in_store else [],
            "variants": variants,
            "sizes": row.sizes,
            "colours": row.colours,
            "suggestions": [],
        }

    def _level(self, count: int) -> str:
        return "out_of_stock" if count == 0 else "low_stock" if count < 50 else "in_stock"

    def _reserve_in_store(self, args: Json) -> Json:
        store = next((s for s in STORES if args["store"] in (s["name"], s["city"])), None)
        if store is None:
            return {
                "status": "unknown_store",
                "reservation": None,
                "available": 0,
                "stores": [],
                "suggestions": [],
            }
        reservation = {
            "reservationId": "RV-1",
            "status": "active",
            "sku": args["sku"],
            "quantity": args.get("quantity", 1),
            "storeId": store["storeId"],
            "storeName": store["name"],
            "pickupCode": "K7P2",
            "expiresAt": "2026-11-23T10:00:00Z",
        }
        return {
            "status": "reserved",
            "reservation": reservation,
            "available": 3,
            "stores": [],
            "suggestions": [],
        }

    def _add_to_cart(self, args: Json) -> Json:
        row = self.row(args["product_id"]) if "product_id" in args else self._row_of(args["sku"])
        fits = [
            v
            for v in row.variants()
            if args.get("sku", v["sku"]) == v["sku"]
            and args.get("size", v["size"]) == v["size"]
            and args.get("colour", v["colour"]) == v["colour"]
        ]
        sizes, colours = (
            list(dict.fromkeys(v["size"] for v in fits)),
            list(dict.fromkeys(v["colour"] for v in fits)),
        )
        if not fits:
            return self._change("no_such_variant", row, None, sizes=row.sizes, colours=row.colours)
        if len(sizes) > 1:
            return self._change("needs_size", row, None, sizes=sizes)
        if len(colours) > 1:
            return self._change("needs_colour", row, None, colours=colours)
        quantity = args.get("quantity", 1)
        if sum(row.on_hand(fits[0])) < quantity:
            return self._change(
                "out_of_stock" if not sum(row.on_hand(fits[0])) else "not_enough",
                row,
                fits[0],
                available=sum(row.on_hand(fits[0])),
            )
        sku = fits[0]["sku"]
        self.cart[sku] = self.cart.get(sku, 0) + quantity
        return self._change("added", row, fits[0], quantity=quantity)

    def _row_of(self, sku: str) -> Row:
        return next(row for row in self.rows if any(v["sku"] == sku for v in row.variants()))

    def _change(self, status: str, row: Row | None, variant: Json | None, **more: Any) -> Json:
        product = row and {
            "productId": row.product_id,
            "name": row.name,
            "category": row.category,
            "colours": row.colours,
            "sizes": row.sizes,
        }
        chosen = (
            variant
            and row
            and {k: variant[k] for k in ("sku", "name", "colour", "size")}
            | {"price": self.money(row.price)}
        )
        filled = {"sizes": [], "colours": [], "available": None, "quantity": None, **more}
        name = row.name if row else "it"
        return {
            "status": status,
            "product": product,
            "variant": chosen,
            **filled,
            "cart": self.priced(),
            "message": f"{status} {name}",
            "suggestions": [],
        }

    def priced(self) -> Json:
        lines = []
        for sku, quantity in self.cart.items():
            row = self._row_of(sku)
            variant = next(v for v in row.variants() if v["sku"] == sku)
            lines.append(
                {
                    **variant,
                    "quantity": quantity,
                    "unitPrice": self.money(row.price),
                    "lineTotal": self.money(row.price * quantity),
                    "imageUrl": None,
                }
            )
        total = self.money(sum(line["lineTotal"]["amount"] for line in lines))
        return {
            "lines": lines,
            "subtotal": total,
            "discounts": [],
            "total": total,
            "unknownSkus": [],
            "rejectedCoupons": [],
            "notes": [],
        }

    def _update_cart(self, args: Json) -> Json:
        row, quantity = self._row_of(args["sku"]), self.cart.pop(args["sku"])
        old = next(v for v in row.variants() if v["sku"] == args["sku"])
        new = next(
            v
            for v in row.variants()
            if v["size"] == args.get("size", old["size"])
            and v["colour"] == args.get("colour", old["colour"])
        )
        self.cart[new["sku"]] = args.get("quantity", quantity)
        return self._change("updated", row, new, quantity=self.cart[new["sku"]])

    def _remove_from_cart(self, args: Json) -> Json:
        del self.cart[args["sku"]]
        return self._change("removed", self._row_of(args["sku"]), None)

    def _show_cart(self, args: Json) -> Json:
        return {"status": "ok", "cart": self.priced()}

    def _apply_coupon(self, args: Json) -> Json:
        status = "applied" if args["code"] == "WELCOME10" else "rejected"
        return {
            **self._change(status, None, None),
            "message": f"the code {args['code']} is {status}",
        }

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

    def _get_points(self, args: Json) -> Json:
        return {"status": "not_a_member", "account": None, "suggestions": []}

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

    def _add_delivery_address(self, args: Json) -> Json:
        self.has_address = True
        return {"status": "saved", "address": {**args}}

    def _initiate_checkout(self, args: Json) -> Json:
        self.card = args.get("card_last_four", self.card)
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
            else "needs_card"
        )
        if missing:
            return {
                "status": missing,
                "quote": None,
                "shortages": [],
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

    def _commit_checkout(self, args: Json) -> Json:
        reply = {
            "status": "declined",
            "orderId": None,
            "total": None,
            "lastFour": self.card,
            "reason": "insufficient_funds",
            "promisedBy": None,
            "pointsEarned": None,
            "trackingNumber": None,
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
            "pointsEarned": 34,
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
            "returnableUntil": until,
            "returns": [],
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

    def _cancel_order(self, args: Json) -> Json:
        quote = {"quoteId": "Q-2", "kind": "cancellation", "orderId": args["order_id"]}
        return {
            "status": "confirmation_required",
            "quote": quote,
            "commit": {"tool": "commit_cancellation", "args": {"quote_id": "Q-2"}},
            "message": "quoted",
            "suggestions": [],
        }

    def _commit_cancellation(self, args: Json) -> Json:
        return {
            "status": "canceled",
            "orderId": "O-9001",
            "refund": self.money(100),
            "refundTo": "card ending 4242",
            "message": "canceled",
            "suggestions": [],
            "order": {"orderId": "O-9001"},
        }

    def _return_items(self, args: Json) -> Json:
        quote = {"quoteId": "Q-3", "kind": "return", "orderId": args["order_id"]}
        return {
            "status": "confirmation_required",
            "quote": quote,
            "commit": {"tool": "commit_return", "args": {"quote_id": "Q-3"}},
            "message": "quoted",
            "suggestions": [],
        }

    def _commit_return(self, args: Json) -> Json:
        rma = {
            "rmaId": "RMA-1",
            "status": "requested",
            "lines": [],
            "refund": self.money(229900),
            "openedAt": "2026-11-21T00:00:00Z",
            "instructions": "Put it back into its box.",
        }
        return {
            "status": "return_opened",
            "orderId": "O-5026",
            "rma": rma,
            "message": "opened",
            "suggestions": [],
            "order": {"orderId": "O-5026"},
        }

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


AGENT_OF = {
    "browse_catalog": "recommendation",
    "search_products": "recommendation",
    "get_recommendations": "recommendation",
    "check_inventory": "inventory",
    "show_cart": "payment",
    "add_to_cart": "payment",
    "initiate_checkout": "payment",
    "get_applicable_offers": "loyalty",
    "get_order_status": "post-purchase",
    "list_orders": "post-purchase",
}
