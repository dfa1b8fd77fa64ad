from typing import Any

import pytest

from agents.loyalty.service import operations
from agents.loyalty.tables import Customer
from tests.agents.conftest import AgentUnderTest
from tests.agents.loyalty.conftest import Start

IMPORTER: dict[str, Any] = {"shopper": "import", "service": "import"}


def customer(number: int, **fields: Any) -> dict[str, Any]:
    known = {
        "customerId": f"mei_li_{number}",
        "firstName": "Mei",
        "lastName": "Li",
        "email": f"mei.li{number}@example.com",
        "phone": None,
        "postcode": "80279",
    }
    return {**known, **fields}


def bring(agent: AgentUnderTest, *rows: dict[str, Any]) -> tuple[int, int]:
    reply = agent.call("importCustomers", {"customers": list(rows)}, **IMPORTER)
    return reply["created"], reply["updated"]


def refused(agent: AgentUnderTest, *rows: dict[str, Any]) -> Any:
    return agent.fault("importCustomers", {"customers": list(rows)}, **IMPORTER)


@pytest.fixture
def agent(start_agent: Start) -> AgentUnderTest:
    return start_agent(operations, has_sample=False)


def test_customers_are_added_once_and_then_changed(agent: AgentUnderTest) -> None:
    rows = [customer(n) for n in range(3)]
    assert bring(agent, *rows) == (3, 0)
    assert bring(agent, *rows) == (0, 0)
    moved = customer(1, postcode="10001", phone="+1 555")
    assert bring(agent, customer(0), moved, customer(9)) == (1, 1)
    body = {"firstName": "mei", "lastName": "LI", "postcode": "100-01"}
    found = agent.call("identifyCustomer", body, shopper="anon-1", service="sales-agent")
    assert found["customerId"] == "mei_li_1"


def test_an_imported_customer_has_an_account(agent: AgentUnderTest) -> None:
    bring(agent, customer(1))
    account = agent.call("getAccount", shopper="mei_li_1")["account"]
    assert (account["points"], account["tier"], account["expiring"]) == (0, "bronze", [])
    body = {"orderId": "#W123", "amount": {"amount": 50_000, "currency": "USD"}}
    earned = agent.call("earnPoints", body, shopper="mei_li_1", service="post-purchase")
    assert earned == {"status": "earned", "points": 5, "balance": 5}


@pytest.mark.parametrize("email", ["mei.li0@example.com", " MEI.LI0@Example.com "])
def test_an_address_of_another_customer_is_refused(agent: AgentUnderTest, email: str) -> None:
    bring(agent, customer(0))
    problem = refused(agent, customer(1), customer(2, email=email))
    assert (problem["status"], problem["code"]) == (409, "email_taken")
    assert problem["pointer"] == "/customers/1/email"
    assert "mei_li_2" in problem["detail"]
    assert "example.com" not in problem["detail"]
    assert bring(agent, customer(1)) == (1, 0)


def test_two_rows_with_one_address_are_refused(agent: AgentUnderTest) -> None:
    problem = refused(agent, customer(1), customer(2, email="mei.li1@example.com"))
    assert (problem["code"], problem["pointer"]) == ("email_taken", "/customers/1/email")


def test_a_customer_in_two_rows_that_differ_is_refused(agent: AgentUnderTest) -> None:
    assert bring(agent, customer(1), customer(1)) == (1, 0)
    assert refused(agent, customer(2), customer(2, lastName="Lee"))["code"] == "customer_twice"


def test_customers_can_swap_their_addresses(agent: AgentUnderTest) -> None:
    bring(agent, customer(1), customer(2))
    first, second = customer(1)["email"], customer(2)["email"]
    assert bring(agent, customer(1, email=second), customer(2, email=first)) == (0, 2)
    with agent.app.extensions["store"].read() as session:
        emails = [session.get(Customer, f"mei_li_{n}").email_key for n in (1, 2)]
    assert emails == [second, first]


def test_only_a_service_imports(agent: AgentUnderTest) -> None:
    body = {"customers": [customer(1)]}
    assert agent.fault("importCustomers", body, shopper="mei_li_1")["status"] == 403
    assert agent.fault("importCustomers", body)["status"] == 401


@pytest.mark.parametrize(
    "fields",
    [{"firstName": ""}, {"email": "a"}, {"postcode": ""}, {"customerId": ""}, {"tier": "gold"}],
)
def test_a_broken_row_adds_nobody(agent: AgentUnderTest, fields: dict[str, Any]) -> None:
    problem = refused(agent, customer(1), customer(2, **fields))
    assert (problem["status"], problem["code"]) == (400, "invalid_request")
    assert bring(agent, customer(1)) == (1, 0)
