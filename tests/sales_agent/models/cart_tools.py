"""Tools of the scripted shop that change its cart."""

from typing import Any

from tests.sales_agent.models.catalog_tools import CatalogTools
from tests.sales_agent.models.rows import Json, Row


class CartTools(CatalogTools):
    """Adding, changing, removing, coupons."""

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
