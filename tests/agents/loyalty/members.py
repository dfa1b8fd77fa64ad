"""A member of the programme."""

from agents.loyalty.tables import Customer
from tests.agents.loyalty.offers import NOW


def member() -> Customer:
    return Customer(
        customer_id="C-1",
        first_name="Asha",
        last_name="Rao",
        email="a@example.com",
        email_key="a@example.com",
        name_key="asha|rao|1",
        phone=None,
        joined_at=NOW,
    )
