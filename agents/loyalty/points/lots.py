"""A member's points in lots, each with its end: what ends first is spent first."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from agents.loyalty.tables import PointsEntry

EXPIRY_KIND = "expire"


@dataclass
class Lot:
    """Points of one booking.

    Attributes:
        order_id: The order that earned them.
        left: What is neither spent nor taken back nor booked as ended.
        ended: What was booked as ended.
    """

    entry_id: int
    order_id: str | None
    left: int
    expires_at: datetime | None
    ended: int = 0

    def is_open(self, at: datetime) -> bool:
        """Whether its points can be spent at a time."""
        return self.expires_at is None or self.expires_at > at

    @property
    def age(self) -> tuple[bool, float, int]:
        """What to sort by, so that what ends first comes first."""
        ends = self.expires_at
        return ends is None, ends.timestamp() if ends else 0.0, self.entry_id


@dataclass
class Purse:
    """All lots of a member, and what each order was paid with."""

    lots: list[Lot] = field(default_factory=list)
    paid: dict[str | None, list[tuple[Lot, int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[PointsEntry]) -> "Purse":
        """Go through a member's bookings in the order in which they were made."""
        purse = cls()
        for entry in entries:
            purse.book(entry)
        return purse

    def balance(self, at: datetime) -> int:
        """The points that can be spent at a time; never negative."""
        return sum(lot.left for lot in self.lots if lot.is_open(at))

    def book(self, entry: PointsEntry) -> None:
        """Do to the lots what a booking did."""
        match entry.kind:
            case "burn":
                taken = self._take(-entry.points, entry.at)
                self.paid.setdefault(entry.order_id, []).extend(taken)
            case "restore":
                self._unpay(entry)
            case "reverse":
                self._take(-entry.points, entry.at, first_of=entry.order_id)
            case "expire":
                self._end(entry)
        if entry.points > 0:
            order_id = entry.order_id if entry.kind == "earn" else None
            self.lots.append(Lot(entry.entry_id, order_id, entry.points, entry.expires_at))

    def paid_with(self, order_id: str) -> list[tuple[Lot, int]]:
        """The lots and points that an order was paid with and that did not come back."""
        return self.paid.get(order_id, [])

    def ended_of(self, order_id: str, at: datetime) -> int:
        """The points earned with an order that ended unspent."""
        mine = [lot for lot in self.lots if lot.order_id == order_id]
        return sum(lot.ended + (0 if lot.is_open(at) else lot.left) for lot in mine)

    def _take(
        self, points: int, at: datetime, *, first_of: str | None = None
    ) -> list[tuple[Lot, int]]:
        """Take points: of an order's own lot first, then of what ends first."""
        taken = []
        lots = sorted(self.lots, key=lambda lot: lot.age)
        if first_of is not None:
            lots.sort(key=lambda lot: lot.order_id != first_of)
        for lot in lots:
            part = min(points, lot.left) if lot.is_open(at) else 0
            if part > 0:
                lot.left -= part
                points -= part
                taken.append((lot, part))
        return taken

    def _unpay(self, entry: PointsEntry) -> None:
        """Forget what an order was paid with, the last taken first."""
        points, portions = entry.points, self.paid.get(entry.order_id, [])
        while points > 0 and portions:
            lot, part = portions.pop()
            back = min(points, part)
            points -= back
            if part > back:
                portions.append((lot, part - back))

    def _end(self, entry: PointsEntry) -> None:
        for lot in self.lots:
            if lot.entry_id == int(entry.reference):
                lot.left += entry.points
                lot.ended -= entry.points


def months_after(moment: datetime, months: int) -> datetime:
    """The same time of day so many calendar months later, on the month's last day at most."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(
        year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1])
    )
