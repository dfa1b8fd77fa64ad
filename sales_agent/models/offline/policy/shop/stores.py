"""Stores and delivery: where they are, reserving there, ways to receive the goods."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import (
    cart_items,
    cart_of,
    focus_of,
    last_store,
)
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.products.goods import (
    focus_sku,
    meant,
    which,
    with_choices,
)
from sales_agent.models.offline.policy.products.stock import gone, no_such_variant, store_there
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.shop import shop_pages
from sales_agent.models.offline.understanding.clause import meant as meant_words
from sales_agent.models.offline.understanding.days import read_day
from sales_agent.models.offline.understanding.identifiers import read_postcode
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.vocabulary import stems_of
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.models.offline.wording.goods import store_names
from sales_agent.models.offline.wording.money import DASH, day, listing, money
from sales_agent.models.offline.wording.names import named
from sales_agent.models.offline.wording.products import variant_words
from sales_agent.shop.amounts import slot_words
from sales_agent.shop.told import told

Json = Mapping[str, Any]


def find_store(wish: Wish, desk: Desk) -> Reply:
    """The shop's stores, or those of the place that was named."""
    stores: Sequence[Json] = desk.talk.vocabulary.stores
    if not stores:
        stores = desk.call("browse_catalog").get("stores", ())
    place = (wish.slots.store or "").lower()
    named = [row for row in stores if place in (row["name"].lower(), row["city"].lower())]
    rows = named or stores
    if not rows:
        return Reply.of(desk.say("no_stores"))
    lines = [
        f"- {r['name']}, {r['city']}{DASH}{r['address']} {r['postcode']}{DASH}{told(r['hours'])}"
        for r in rows
    ]
    return Reply.of("\n".join([desk.say("stores"), *lines]))


def reserve(wish: Wish, desk: Desk) -> Reply:
    """Reserve one variant in one store; ask for what is missing."""
    wish = _instead_of_gone(wish, desk)
    product_id = meant(wish, desk)
    if product_id is None:
        return which(wish, desk)
    wish = with_choices(wish, product_id, desk)
    wish = replace(wish, slots=replace(wish.slots, products=(product_id,)))
    store = wish.slots.store or store_there(wish, desk) or last_store(desk.talk)
    sku = focus_sku(product_id, wish.slots, focus_of(desk.talk)) if store else None
    if sku is None:
        found = _variant(wish, store, desk)
        if isinstance(found, Reply):
            return found
        sku = found
    if store is None:
        return which_store(wish, _holding(sku, product_id, desk), desk)
    result = desk.call("reserve_in_store", store=store, sku=sku, quantity=wish.slots.quantity)
    return _reserved(result, wish, store, desk)


def delivery(wish: Wish, desk: Desk) -> Reply:
    """Ways to receive the goods, with price and day."""
    answer = wish.parameters.get("postcode")
    postcode = wish.slots.postcode or read_postcode(answer or wish.words)
    place = _place(wish, desk)
    if place and not (answer or postcode or wish.slots.store):
        return _sent_there(place, wish, desk)
    if wish.slots.line1:  # said before there was anything to send: kept for when there is
        desk.attempt("add_delivery_address", **wish.slots.address)
    store = wish.slots.store
    if not (postcode or store):
        postcode, store = _asked_for(desk)
    result = desk.call("get_delivery_options", postcode=postcode, store=store)
    if result["status"] != "ok" or not result["options"]:
        return Reply.of(desk.say("not_served", postcode=postcode or ""), result["suggestions"])
    if chosen := _chosen(wish, result["options"], desk):
        slots = wish.slots.filled(delivery_option=chosen["optionId"])
        step = {"kind": "yes_no", "ask": desk.say("ask_way"), "wish": Wish("checkout", slots)}
        return Reply.of(_told_of_one(chosen, desk), ["Yes", "Checkout"], **step)
    return Reply.of(_ways_told(wish, result["options"], desk), ["Checkout"])


def _chosen(wish: Wish, options: Sequence[Json], desk: Desk) -> Json | None:
    """The way to send what is in the cart that is wished for, or alone is in time for a day."""
    said = meant_words(wish.words, desk.talk.vocabulary)
    if not cart_items(cart_of(desk.talk)) or pattern("question").match(said):
        return None
    sent = [row for row in options if row["optionId"] != "pickup"]
    if wished := read_day(said, desk.today):
        fitting = [row for row in sent if row["promisedBy"][:10] <= wished.isoformat()]
        return fitting[0] if len(fitting) == 1 < len(sent) else None
    return next((row for row in sent if row["optionId"] == wish.slots.delivery_option), None)


def _place(wish: Wish, desk: Desk) -> str | None:
    """A place, no store's, that goods are to go to; a word that is known is no place's name."""
    if found := pattern("ships_to").search(wish.words):
        return found[1]
    found = pattern("goes_to").search(wish.words)
    known = load_tables().known_words | desk.talk.vocabulary.words
    if found is None or any(word in known for word in stems_of(found["place"])):
        return None
    is_word = any(word in load_tables().known_words for word in found["place"].lower().split())
    return None if is_word else found["place"]


def _sent_there(place: str, wish: Wish, desk: Desk) -> Reply:
    """Whether goods go to a place: as the pages have it, and by its postcode; no day before that.

    A question whether they go there is answered by the pages; one for the day needs the postcode.
    """
    is_for_a_day = wish.slots.delivery_option or pattern("asks_when").search(wish.words.lower())
    if not is_for_a_day and (told := shop_pages.of_place(wish, desk)):
        return told
    ask = desk.say("ask_postcode_of", place=place)
    asked = Reply.of("", kind="parameter", ask=ask, wish=wish, parameter="postcode")
    told = shop_pages.of_countries(wish, desk) if is_for_a_day else None
    return replace(asked, text=told.text) if told else asked


def _ways_told(wish: Wish, options: Sequence[Json], desk: Desk) -> str:
    """The one way that is asked after, those that are in time for a day, else all."""
    asked = [row for row in options if row["optionId"] == wish.slots.delivery_option]
    wished = read_day(meant_words(wish.words, desk.talk.vocabulary), desk.today)
    if asked and not wished:
        return "\n".join(_told_of_one(row, desk) for row in asked)
    lead, rows = desk.say("delivery"), list(options)
    if wished:
        by = day(wished.isoformat())
        in_time = [row for row in options if row["promisedBy"][:10] <= wished.isoformat()]
        lead = desk.say("in_time" if in_time else "not_in_time", day=by)
        rows = sorted(in_time or options, key=lambda row: str(row["promisedBy"]))
    return "\n".join([lead, *(f"- {_option(row, desk)}" for row in rows)])


def _told_of_one(row: Json, desk: Desk) -> str:
    key = "delivery_one" if row["price"]["amount"] else "delivery_one_free"
    values = {"name": _way_name(row, desk), "cost": money(row["price"])}
    told = desk.say(key, day=day(row["promisedBy"]), **values)
    return f"{told} {_reason(row)}".strip()


def _asked_for(desk: Desk) -> tuple[str | None, str | None]:
    """The postcode and the store or city of the last look at deliveries, or of her address."""
    for call in desk.talk.latest_calls("get_delivery_options", "add_delivery_address"):
        return call.args.get("postcode"), call.args.get("store")
    return None, None


def which_store(wish: Wish, stores: Sequence[Json], desk: Desk) -> Reply:
    """Ask for the store, with those it can be."""
    names = tuple(row["name"] for row in stores)
    asked = replace(wish, slots=wish.slots.without("store"))
    ask = desk.say("which_store", stores=listing(names, "or"))
    return Reply.of("", names[:4], kind="store", ask=ask, wish=asked, choices=names)


def _holding(sku: str, product_id: str, desk: Desk) -> Sequence[Json]:
    """The stores that have a SKU; all of them when that cannot be told."""
    stock = desk.attempt("check_inventory", product_id=product_id, sku=sku) or {}
    there = [row for row in stock.get("availableStores", ()) if row["available"] > 0]
    return there or desk.talk.vocabulary.stores


def _instead_of_gone(wish: Wish, desk: Desk) -> Wish:
    """Take "it" for the alternative that was proposed for what is gone."""
    asked = (desk.talk.past[-1].asked or {}) if desk.talk.past else {}
    proposed = (asked.get("wish") or {}).get("slots", {}) if asked.get("kind") == "yes_no" else {}
    focus = focus_of(desk.talk)
    if wish.picks != "pronoun" or not proposed.get("products") or not focus or focus.is_available:
        return wish
    kept = {name: proposed.get(name) for name in ("size", "colour")}
    products = tuple(proposed["products"])
    slots = replace(wish.slots, products=products)
    return replace(wish, slots=slots.over(replace(slots, **{k: v for k, v in kept.items() if v})))


def _variant(wish: Wish, store: str | None, desk: Desk) -> str | Reply:
    """The SKU that is meant, else a question for its size or colour."""
    slots = wish.slots
    asked = {"size": slots.size, "colour": slots.colour, "store": store}
    result = desk.call("check_inventory", product_id=slots.products[0], **asked)
    if result["status"] == "no_such_variant":
        return no_such_variant(result, slots, desk)
    variants: list[Json] = [row for row in result["variants"] if row["available"] > 0]
    if not variants:
        return gone(result, slots, desk)
    if len(variants) == 1:
        return str(variants[0]["sku"])
    for kind in ("size", "colour"):
        choices = tuple(dict.fromkeys(row[kind] for row in variants if row.get(kind)))
        if len(choices) > 1:
            ask = desk.say(
                f"ask_{kind}_of", name=result["name"], choices=listing([*map(named, choices)], "or")
            )
            return Reply.of("", choices[:4], kind=kind, ask=ask, wish=wish, choices=choices)
    return str(variants[0]["sku"])


def _reserved(result: Json, wish: Wish, store: str, desk: Desk) -> Reply:
    status = result["status"]
    if status == "reserved":
        return Reply.of(
            _reserved_words(result, desk), ["Which stores do you have?", "Show my cart"]
        )
    if status == "ambiguous_store":
        return which_store(wish, result["stores"], desk)
    if status == "unknown_store":
        text = desk.say("unknown_store", store=store)
        return replace(
            which_store(wish, result["stores"] or desk.talk.vocabulary.stores, desk), text=text
        )
    others = store_names(result["stores"])
    if others:
        text = desk.say("not_there_but", name=desk.say("it"), store=store, others=others)
        return replace(
            which_store(wish, [r for r in result["stores"] if r["available"]], desk), text=text
        )
    return Reply.of(desk.say("not_there", name=desk.say("it"), store=store), result["suggestions"])


def _reserved_words(result: Json, desk: Desk) -> str:
    row = result["reservation"]
    focus = focus_of(desk.talk)
    return desk.say(
        "reserved",
        what=_named(row["sku"], focus.item.name if focus else row["sku"], desk),
        store=row["storeName"],
        code=row["pickupCode"],
        day=day(row["expiresAt"]),
    )


def _named(sku: str, otherwise: str, desk: Desk) -> str:
    """A SKU by the name that the talk's stock checks gave it."""
    for call in desk.talk.latest_calls("check_inventory", with_now=True):
        for row in (call.result or {}).get("variants", ()):
            if row["sku"] == sku:
                words = variant_words(row)
                return f"{row['name']} ({words})" if words else str(row["name"])
    return otherwise


def _option(row: Json, desk: Desk) -> str:
    cost = money(row["price"]) if row["price"]["amount"] else desk.say("free")
    name = _way_name(row, desk)
    when = desk.say("by_day", day=day(row["promisedBy"]))
    free = [slot_words(slot) for slot in row.get("slots") or () if slot["left"]]
    slots = desk.say("slots", slots=listing(free[:3], "or")) if free else ""
    return DASH.join(part for part in (name, cost, when, _reason(row), slots) if part)


def _way_name(row: Json, desk: Desk) -> str:
    """A way to receive the goods by name; those that every shop has in the spoken language."""
    key = f"way.{row['optionId']}"
    name = desk.say(key) if desk.texts.has(key) else str(row["name"])
    return f"{name} ({row['storeName']})" if row.get("storeName") else name


def _reason(row: Json) -> str:
    return told(str(row.get("reason") or ""))
