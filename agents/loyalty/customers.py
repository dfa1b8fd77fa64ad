"""Who a shopper is, and her account."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.wording import spell_money
from agents.loyalty import points
from agents.loyalty.policy import Policy
from agents.loyalty.tables import Customer
from contracts.currency import to_minor


def email_key(email: str) -> str:
    """An e-mail address as it is compared."""
    return email.strip().casefold()


def name_key(first_name: str, last_name: str, postcode: str) -> str:
    """Name and postcode as they are compared: case and spaces do not count."""
    names = (" ".join(part.casefold().split()) for part in (first_name, last_name))
    return "|".join((*names, "".join(postcode.casefold().split()).replace("-", "")))


def identify(session: Session, body: dict[str, str]) -> tuple[Customer | None, list[str]]:
    """Find a customer by id, by e-mail, or by name and postcode; else say what to give."""
    if "customerId" in body:
        found = session.get(Customer, body["customerId"])
        return found, ["Give the e-mail address of your account"]
    if "email" in body:
        wanted = select(Customer).where(Customer.email_key == email_key(body["email"]))
        advice = ["Check the e-mail address", "Give first name, last name and postcode instead"]
        return session.scalar(wanted), advice
    missing = [name for name in ("firstName", "lastName", "postcode") if not body.get(name)]
    if missing:
        words = {"firstName": "first name", "lastName": "last name", "postcode": "postcode"}
        asked = " and ".join(words[name] for name in missing)
        return None, [f"Give your {asked} too", "Give the e-mail address of your account instead"]
    key = name_key(body["firstName"], body["lastName"], body["postcode"])
    matches = session.scalars(select(Customer).where(Customer.name_key == key)).all()
    if len(matches) > 1:
        return None, ["Several accounts match; give the e-mail address of yours"]
    advice = ["Check name and postcode", "Give the e-mail address of your account instead"]
    return (matches[0] if matches else None), advice


def account_wire(session: Session, customer: Customer, policy: Policy) -> dict[str, object]:
    """A member's account as its contract shows it."""
    earned = points.earned_in_all(session, customer.customer_id)
    following = points.next_tier(earned, policy)
    return {
        "customerId": customer.customer_id,
        "firstName": customer.first_name,
        "lastName": customer.last_name,
        "email": customer.email,
        "tier": points.tier_of(earned, policy),
        "points": points.balance(session, customer.customer_id),
        "nextTier": following and following.name,
        "pointsToNextTier": following and following.from_points - earned,
        "perHundred": _earning_in_words(policy),
    }


def _earning_in_words(policy: Policy) -> str:
    earn, currency = policy.points.earn, policy.offers.currency
    each = spell_money(to_minor(earn.per_major_units, currency), currency)
    unit = "point" if earn.points == 1 else "points"
    return f"{earn.points} {unit} for every full {each} of an order"
