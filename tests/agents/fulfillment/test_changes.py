"""Parcels sent elsewhere, or with other goods, while none has left."""

from typing import Any

import pytest

from tests.agents.conftest import AgentUnderTest
from tests.agents.fulfillment.parcels import ADDRESS, cancel, happen, of_order, prepare, split

PUNE = {**ADDRESS, "line1": "7, Lane 5", "city": "Pune", "postcode": "411004"}
GUWAHATI = {**ADDRESS, "city": "Guwahati", "postcode": "781001"}
SRINAGAR = {**ADDRESS, "city": "Srinagar", "postcode": "190001"}
PORT_BLAIR = {**ADDRESS, "city": "Port Blair", "postcode": "744101"}
POST_PURCHASE = {"shopper": "C-1", "service": "post-purchase", "path": {"orderId": "O-1"}}


def change(fulfillment: AgentUnderTest, reference: str = "Q-1", **wanted: Any) -> Any:
    body = {"reference": reference, **wanted}
    return fulfillment.call("changeShipments", body, **POST_PURCHASE)


def refused(fulfillment: AgentUnderTest, reference: str = "Q-1", **wanted: Any) -> Any:
    body = {"reference": reference, **wanted}
    return fulfillment.fault("changeShipments", body, **POST_PURCHASE)


def line(sku: str, quantity: int, **more: Any) -> dict[str, Any]:
    return {"sku": sku, "quantity": quantity, **more}


def test_all_parcels_go_to_the_new_address(fulfillment: AgentUnderTest) -> None:
    split(fulfillment, "WH-1", "ST-BAN")
    reply = change(fulfillment, address=PUNE)
    assert reply["status"] == "changed"
    assert [parcel["address"] for parcel in reply["shipments"]] == [PUNE, PUNE]
    assert of_order(fulfillment) == reply["shipments"]


def test_a_place_that_is_not_served_changes_nothing(fulfillment: AgentUnderTest) -> None:
    prepare(fulfillment)
    reply = change(fulfillment, address=PORT_BLAIR, remove=[line("S-1", 1)])
    assert (reply["status"], reply["shipments"][0]["address"]) == ("not_served", ADDRESS)
    assert reply["shipments"][0]["lines"] == [line("S-1", 2)]


@pytest.mark.parametrize(
    ("country", "postcode", "status"),
    [
        ("US", "46281", "changed"),
        ("USA", "46281-1234", "changed"),
        ("India", "411004", "changed"),
        ("US", "411004", "not_served"),
        ("FR", "75001", "not_served"),
    ],
)
def test_a_country_has_postcodes_of_its_own(
    fulfillment: AgentUnderTest, country: str, postcode: str, status: str
) -> None:
    prepare(fulfillment)
    address = {**ADDRESS, "country": country, "postcode": postcode}
    assert change(fulfillment, address=address)["status"] == status


def test_a_slower_place_moves_the_promise(fulfillment: AgentUnderTest) -> None:
    prepare(fulfillment)
    (parcel,) = change(fulfillment, address=GUWAHATI)["shipments"]
    assert parcel["promisedBy"] == parcel["originallyPromisedBy"] == "2026-05-14"


def test_the_way_that_was_paid_for_must_go_there(fulfillment: AgentUnderTest) -> None:
    prepare(fulfillment, optionId="express")
    assert change(fulfillment, address=SRINAGAR)["status"] == "not_served"
    assert change(fulfillment, address=GUWAHATI)["status"] == "changed"


def test_a_pickup_is_sent_nowhere(fulfillment: AgentUnderTest) -> None:
    prepare(fulfillment, optionId="pickup", storeId="ST-IND")
    assert change(fulfillment, address=PUNE)["status"] == "none"


def test_exactly_the_units_said_are_swapped(fulfillment: AgentUnderTest) -> None:
    prepare(fulfillment, lines=[line("S-1", 3), line("S-2", 1)])
    add = [line("S-9", 2, locationId=None)]
    (parcel,) = change(fulfillment, remove=[line("S-1", 2)], add=add)["shipments"]
    assert parcel["lines"] == [line("S-1", 1), line("S-2", 1), line("S-9", 2)]


def test_units_of_another_place_get_a_parcel(fulfillment: AgentUnderTest) -> None:
    split(fulfillment, "WH-1", "ST-BAN", promisedBy="2026-05-30")
    add = [line("S-9", 1, locationId="ST-IND"), line("S-8", 1, locationId="ST-IND")]
    parcels = change(fulfillment, remove=[line("S-1", 1)], add=add)["shipments"]
    by_place = {parcel["locationId"]: parcel for parcel in parcels}
    assert by_place["ST-IND"]["lines"] == [line("S-9", 1), line("S-8", 1)]
    assert by_place["ST-IND"]["address"] == ADDRESS
    assert not by_place["ST-IND"]["isReplacement"]
    statuses = sorted(parcel["status"] for parcel in parcels)
    assert statuses == ["canceled", "preparing", "preparing"]


def test_a_parcel_that_is_emptied_and_filled_goes_on(fulfillment: AgentUnderTest) -> None:
    prepare(fulfillment)
    add = [line("S-9", 2, locationId=None)]
    (parcel,) = change(fulfillment, remove=[line("S-1", 2)], add=add)["shipments"]
    assert (parcel["status"], parcel["lines"]) == ("preparing", [line("S-9", 2)])


def test_what_is_not_in_the_parcels_cannot_be_taken_out(fulfillment: AgentUnderTest) -> None:
    prepare(fulfillment)
    problem = refused(fulfillment, address=PUNE, remove=[line("S-1", 2), line("S-1", 1)])
    assert (problem["status"], problem["code"]) == (409, "not_in_parcels")
    assert "hold 2 of 'S-1', not 3" in problem["detail"]
    assert of_order(fulfillment)[0]["address"] == ADDRESS


def test_a_pickup_takes_nothing_from_elsewhere(fulfillment: AgentUnderTest) -> None:
    prepare(fulfillment, optionId="pickup", storeId="ST-IND")
    problem = refused(fulfillment, add=[line("S-9", 1, locationId="ST-BAN")])
    assert problem["code"] == "wrong_location"


def test_a_change_again_is_made_once(fulfillment: AgentUnderTest) -> None:
    prepare(fulfillment)
    wanted = {"remove": [line("S-1", 1)], "add": [line("S-9", 1, locationId=None)]}
    assert change(fulfillment, **wanted) == change(fulfillment, **wanted)
    assert refused(fulfillment, remove=[line("S-1", 1)])["code"] == "reference_reused"


def test_a_change_again_is_done_even_when_the_parcel_has_left(
    fulfillment: AgentUnderTest,
) -> None:
    (parcel,) = prepare(fulfillment)["shipments"]
    change(fulfillment, address=PUNE)
    happen(fulfillment, parcel, "shipped")
    assert change(fulfillment, address=PUNE)["status"] == "changed"
    assert change(fulfillment, "Q-2", address=ADDRESS)["status"] == "already_shipped"
    assert of_order(fulfillment)[0]["address"] == PUNE


def test_one_parcel_that_has_left_stops_the_change(fulfillment: AgentUnderTest) -> None:
    first, _ = split(fulfillment, "WH-1", "ST-BAN")
    happen(fulfillment, first, "shipped")
    reply = change(fulfillment, address=PUNE)
    assert reply["status"] == "already_shipped"
    assert all(parcel["address"] == ADDRESS for parcel in reply["shipments"])


def test_what_was_stopped_is_not_changed(fulfillment: AgentUnderTest) -> None:
    prepare(fulfillment)
    cancel(fulfillment)
    assert change(fulfillment, address=PUNE)["status"] == "none"


def test_anothers_parcels_are_not_changed(fulfillment: AgentUnderTest) -> None:
    prepare(fulfillment)
    who = {**POST_PURCHASE, "shopper": "C-2"}
    body = {"reference": "Q-1", "address": PUNE}
    reply = fulfillment.call("changeShipments", body, **who)
    assert reply == {"status": "none", "shipments": []}
    assert of_order(fulfillment)[0]["address"] == ADDRESS
