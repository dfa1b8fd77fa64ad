from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from agents.loyalty.offers.listings import merge_rows
from agents.loyalty.sample import load_sample
from agents.loyalty.service import operations
from agents.loyalty.tables import Customer, PointsEntry
from contracts.client import AgentUnavailable
from tests.agents.conftest import AgentUnderTest, FrozenClock
from tests.agents.loyalty.offers import GOODS, catalogue, past_order, row
from tests.agents.sample import CUSTOMERS, OFFERS, POINTS
from tests.doubles import ScriptedPeers

GOLD, BRONZE, ANON = "C-1001", "C-1003", "anon-7f3k"
Start = Callable[..., AgentUnderTest]


def rupees(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "INR"}


def offers_for(
    agent: AgentUnderTest, *lines: tuple[str, int], shopper: str = BRONZE, **fields: Any
) -> Any:
    wanted = [{"sku": sku, "quantity": quantity} for sku, quantity in lines]
    return agent.call("getApplicableOffers", {"lines": wanted, **fields}, shopper=shopper)


def applied(reply: Any) -> list[tuple[str, int]]:
    return [(each["offerId"], each["amount"]["amount"]) for each in reply["applied"]]


def test_the_best_combination_is_told_with_reasons(agent: AgentUnderTest) -> None:
    reply = offers_for(agent, ("SHOE", 1), ("SOCK", 3))
    assert applied(reply) == [("OF-04", 20_000), ("OF-02", 50_000), ("OF-03", 0)]
    assert reply["totalDiscount"] == rupees(70_000)
    assert [each["freeDelivery"] for each in reply["applied"]] == [False, False, True]
    assert reply["applied"][0]["reason"] == "of 3 Socks the cheapest one is free"
    assert reply["applied"][0]["lines"] == [{"sku": "SOCK", "amount": rupees(20_000)}]
    assert {each["sku"] for each in reply["applied"][1]["lines"]} == {"SHOE", "SOCK"}
    rejected = {each["offerId"]: each for each in reply["rejected"]}
    assert rejected["OF-06"]["policy"] == "offers.eligibility"
    assert rejected["OF-08"]["reason"] == "it needs the code RUN12"
    assert "OF-13" not in rejected
    assert reply["applied"][1]["reason"] == "your goods come to ₹4,999 or more"


def test_what_is_nearly_reached_is_said(agent: AgentUnderTest) -> None:
    reply = offers_for(agent, ("SHIRT", 1), ("SOCK", 2))
    missing = {each["offerId"]: each["missing"] for each in reply["nearly"]}
    assert missing["OF-03"] == "add ₹99 more for free delivery"
    assert missing["OF-04"] == "add 1 more from Socks for 1 free"
    assert "Add ₹99 more for free delivery" in reply["suggestions"]


def test_lines_of_one_sku_count_together(agent: AgentUnderTest) -> None:
    reply = offers_for(agent, ("SOCK", 1), ("SOCK", 2))
    assert applied(reply) == [("OF-04", 20_000)]


def test_an_empty_cart_lists_what_is_open(agent: AgentUnderTest, peers: ScriptedPeers) -> None:
    reply = offers_for(agent)
    assert {each["offerId"] for each in reply["offers"]} == {
        row["offerId"] for row in OFFERS if not row["tiers"] and row.get("listed", True)
    }
    assert (reply["applied"], reply["nearly"], reply["totalDiscount"]) == ([], [], None)
    assert [name for _, name, _ in peers.calls] == ["listOrders"]


def test_a_tiers_offer_is_for_its_members(agent: AgentUnderTest) -> None:
    gold = offers_for(agent, ("SHIRT", 1), shopper=GOLD)
    assert applied(gold) == [("OF-06", 8_000)]
    assert gold["applied"][0]["reason"] == "you are a gold member"
    assert applied(offers_for(agent, ("SHIRT", 1))) == []
    anonymous = offers_for(agent, ("SHIRT", 1), shopper=ANON)
    assert applied(anonymous) == []
    assert "Sign in" in anonymous["suggestions"][-1]


@pytest.mark.parametrize(
    ("orders", "discount"),
    [([], 10_000), ([past_order("canceled")], 10_000), ([past_order()], 0)],
)
def test_a_first_order_offer_asks_for_past_orders(
    agent: AgentUnderTest, peers: ScriptedPeers, orders: list[Any], discount: int
) -> None:
    peers.answers["post-purchase", "listOrders"] = {"orders": orders}
    reply = offers_for(agent, ("SHIRT", 1), coupons=["welcome10"])
    assert reply["totalDiscount"] == rupees(discount)
    reasons = [each["reason"] for each in reply["rejectedCoupons"]]
    assert reasons == ([] if discount else ["it is for a first order only"])


def test_past_orders_unknown_leave_the_offer_out_and_say_so(
    agent: AgentUnderTest, peers: ScriptedPeers
) -> None:
    del peers.answers["post-purchase", "listOrders"]
    reply = offers_for(agent, ("SHIRT", 1), coupons=["WELCOME10"])
    assert reply["totalDiscount"] == rupees(0)
    assert "cannot be checked just now" in reply["rejectedCoupons"][0]["reason"]
    assert any("past orders cannot be looked up" in each for each in reply["suggestions"])
    assert "OF-01" not in {each["offerId"] for each in reply["offers"]}


def test_a_used_coupon_is_refused(agent: AgentUnderTest) -> None:
    assert applied(offers_for(agent, ("SHOE", 1), coupons=["RUN12"]))[0] == ("OF-08", 59_988)
    for order_id in ("O-1", "O-1", "O-2"):
        redeem(agent, order_id, ["OF-08"])
        reply = offers_for(agent, ("SHOE", 1), coupons=["RUN12"])
    assert "you have used it 2 times" in reply["rejectedCoupons"][0]["reason"]
    assert offers_for(agent, ("SHOE", 1), shopper=GOLD, coupons=["RUN12"])["rejectedCoupons"] == []


def redeem(agent: AgentUnderTest, order_id: str, offer_ids: list[str]) -> None:
    body = {"orderId": order_id, "offerIds": offer_ids}
    reply = agent.call("reserveOffers", body, shopper=BRONZE, service="payment")
    assert reply == {"status": "reserved", "exhausted": []}


def test_redeeming_is_counted_once_for_an_order(agent: AgentUnderTest) -> None:
    for _ in range(3):
        redeem(agent, "O-1", ["OF-08", "OF-08"])
    assert offers_for(agent, ("SHOE", 1), coupons=["RUN12"])["rejectedCoupons"] == []


def test_an_offer_ends(agent: AgentUnderTest, clock: FrozenClock) -> None:
    clock.now += timedelta(hours=336)
    reply = offers_for(agent, ("SHIRT", 1), coupons=["MONSOON300"])
    assert "it ended on 18 May 2026" in reply["rejectedCoupons"][0]["reason"]
    assert "OF-07" not in {each["offerId"] for each in reply["offers"]}


def test_unknown_goods_count_for_nothing(agent: AgentUnderTest) -> None:
    reply = offers_for(agent, ("NOPE", 9))
    assert (reply["applied"], reply["totalDiscount"]) == ([], None)


def test_a_cart_in_dollars_has_no_offers(agent: AgentUnderTest, peers: ScriptedPeers) -> None:
    peers.answers["recommendation", "getProducts"] = catalogue(GOODS, "USD")
    reply = offers_for(agent, ("SHOE", 2), coupons=["RUN12"])
    assert (reply["applied"], reply["offers"]) == ([], [])
    assert reply["totalDiscount"] == {"amount": 0, "currency": "USD"}
    assert "cart is in USD" in reply["rejectedCoupons"][0]["reason"]


def test_a_cart_in_two_currencies_is_refused(agent: AgentUnderTest, peers: ScriptedPeers) -> None:
    rupee, dollar = catalogue(GOODS), catalogue(GOODS, "USD")

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        products = [*rupee({"skus": ["SHOE"]})["products"], *dollar({"skus": ["SOCK"]})["products"]]
        return {"products": products, "unknown": []}

    peers.answers["recommendation", "getProducts"] = answer
    lines = [{"sku": "SHOE", "quantity": 1}, {"sku": "SOCK", "quantity": 1}]
    problem = agent.fault("getApplicableOffers", {"lines": lines}, shopper=BRONZE)
    assert (problem["status"], problem["code"]) == (409, "mixed_currencies")


def test_the_catalogue_being_down_is_a_fault(agent: AgentUnderTest, peers: ScriptedPeers) -> None:
    peers.answers["recommendation", "getProducts"] = AgentUnavailable("recommendation", "is down")
    lines = [{"sku": "SHOE", "quantity": 1}]
    problem = agent.fault("getApplicableOffers", {"lines": lines}, shopper=BRONZE)
    assert (problem["status"], problem["code"]) == (503, "agent_unavailable")


def test_a_changed_offer_shows_after_a_restart(start_agent: Start, peers: ScriptedPeers) -> None:
    first = start_agent(operations, peers=peers)
    with first.app.extensions["store"].write() as session:
        merge_rows(session, [row("OF-77", value=50)], first_moment(session))
    assert applied(offers_for(first, ("SHIRT", 1))) == [("OF-77", 50_000)]
    again = start_agent(operations, peers=peers)
    offered = {each["offerId"] for each in offers_for(again, ("SHIRT", 1))["offers"]}
    assert "OF-77" not in offered
    assert "OF-03" in offered


def first_moment(session: Any) -> Any:
    return session.get(Customer, GOLD).joined_at + timedelta(days=3650)


def test_an_account_shows_points_and_tier(agent: AgentUnderTest) -> None:
    for member in CUSTOMERS:
        reply = agent.call("getAccount", shopper=member["customerId"])
        account = reply["account"]
        total = sum(p["points"] for p in POINTS if p["customerId"] == member["customerId"])
        assert reply["status"] == "ok"
        assert (account["points"], account["tier"]) == (total, member["tier"])
        assert account["perHundred"] == "1 point for every full ₹100 of an order"
    assert agent.call("getAccount", shopper="C-1005")["account"]["nextTier"] is None
    gold = agent.call("getAccount", shopper=GOLD)["account"]
    assert (gold["nextTier"], gold["pointsToNextTier"]) == ("platinum", 6000 - 3641)


@pytest.mark.parametrize("shopper", [ANON, "C-9999"])
def test_a_stranger_is_not_a_member(agent: AgentUnderTest, shopper: str) -> None:
    reply = agent.call("getAccount", shopper=shopper)
    assert (reply["status"], reply["account"]) == ("not_a_member", None)
    assert reply["suggestions"]
    body = {"orderId": "O-1", "amount": rupees(100_000)}
    earned = agent.call("earnPoints", body, shopper=shopper, service="payment")
    assert earned == {"status": "not_a_member", "points": 0, "balance": None}
    body["reference"] = "CQ-1"
    reversed_ = agent.call("reversePoints", body, shopper=shopper, service="post-purchase")
    assert reversed_["status"] == "not_a_member"


@pytest.mark.parametrize(
    "body",
    [
        {"email": "ananya.iyer@example.com"},
        {"email": "  Ananya.IYER@Example.com "},
        {"customerId": "C-1001"},
        {"firstName": "ananya", "lastName": " IYER", "postcode": "560 038"},
    ],
)
def test_a_shopper_is_identified(agent: AgentUnderTest, body: dict[str, str]) -> None:
    reply = agent.call("identifyCustomer", body, shopper=ANON, service="sales-agent")
    assert (reply["status"], reply["customerId"]) == ("identified", GOLD)
    assert (reply["firstName"], reply["lastName"]) == ("Ananya", "Iyer")


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        ({"email": "nobody@example.com"}, "Check the e-mail address"),
        ({"customerId": "C-9999"}, "Give the e-mail address of your account"),
        ({"firstName": "Ananya", "lastName": "Iyer"}, "Give your postcode too"),
        ({}, "Give your first name and last name and postcode too"),
        (
            {"firstName": "Ananya", "lastName": "Iyer", "postcode": "560039"},
            "Check name and postcode",
        ),
    ],
)
def test_an_unknown_shopper_is_told_what_to_give(
    agent: AgentUnderTest, body: dict[str, str], advice: str
) -> None:
    reply = agent.call("identifyCustomer", body, shopper=ANON, service="sales-agent")
    assert (reply["status"], reply["customerId"], reply["firstName"]) == ("unknown", None, None)
    assert reply["suggestions"][0] == advice


def test_one_name_and_postcode_for_two_needs_the_email(agent: AgentUnderTest) -> None:
    with agent.app.extensions["store"].write() as session:
        twin = session.get(Customer, GOLD)
        fields = {c.key: getattr(twin, c.key) for c in Customer.__table__.columns}
        twin_fields = {**fields, "customer_id": "C-2", "email_key": "twin@example.com"}
        session.add(Customer(**twin_fields))
    body = {"firstName": "Ananya", "lastName": "Iyer", "postcode": "560038"}
    reply = agent.call("identifyCustomer", body, shopper=ANON, service="sales-agent")
    assert reply["status"] == "unknown"
    assert "Several accounts" in reply["suggestions"][0]


def test_only_a_service_books_or_identifies(agent: AgentUnderTest) -> None:
    body = {"orderId": "O-1", "amount": rupees(100_000)}
    assert agent.fault("earnPoints", body, shopper=BRONZE)["status"] == 403
    assert agent.fault("identifyCustomer", {}, shopper=BRONZE)["status"] == 403
    assert agent.fault("getAccount")["status"] == 401


@pytest.mark.parametrize("operation", ["earnPoints", "reversePoints"])
def test_a_negative_amount_books_nothing(agent: AgentUnderTest, operation: str) -> None:
    body = {"orderId": "O-9", "amount": rupees(-100)}
    body |= {"reference": "CQ-1"} if operation == "reversePoints" else {}
    problem = agent.fault(operation, body, shopper=BRONZE, service="payment")
    assert (problem["code"], problem["pointer"]) == ("invalid_request", "/amount/amount")


def test_points_are_earned_once_and_reversed_once(agent: AgentUnderTest) -> None:
    body = {"orderId": "O-9", "amount": rupees(129_900)}
    first = agent.call("earnPoints", body, shopper=BRONZE, service="payment")
    assert first["status"] == "earned"
    assert first["points"] == 12
    assert agent.call("earnPoints", body, shopper=BRONZE, service="payment") == first
    back = {**body, "reference": "CQ-1"}
    taken = agent.call("reversePoints", back, shopper=BRONZE, service="post-purchase")
    assert taken == {"status": "reversed", "points": 12, "balance": first["balance"] - 12}
    assert agent.call("reversePoints", back, shopper=BRONZE, service="post-purchase") == taken
    more = {**back, "reference": "CQ-2"}
    reply = agent.call("reversePoints", more, shopper=BRONZE, service="post-purchase")
    assert reply["status"] == "nothing_to_reverse"


def test_racing_bookings_of_one_order_earn_once(agent: AgentUnderTest) -> None:
    before = agent.call("getAccount", shopper=BRONZE)["account"]["points"]
    body = {"orderId": "O-9", "amount": rupees(129_900)}

    def book(_: int) -> int:
        reply = agent.send("earnPoints", body, shopper=BRONZE, service="payment").get_json()
        points: int = reply["points"]
        return points

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(book, range(16))) == {12}
    assert agent.call("getAccount", shopper=BRONZE)["account"]["points"] == before + 12


def test_loading_twice_changes_nothing(agent: AgentUnderTest, clock: FrozenClock) -> None:
    with agent.app.extensions["store"].write() as session:
        load_sample(session, clock.now + timedelta(days=9))
        assert session.query(Customer).count() == len(CUSTOMERS)
        assert session.query(PointsEntry).count() == len(POINTS)
