"""The sample shop's pages: routes only."""

from functools import cache
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from storefront.addresses import (
    category_address,
    category_picture,
    drawn_address,
    page_address,
    picture_address,
    product_address,
)
from storefront.amounts import money_words
from storefront.choice import FEW, choice_of
from storefront.gallery import category_drawing, product_drawing
from storefront.goods import FAILURES, PER_PAGE, Agents, Goods, range_words
from storefront.pictures.colours import colour_of

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' https:",  # an imported catalogue's pictures lie on its shop's own servers
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
PICTURE_AGE_S = 24 * 3600
IN_THE_HEADER = 6
SHOP_NAME = "Sample Store"
SORTS = {
    "": "Featured",
    "newest": "Newest",
    "price_asc": "Price, low first",
    "price_desc": "Price, high first",
}


def storefront_blueprint(agents: Agents) -> Blueprint:
    """The pages over whatever the agents sell."""
    goods = Goods(agents)
    bp = Blueprint(
        "storefront",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/storefront",
    )
    _add_pages(bp, goods)
    _add_texts(bp, goods)
    _add_pictures(bp, goods)
    bp.after_request(_guarded)
    for failure in FAILURES:
        bp.register_error_handler(failure, _closed)
    bp.register_error_handler(404, _missing)
    bp.app_template_filter("money")(money_words)
    bp.app_template_filter("swatch")(lambda colour: colour_of(colour, ""))
    bp.context_processor(lambda: _furniture(goods))
    return bp


def _add_pages(bp: Blueprint, goods: Goods) -> None:
    @bp.get("/")
    def home() -> str:
        return render_template(
            "home.html", new=goods.recommended("new", 8), popular=goods.recommended("popular", 8)
        )

    @bp.get("/category/<path:name>")
    def category(name: str) -> str:
        return _shelf(goods, title=name, category=name)

    @bp.get("/search")
    def search() -> str:
        words = request.args.get("q", "").strip()[:200]
        return _shelf(goods, title=f"“{words}”" if words else "Everything", query=words)

    @bp.get("/product/<path:product_id>")
    def product(product_id: str) -> str:
        found = goods.product(product_id[:80]) or abort(404)
        choice = choice_of(found, request.args.get("colour"), goods.stock(product_id))
        goes_with = goods.recommended("complements", 4, productIds=[product_id])
        return render_template("product.html", product=found, choice=choice, goes_with=goes_with)

    @bp.get("/stock/<path:sku>")
    def stock(sku: str) -> str:
        return render_template("stock.html", stock=goods.stock_of(sku[:80]), few=FEW)

    @bp.get("/cart")
    def cart() -> str:
        return render_template("cart.html")

    @bp.get("/orders")
    def orders() -> str:
        return render_template("orders.html")


def _add_texts(bp: Blueprint, goods: Goods) -> None:
    @bp.get("/about")
    def about() -> str:
        return render_template("about.html")

    @bp.get("/stores")
    def stores() -> str:
        return render_template("stores.html", stores=goods.stores())

    @bp.get("/pages/<path:name>")
    def page(name: str) -> str:
        meant = (f"/pages/{name}", f"/{name}", name)
        found = next(filter(None, map(goods.page, meant)), None) or abort(404)
        return render_template("page.html", page=found)


def _add_pictures(bp: Blueprint, goods: Goods) -> None:
    @bp.get("/pictures/<path:name>.svg")
    def picture(name: str) -> ResponseReturnValue:
        return _drawing(product_drawing(goods, name[:160]) or abort(404))

    @bp.get("/pictures/category/<path:name>.svg")
    def picture_of_category(name: str) -> ResponseReturnValue:
        return _drawing(category_drawing(name[:120]))


def _shelf(goods: Goods, *, title: str, **asked: Any) -> str:
    """A page of goods, narrowed by what the address says."""
    chosen = {name: request.args.get(name, "")[:60] for name in ("colour", "size", "sort")}
    chosen["sort"] = chosen["sort"] if chosen["sort"] in SORTS else ""
    page = min(max(request.args.get("page", 1, type=int), 1), 400)
    found = goods.search({**asked, **chosen}, page=page)
    if asked.get("category") and not found["total"] and not any(chosen.values()):
        abort(404)
    return render_template(
        "shelf.html",
        title=title,
        found=found,
        chosen=chosen,
        query=asked.get("query"),
        sorts=SORTS,
        page=page,
        last_page=-(-found["total"] // PER_PAGE),
    )


def _furniture(goods: Goods) -> dict[str, Any]:
    """What every page stands in: asked for only by pages that show it, and once for each."""
    return {
        "shop_name": SHOP_NAME,
        "in_the_header": IN_THE_HEADER,
        "categories": cache(goods.categories),
        "pages": cache(goods.pages),
        "picture_address": picture_address,
        "drawn_address": drawn_address,
        "range_words": range_words,
        "product_address": product_address,
        "category_address": category_address,
        "category_picture": category_picture,
        "page_address": page_address,
    }


def _drawing(document: str) -> ResponseReturnValue:
    response = Response(document, mimetype="image/svg+xml")
    response.cache_control.public = True
    response.cache_control.max_age = PICTURE_AGE_S
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # the widget is on any page
    response.add_etag()
    return response.make_conditional(request)


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _missing(_: Exception) -> ResponseReturnValue:
    return render_template("missing.html"), 404


def _closed(error: Exception) -> ResponseReturnValue:
    current_app.logger.warning("storefront_page_failed error=%s", type(error).__name__)
    return render_template("closed.html"), 503
