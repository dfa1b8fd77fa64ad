"""The numbers of invoices and credit notes: one after the other, each given once and kept."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from agents.kit.storage import UtcTime
from agents.post_purchase.invoicing.seller import Kind, Series
from agents.post_purchase.tables import Base, Order

DIGITS = 6


class NumberSequence(Base):
    """The last number that a series gave out in a year."""

    __tablename__ = "number_sequences"
    series: Mapped[str] = mapped_column(String(10), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class IssuedDocument(Base):
    """An invoice or a credit note that has its number; amounts in minor units of its order.

    `reference` is the refund that a credit note stands for, and empty for an invoice.
    `fingerprint` tells what an invoice lists; one that lists something else since is amended.
    """

    __tablename__ = "issued_documents"
    __table_args__ = (UniqueConstraint("order_id", "kind", "reference"),)
    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    order_id: Mapped[str] = mapped_column(ForeignKey(Order.order_id), index=True)
    reference: Mapped[str] = mapped_column(String(80))
    issued_at: Mapped[datetime] = mapped_column(UtcTime)
    amended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reason: Mapped[str] = mapped_column(String(200))
    amount: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(String(64))


class Cause(NamedTuple):
    """What a document is issued for: an order's sale, or a refund of it by its reference."""

    kind: Kind
    order_id: str
    reference: str
    reason: str
    amount: int
    fingerprint: str = ""


def issue(session: Session, cause: Cause, series: Series, now: datetime) -> IssuedDocument:
    """Find the document of a cause, or give it the next number of its series and year.

    An invoice that lists something else by now is amended and keeps its number.

    The number is taken in the transaction that keeps the document, so that one which fails
    leaves no gap.
    """
    issued = find_issued(session, cause)
    if issued is None:
        prefix = series.prefix_of(cause.kind)
        issued = IssuedDocument(
            number=f"{prefix}-{now.year}-{_next(session, prefix, now.year):0{DIGITS}d}",
            issued_at=now,
            **cause._asdict(),
        )
        session.add(issued)
        session.flush()
    elif issued.fingerprint != cause.fingerprint:
        issued.amended_at, issued.amount = now, cause.amount
        issued.fingerprint = cause.fingerprint
    return issued


def find_issued(session: Session, cause: Cause) -> IssuedDocument | None:
    """The document that a cause has already."""
    wanted = select(IssuedDocument).where(
        IssuedDocument.order_id == cause.order_id,
        IssuedDocument.kind == cause.kind,
        IssuedDocument.reference == cause.reference,
    )
    return session.scalars(wanted).one_or_none()


def issued_for(session: Session, order_id: str) -> list[IssuedDocument]:
    """All documents of an order, in the order of their issue."""
    wanted = (
        select(IssuedDocument)
        .where(IssuedDocument.order_id == order_id)
        .order_by(IssuedDocument.issued_at, IssuedDocument.number)
    )
    return list(session.scalars(wanted))


def _next(session: Session, series: str, year: int) -> int:
    """The next number; the row is locked until the transaction ends."""
    sequence = session.get(NumberSequence, (series, year), with_for_update=True)
    if sequence is None:
        sequence = NumberSequence(series=series, year=year, last=0)
        session.add(sequence)
    sequence.last += 1
    return sequence.last
