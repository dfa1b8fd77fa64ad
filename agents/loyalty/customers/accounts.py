"""What a member's account shows."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from agents.kit.wire import money
from agents.kit.wording import spell_money
from agents.loyalty.points import bookings
from agents.loyalty.points.lots import Purse
from agents.loyalty.policy import Policy
from agents.loyalty.tables import Customer
from contracts.currency import to_minor


def account_wire(
    session: Session, customer: Customer, policy: Policy, *, currency: str, now: datetime
) -> dict[str, object]:
    """A member's account as its contract shows it; amounts in a currency of the policy."""
    earned = bookings.earned_in_all(session, customer.customer_id)
    following = bookings.next_tier(earned, policy)
    purse = bookings.purse_of(session, customer.customer_id)
    balance, redeem = purse.balance(now), policy.points.redeem
    worth = redeem.worth.get(currency, 0)
    return {
        "customerId": customer.customer_id,
        "firstName": customer.first_name,
        "lastName": customer.last_name,
        "email": customer.email,
        "tier": bookings.tier_of(earned, policy),
        "points": balance,
        "nextTier": following and following.name,
        "pointsToNextTier": following and following.from_points - max(0, earned),
        "perHundred": _earning_in_words(policy, currency),
        "earning": {
            "points": policy.points.earn.points,
            "perAmount": money(to_minor(policy.points.earn.per_major_units, currency), currency),
        },
        "pointValue": money(worth, currency),
        "worth": money(balance * worth, currency),
        "minimumToRedeem": redeem.minimum,
        "expiring": _expiring(purse, policy, now),
    }


def _expiring(purse: Purse, policy: Policy, now: datetime) -> list[dict[str, object]]:
    """Points that end soon, by day."""
    horizon = now + timedelta(days=policy.points.expiry.notice_days)
    by_day: dict[str, int] = {}
    for lot in sorted(purse.lots, key=lambda lot: lot.age):
        if lot.left and lot.expires_at and now < lot.expires_at <= horizon:
            day = lot.expires_at.date().isoformat()
            by_day[day] = by_day.get(day, 0) + lot.left
    return [{"points": count, "on": day} for day, count in by_day.items()]


def _earning_in_words(policy: Policy, currency: str) -> str:
    earn = policy.points.earn
    each = spell_money(to_minor(earn.per_major_units, currency), currency)
    unit = "point" if earn.points == 1 else "points"
    return f"{earn.points} {unit} for every full {each} of an order"
