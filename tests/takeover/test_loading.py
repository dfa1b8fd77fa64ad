"""Taking a shop over: everything reaches its agent, once, for its own shopper."""

import json
from datetime import UTC, datetime

import pytest

from contracts.client import AgentUnavailable
from takeover.loading import Loading
from takeover.report import Report
from takeover.tau2 import read_shop
from tests.takeover.agents import RecordingAgents
from tests.takeover.shops import small_shop

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


@pytest.fixture
def agents():
    return RecordingAgents()


def load(tmp_path, send, now=NOW):
    path = tmp_path / "db.json"
    path.write_text(json.dumps(small_shop()), encoding="utf-8")
    return Loading(read_shop(path), send, Report(), "import", now).load()


def test_everything_is_new_the_first_time(tmp_path, agents):
    report = load(tmp_path, agents)

    assert list(report.lines()) == [
        "customers: 2 new, 0 as before",
        "addresses: 2 new, 0 as before",
        "ways to pay: 3 new, 0 as before",
        "orders: 4 new, 0 as before",
        "payments: 5 new, 0 as before",
        "parcels: 4 new, 0 as before",
    ]


def test_a_second_time_changes_nothing(tmp_path, agents):
    load(tmp_path, agents)
    added = len(agents.sent["addAddress"]), len(agents.sent["importOrders"])
    report = load(tmp_path, agents, datetime(2026, 6, 1, tzinfo=UTC))

    assert sum(report.new.values()) == 0
    assert (len(agents.sent["addAddress"]), len(agents.sent["importOrders"])) == added


@pytest.mark.parametrize("listed", [20, 2, 0])
def test_a_second_import_tells_the_days_of_the_first(tmp_path, listed):
    agents = RecordingAgents(listed=listed)
    load(tmp_path, agents)
    agents.sent.clear()
    load(tmp_path, agents, datetime(2026, 6, 1, tzinfo=UTC))

    times = {p["at"] for _, body in agents.sent["importPayments"] for p in body["payments"]}
    assert times == {"2026-05-04T09:30:00Z"}


def test_each_call_speaks_for_its_shopper(tmp_path, agents):
    load(tmp_path, agents)

    whose = {name: {shopper for shopper, _ in calls} for name, calls in agents.sent.items()}
    assert whose["importCustomers"] == {"import"}
    assert whose["importTenders"] == {"ida_holm_1", "bo_ek_2"}
    assert whose["importOrders"] == whose["importPayments"] == {"ida_holm_1"}


def test_a_shopper_keeps_the_address_that_she_has_by_now(tmp_path, agents):
    moved = {
        "addressId": "A-9",
        "name": "Ida Holm",
        "line1": "1 New Street",
        "line2": None,
        "city": "Salem",
        "state": "OR",
        "postcode": "97301",
        "country": "US",
        "isDefault": True,
    }
    agents.addresses["ida_holm_1"] = [moved]
    load(tmp_path, agents)

    assert agents.addresses["ida_holm_1"] == [moved]
    assert [shopper for shopper, _ in agents.sent["addAddress"]] == ["bo_ek_2"]


def test_a_refused_order_is_told_and_the_others_go_in(tmp_path):
    agents = RecordingAgents(refused={"W3"})
    report = load(tmp_path, agents)

    assert [str(problem) for problem in report.problems] == [
        "db.json: orders/#W3: W3 is odd; order left out"
    ]
    assert report.new["orders"] == 3
    assert "W3" not in {body["orderId"] for _, body in agents.sent["importPayments"]}


def test_a_refused_customer_costs_herself_and_her_orders(tmp_path):
    agents = RecordingAgents(refused={"bo_ek_2"})
    report = load(tmp_path, agents)

    assert "users/bo_ek_2: bo_ek_2 is odd; customer left out" in str(report.problems[0])
    assert report.new["customers"] == 1
    assert "bo_ek_2" not in {shopper for shopper, _ in agents.sent["importTenders"]}


def test_an_agent_that_is_down_ends_the_import(tmp_path, agents):
    def send(agent, operation, body, **who):
        if agent == "payment":
            raise AgentUnavailable(agent, "the payment agent cannot be reached")
        return agents(agent, operation, body, **who)

    with pytest.raises(AgentUnavailable):
        load(tmp_path, send)


def test_money_and_lines_are_exact(tmp_path, agents):
    load(tmp_path, agents)

    orders = {o["orderId"]: o for _, body in agents.sent["importOrders"] for o in body["orders"]}
    assert orders["W1"]["total"] == {"amount": 4798, "currency": "USD"}
    assert [line["quantity"] for line in orders["W1"]["lines"]] == [2, 1]
    assert [tender["label"] for tender in orders["W1"]["tenders"]] == ["the card"]
    assert orders["W3"]["deliveredAt"] == "2026-05-04T09:30:00Z"
    assert orders["W4"]["refunded"] == {"amount": 1999, "currency": "USD"}
