"""The sums of an invoice: the tax inside a price, and the rate that a tax was taken at."""

from fractions import Fraction


def included_tax(amount: int, percent: float) -> int:
    """The tax inside an amount of minor units, rounded half up."""
    rate = Fraction(str(percent))
    return int(amount * rate / (100 + rate) + Fraction(1, 2))


def tax_percent(total: int, tax: int) -> float:
    """The plainest rate that gives this tax inside this total; to two digits where none does."""
    if not 0 < tax < total:
        return 0
    exact = 100 * Fraction(tax, total - tax)
    for digits in (0, 1, 2):
        percent = float(round(exact, digits))
        if included_tax(total, percent) == tax:
            return percent
    return float(round(exact, 2))
