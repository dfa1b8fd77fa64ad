"""The inventory agent's operations."""

import logging
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from agents.inventory import counts, imports, stores
from agents.inventory.availability import enquiries as availability
from agents.inventory.availability.enquiries import Availability, Enquiry
from agents.inventory.availability.suggestions import suggest
from agents.inventory.counts import Count
from agents.inventory.holds import timed as holds
from agents.inventory.holds.timed import HoldRequest
from agents.inventory.policy import load_policy
from agents.inventory.stock import VariantStock, colours_of, sizes_of, stock_level
from agents.inventory.tables import Base, Location
from agents.kit.operations import Call, Operations, Reply
from agents.kit.places import Place
from agents.kit.rows import read_rows
from agents.kit.wire import timestamp

logger = logging.getLogger(__name__)

POLICY = load_policy()


def load_sample(session: Session, now: datetime) -> None:
    """Load the sample shop's places and stock."""
    for row in read_rows(__file__, "locations"):
        session.merge(_location(row))
    session.flush()
    counts.set_counts(session, [_count(row) for row in read_rows(__file__, "stock")])


operations = Operations("inventory", tables=Base.metadata, seed=load_sample)


@operations.read("checkInventory")
def check_inventory(call: Call) -> Reply:
    """Stock of a SKU or of a product's variants, online and by store."""
    body = call.body
    enquiry = Enquiry(
        sku=body.get("sku"),
        product_id=body.get("productId"),
        size=body.get("size"),
        colour=body.get("colour"),
        store=body.get("store"),
    )
    return _availability_reply(availability.find(call.session, enquiry, call.now))


@operations.read("getStock")
def get_stock(call: Call) -> Reply:
    """Availability of many SKUs and products at once."""
    skus, product_ids = call.body.get("skus", []), call.body.get("productIds", [])
    found = [
        *counts.stock_of_skus(call.session, skus, call.now),
        *counts.stock_of_products(call.session, product_ids, call.now),
    ]
    by_sku = {variant.sku: variant for variant in found}
    known = {*by_sku, *(variant.product_id for variant in found)}
    return {
        "stock": [_variant_reply(variant) for variant in by_sku.values()],
        "unknown": [name for name in [*skus, *product_ids] if name not in known],
    }


@operations.read("listStores")
def list_stores(call: Call) -> Reply:
    """Stores with address and hours."""
    return {"stores": [_store_reply(place) for place in stores.list_stores(call.session)]}


@operations.write("placeHold")
def place_hold(call: Call) -> Reply:
    """Hold stock for a short time, all lines or none."""
    body = call.body
    if "locationId" in body:
        stores.require_locations(call.session, [body["locationId"]])
    wanted = HoldRequest(
        hold_id=body["holdId"],
        units=_units(body["lines"]),
        ttl=timedelta(seconds=body["ttlSeconds"]),
        location_id=body.get("locationId"),
        postcode=body.get("postcode"),
    )
    placement = holds.place(call.session, wanted, POLICY, call.now)
    hold = placement.hold
    return {
        "status": "held" if hold else "out_of_stock",
        "holdId": wanted.hold_id,
        "expiresAt": timestamp(hold.expires_at) if hold else None,
        "allocations": _allocations_reply(call.session, hold.hold_id if hold else None),
        "shortages": [
            {"sku": short.sku, "wanted": short.wanted, "available": short.available}
            for short in placement.shortages
        ],
    }


@operations.write("commitHold")
def commit_hold(call: Call) -> Reply:
    """Take held units off the counts, and say where they are taken from."""
    hold_id = call.path["holdId"]
    status = holds.commit(call.session, hold_id, call.now)
    committed = hold_id if status == "committed" else None
    return {
        "status": status,
        "holdId": hold_id,
        "allocations": _allocations_reply(call.session, committed),
    }


@operations.write("releaseHold")
def release_hold(call: Call) -> Reply:
    """Give held units back."""
    hold_id = call.path["holdId"]
    return {"status": holds.release(call.session, hold_id), "holdId": hold_id}


@operations.write("restock")
def restock(call: Call) -> Reply:
    """Put goods back where each line says; goods sold no more have no shelf to go to."""
    by_place = _units_by_place(call)
    stores.require_locations(call.session, by_place)
    for location_id, units in by_place.items():
        if gone := counts.add_units(call.session, units, location_id):
            reference = call.body["reference"]
            logger.warning("restock_of_unsold reference=%s skus=%s", reference, gone)
    return {"status": "restocked"}


@operations.write("setStock")
def set_stock(call: Call) -> Reply:
    """Set counts; with `replace`, variants that are not named are removed."""
    wanted = [_count(row) for row in call.body["items"]]
    location_ids = {location_id for count in wanted for location_id in count.levels}
    stores.found_locations(call.session, location_ids)
    stores.require_locations(call.session, sorted(location_ids))
    told = imports.differences(call.session, wanted) if call.body.get("tellChanges") else None
    changes = counts.set_counts(call.session, wanted)
    removed = _remove_rest(call, wanted)
    if import_id := call.body.get("importId"):
        imports.note(call.session, import_id, [count.sku for count in wanted])
    reply = {
        "created": changes["created"],
        "updated": changes["updated"],
        "unchanged": changes["unchanged"],
        "removed": removed,
    }
    if told is None:
        return reply
    return {
        **reply,
        "changes": [
            {"sku": one.sku, "name": one.name, "details": list(one.details)} for one in told
        ],
    }


@operations.write("removeStock")
def remove_stock(call: Call) -> Reply:
    """Take goods out: products named, or variants that an import did not name."""
    if import_id := call.body.get("exceptImport"):
        removal = imports.remove_others(call.session, import_id)
    else:
        removal = imports.remove_products(call.session, call.body.get("productIds", []))
    return {
        "removed": removal.removed,
        "names": removal.names,
        "isFinished": removal.is_finished,
    }


def _remove_rest(call: Call, wanted: Sequence[Count]) -> int:
    """What the request says is all there is, makes the rest go; returns how many went."""
    if call.body.get("replace"):
        return counts.remove_others(call.session, {count.sku for count in wanted})
    if call.body.get("isWhole"):
        return counts.remove_siblings(call.session, wanted)
    return 0


def _location(row: Mapping[str, Any]) -> Location:
    return Location(
        location_id=row["locationId"],
        kind=row["kind"],
        name=row["name"],
        city=row["city"],
        address=row["address"],
        postcode=row["postcode"],
        hours=row["hours"],
    )


def _count(row: Mapping[str, Any]) -> Count:
    return Count(
        sku=row["sku"],
        product_id=row["productId"],
        name=row["name"],
        colour=row.get("colour"),
        size=row.get("size"),
        levels=row["levels"],
    )


def _units(lines: Sequence[Mapping[str, Any]]) -> Counter[str]:
    units: Counter[str] = Counter()
    for line in lines:
        units[line["sku"]] += line["quantity"]
    return units


def _units_by_place(call: Call) -> dict[str, Counter[str]]:
    """Units by location id: the line's, else the body's, else the main warehouse."""
    by_place: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in call.body["lines"]:
        named = line.get("locationId") or call.body.get("locationId")
        location_id = named or stores.main_warehouse(call.session)
        by_place[location_id][line["sku"]] += line["quantity"]
    return dict(by_place)


def _availability_reply(found: Availability) -> Reply:
    is_one_store = bool(found.enquiry.store) and len(found.wanted_stores) == 1
    return {
        "status": "ok" if found.matching else "no_such_variant",
        "productId": found.product[0].product_id,
        "name": found.product[0].name,
        "onlineStatus": found.level,
        "available": found.available,
        "warehouse": found.warehouse,
        "availableStores": [
            {"storeId": p.place_id, "name": p.name, "city": p.city, "available": units}
            for p, units in found.units_at(found.wanted_stores)
        ],
        "variants": [_variant_reply(variant) for variant in found.matching],
        "sizes": sizes_of(found.product),
        "colours": colours_of(found.product),
        "store": _store_reply(found.wanted_stores[0]) if is_one_store else None,
        "suggestions": suggest(found),
    }


def _variant_reply(variant: VariantStock) -> Reply:
    return {
        "sku": variant.sku,
        "productId": variant.product_id,
        "name": variant.name,
        "colour": variant.colour,
        "size": variant.size,
        "available": variant.available,
        "onlineStatus": stock_level(variant.available),
        "warehouse": variant.warehouse,
    }


def _store_reply(place: Place) -> Reply:
    return {
        "storeId": place.place_id,
        "name": place.name,
        "city": place.city,
        "address": place.address,
        "postcode": place.postcode,
        "hours": place.hours,
    }


def _allocations_reply(session: Session, hold_id: str | None) -> list[Reply]:
    found = holds.allocations_of(session, hold_id) if hold_id else []
    return [{"sku": a.sku, "locationId": a.location_id, "quantity": a.quantity} for a in found]
