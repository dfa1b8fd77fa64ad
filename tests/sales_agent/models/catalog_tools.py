"""Tools of the scripted shop that find goods and their stock."""

from tests.sales_agent.models.rows import GOES_WITH, STORES, Json, Row
from tests.sales_agent.models.state import ShopState


class CatalogTools(ShopState):
    """Finding, comparing, recommending, stock."""

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

    def _search_policies(self, args: Json) -> Json:
        """A shop without pages of its own."""
        return {"status": "not_found", "passages": [], "suggestions": ["Talk to a person"]}

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
                row.brand not in args.get("exclude_brands", ()),
                not row.colours or bool(set(row.colours) - set(args.get("exclude_colours", ()))),
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
        named = str(args["product_id"])  # a product's id or a SKU
        row = self.row("-".join(named.split("-")[:2]) if named.startswith("P-") else named)
        variants = [
            {
                **v,
                "options": {n: v[n] for n in ("colour", "size") if v[n]},
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
            if args["kind"] in ("popular", "for_you", "new"):
                rows.append(self.summary(row, "is popular"))
        rows = rows[: args.get("limit", 3)]
        return {"status": "ok" if rows else "empty", "recommendations": rows, "suggestions": []}

    def _check_inventory(self, args: Json) -> Json:
        named = str(args["product_id"])  # a product's id or a SKU
        row = self.row("-".join(named.split("-")[:2]) if named.startswith("P-") else named)
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
        self.reserved.append(reservation)
        return {
            "status": "reserved",
            "reservation": reservation,
            "available": 3,
            "stores": [],
            "suggestions": [],
        }
