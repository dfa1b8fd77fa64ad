"""Who sells: the name, address and series of numbers that stand on invoices, from `seller.json`."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

SELLER_FILE = Path(__file__).with_name("seller.json")
Kind = Literal["invoice", "credit_note"]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Prefix = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,10}$")]


class Part(BaseModel):
    """A part of the file: fixed, and with no field that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Series(Part):
    """What the numbers of each kind of document begin with."""

    invoice: Prefix
    credit_note: Prefix

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if self.invoice == self.credit_note:
            raise ValueError(f"series: invoices and credit notes are both {self.invoice!r}")
        return self

    def prefix_of(self, kind: Kind) -> str:
        """What the numbers of a kind begin with."""
        return self.invoice if kind == "invoice" else self.credit_note


class Seller(Part):
    """The shop as its invoices name it; `tax_number` as it is printed: `GSTIN 29ABCDE1234F1Z5`."""

    name: Text
    address: Annotated[tuple[Text, ...], Field(min_length=1, max_length=8)]
    tax_number: Text | None
    tax_name: Text
    series: Series
    closing: Text


def read_seller(path: Path = SELLER_FILE) -> Seller:
    """Read and check a seller's file.

    Raises:
        ValueError: a field is missing, unknown or out of range; the message names it.
    """
    return Seller.model_validate_json(path.read_text(encoding="utf-8"))


SELLER = read_seller()
