"""The best combination of offers that the policy lets stand, found exactly within a bound.

Branch and bound over the offers that the cart has reached. Of each stacking group a branch takes
up to `at_most` offers, each on what the former left. A branch is given up when what it has saved
and the most that its remaining offers could save, each on the whole cart, does not beat the best
combination known; two offers that share no goods are tried in one order only. After
`search_steps` discounts have been reckoned the best one known is taken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from agents.loyalty.combination.discounts import Remains, after, bound, cut
from agents.loyalty.offers.terms import Applied, Cart, CartLine, Offer, is_for
from agents.loyalty.policy import Group, Policy

Worth = tuple[int, bool, int, int]
"""What a combination saves, whether delivery is free, and less coupons and offers for it."""


@dataclass(frozen=True)
class Combination:
    """The offers that apply, in order; `is_exact` unless the search was cut short."""

    applied: list[Applied]
    is_exact: bool


@dataclass(frozen=True)
class Candidate:
    """An offer, the most it can save, and the lines it is for."""

    offer: Offer
    rank: int
    most: int
    lines: frozenset[int]


def best_combination(offers: Sequence[Offer], cart: Cart, policy: Policy) -> Combination:
    """The combination of offers that saves most; each offer's conditions hold already.

    Of equal ones the shopper keeps her coupons, and fewer offers are better than more.
    """
    search = _Search(cart.lines, policy.offers.stacking.search_steps)
    search.run(_grouped([each for each in offers if not each.is_exclusive], cart, policy))
    beside = set(policy.offers.stacking.beside_exclusive)
    for exclusive in (each for each in offers if each.is_exclusive):
        others = [
            each
            for each in offers
            if not each.is_exclusive and (group := group_of(each, policy)) and group.name in beside
        ]
        search.run(_alone(exclusive, others, cart, policy))
    return Combination(search.best, search.steps_left > 0)


def group_of(offer: Offer, policy: Policy) -> Group | None:
    """An offer's stacking group."""
    return policy.offers.stacking.group_of(offer.kind, offer.group)


def saving(applied: Iterable[Applied]) -> int:
    """What offers take off together, in minor units."""
    return sum(each.amount for each in applied)


def worth(applied: Sequence[Applied]) -> Worth:
    """What a combination is worth, to compare it with others."""
    coupons = sum(each.offer.code is not None for each in applied)
    has_free_delivery = any(each.is_free_delivery for each in applied)
    return saving(applied), has_free_delivery, -coupons, -len(applied)


@dataclass(frozen=True)
class _Choice:
    """A group's candidates, the most promising first, and how many of them may apply."""

    candidates: tuple[Candidate, ...]
    at_most: int

    def most(self, applied: Sequence[Applied], taken: int) -> int:
        """The most that candidates not yet applied can still save."""
        used = {each.offer.offer_id for each in applied} if taken else set()
        rest = [each.most for each in self.candidates if each.offer.offer_id not in used]
        return sum(rest[: self.at_most - taken])

    @property
    def has_free_delivery(self) -> bool:
        """Whether any of them makes delivery free."""
        return any(each.offer.kind == "free_delivery" for each in self.candidates)


@dataclass
class _Search:
    lines: tuple[CartLine, ...]
    steps_left: int
    best: list[Applied] = field(default_factory=list)
    _best_worth: Worth = (0, False, 0, 0)
    _choices: Sequence[_Choice] = ()
    _later: Sequence[tuple[int, bool]] = ()

    def run(self, choices: Sequence[_Choice]) -> None:
        """Search these groups; what was found in former runs is there to be beaten."""
        self._choices = choices
        later: list[tuple[int, bool]] = [(0, False)]
        for choice in reversed(choices):
            most, is_free = later[0]
            later.insert(0, (most + choice.most((), 0), is_free or choice.has_free_delivery))
        self._later = later
        self._descend(0, 0, None, Remains.whole(self.lines), [])

    def _descend(
        self, depth: int, taken: int, last: Candidate | None, remains: Remains, had: list[Applied]
    ) -> None:
        if worth(had) > self._best_worth:
            self.best, self._best_worth = had, worth(had)
        if depth == len(self._choices) or not self._is_promising(depth, taken, remains, had):
            return
        choice = self._choices[depth]
        for each in choice.candidates if taken < choice.at_most else ():
            if not _is_next(each, last, had):
                continue
            if self.steps_left <= 0:
                return
            self.steps_left -= 1
            off = cut(each.offer, self.lines, remains)
            if off.total or each.offer.kind == "free_delivery":
                parts = tuple((self.lines[i].sku, part) for i, part in off.amounts.items() if part)
                now = [*had, Applied(each.offer, off.total, parts)]
                self._descend(depth, taken + 1, each, after(remains, off), now)
        self._descend(depth + 1, 0, None, remains, had)

    def _is_promising(
        self, depth: int, taken: int, remains: Remains, had: Sequence[Applied]
    ) -> bool:
        saved, is_free, coupons, offers = worth(had)
        choice, (later, is_later_free) = self._choices[depth], self._later[depth + 1]
        more = min(choice.most(had, taken) + later, sum(remains.price))
        can_be_free = is_free or is_later_free or choice.has_free_delivery
        return (saved + more, can_be_free, coupons, offers) > self._best_worth


def _is_next(each: Candidate, last: Candidate | None, had: Sequence[Applied]) -> bool:
    """Whether to try a candidate now: not twice, and of independent ones in one order only."""
    if last is None:
        return True
    if any(each.offer is applied.offer for applied in had):
        return False
    return each.rank > last.rank or bool(each.lines & last.lines)


def _grouped(offers: Sequence[Offer], cart: Cart, policy: Policy) -> list[_Choice]:
    by_group: dict[str, list[Offer]] = {}
    for offer in offers:
        if group := group_of(offer, policy):
            by_group.setdefault(group.name, []).append(offer)
    return [
        _Choice(_candidates(by_group[group.name], cart), group.at_most)
        for group in policy.offers.stacking.groups
        if group.name in by_group
    ]


def _alone(exclusive: Offer, others: list[Offer], cart: Cart, policy: Policy) -> list[_Choice]:
    """An exclusive offer, and what the policy lets stand beside it."""
    group = group_of(exclusive, policy)
    if group is None:
        return []
    beside = [each for each in others if group_of(each, policy) != group]
    return [_Choice(_candidates([exclusive], cart), 1), *_grouped(beside, cart, policy)]


def _candidates(offers: Sequence[Offer], cart: Cart) -> tuple[Candidate, ...]:
    found = sorted(offers, key=lambda each: (-bound(each, cart.lines), each.offer_id))
    return tuple(
        Candidate(
            offer,
            rank,
            bound(offer, cart.lines),
            frozenset(i for i, line in enumerate(cart.lines) if is_for(offer, line)),
        )
        for rank, offer in enumerate(found)
    )
