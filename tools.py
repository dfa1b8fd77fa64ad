"""The one place where agents become tools of the conversation; ends with `all_tools`."""

from typing import Any, Literal

from langchain_core.tools import BaseTool
from langgraph.prebuilt import ToolRuntime

from contracts.advice_tools import get_recommendations
from contracts.cart_tools import cart_tools
from contracts.client import CallFailed
from contracts.delivery_tools import delivery_tools
from contracts.desk import ShopDesk
from contracts.named import is_said
from contracts.order_tools import order_tools
from contracts.talk import heard_in
from contracts.tenders import choose_tenders
from contracts.tool_calls import (
    Result,
    ask_to_confirm,
    between,
    call,
    cart_of,
    commit_tool,
    error,
    given,
    minor_units,
    shop,
    shop_tool,
    shopper_of,
    tell_deed,
    transcript_of,
    with_state,
)

desk = ShopDesk(shop)
ALREADY_SIGNED_IN = (
    "this session is another shopper's; it stays hers until she types /logout, and then somebody "
    "else can sign in"
)


@shop_tool
def browse_catalog(runtime: ToolRuntime) -> Result:
    """Learn what this shop carries: categories, brands, colours, sizes, materials, stores.

    Call it once, before the first search of a conversation.
    """
    result = call(shop, "recommendation.getVocabulary", None, runtime)
    try:
        result["stores"] = call(shop, "inventory.listStores", None, runtime)["stores"]
    except CallFailed:
        result["stores"] = []
    return {"status": "ok", **result}


@shop_tool
def search_products(
    runtime: ToolRuntime,
    query: str = "",
    category: str | None = None,
    colour: str | None = None,
    size: str | None = None,
    brand: str | None = None,
    material: str | None = None,
    min_price: float | None = None,
    max_price: float | None = None,
    exclude_colours: list[str] | None = None,
    exclude_brands: list[str] | None = None,
    sort: Literal["relevance", "price_asc", "price_desc", "newest"] = "relevance",
    limit: int = 5,
) -> Result:
    """Find products. Pass every wish as its own filter; prices in whole currency units (1500).

    `query` takes the words that no filter covers. For "cheapest" sort price_asc, for "most
    expensive" price_desc. When nothing matches, `relaxed` says what would without one filter.
    """
    words = given(query=query, category=category, colour=colour, size=size)
    more = given(brand=brand, material=material)
    prices = given(minPrice=minor_units(min_price), maxPrice=minor_units(max_price))
    refused = given(excludeColours=exclude_colours or None, excludeBrands=exclude_brands or None)
    body = {**words, **more, **prices, **refused, "sort": sort, "limit": between(limit, 1, 20)}
    return call(shop, "recommendation.searchProducts", body, runtime)


@shop_tool
def get_product_details(product_id: str, runtime: ToolRuntime) -> Result:
    """Get everything about one product (e.g. P-1001 or a SKU): variants, sizes, prices, text."""
    found = _products([product_id], runtime)
    if not found["products"]:
        similar = found["unknown"][0]["suggestions"]
        return error("unknown_product", f"there is no product '{product_id}'", similar)
    _tell_viewed(found["products"], runtime)
    return {"status": "ok", "product": found["products"][0]}


@shop_tool
def compare_products(product_ids: list[str], runtime: ToolRuntime) -> Result:
    """Compare two to four products side by side (ids such as P-1001, P-1002)."""
    found = _products(product_ids[:4], runtime)
    _tell_viewed(found["products"], runtime)
    return {"status": "ok", "compared": found["products"], "unknown": found["unknown"]}


@shop_tool
def search_policies(question: str, runtime: ToolRuntime) -> Result:
    """Find what the shop's own pages say: shipping, returns, payment, care, sizes, privacy.

    `question` as the shopper asked it. Answer only from the passages and name the source; when
    the result is not_found, say that it is not in our policies and offer a person.
    """
    return call(shop, "recommendation.findPassages", {"question": question[:2000]}, runtime)


@shop_tool
def check_inventory(
    runtime: ToolRuntime,
    product_id: str | None = None,
    sku: str | None = None,
    size: str | None = None,
    colour: str | None = None,
    store: str | None = None,
) -> Result:
    """Check stock online and by store, of a SKU (RS-01-BLK-9) or of a product's size and colour.

    `store` is a store's name, area or city. Never promise stock without this.
    """
    body = given(productId=product_id, sku=sku, size=size, colour=colour, store=store)
    return call(shop, "inventory.checkInventory", body, runtime)


@shop_tool
def get_applicable_offers(runtime: ToolRuntime) -> Result:
    """Get the offers that apply to the shopper and her cart, and what is nearly reached."""
    return call(shop, "loyalty.getApplicableOffers", cart_of(runtime), runtime)


@shop_tool
def get_points(runtime: ToolRuntime) -> Result:
    """Get the shopper's loyalty points and tier."""
    return call(shop, "loyalty.getAccount", None, runtime)


@shop_tool
def list_payment_methods(runtime: ToolRuntime) -> Result:
    """List the shopper's ways to pay: cards, gift cards and points, with what they still hold."""
    return {"status": "ok", **call(shop, "payment.listTenders", None, runtime)}


@shop_tool
def add_gift_card(code: str, runtime: ToolRuntime) -> Result:
    """Add a gift card by the code that the shopper said (GIFT-7QWM-2K8F-9HXA), to pay with it."""
    return call(shop, "payment.addGiftCard", {"code": code.strip().upper()}, runtime)


@shop_tool
def initiate_checkout(
    runtime: ToolRuntime,
    delivery_option: Literal["standard", "express", "pickup"] | None = None,
    pickup_store: str | None = None,
    slot_id: str | None = None,
    pay_with: list[str] | None = None,
) -> Any:
    """Start checkout of the cart: gets an exact quote, which the shopper then confirms.

    Never ask for a card number: the channel takes it. `pay_with` names her ways to pay in the
    order in which they are drawn on, each for all it can give: ["points", "4242"] is points first
    and the rest on the card ending 4242; ["gift card: 500", "points: 300", "4242"] sets limits.
    Leave it out unless she named them. The result says when an address or a way to pay is missing.
    """
    cart = cart_of(runtime)
    if not cart["lines"]:
        return error("cart_empty", "the cart is empty", ["Show me what is popular"])
    chosen = choose_tenders(pay_with, runtime)
    option = "pickup" if pickup_store else delivery_option
    where = given(deliveryOption=option, store=pickup_store, slotId=slot_id)
    body = {**cart, **where, **given(tenders=chosen.tenders or None)}
    result = ask_to_confirm(call(shop, "payment.quoteCheckout", body, runtime), commit_checkout)
    return with_state(result, runtime, tender=chosen.card) if chosen.card else result


@commit_tool
def commit_checkout(quote_id: str, runtime: ToolRuntime) -> Any:
    """Place and pay the order exactly as quoted, after the shopper's yes."""
    result = call(shop, "payment.commitCheckout", {"quoteId": quote_id}, runtime)
    if result["status"] != "placed":
        return result
    order = {"orderId": result["orderId"], "total": result["total"]}
    return with_state({**result, "orderChanged": order}, runtime, cart=[{"op": "clear"}])


@shop_tool
def identify_shopper(
    runtime: ToolRuntime,
    email: str | None = None,
    first_name: str | None = None,
    last_name: str | None = None,
    postcode: str | None = None,
) -> Any:
    """Sign the shopper in by e-mail, or by first name, last name and postcode together.

    Only with what she said herself. A session is one shopper's until she types /logout.
    """
    body = given(email=email, firstName=first_name, lastName=last_name, postcode=postcode)
    here, heard = runtime.state["shopper"], heard_in(runtime)
    if unsaid := [value for value in body.values() if not is_said(value, heard)]:
        return error("not_said_by_shopper", f"the shopper has not said {', '.join(unsaid)}; ask")
    result = desk.identify(body, shopper_of(runtime))
    if here["isSignedIn"] and result["customerId"] != here["id"]:
        return error("already_signed_in", ALREADY_SIGNED_IN, ["/logout"])
    if result["status"] != "identified":
        return result
    shopper = {"id": result["customerId"], "name": result["firstName"], "isSignedIn": True}
    kept = {} if here["isSignedIn"] else {"tender": None}
    return with_state(result, runtime, shopper=shopper, **kept)


@shop_tool
def hand_over_to_person(reason: str, runtime: ToolRuntime) -> Result:
    """Hand the conversation over to a person, with its transcript."""
    body = {"reason": reason, "transcript": transcript_of(runtime)}
    return call(shop, "post-purchase.openHandoff", body, runtime)


def _products(ids: list[str], runtime: ToolRuntime) -> Result:
    """Products by product ids or SKUs, whichever they are."""
    found = call(shop, "recommendation.getProducts", {"productIds": ids}, runtime)
    if skus := [row["id"] for row in found["unknown"]]:
        by_sku = call(shop, "recommendation.getProducts", {"skus": skus}, runtime)
        found["products"] += by_sku["products"]
        found["unknown"] = by_sku["unknown"]
    return found


def _tell_viewed(products: list[Result], runtime: ToolRuntime) -> None:
    viewed = [{"productId": product["productId"]} for product in products]
    tell_deed(shop, "viewed", viewed, runtime)


all_tools: list[BaseTool] = [
    browse_catalog,
    search_products,
    get_product_details,
    compare_products,
    get_recommendations,
    search_policies,
    check_inventory,
    *cart_tools,
    get_applicable_offers,
    get_points,
    list_payment_methods,
    add_gift_card,
    initiate_checkout,
    commit_checkout,
    identify_shopper,
    hand_over_to_person,
    *delivery_tools,
    *order_tools,
]
