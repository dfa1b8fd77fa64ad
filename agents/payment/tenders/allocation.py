"""How a total is split over tenders: pure arithmetic, no tender gives more than it has."""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.kit.wording import spell_money
from agents.payment.policy import TenderRules
from agents.payment.tenders.wallet import Tender


@dataclass(frozen=True)
class Wish:
    """A tender that the shopper names, and how much to take of it; None is all it can give."""

    tender: Tender
    amount: int | None = None


@dataclass(frozen=True)
class Share:
    """What one tender pays, in minor units; `points` if it is points."""

    tender: Tender
    amount: int

    @property
    def points(self) -> int | None:
        """How many points are taken."""
        if self.tender.kind != "points":
            return None
        return self.amount // self.tender.point_value


@dataclass(frozen=True)
class Allocation:
    """Who pays what, and what nobody pays yet."""

    shares: tuple[Share, ...]
    remaining: int


class Refused(Exception):
    """A tender cannot pay as wished; `rule` is the policy's that says so, if one does."""

    def __init__(self, message: str, *, rule: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.rule = rule


def allocate(total: int, currency: str, wishes: Sequence[Wish]) -> Allocation:
    """Split a total: wished amounts first, then in their order each gives what it can.

    Raises:
        Refused: a tender holds another currency, less than was wished of it, or too few points.
    """
    for wish in wishes:
        _check_currency(wish.tender, currency)
    left = total
    taken = [0] * len(wishes)
    named_first = sorted(range(len(wishes)), key=lambda n: (wishes[n].amount is None, n))
    for number in named_first:
        taken[number] = _take(wishes[number], left, currency)
        left -= taken[number]
    shares = [Share(w.tender, t) for w, t in zip(wishes, taken, strict=True) if t]
    for share in shares:
        _check_points(share)
    return Allocation(tuple(shares), left)


def check_combination(shares: Sequence[Share], rules: TenderRules) -> None:
    """Refuse tenders that do not pay one order together.

    Raises:
        Refused: there are too many, or of kinds that do not go together.
    """
    if len(shares) > rules.max:
        raise Refused(
            f"An order is paid with at most {rules.max} ways to pay, not {len(shares)}.",
            rule="tenders.max",
        )
    kinds = {share.tender.kind for share in shares}
    if not any(kinds <= allowed for allowed in rules.together):
        labels = " and ".join(share.tender.label for share in shares)
        raise Refused(f"{labels} cannot pay one order together.", rule="tenders.together")


def _take(wish: Wish, left: int, currency: str) -> int:
    tender, available = wish.tender, wish.tender.available
    wanted = left if wish.amount is None else min(wish.amount, left)
    if wanted and available is not None and (available <= 0 or _asks_too_much(wish, wanted)):
        has = spell_money(max(0, available), currency)
        asked = "" if wish.amount is None else f", not {spell_money(wish.amount, currency)}"
        raise Refused(f"The {tender.label} can give {has}{asked}.")
    can = wanted if available is None else min(wanted, available)
    return can - can % tender.point_value


def _asks_too_much(wish: Wish, wanted: int) -> bool:
    return wish.amount is not None and wanted > (wish.tender.available or 0)


def _check_currency(tender: Tender, currency: str) -> None:
    if tender.currency is not None and tender.currency != currency:
        raise Refused(
            f"The {tender.label} pays in {tender.currency}, and the cart is in {currency}."
        )


def _check_points(share: Share) -> None:
    minimum = share.tender.minimum_points
    if share.points is not None and share.points < minimum:
        raise Refused(
            f"At least {minimum} points are needed to pay with points; this would take "
            f"{share.points}.",
            rule="points.redeem",
        )
